package flow_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

var (
	clerk   = flow.Duty{Side: "borrower", Role: "clerk"}
	officer = flow.Duty{Side: "lender", Role: "officer"}
)

func machine() *flow.Machine {
	in := func(s ...flow.State) []flow.State { return s }
	return &flow.Machine{
		Name: "request", Feature: "lending",
		Rows: []flow.Row{
			{State: "draft", Turn: clerk, Next: "submit"}, {State: "review", Turn: officer, Next: "answer"},
			{State: "asked", Turn: clerk, Next: "reply"}, {State: "sealed", Turn: officer, Next: "pay"}, {State: "done"},
		},
		Moves: []flow.Move{
			{Name: "submit", From: in("draft"), To: "review"}, {Name: "ask", From: in("review"), To: "asked"}, {Name: "reply", From: in("asked"), To: "review"},
			{Name: "answer", From: in("review"), To: "sealed"}, {Name: "reopen", From: in("sealed"), To: "review"}, {Name: "pay", From: in("sealed"), To: "done"},
		},
		Clocks: []flow.Clock{
			{Name: "answer", Days: 3, Runs: in("review"), Pauses: in("asked")},
			{Name: "payment", Days: 1, Runs: in("sealed")},
		},
	}
}

// bench is a keeper on a database, with a clock that stands until moved.
type bench struct {
	*testing.T
	db   *db.DB
	keep *flow.Keeper
	now  time.Time
	hold time.Time // of the next clock
	zone *time.Location
}

func newBench(t *testing.T, d *db.DB) *bench {
	t.Helper()
	zone, err := clock.Zone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := clock.NewCalendar(zone)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Migrate(context.Background(), db.Source{Name: "flow", Files: flow.Files}); err != nil {
		t.Fatal(err)
	}
	b := &bench{T: t, db: d, zone: zone}
	b.keep = &flow.Keeper{Calendar: calendar, Now: func() time.Time { return b.now }}
	return b
}

// at reads "2020-03-24 10:00", park time.
func (b *bench) at(s string) time.Time {
	b.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, b.zone)
	if err != nil {
		b.Fatal(err)
	}
	return at
}

// enter records that a case is in a state at a time, with a clock of its own
// length when own is not 0.
func (b *bench) enter(at, id string, s flow.State, own int) {
	b.Helper()
	b.now = b.at(at)
	c := flow.Case{
		Machine: machine(), ID: id, State: s, Ref: "KG-" + id, Subject: i18n.Text{Zh: "精工", En: "Jinggong"},
		AmountFen: 80_000_000, Path: "/requests/" + id, Sides: map[string]string{"borrower": "E01", "lender": "RCB"},
		Days: map[string]int{"answer": own}, Hold: b.hold,
	}
	if err := b.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error { return b.keep.Enter(ctx, tx, c) }); err != nil {
		b.Fatal(err)
	}
}

func (b *bench) waiting(party string, limit int, roles ...string) []flow.Turn {
	b.Helper()
	return ask(b, func(ctx context.Context, tx db.Tx) ([]flow.Turn, error) {
		return b.keep.Waiting(ctx, tx, party, roles, limit)
	})
}

func (b *bench) clocks(id string) []flow.Running {
	b.Helper()
	return ask(b, func(ctx context.Context, tx db.Tx) ([]flow.Running, error) {
		return b.keep.Clocks(ctx, tx, "request", id)
	})
}

// overdue are the clocks to raise for the first time.
func (b *bench) overdue() []flow.Running {
	b.Helper()
	return ask(b, func(ctx context.Context, tx db.Tx) ([]flow.Running, error) {
		first, _, err := b.keep.Overdue(ctx, tx, 10)
		return first, err
	})
}

// still are the clocks to raise for the second time.
func (b *bench) still() []flow.Running {
	b.Helper()
	return ask(b, func(ctx context.Context, tx db.Tx) ([]flow.Running, error) {
		_, second, err := b.keep.Overdue(ctx, tx, 10)
		return second, err
	})
}

func (b *bench) raise(r flow.Running) {
	b.Helper()
	if err := b.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error { return b.keep.Raise(ctx, tx, r) }); err != nil {
		b.Fatal(err)
	}
}

