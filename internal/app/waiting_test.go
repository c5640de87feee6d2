package app_test

// What waits for somebody without being a turn of a role stands under "Waiting for
// you" with the door where it is done, for nobody else, and goes when it is done.

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/identity/letter"
	"kaigong.example/kaigong/internal/feature/identity/organisation"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// waitsFor wants a line with a link on the home pages of some, and of nobody else of
// those who are asked.
func waitsFor(t *testing.T, s *apptest.Stage, when, line, link string, who ...string) {
	t.Helper()
	for _, p := range []string{apptest.Owner, apptest.Clerk, apptest.OtherOwner, apptest.Liaison, apptest.Manager, apptest.Officer, apptest.Approver, apptest.OtherOfficer, apptest.Town, apptest.Convenor, apptest.Auditor} {
		wanted := slices.Contains(who, p)
		home := s.Client(t, p).Page("/")
		if home.Status != 200 || strings.Contains(home.Body, line) != wanted || wanted && !strings.Contains(home.Body, `href="`+link+`"`) {
			t.Errorf("%s: %q on the home page of %s (%d): wanted %v", when, line, p, home.Status, wanted)
		}
		if wanted && s.Client(t, p).Page(link).Status != 200 {
			t.Errorf("%s: the link %s of %s leads nowhere", when, link, p)
		}
	}
}

func TestWhatWaitsGoesWhenItIsDone(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	ask(t, s, 1)
	waitsFor(t, s, "a right was asked for", "Asked by", "/rights", apptest.Approver)
	s.By(t, apptest.Approver, func(ctx context.Context) error {
		who := kernel.From(ctx)
		who.SteppedUp, who.StepUpFor = true, organisation.Grant{ID: s.ID("grant 1")}.Purpose()
		_, err := s.App.People.Confirm(kernel.With(ctx, who), organisation.Decide{Grant: s.ID("grant 1")})
		return err
	})
	waitsFor(t, s, "it was given", "Asked by", "/rights")

	s.By(t, apptest.Liaison, func(ctx context.Context) error {
		_, err := s.App.Letters.Ask(ctx, letter.AskAddress{Channel: letter.Chat, Address: "liaison"})
		return err
	})
	stuck := first(t, s, `SELECT MAX(id) FROM letter_letter`)
	run(t, s, `UPDATE letter_letter SET state = 'dead' WHERE id = $1`, stuck)
	waitsFor(t, s, "a letter got stuck", "did not get out", "/letters", apptest.Manager)
	s.By(t, apptest.Manager, func(ctx context.Context) error { return s.App.Letters.Again(ctx, stuck) })
	waitsFor(t, s, "it is tried again", "did not get out", "/letters")

	s.Application(t, "performing", "rent", apptest.Performing)
	contract := s.ID("contract of performing")
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		_, err := s.App.Servicing.Repay(ctx, servicing.Repayment{Contract: contract, ReceivedOn: "2020-06-30", AmountFen: 100, Number: "too much"})
		return err
	})
	waitsFor(t, s, "too much was paid", "Money that waits", "/contracts/"+contract+"/surplus", apptest.Owner)
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		_, err := s.App.Servicing.Choose(ctx, servicing.SurplusChoice{Contract: contract, Way: "refund", AmountFen: 100})
		return err
	})
	waitsFor(t, s, "it was asked back", "Money that waits", "")
	waitsFor(t, s, "it was asked back", "Record the refund", "/contracts/"+contract+"/refund", apptest.Officer)
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		_, err := s.App.Servicing.PayBack(ctx, servicing.Refund{Contract: contract, PaidOn: "2020-06-30", Number: "back"})
		return err
	})
	waitsFor(t, s, "it was paid back", "Record the refund", "")
}
