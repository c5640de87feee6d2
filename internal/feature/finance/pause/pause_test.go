package pause_test

// Pauses with the whole program around them, through both doors.

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/sim"
)

// stage is the park with a case of E01 that a bank assesses since the morning of
// Tuesday 30 June: its decision is due on the fifth working day, Tuesday 7 July, 17:00.
type stage struct {
	*apptest.Stage
	t    *testing.T
	path string // of the bank's case
	cas  string
}

func set(t *testing.T, d *db.DB) *stage {
	t.Helper()
	s := &stage{Stage: apptest.Demo(t, d), t: t}
	s.Application(t, "A", "payroll", apptest.Assessing)
	s.cas = s.one(`SELECT id FROM origination_lender_case WHERE application_id = $1`, s.ID("A"))
	s.path = "/pauses/lender_case/" + s.cas
	return s
}

func (s *stage) one(query string, args ...any) (x string) {
	s.t.Helper()
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		x, err = db.One(ctx, tx, db.Value[string], query, args...)
		return err
	})
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return x
}

func (s *stage) operate(who, path string, body any) apptest.Answer {
	return s.Client(s.t, who).Operation("POST", "/api/v1"+path, s.App.Identity.NewID(), body)
}

func (s *stage) form(who, path string, fields ...string) apptest.Answer {
	return s.Client(s.t, who).Form(path, append(fields, "_key="+s.App.Identity.NewID())...)
}

// asked is a request of the bank's officer until a day.
func (s *stage) asked(until string) string {
	s.t.Helper()
	a := s.operate(apptest.Officer, s.path, map[string]any{"reason": "the auditor is away", "until_on": until})
	if a.Status != 200 {
		s.t.Fatal(a)
	}
	return a.JSON(s.t)["id"].(string)
}

// asksTwo is a need that two banks were asked to answer; the first assesses it.
func (s *stage) asksTwo(owner string) {
	s.t.Helper()
	s.By(s.t, owner, func(ctx context.Context) error {
		return s.Apply(ctx, "B", sim.Need{Enterprise: s.Data.Enterprises[0], AmountFen: 100_000_00, Term: 12, Until: "2020-09-30", Lenders: []string{sim.Lender, "BANK-DY"}, Purpose: "rent"})
	})
	s.By(s.t, apptest.Liaison, func(ctx context.Context) error { return s.Verify(ctx, "B") })
	s.By(s.t, apptest.Officer, func(ctx context.Context) error { return s.Assess(ctx, "B") })
}

