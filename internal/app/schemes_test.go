package app_test

// Schemes of a lender, for the stages of other tests.

import (
	"context"
	"fmt"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/scheme"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// policies are n schemes, the last of them in force; "scheme 1" and so on, and
// "rules of scheme 1" for their hashes.
func policies(t *testing.T, s *apptest.Stage, n, inForce int) {
	t.Helper()
	for i := 1; i <= n; i++ {
		name := fmt.Sprint("scheme ", i)
		s.By(t, apptest.Officer, func(ctx context.Context) error {
			v, err := s.App.Scheme.Draft(ctx, "", scheme.Rules{Name: i18n.Text{Zh: "纾困政策", En: name}, Document: "银保监发〔2020〕6号", Dues: scheme.AnyDue, DueFrom: "2020-06-01", DueTo: "2020-12-31", LatestOn: "2021-03-31", Actions: []string{"defer_all"}, AskUntil: "2020-12-31", Reply: 5})
			s.Know(name, v.ID)
			s.Know("rules of "+name, v.Hash)
			s.Know("rules "+v.ID, v.Hash)
			return err
		})
		if i > n-inForce {
			s.By(t, apptest.Approver, func(ctx context.Context) error {
				_, err := s.App.Scheme.Approve(confirming(ctx, "approve:"+s.ID("rules of "+name)), s.ID(name))
				return err
			})
		}
	}
}