func ask[T any](b *bench, q func(context.Context, db.Tx) (T, error)) (out T) {
	b.Helper()
	err := b.db.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		out, err = q(ctx, tx)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

func (b *bench) same(what string, got, want time.Time) {
	b.Helper()
	if !got.Equal(want) {
		b.Errorf("%s is %s, want %s", what, got.In(b.zone), want)
	}
}

func each(t *testing.T, run func(b *bench)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { run(newBench(t, d)) })
}

// 24 March 2020 was a Tuesday; no holiday fell between it and 4 April.

func TestATurnGoesFromHandToHand(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-03-24 10:00", "1", "draft", 0)
		turns := b.waiting("E01", 10, "clerk")
		want := flow.Turn{
			Machine: "request", Case: "1", Move: "submit", Party: "E01", Role: "clerk", Ref: "KG-1", Subject: i18n.Text{Zh: "精工", En: "Jinggong"},
			AmountFen: 80_000_000, Path: "/requests/1", Since: b.at("2020-03-24 10:00").UTC(),
		}
		if len(turns) != 1 || turns[0] != want {
			t.Fatalf("got %+v, want %+v", turns, want)
		}
		b.enter("2020-03-24 11:00", "1", "review", 0)
		if got := b.waiting("E01", 10, "clerk"); len(got) != 0 {
			t.Errorf("the clerk still waits after submitting: %+v", got)
		}
		turns = b.waiting("RCB", 10, "approver", "officer")
		if len(turns) != 1 || turns[0].Move != "answer" || turns[0].Clock != "answer" || turns[0].Provisional {
			t.Fatalf("the officer's turns are %+v", turns)
		}
		b.same("due", turns[0].Due, b.at("2020-03-27 17:00"))
		for _, none := range [][]flow.Turn{b.waiting("RCB", 10, "clerk"), b.waiting("CCB", 10, "officer"), b.waiting("RCB", 10)} {
			if len(none) != 0 {
				t.Errorf("somebody else's turn: %+v", none)
			}
		}
		b.enter("2020-03-25 09:00", "1", "sealed", 0)
		b.enter("2020-03-25 10:00", "1", "done", 0)
		if got := b.waiting("RCB", 10, "officer"); len(got) != 0 {
			t.Errorf("a finished case waits for somebody: %+v", got)
		}
	})
}

func TestAClockStartsPausesAndGoesOn(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-03-24 10:00", "1", "review", 0)
		b.enter("2020-03-25 10:00", "1", "asked", 0) // Wednesday
		turn := b.waiting("E01", 10, "clerk")[0]
		if !turn.Paused || turn.Clock != "answer" {
			t.Errorf("the clock must stand while the borrower is asked: %+v", turn)
		}
		b.enter("2020-03-30 10:00", "1", "review", 0) // Monday: three working days later
		turn = b.waiting("RCB", 10, "officer")[0]
		if turn.Paused {
			t.Error("the clock still stands")
		}
		b.same("due", turn.Due, b.at("2020-04-01 17:00"))
		clocks := b.clocks("1")
		if len(clocks) != 1 {
			t.Fatalf("one clock went on, found %+v", clocks)
		}
		b.same("start", clocks[0].Started, b.at("2020-03-24 10:00"))
		b.same("stored due", clocks[0].Due, b.at("2020-04-01 17:00"))
		if !clocks[0].PausedAt.IsZero() || !clocks[0].Stopped.IsZero() {
			t.Errorf("it must run: %+v", clocks[0])
		}
	})
}

func TestEnteringAStateAgainChangesNoClock(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-03-24 10:00", "1", "review", 0)
		b.enter("2020-03-26 10:00", "1", "review", 0)
		b.same("due", b.clocks("1")[0].Due, b.at("2020-03-27 17:00"))
		b.enter("2020-03-26 11:00", "1", "asked", 0)
		b.enter("2020-03-27 11:00", "1", "asked", 0) // a second question does not move the start of the pause
		b.same("pause", b.clocks("1")[0].PausedAt, b.at("2020-03-26 11:00"))
	})
}

func TestAClockThatBeginsPausedIsDueAsIfItStartedLater(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-03-24 10:00", "1", "asked", 0)
		b.enter("2020-03-26 10:00", "1", "review", 0)
		b.same("due", b.clocks("1")[0].Due, b.at("2020-03-31 17:00")) // three working days after Thursday
	})
}