func (s *stage) at(day, hour int) {
	s.t.Helper()
	if err := s.App.Business.Advance(clock.Date{Year: 2020, Month: 7, Day: day}.At(hour, 0, s.App.Calendar.Zone())); err != nil {
		s.t.Fatal(err)
	}
	if err := s.App.Settle(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

// due is when the decision is due, and whether the clock stands still.
func (s *stage) due() (string, bool) {
	s.t.Helper()
	var c []string
	for _, column := range []string{"due_us", "paused_us"} {
		c = append(c, s.one(`SELECT CAST(`+column+` AS TEXT) FROM flow_clock WHERE case_id = $1 AND name = 'decision'`, s.cas))
	}
	return s.day(c[0]), c[1] != "0"
}

func (s *stage) day(micros string) string {
	s.t.Helper()
	n := int64(0)
	for _, d := range micros {
		n = n*10 + int64(d-'0')
	}
	return db.Instant(n).In(s.App.Calendar.Zone()).Format("2006-01-02 15:04")
}

func TestAPauseNeedsTheOtherSide(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := set(t, d)
		if a := s.form(apptest.Officer, s.path, "reason=the auditor is away", "until_on=2020-07-06"); a.Status != 303 {
			t.Fatal(a)
		}
		id := s.one(`SELECT id FROM pause_request`)
		if due, paused := s.due(); due != "2020-07-07 17:00" || paused {
			t.Errorf("before the receipt: %s %v", due, paused)
		}
		if a := s.Client(t, apptest.Owner).Page("/"); !strings.Contains(a.Body, "Answer the request for a pause") {
			t.Errorf("it does not wait for the owner: %v", a)
		}
		for _, who := range []string{apptest.Officer, apptest.Approver, apptest.Clerk, apptest.OtherOwner, apptest.OtherOfficer, apptest.Liaison, apptest.Town} {
			for _, move := range []string{"agree", "refuse"} {
				if a := s.operate(who, s.path+"/"+id+"/"+move, nil); !a.Refused() {
					t.Errorf("%s: %s: %v", who, move, a)
				}
				if a := s.form(who, s.path+"/"+id+"/"+move); !a.Refused() {
					t.Errorf("%s by the page: %s: %v", who, move, a)
				}
			}
		}
		if a := s.operate(apptest.Owner, s.path+"/"+id+"/agree", nil); a.Status != 200 {
			t.Fatal(a)
		}
		if _, paused := s.due(); !paused {
			t.Error("the clock runs on")
		}
		for _, path := range []string{s.path, "/cases/" + s.cas} {
			if a := s.Client(t, apptest.Officer).Page(path); !strings.Contains(a.Body, "Paused") || !strings.Contains(a.Body, "Bailu Lei") || !strings.Contains(a.Body, "Chengzhi Ma") || !strings.Contains(a.Body, "the auditor is away") {
				t.Errorf("%s does not say who agreed on what: %v", path, a)
			}
		}
		if a := s.operate(apptest.Officer, s.path, map[string]any{"reason": "more", "until_on": "2020-07-07"}); a.Status != 409 || !strings.Contains(a.Body, "flow.pause.already") {
			t.Errorf("a pause on a pause: %v", a)
		}
		s.at(5, 23)
		if _, paused := s.due(); !paused {
			t.Error("it went on before its day")
		}
		// From Tuesday to Friday four working days stood still: Tuesday 7 July becomes Monday 13 July.
		s.at(6, 11)
		if due, paused := s.due(); due != "2020-07-13 17:00" || paused {
			t.Errorf("after the day: %s %v", due, paused)
		}
		if turn := s.one(`SELECT CAST(due_us AS TEXT) FROM flow_task WHERE case_id = $1`, s.cas); s.day(turn) != "2020-07-13 17:00" {
			t.Errorf("the turn is due %s", s.day(turn))
		}
		r, err := s.App.Verify(context.Background())
		if err != nil || len(r.Differences) > 0 {
			t.Errorf("%v, %v", r.Differences, err)
		}
	})
}

