package app_test

// Renewals of loans of the demo, for the stages of other tests.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/renewal"
	"kaigong.example/kaigong/internal/kernel"
)

// renewing are two renewals: one that was reviewed, and one with a contract on the
// table whose reviewer was another than who proposes, so that each of the two
// prohibitions stands alone.
func renewing(t *testing.T, s *apptest.Stage) {
	t.Helper()
	reviewed(t, s, contactOf(s, "E14"), "AP08", 10_000_00)
	s.Application(t, "renewing", "materials", apptest.Performing)
	reviewed(t, s, apptest.Owner, "renewing", 1_000_00)
	onTable(t, s, 45_500)
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		_, err := s.App.Renewal.Counter(ctx, s.ID("renewal of renewing"), "利率再低一些 / lower, please")
		return err
	})
	onTable(t, s, 44_500)
}

// onTable puts a contract at a rate on the table.
func onTable(t *testing.T, s *apptest.Stage, rate money.PPM) {
	t.Helper()
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		_, err := s.App.Renewal.Propose(ctx, s.ID("renewal of renewing"), renewal.Propose{Product: s.ID("BP04"), AmountFen: 1_000_00, TermMonths: 12, RatePPM: rate, Repayment: kernel.InterestMonthly})
		return err
	})
}

func reviewed(t *testing.T, s *apptest.Stage, owner, application string, amount money.Fen) {
	t.Helper()
	s.By(t, owner, func(ctx context.Context) error {
		c, err := s.App.Renewal.Ask(ctx, s.ID("contract of "+application), renewal.Ask{AmountFen: amount, TermMonths: 12, Reason: "订单稳定 / steady orders"})
		s.Know("renewal of "+application, c.ID)
		return err
	})
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		var in renewal.Review
		for _, item := range renewal.Items {
			in.Findings = append(in.Findings, renewal.Finding{Item: item, Holds: true, Note: "查阅报表 / statements read"})
		}
		_, err := s.App.Renewal.Review(ctx, s.ID("renewal of "+application), in)
		return err
	})
}
