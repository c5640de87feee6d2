package pipeline_test

// The liaison's desk: who is late, one reminder a day, what rests, and nothing
// of what is held.

import (
	"context"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/pipeline"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/sim"
)

// desk is the desk as the liaison reads it.
func desk(t *testing.T, s *apptest.Stage) (d pipeline.Desk) {
	t.Helper()
	s.By(t, apptest.Liaison, func(ctx context.Context) (err error) {
		d, err = s.App.Pipeline.Desk(ctx)
		return err
	})
	return d
}

// pressed are the cases that one party is waited for.
func pressed(d pipeline.Desk, party string) []pipeline.Waiting {
	for _, p := range d.Parties {
		if p.Party == party {
			return p.Cases
		}
	}
	return nil
}

func advance(t *testing.T, s *apptest.Stage, day, hour int) {
	t.Helper()
	if err := s.App.Business.Advance(clock.Date{Year: 2020, Month: time.July, Day: day}.At(hour, 0, s.App.Calendar.Zone())); err != nil {
		t.Fatal(err)
	}
}

// TestDeskAndReminders: published on Tuesday 30 June, so the first response is
// due at 17:00 of Friday 3 July, three working days later.
func TestDeskAndReminders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "slow", "payroll", apptest.Published)
		id := texts(t, s, `SELECT id FROM origination_lender_case WHERE application_id = $1`, s.ID("slow"))[0]
		key := s.App.Identity.NewID
		remind := func() apptest.Answer {
			return s.Client(t, apptest.Liaison).Operation("POST", "/api/v1/desk/lender_case/"+id+"/remind", key(), map[string]any{})
		}
		form := func() apptest.Answer {
			return s.Client(t, apptest.Liaison).Form("/desk/lender_case/"+id+"/remind", "_key="+key())
		}
		advance(t, s, 2, 10)
		if got := pressed(desk(t, s), s.ID(sim.Lender)); len(got) != 0 {
			t.Errorf("a day before: %+v", got)
		}
		if a := remind(); a.Status != 409 {
			t.Errorf("reminded a day before: %v", a)
		}
		advance(t, s, 3, 10)
		if got := pressed(desk(t, s), s.ID(sim.Lender)); len(got) != 1 || got[0].Late || !got[0].Reminded.IsZero() {
			t.Errorf("on the day: %+v", got)
		}
		if a := remind(); a.Status != 200 {
			t.Fatal(a)
		}
		if a := remind(); a.Status != 409 || !strings.Contains(a.Body, "pipeline.remind.again") {
			t.Errorf("twice on one day: %v", a)
		}
		if a := form(); a.Status != 409 || !strings.Contains(a.Body, "went out today") {
			t.Errorf("twice by the page: %v", a)
		}
		if a := s.Client(t, apptest.Liaison).Page("/desk"); a.Status != 200 || !strings.Contains(a.Body, "reminded") {
			t.Errorf("the page does not say that it was sent: %v", a)
		}
		advance(t, s, 6, 10)
		if got := pressed(desk(t, s), s.ID(sim.Lender)); len(got) != 1 || !got[0].Late || !got[0].Reminded.IsZero() {
			t.Errorf("the next working day: %+v", got)
		}
		if a := form(); a.Status != 303 {
			t.Errorf("a day later: %v", a)
		}
		told(t, s, id)
	})
}