func TestLeavingStopsOneClockAndStartsTheNext(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-03-24 10:00", "1", "review", 0)
		b.enter("2020-03-25 10:00", "1", "sealed", 0)
		clocks := b.clocks("1")
		if len(clocks) != 2 || clocks[0].Name != "payment" || clocks[1].Name != "answer" {
			t.Fatalf("got %+v", clocks)
		}
		b.same("end of the first", clocks[1].Stopped, b.at("2020-03-25 10:00"))
		b.same("due of the second", clocks[0].Due, b.at("2020-03-26 17:00"))
		b.enter("2020-03-26 10:00", "1", "review", 0) // reopened: a clock of its own
		b.same("due of the third", b.clocks("1")[0].Due, b.at("2020-03-31 17:00"))
		if len(b.clocks("1")) != 3 {
			t.Errorf("got %+v", b.clocks("1"))
		}
	})
}

// TestMovesAtOneInstant: while data is loaded, business time stands still.
func TestMovesAtOneInstant(t *testing.T) {
	each(t, func(b *bench) {
		for _, s := range []flow.State{"review", "sealed", "review", "sealed", "review"} {
			b.enter("2020-03-24 10:00", "1", s, 0)
		}
		if turn := b.waiting("RCB", 10, "officer")[0]; turn.Clock != "answer" {
			t.Errorf("got %+v", turn)
		}
		running := slices.DeleteFunc(b.clocks("1"), func(r flow.Running) bool { return !r.Stopped.IsZero() })
		if len(running) != 1 || running[0].Name != "answer" {
			t.Errorf("one clock runs, found %+v", running)
		}
	})
}

func TestACaseMayHaveItsOwnDays(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-03-24 10:00", "1", "review", 5)
		b.same("due", b.clocks("1")[0].Due, b.at("2020-03-31 17:00"))
	})
}

// TestAnEveningCountsFromTheNextWorkingDay crosses the Qingming holiday of
// 2020, 4 to 6 April: Friday evening counts from Tuesday the 7th.
func TestAnEveningCountsFromTheNextWorkingDay(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-04-03 17:01", "1", "review", 0)
		b.same("due", b.clocks("1")[0].Due, b.at("2020-04-10 17:00"))
	})
}

// TestUnannouncedYearsAreProvisional: the notice for 2027 is not out.
func TestUnannouncedYearsAreProvisional(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2027-03-02 10:00", "far", "review", 0)
		if !b.clocks("far")[0].Provisional || !b.waiting("RCB", 10, "officer")[0].Provisional {
			t.Error("a due date in an unannounced year must say so")
		}
		b.enter("2026-12-28 10:00", "1", "review", 0)
		if c := b.clocks("1")[0]; c.Provisional {
			t.Errorf("31 December 2026 is announced: %+v", c)
		}
		b.enter("2026-12-29 10:00", "1", "asked", 0)
		b.enter("2026-12-31 10:00", "1", "review", 0)
		c := b.clocks("1")[0]
		b.same("due", c.Due, b.at("2027-01-05 17:00"))
		if !c.Provisional {
			t.Error("the pause carried the due date into an unannounced year, and the clock does not say so")
		}
		if turn := b.waiting("RCB", 1, "officer")[0]; !turn.Provisional || turn.Case != "1" {
			t.Errorf("the list must say so too: %+v", turn)
		}
	})
}

func TestWaitingIsOrderedByWhatIsDueFirst(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-03-24 09:00", "none", "draft", 0)
		b.enter("2020-03-24 10:00", "late", "review", 9)
		b.enter("2020-03-24 10:00", "b", "review", 0)
		b.enter("2020-03-24 10:00", "a", "review", 0)
		b.enter("2020-03-24 11:00", "paused", "asked", 1)
		order := func(turns []flow.Turn) (ids []string) {
			for _, x := range turns {
				ids = append(ids, x.Case)
			}
			return ids
		}
		if got := order(b.waiting("RCB", 10, "officer")); !slices.Equal(got, []string{"a", "b", "late"}) {
			t.Errorf("lender: %v", got)
		}
		if got := order(b.waiting("E01", 10, "clerk")); !slices.Equal(got, []string{"paused", "none"}) {
			t.Errorf("what has no clock comes last: %v", got)
		}
		if got := order(b.waiting("RCB", 2, "officer")); !slices.Equal(got, []string{"a", "b"}) {
			t.Errorf("bounded: %v", got)
		}
	})
}

