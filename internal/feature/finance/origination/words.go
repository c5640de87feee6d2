package origination

// The way of an application as a stepper, and instants in words.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/shown"
)

// way are the states that an application passes when all goes well.
var way = []flow.State{Submitted, Verified, Published, InReview, OffersOpen, OfferChosen, Contracted, Funded}

// entered is when an application last came into each state, as its log tells.
func entered(events []auditlog.Item) map[flow.State]time.Time {
	at := map[flow.State]time.Time{}
	for _, e := range events { // the newest first
		if _, known := at[flow.State(e.After)]; !known && e.Before != e.After {
			at[flow.State(e.After)] = e.At
		}
	}
	return at
}

// steps is the way of an application as a stepper.
func (s *Service) steps(ctx context.Context, a Application, events []auditlog.Item) []ui.Step {
	at := entered(events)
	reached := -1
	for i, state := range way {
		if state == a.State {
			reached = i
		}
	}
	if a.State == Closed {
		reached = len(way)
	}
	var out []ui.Step
	for i, state := range way {
		st := ui.Step{Name: i18n.T(ctx, "origination.step."+string(state))}
		switch {
		case i < reached:
			st.State = ui.StepDone
		case i == reached:
			st.State = ui.StepNow
		}
		if when, known := at[state]; known && i <= reached {
			st.Note = i18n.Day(ctx, clock.DateOf(when, s.Calendar.Zone()).String())
		}
		out = append(out, st)
	}
	if reached < 0 {
		return nil // withdrawn, expired, declined, returned: the chip says it
	}
	return out
}

// reader words instants and clocks as of now at the park.
func (s *Service) reader() shown.Reader { return shown.Reader{Now: s.Now(), Calendar: s.Calendar} }

func (s *Service) moment(ctx context.Context, t time.Time) string { return s.reader().Moment(ctx, t) }