// told: the lender's officer reads both reminders, nobody at another bank does,
// and the log has an entry of each that only park and lender may see.
func told(t *testing.T, s *apptest.Stage, id string) {
	a := s.Client(t, apptest.Officer).Page("/notices").Body
	if strings.Count(a, "The park reminds you") != 2 || !strings.Contains(a, "is overdue") || !strings.Contains(a, "is due today") {
		t.Error("the officer was not told twice")
	}
	for _, who := range []string{apptest.OtherOfficer, apptest.Owner, apptest.Town} {
		if strings.Contains(s.Client(t, who).Page("/notices").Body, "The park reminds you") {
			t.Errorf("%s was told", who)
		}
	}
	if n := texts(t, s, `SELECT e.id FROM auditlog_entry e WHERE kind = 'pipeline.reminder.send'`); len(n) != 2 {
		t.Errorf("%d entries", len(n))
	}
	if n := texts(t, s, `SELECT id FROM pipeline_reminder WHERE case_id = $1 AND party_id = $2`, id, s.ID(sim.Lender)); len(n) != 2 {
		t.Errorf("%d rows", len(n))
	}
	if err := s.App.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if r, err := s.App.Verify(context.Background()); err != nil || len(r.Differences) > 0 {
		t.Errorf("the log and the tables: %v, %v", r.Differences, err)
	}
}

// TestAHeldClockIsOnNoDesk: the decision is due before the answers are; until
// then neither the desk nor a refusal tells whether the lender has decided.
func TestAHeldClockIsOnNoDesk(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "quiet", "payroll", apptest.Assessing)
		id := texts(t, s, `SELECT id FROM origination_lender_case WHERE application_id = $1`, s.ID("quiet"))[0]
		advance(t, s, 9, 10) // past the decision, before the eighth working day
		if got := pressed(desk(t, s), s.ID(sim.Lender)); len(got) != 0 {
			t.Errorf("held: %+v", got)
		}
		s.By(t, apptest.Liaison, func(ctx context.Context) error {
			if _, err := s.App.Pipeline.Remind(ctx, "lender_case", id); fault.Of(err).Key != "pipeline.remind.not_due" {
				t.Errorf("reminding of what is held: %v", err)
			}
			return nil
		})
		advance(t, s, 14, 10)
		if got := pressed(desk(t, s), s.ID(sim.Lender)); len(got) != 1 || !got[0].Late {
			t.Errorf("after the answers were due: %+v", got)
		}
	})
}

// TestTheLiaisonsOwn: what waits for the liaison is on top, is nobody's to be
// reminded of, and what was returned rests since then.
func TestTheLiaisonsOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "handed in", "payroll", apptest.Submitted)
		s.Application(t, "sent back", "rent", apptest.Submitted)
		advance(t, s, 1, 9)
		at := s.App.Now()
		s.By(t, apptest.Liaison, func(ctx context.Context) error {
			_, err := s.App.Origination.Return(ctx, s.ID("sent back"), "请补充")
			return err
		})
		advance(t, s, 2, 9)
		got := desk(t, s)
		var mine []string
		for _, w := range got.Mine {
			mine = append(mine, w.Case)
		}
		if len(mine) == 0 || mine[0] != s.ID("handed in") || !got.Mine[0].Late {
			t.Errorf("waiting: %v", mine)
		}
		found := false
		for _, r := range got.Resting {
			if r.ID == s.ID("sent back") {
				found = r.State == "returned" && r.Since.Equal(at)
			}
		}
		if !found {
			t.Errorf("resting: %+v, not since %v", got.Resting, at)
		}
		s.By(t, apptest.Liaison, func(ctx context.Context) error {
			if _, err := s.App.Pipeline.Remind(ctx, "application", s.ID("handed in")); fault.Of(err).Key != "pipeline.remind.not_due" {
				t.Errorf("reminding oneself: %v", err)
			}
			return nil
		})
		for _, who := range []string{"", apptest.Owner, apptest.Officer, apptest.Town, apptest.Convenor, apptest.Auditor} {
			for _, path := range []string{"/desk", "/api/v1/desk"} {
				if a := s.Client(t, who).Page(path); a.Status == 200 {
					t.Errorf("%q opens %s", who, path)
				}
			}
		}
		if a := s.Client(t, apptest.Manager).Page("/desk"); a.Status != 200 || strings.Contains(a.Body, "/remind") {
			t.Errorf("the manager reads and does not remind: %d", a.Status)
		}
	})
}
