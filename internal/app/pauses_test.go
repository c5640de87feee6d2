package app_test

// Clocks that stand still, and clocks into a year that nobody knows yet.

import (
	"context"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/pause"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// paused is a request for a pause of the lender's clock on an application that it
// assesses, which nobody has answered.
func paused(t *testing.T, s *apptest.Stage, application string) (lenderCase, request string) {
	t.Helper()
	lenderCase = first(t, s, `SELECT id FROM origination_lender_case WHERE application_id = '`+s.ID(application)+`'`)
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		r, err := s.App.Pause.Ask(ctx, "lender_case", lenderCase, pause.AskPause{Reason: "the auditor is away", UntilOn: "2020-07-10"})
		request = r.ID
		return err
	})
	return lenderCase, request
}

// unannounced is the calendar as it was before the notice of 2020: a day too early,
// and provisional.
type unannounced struct{ *clock.Calendar }

func (u unannounced) Deadline(from time.Time, days int) (time.Time, bool) {
	due, _ := u.Calendar.Deadline(from, days)
	return due.AddDate(0, 0, -1), true
}

func (unannounced) Provisional(int) bool { return true }

// A clock over holidays that are not announced says so; when the notice comes it is
// worked out anew and both sides are told, once.
func TestAClockBeforeTheNoticeIsProvisional(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.App.Keeper.Calendar = unannounced{s.App.Calendar}
		s.Application(t, "A", "payroll", apptest.Submitted)
		page := "/applications/" + s.ID("A")
		for _, who := range []string{apptest.Owner, apptest.Liaison} {
			if a := s.Client(t, who).Page(page); !strings.Contains(a.Body, "provisional") {
				t.Errorf("%s does not read that it is provisional: %v", who, a)
			}
		}
		settle := func() {
			t.Helper()
			if err := s.App.Settle(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		settle()
		told := `SELECT CAST(COUNT(*) AS TEXT) FROM notify_notice WHERE key = 'app.notice.settled' AND case_id = '` + s.ID("A") + `'`
		if n := first(t, s, told); n != "0" {
			t.Errorf("%s were told before the notice", n)
		}
		s.App.Keeper.Calendar = s.App.Calendar
		settle()
		settle()
		if n := first(t, s, told); n != "2" {
			t.Errorf("%s were told, want both sides once", n)
		}
		want, _ := s.App.Calendar.Deadline(s.App.Now(), 1)
		if got := first(t, s, `SELECT CAST(due_us AS TEXT) || ' ' || CAST(provisional AS TEXT) FROM flow_clock WHERE case_id = '`+s.ID("A")+`'`); got != first(t, s, `SELECT CAST(due_us AS TEXT) FROM flow_task WHERE case_id = '`+s.ID("A")+`'`)+" 0" {
			t.Errorf("the clock: %s", got)
		}
		for _, who := range []string{apptest.Owner, apptest.Liaison} {
			if a := s.Client(t, who).Page("/notices"); !strings.Contains(a.Body, "the holidays are announced") {
				t.Errorf("%s is not told: %v", who, a)
			}
			if a := s.Client(t, who).Page(page); strings.Contains(a.Body, "provisional") {
				t.Errorf("%s still reads that it is provisional", who)
			}
		}
		if a := s.Client(t, apptest.Liaison).Page("/api/v1" + page); !strings.Contains(a.Body, want.UTC().Format("2006-01-02T15:04")) {
			t.Errorf("due %s: %v", want, a)
		}
	})
}
