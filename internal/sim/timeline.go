package sim

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
)

// Step is one thing that somebody does at an instant.
type Step struct {
	At   time.Time
	Who  string // reference of the person; "" is the program
	What string // said when it fails, and to whoever watches the loading
	Do   func(ctx context.Context) error
}

// Timeline gathers steps. World keeps what later steps must know.
type Timeline struct {
	world *World
	steps []Step
}

// World is the program on its way through a timeline.
type World struct {
	App   *app.App
	mu    sync.Mutex
	ids   map[string]string // references of the data -> ids in the program
	watch func(done, total int, s Step)
}

// NewWorld starts with nothing known. watch may be nil.
func NewWorld(a *app.App, watch func(done, total int, s Step)) *World {
	if watch == nil {
		watch = func(int, int, Step) {}
	}
	return &World{App: a, ids: map[string]string{}, watch: watch}
}

// ID is the id of something that an earlier step made.
func (w *World) ID(ref string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ids[ref]
}

// Know remembers an id under a reference, for stages that tests set.
func (w *World) Know(ref, id string) { w.know(ref, id) }

func (w *World) know(ref, id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids[ref] = id
}

// As is the context of a person at work. purpose is what the person has freshly
// confirmed, "" for nothing.
func (w *World) As(ctx context.Context, who, purpose string) (context.Context, error) {
	if who == "" {
		return kernel.With(ctx, kernel.Program()), nil
	}
	actor, err := w.App.Identity.ActorFor(ctx, who)
	if err != nil {
		return ctx, fmt.Errorf("acting as %s: %w", who, err)
	}
	actor.SteppedUp, actor.StepUpFor = purpose != "", purpose
	return kernel.With(ctx, actor), nil
}

// Play takes the steps in the order of time. Between two days everything that
// falls due is done at the end of each working day.
func (w *World) Play(ctx context.Context, steps []Step) error {
	slices.SortStableFunc(steps, func(a, b Step) int { return a.At.Compare(b.At) })
	for i, s := range steps {
		if err := w.until(ctx, s.At); err != nil {
			return err
		}
		own, err := w.As(ctx, s.Who, "")
		if err == nil {
			err = s.Do(own)
		}
		if err != nil {
			return fmt.Errorf("%s, %s, %s: %w", s.At.In(w.App.Calendar.Zone()).Format("2006-01-02 15:04"), s.Who, s.What, err)
		}
		if err := w.App.Jobs.Drain(ctx); err != nil {
			return err
		}
		w.watch(i+1, len(steps), s)
	}
	return w.App.Settle(ctx)
}

// until moves the clock to an instant and settles each evening on the way.
func (w *World) until(ctx context.Context, at time.Time) error {
	zone := w.App.Calendar.Zone()
	for {
		evening := clock.DateOf(w.App.Now(), zone).At(clock.EndOfDay, 1, zone)
		if !evening.After(w.App.Now()) {
			evening = clock.DateOf(w.App.Now(), zone).AddDays(1).At(clock.EndOfDay, 1, zone)
		}
		if evening.After(at) {
			break
		}
		if err := w.App.Business.Advance(evening); err != nil {
			return err
		}
		if err := w.App.Settle(ctx); err != nil {
			return err
		}
	}
	if at.After(w.App.Now()) {
		return w.App.Business.Advance(at)
	}
	return nil
}

// at is an hour of a day at the park.
func (t *Timeline) at(day clock.Date, hour, minute int) time.Time {
	return day.At(hour, minute, t.world.App.Calendar.Zone())
}

func (t *Timeline) add(at time.Time, who, what string, do func(context.Context) error) {
	t.steps = append(t.steps, Step{at, who, what, do})
}
