package flow_test

// The laws of clocks, on random lives of a case: a due time only moves on, by
// the working days that a pause took; pauses lie apart; what stopped stays as it
// was; and nothing depends on the zone in which an instant is written.

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
)

// life is a case on its way, with what is known of its clocks.
type life struct {
	*rapid.T
	b      *bench
	keep   *flow.Keeper
	now    time.Time
	known  map[string]flow.Running // by name and start
	pauses map[string][][2]time.Time
}

func TestClockLaws(t *testing.T) {
	b := newBench(t, dbtest.SQLite(t))
	zones := []*time.Location{time.UTC, time.FixedZone("far west", -11*3600), b.zone, time.FixedZone("far east", 14*3600)}
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		l := &life{T: r, b: b, known: map[string]flow.Running{}, pauses: map[string][][2]time.Time{}, now: b.at("2020-01-20 08:00")}
		zone := rapid.SampledFrom(zones).Draw(r, "zone")
		l.keep = &flow.Keeper{Calendar: b.keep.Calendar, Now: func() time.Time { return l.now.In(zone) }}
		id := "life " + strconv.Itoa(n)
		for range rapid.IntRange(2, 12).Draw(r, "moves") {
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 100).Draw(r, "hours"))*time.Hour + time.Duration(rapid.IntRange(0, 59).Draw(r, "minutes"))*time.Minute)
			l.enter(id, rapid.SampledFrom([]flow.State{"draft", "review", "asked", "sealed", "done"}).Draw(r, "state"))
			l.look(id)
		}
	})
}

func (l *life) enter(id string, s flow.State) {
	c := flow.Case{Machine: machine(), ID: id, State: s, Sides: map[string]string{"borrower": "E01", "lender": "RCB"}}
	if err := l.b.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error { return l.keep.Enter(ctx, tx, c) }); err != nil {
		l.Fatal(err)
	}
}

// look compares every clock of the case with what it was before.
func (l *life) look(id string) {
	running := 0
	for _, c := range l.b.clocks(id) {
		key := c.Name + c.Started.String()
		was, old := l.known[key]
		if c.Stopped.IsZero() {
			running++
		}
		switch {
		case !old:
			l.begins(c)
		case !was.Stopped.IsZero() && c != was && !c.Started.Equal(l.now):
			l.Fatalf("a clock that stopped changed: %+v, then %+v", was, c)
		case c.Due.Before(was.Due):
			l.Fatalf("the due time went back from %s to %s", was.Due, c.Due)
		case !was.PausedAt.IsZero() && !c.PausedAt.IsZero() && !c.PausedAt.Equal(was.PausedAt) && was.Stopped.IsZero():
			l.Fatalf("a pause began twice: %s, then %s", was.PausedAt, c.PausedAt)
		case !was.PausedAt.IsZero() && c.PausedAt.IsZero() && c.Stopped.IsZero():
			l.resumed(key, was, c)
		case !c.Due.Equal(was.Due) && was.Stopped.IsZero():
			l.Fatalf("the due time moved without a pause: %s, then %s", was.Due, c.Due)
		}
		if c.Due.Before(c.Started) {
			l.Fatalf("due %s before its start %s", c.Due, c.Started)
		}
		l.known[key] = c
	}
	if running > 1 {
		l.Fatalf("%d clocks run at once", running)
	}
}

// begins counts the days by hand: n working days after the first on which people
// still work at that hour.
func (l *life) begins(c flow.Running) {
	cal, err := clock.NewCalendar(l.b.zone)
	if err != nil {
		l.Fatal(err)
	}
	local := c.Started.In(l.b.zone)
	day := clock.Date{Year: local.Year(), Month: local.Month(), Day: local.Day()}
	if local.Hour() > 17 || local.Hour() == 17 && local.Minute() > 0 {
		day = day.AddDays(1)
	}
	for !cal.Workday(day) {
		day = day.AddDays(1)
	}
	left := map[string]int{"answer": 3, "payment": 1}[c.Name]
	for left > 0 {
		if day = day.AddDays(1); cal.Workday(day) {
			left--
		}
	}
	if want := day.At(17, 0, l.b.zone); !c.Due.Equal(want) {
		l.Fatalf("%s started %s is due %s, by hand %s", c.Name, local, c.Due.In(l.b.zone), want)
	}
}

// resumed: a pause ends after it began and after the one before it, and moves the
// due time by no more days than it lasted.
func (l *life) resumed(key string, was, c flow.Running) {
	pause := [2]time.Time{was.PausedAt, l.now}
	if pause[1].Before(pause[0]) {
		l.Fatalf("a pause from %s to %s", pause[0], pause[1])
	}
	if slices.ContainsFunc(l.pauses[key], func(p [2]time.Time) bool { return pause[0].Before(p[1]) }) {
		l.Fatalf("pauses overlap: %v, %v", l.pauses[key], pause)
	}
	l.pauses[key] = append(l.pauses[key], pause)
}