// A pause ends with the next move of the case, and is due later by what it took.
func TestAMoveEndsAPause(t *testing.T) {
	s := set(t, dbtest.SQLite(t))
	id := s.asked("2020-07-20")
	if a := s.form(apptest.Owner, s.path+"/"+id+"/agree"); a.Status != 303 {
		t.Fatal(a)
	}
	s.at(1, 10)
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		_, err := s.App.Origination.Decline(ctx, s.cas, origination.Reason{Code: "capacity"})
		return err
	})
	if due, paused := s.due(); due != "2020-07-08 17:00" || paused {
		t.Errorf("a working day stood still: %s %v", due, paused)
	}
	if n := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM flow_pause WHERE to_us = 0`); n != "0" {
		t.Errorf("%s pauses last for ever", n)
	}
}

func TestWithoutAReceiptTheClockRuns(t *testing.T) {
	s := set(t, dbtest.SQLite(t))
	first := s.asked("2020-07-02")
	if a := s.operate(apptest.Officer, s.path, map[string]any{"reason": "again", "until_on": "2020-07-03"}); a.Status != 409 || !strings.Contains(a.Body, "pause.asked_already") {
		t.Errorf("asked twice: %v", a)
	}
	if a := s.operate(apptest.Owner, s.path+"/"+first+"/refuse", nil); a.Status != 200 {
		t.Fatal(a)
	}
	if a := s.operate(apptest.Owner, s.path+"/"+first+"/agree", nil); a.Status != 409 {
		t.Errorf("agreed after a no: %v", a)
	}
	second := s.asked("2020-07-02")
	if a := s.operate(apptest.Officer, s.path+"/"+second+"/withdraw", nil); a.Status != 200 {
		t.Fatal(a)
	}
	s.asked("2020-07-02")
	s.at(2, 9)
	if got := s.one(`SELECT state FROM pause_request ORDER BY asked_us DESC, id DESC LIMIT 1`); got != "lapsed" {
		t.Errorf("nobody answered, and it is %s", got)
	}
	if due, paused := s.due(); due != "2020-07-07 17:00" || paused {
		t.Errorf("%s %v", due, paused)
	}
	if n := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM flow_pause WHERE until_us > 0`); n != "0" {
		t.Errorf("%s pauses without a receipt", n)
	}
	s.at(8, 9)
	if a := s.operate(apptest.Officer, s.path, map[string]any{"reason": "late", "until_on": "2020-07-10"}); a.Status != 409 || !strings.Contains(a.Body, "flow.pause.late") {
		t.Errorf("a clock that is over: %v", a)
	}
	for key, body := range map[string]map[string]any{
		"pause.reason.needed": {"reason": " ", "until_on": "2020-07-10"}, "pause.day.past": {"reason": "x", "until_on": "2020-07-06"}, "pause.day.far": {"reason": "x", "until_on": "2020-09-06"},
	} {
		if a := s.operate(apptest.Officer, s.path, body); a.Status != 422 || !strings.Contains(a.Body, key) {
			t.Errorf("%s: %v", key, a)
		}
	}
	if a := s.form(apptest.Officer, "/pauses/house/"+s.cas, "reason=x", "until_on=2020-07-08"); a.Status != 404 {
		t.Errorf("no such machine: %v", a)
	}
}

// keys are what differs from page to page: the keys of forms.
var keys = regexp.MustCompile(`value="[0-9a-f-]{36}"`)

// What the lender does meanwhile is its own business: the enterprise reads the same
// page and gets the same answer whether an offer lies sealed or not.
func TestAPauseTellsNothingOfASealedOffer(t *testing.T) {
	for _, sealed := range []bool{false, true} {
		s := &stage{Stage: apptest.Demo(t, dbtest.SQLite(t)), t: t}
		e := s.Data.Enterprises[0]
		s.asksTwo(e.Contact)
		s.cas = s.one(`SELECT id FROM origination_lender_case WHERE application_id = $1 AND lender_id = $2`, s.ID("B"), s.ID("BANK-RCB"))
		s.path = "/pauses/lender_case/" + s.cas
		id := s.asked("2020-07-03")
		look := func() string { return keys.ReplaceAllString(s.Client(t, apptest.Owner).Page(s.path).Body, "") }
		before, home := look(), s.Client(t, apptest.Owner).Page("/").Body
		if sealed {
			s.By(t, apptest.Officer, func(ctx context.Context) error {
				return s.Draft(ctx, "B", origination.DraftOffer{Product: s.ID("BP01"), AmountFen: 100_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-07-30"})
			})
			s.By(t, apptest.Approver, func(ctx context.Context) error { return s.Issue(ctx, "B") })
		}
		if after := look(); after != before {
			t.Errorf("sealed %v: the page differs", sealed)
		}
		if !strings.Contains(home, "Answer the request for a pause") || !strings.Contains(s.Client(t, apptest.Owner).Page("/").Body, "Answer the request for a pause") {
			t.Errorf("sealed %v: the task went away", sealed)
		}
		a := s.operate(apptest.Owner, s.path+"/"+id+"/agree", nil)
		if a.Status != 200 || a.JSON(t)["state"] != "agreed" {
			t.Errorf("sealed %v: %v", sealed, a)
		}
		if a := s.Client(t, apptest.Owner).Page("/api/v1" + s.path); strings.Contains(a.Body, `"clock"`) || !strings.Contains(a.Body, `"pauses":null`) {
			t.Errorf("sealed %v: the enterprise reads the clock: %v", sealed, a)
		}
	}
}
