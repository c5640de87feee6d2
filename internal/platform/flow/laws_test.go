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
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

// life is a case on its way, with what is known of its clocks.
type life struct {
	*rapid.T
	b     *bench
	cal   *clock.Calendar
	keep  *flow.Keeper
	now   time.Time
	known map[string]flow.Running // by name and start
}

func TestClockLaws(t *testing.T) {
	b := newBench(t, dbtest.SQLite(t))
	cal, err := clock.NewCalendar(b.zone)
	if err != nil {
		t.Fatal(err)
	}
	zones := []*time.Location{time.UTC, time.FixedZone("far west", -11*3600), b.zone, time.FixedZone("far east", 14*3600)}
	n, agreed := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		l := &life{T: r, b: b, cal: cal, known: map[string]flow.Running{}, now: b.at("2020-01-20 08:00")}
		zone := rapid.SampledFrom(zones).Draw(r, "zone")
		l.keep = &flow.Keeper{Calendar: b.keep.Calendar, Now: func() time.Time { return l.now.In(zone) }}
		id := "life " + strconv.Itoa(n)
		for range rapid.IntRange(2, 12).Draw(r, "moves") {
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 100).Draw(r, "hours"))*time.Hour + time.Duration(rapid.IntRange(0, 59).Draw(r, "minutes"))*time.Minute)
			switch rapid.SampledFrom([]string{"move", "move", "agree", "sweep"}).Draw(r, "what") {
			case "move":
				l.enter(id, rapid.SampledFrom([]flow.State{"draft", "review", "asked", "sealed", "done"}).Draw(r, "state"))
			case "agree":
				agreed += l.agree(id, l.now.Add(time.Duration(rapid.IntRange(-5, 200).Draw(r, "until"))*time.Hour))
			case "sweep":
				l.sweep(id)
			}
			l.look(id)
		}
	})
	if agreed == 0 {
		t.Error("nobody ever agreed on a pause")
	}
}

// agree pauses the clock where that is allowed, and answers how often: once or not.
func (l *life) agree(id string, until time.Time) int {
	err := l.b.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := l.keep.Pause(ctx, tx, "request", id, flow.Pause{Until: until, Reason: "the firm is away", AskedBy: "a", AgreedBy: "b"})
		return err
	})
	if err != nil && !fault.Is(err, fault.WrongTurn) {
		l.Fatal(err)
	}
	if err != nil {
		return 0
	}
	return 1
}

func (l *life) sweep(id string) {
	err := l.b.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		return l.keep.Resume(ctx, tx, "request", id)
	})
	if err != nil {
		l.Fatal(err)
	}
}

func (l *life) enter(id string, s flow.State) {
	c := flow.Case{Machine: machine(), ID: id, State: s, Sides: map[string]string{"borrower": "E01", "lender": "RCB"}}
	if err := l.b.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error { return l.keep.Enter(ctx, tx, c) }); err != nil {
		l.Fatal(err)
	}
}

// look compares every clock of the case with what it was before, and with its
// pauses: they lie apart, the last alone may last, and the clock is due later by
// exactly the working days that they took.
func (l *life) look(id string) {
	all := l.pauses(id)
	running := 0
	for _, c := range l.b.clocks(id) {
		key := c.Name + c.Started.String()
		was, old := l.known[key]
		if c.Stopped.IsZero() {
			running++
		}
		switch {
		case old && !was.Stopped.IsZero() && c != was && !c.Started.Equal(l.now):
			l.Fatalf("a clock that stopped changed: %+v, then %+v", was, c)
		case old && c.Due.Before(was.Due) && !c.Started.Equal(l.now):
			l.Fatalf("the due time went back from %s to %s", was.Due, c.Due)
		case c.Due.Before(c.Started):
			l.Fatalf("due %s before its start %s", c.Due, c.Started)
		}
		l.apart(c, slices.DeleteFunc(slices.Clone(all), func(p flow.Pause) bool { return p.Clock != c.Name || !p.Started.Equal(c.Started) }))
		l.known[key] = c
	}
	if running > 1 {
		l.Fatalf("%d clocks run at once", running)
	}
}

func (l *life) pauses(id string) (all []flow.Pause) {
	err := l.b.db.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		all, err = l.keep.Pauses(ctx, tx, "request", id)
		return err
	})
	if err != nil {
		l.Fatal(err)
	}
	return all
}

// apart holds a clock against its pauses.
func (l *life) apart(c flow.Running, own []flow.Pause) {
	days, lasts := map[string]int{"answer": 3, "payment": 1}[c.Name], false
	for i, p := range own {
		if i > 0 && p.From.Before(own[i-1].To) || p.From.Before(c.Started) || lasts {
			l.Fatalf("pauses overlap: %+v", own)
		}
		if lasts = p.To.IsZero(); lasts {
			continue
		}
		if p.To.Before(p.From) || p.Agreed() && p.To.After(p.Until) {
			l.Fatalf("a pause lasts longer than was agreed: %+v", p)
		}
		days += l.worked(p.From, p.To)
	}
	if lasts != !c.PausedAt.IsZero() {
		l.Fatalf("the clock stands still since %v, its pauses: %+v", c.PausedAt, own)
	}
	if want := l.by(c.Started, days); !c.Due.Equal(want) {
		l.Fatalf("%s started %s is due %s, by hand %s with %+v", c.Name, c.Started.In(l.b.zone), c.Due.In(l.b.zone), want, own)
	}
}

// worked counts by hand the working days between the start days of two instants.
func (l *life) worked(from, to time.Time) (n int) {
	for d, end := l.startDay(from), l.startDay(to); d.Before(end); d = d.AddDays(1) {
		if l.cal.Workday(d) {
			n++
		}
	}
	return n
}

// startDay is the first day on which people still work at that hour.
func (l *life) startDay(at time.Time) clock.Date {
	local := at.In(l.b.zone)
	day := clock.Date{Year: local.Year(), Month: local.Month(), Day: local.Day()}
	if local.Hour() > 17 || local.Hour() == 17 && (local.Minute() > 0 || local.Second() > 0) {
		day = day.AddDays(1)
	}
	for !l.cal.Workday(day) {
		day = day.AddDays(1)
	}
	return day
}

// by counts by hand: 17:00 of the n-th working day after the start day.
func (l *life) by(start time.Time, n int) time.Time {
	day := l.startDay(start)
	for n > 0 {
		if day = day.AddDays(1); l.cal.Workday(day) {
			n--
		}
	}
	return day.At(17, 0, l.b.zone)
}