func TestLateClocksAreRaisedOnce(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-03-24 10:00", "late", "review", 1)
		b.enter("2020-03-24 10:00", "paused", "review", 1)
		b.enter("2020-03-24 10:00", "over", "review", 1)
		b.enter("2020-03-24 10:00", "early", "review", 3)
		b.enter("2020-03-24 11:00", "paused", "asked", 1)
		b.enter("2020-03-24 11:00", "over", "sealed", 1)
		b.now = b.at("2020-03-25 17:00")
		if got := b.overdue(); len(got) != 0 {
			t.Errorf("on the minute nothing is late: %+v", got)
		}
		b.now = b.at("2020-03-25 17:01")
		got := b.overdue()
		if len(got) != 2 || got[0].Case != "late" || got[1].Case != "over" || got[1].Name != "payment" {
			t.Fatalf("got %+v", got)
		}
		for _, r := range got {
			b.raise(r)
		}
		if again := b.overdue(); len(again) != 0 {
			t.Errorf("raised twice: %+v", again)
		}
		b.same("raised", b.clocks("late")[0].Raised, b.now)
	})
}

// TestALateClockGoesOneStepUp: due on Friday, raised then, and to the next above
// at 17:00 of Monday, once; a clock that stopped in between goes nowhere.
func TestALateClockGoesOneStepUp(t *testing.T) {
	each(t, func(b *bench) {
		b.enter("2020-03-26 10:00", "late", "review", 1)
		b.enter("2020-03-26 10:00", "stopped", "review", 1)
		b.now = b.at("2020-03-27 17:01")
		for _, r := range b.overdue() {
			b.raise(r)
		}
		b.enter("2020-03-28 10:00", "stopped", "sealed", 1)
		for _, at := range []string{"2020-03-27 17:02", "2020-03-29 23:00", "2020-03-30 17:00"} {
			if b.now = b.at(at); len(b.still()) != 0 {
				b.Errorf("a step up at %s", at)
			}
		}
		b.now = b.at("2020-03-30 17:01")
		got := b.still()
		if len(got) != 1 || got[0].Case != "late" {
			b.Fatalf("got %+v", got)
		}
		b.raise(got[0])
		if again := b.still(); len(again) != 0 || len(b.overdue()) != 0 {
			b.Errorf("raised a third time: %+v", again)
		}
		b.same("second", b.clocks("late")[0].RaisedAgain, b.now)
	})
}

// TestAHeldClockIsNobodysBusiness: due on Wednesday and held until Friday, 17:00.
func TestAHeldClockIsNobodysBusiness(t *testing.T) {
	each(t, func(b *bench) {
		b.hold = b.at("2020-03-27 17:00")
		b.enter("2020-03-24 10:00", "held", "review", 1)
		if b.now = b.at("2020-03-27 16:59"); len(b.overdue()) != 0 {
			b.Error("told before the hold ended")
		}
		b.now = b.at("2020-03-27 17:00")
		got := b.overdue()
		if len(got) != 1 {
			b.Fatalf("not told when the hold ended: %+v", got)
		}
		b.raise(got[0])
		if b.now = b.at("2020-03-30 17:00"); len(b.still()) != 0 {
			b.Error("a step up within a working day of the hold's end")
		}
		if b.now = b.at("2020-03-30 17:01"); len(b.still()) != 1 {
			b.Error("no step up a working day after the hold's end")
		}
	})
}

func TestLateAndUsed(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2020, 3, 24, h, 0, 0, 0, time.UTC) }
	r := flow.Running{Name: "x", Started: at(0), Due: at(10)}
	stopped, paused := r, r
	stopped.Stopped, paused.PausedAt = at(9), at(5)
	for _, c := range []struct {
		r    flow.Running
		now  int
		late bool
		used float64
	}{
		{r, 5, false, 0.5}, {r, 10, false, 1}, {r, 11, true, 1}, {stopped, 11, false, 1}, {paused, 11, false, 1}, {flow.Running{}, 11, false, 1},
	} {
		if c.r.Late(at(c.now)) != c.late || c.r.Used(at(c.now)) != c.used {
			t.Errorf("%+v at %d: late %v, used %v", c.r, c.now, c.r.Late(at(c.now)), c.r.Used(at(c.now)))
		}
	}
}
