package app_test

// Reliefs on the loans of the demo, for the stages of other tests.

import (
	"context"
	"slices"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/sim"
)

// confirming is the same person after a fresh confirmation.
func confirming(ctx context.Context, purpose string) context.Context {
	who := kernel.From(ctx)
	who.SteppedUp, who.StepUpFor = true, purpose
	return kernel.With(ctx, who)
}

// relieved asks for relief on the loan of an application and has a lower rate
// proposed from a day on, on the condition of a promise. It is known as "relief
// of" the application, its proposal's hash as "proposal of".
func relieved(t *testing.T, s *apptest.Stage, owner, application, from string) {
	t.Helper()
	s.By(t, owner, func(ctx context.Context) error {
		c, err := s.App.Relief.Ask(ctx, s.ID("contract of "+application), relief.Ask{Kind: plan.CutRate, Reason: "订单减少 / fewer orders", Until: "2020-12-31", Jobs: 20})
		s.Know("relief of "+application, c.ID)
		return err
	})
	propose(t, s, application, from)
}

func propose(t *testing.T, s *apptest.Stage, application, from string) {
	t.Helper()
	id := s.ID("relief of " + application)
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		in := relief.Propose{Action: plan.Action{Kind: plan.CutRate, FromOn: from, RatePPM: 30_000, Keep: plan.KeepMaturity}, PromiseUntil: "2020-12-31"}
		if _, err := s.App.Relief.Propose(ctx, id, in); err != nil {
			return err
		}
		v, err := s.App.Relief.View(ctx, id)
		p, _ := v.OnTable()
		s.Know("proposal of "+application, p.Hash)
		return err
	})
}

// granted takes a proposal through both confirmations.
func granted(t *testing.T, s *apptest.Stage, owner, application, from string) {
	t.Helper()
	relieved(t, s, owner, application, from)
	confirmBoth(t, s, owner, application)
}

func confirmBoth(t *testing.T, s *apptest.Stage, owner, application string) {
	t.Helper()
	id, hash := s.ID("relief of "+application), s.ID("proposal of "+application)
	s.By(t, owner, func(ctx context.Context) error {
		_, err := s.App.Relief.Agree(confirming(ctx, "agree:"+hash), id, hash)
		return err
	})
	s.By(t, apptest.Approver, func(ctx context.Context) error {
		_, err := s.App.Relief.Approve(confirming(ctx, "approve:"+hash), id, hash)
		return err
	})
}

// noticed is a relief that was asked for otherwise first, and whose promise is
// broken now.
func noticed(t *testing.T, s *apptest.Stage) {
	t.Helper()
	owner := contactOf(s, "E05")
	relieved(t, s, owner, "AP04", "2020-06-28")
	id := s.ID("relief of AP04")
	s.By(t, owner, func(ctx context.Context) error {
		_, err := s.App.Relief.Counter(ctx, id, "a day later")
		return err
	})
	propose(t, s, "AP04", "2020-06-29")
	confirmBoth(t, s, owner, "AP04")
	notice(t, s, "AP04")
}

// notice says that the promise of a relief is broken, and until when to mend it.
func notice(t *testing.T, s *apptest.Stage, ref string) {
	t.Helper()
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		_, err := s.App.Relief.GiveNotice(ctx, s.ID("relief of "+ref), relief.Notice{Reason: "12 are left", CureBy: "2020-07-10"})
		return err
	})
}

// contactOf is who owns an enterprise of the demo.
func contactOf(s *apptest.Stage, enterprise string) string {
	return s.Data.Enterprises[slices.IndexFunc(s.Data.Enterprises, func(e sim.Enterprise) bool { return e.ID == enterprise })].Contact
}

// reliefs are those that no request on the stage's one day brings about: two
// that can be noticed, two that can be mended, two that can be revoked. The day
// on which they take effect, and the time to mend them, are set as if they were
// over.
func reliefs(t *testing.T, s *apptest.Stage) {
	t.Helper()
	for purpose, state := range map[string]string{"payroll": "effective", "materials": "effective", "rent": "noticed", "order": "noticed"} {
		s.Application(t, purpose, purpose, apptest.Performing)
		granted(t, s, apptest.Owner, purpose, "2020-07-01")
		run(t, s, `UPDATE relief_case SET state = $1 WHERE id = $2`, state, s.ID("relief of "+purpose))
	}
	for ref, enterprise := range map[string]string{"AP04": "E05", "AP08": "E14"} {
		granted(t, s, contactOf(s, enterprise), ref, "2020-06-29")
		notice(t, s, ref)
		run(t, s, `UPDATE relief_case SET state = 'breached' WHERE id = $1`, s.ID("relief of "+ref))
		s.By(t, apptest.Approver, func(ctx context.Context) error {
			v, err := s.App.Relief.View(ctx, s.ID("relief of "+ref))
			if err == nil {
				s.Know("revocation of "+ref, v.Revocation.Hash)
				s.Know("revocation "+v.Case.ID, v.Revocation.Hash)
			}
			return err
		})
	}
}
