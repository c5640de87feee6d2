package shown

import (
	"context"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

var zone = time.FixedZone("park", 8*3600)

// at is an hour of a March day in 2020; the 2nd is a Monday.
func at(day, hour int) time.Time { return time.Date(2020, 3, day, hour, 0, 0, 0, zone) }

func reading(t *testing.T, now time.Time) (context.Context, Reader) {
	t.Helper()
	c, err := clock.NewCalendar(zone)
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load(Files, ui.Locales())
	if err != nil {
		t.Fatal(err)
	}
	return i18n.With(context.Background(), words, i18n.En), Reader{Now: now, Calendar: c}
}

// A clock of three working days, from Monday 9:00 to Wednesday 17:00, is 24 hours
// of working time; a day's pause moves its end to Thursday and counts for nothing.
func TestRing(t *testing.T) {
	stopped := flow.Running{Started: at(2, 9), Due: at(3, 17), Stopped: at(2, 12)}
	runs := flow.Running{Started: at(2, 9), Due: at(4, 17)}
	stands := flow.Running{Started: at(2, 9), Due: at(4, 17), PausedAt: at(3, 9)}
	resumed := flow.Running{Started: at(2, 9), Due: at(5, 17)}
	pauses := []flow.Pause{{Started: at(2, 9), From: at(3, 9), To: at(4, 9)}, {Started: at(1, 9), From: at(2, 9), To: at(3, 9)}}
	for _, c := range []struct {
		name   string
		clocks []flow.Running
		pauses []flow.Pause
		now    time.Time
		state  ui.ClockState
		used   int
	}{
		{"none", []flow.Running{stopped}, nil, at(3, 13), "", 0},
		{"runs", []flow.Running{stopped, runs}, nil, at(3, 13), ui.ClockRuns, 1000 * 12 / 24},
		{"stands since Tuesday morning", []flow.Running{stands}, nil, at(3, 13), ui.ClockPaused, 1000 * 8 / 24},
		{"a pause that is over, and one of another clock", []flow.Running{resumed}, pauses, at(4, 9), ui.ClockRuns, 1000 * 8 / 24},
	} {
		ctx, r := reading(t, c.now)
		if got := r.Ring(ctx, c.clocks, c.pauses...); got.State != c.state || got.Used != c.used {
			t.Errorf("%s: %+v, want %s %d", c.name, got, c.state, c.used)
		}
	}
}

// A turn whose clock stands still is not late, whatever the day.
func TestTurnThatStandsStill(t *testing.T) {
	ctx, r := reading(t, at(20, 10))
	turn := flow.Turn{Since: at(2, 9), Due: at(4, 17)}
	if got := r.Turn(ctx, turn); got.State != ui.ClockLate {
		t.Errorf("it runs: %+v", got)
	}
	turn.Paused = true
	if got := r.Turn(ctx, turn); got.State != ui.ClockPaused || got.Text != "Paused" {
		t.Errorf("it stands: %+v", got)
	}
	if got := r.Turn(ctx, flow.Turn{}); got != (ui.Clock{}) {
		t.Errorf("no clock: %+v", got)
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"桑立夏": "桑", "Lixia Sang": "LS", "": ""} {
		if got := Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
