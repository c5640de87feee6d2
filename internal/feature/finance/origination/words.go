package origination

// How origination words its data for pages: clocks, timelines, rows of facts.

import (
	"context"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/auditlog"
)

func (s *Service) moment(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return i18n.Moment(ctx, t, s.Now(), s.Calendar.Zone())
}

// ring words the clock that runs now, the zero Clock when none does.
func (s *Service) ring(ctx context.Context, clocks []flow.Running) ui.Clock {
	for _, r := range clocks {
		if r.Stopped.IsZero() {
			return s.clock(ctx, r)
		}
	}
	return ui.Clock{}
}

func (s *Service) clock(ctx context.Context, r flow.Running) ui.Clock {
	left := s.Calendar.Left(s.Now(), r.Due)
	rest := i18n.Remaining{Days: left.Days, Today: left.Today, Over: left.Over}
	due := i18n.T(ctx, "origination.due", i18n.Args{"at": s.moment(ctx, r.Due)})
	if r.Provisional {
		due += " · " + i18n.T(ctx, "origination.provisional")
	}
	return ui.NewClock(rest, due, i18n.Left(ctx, rest), int(r.Used(s.Now())*1000))
}

// timeline words what happened, with a proof for what is in the tree.
func (s *Service) timeline(ctx context.Context, items []auditlog.Item, people map[string]i18n.Text) []ui.Event {
	var out []ui.Event
	for _, it := range items {
		e := ui.Event{What: i18n.T(ctx, "event."+it.Kind), At: s.moment(ctx, it.At), By: i18n.T(ctx, "origination.by_program"), Detail: s.detail(ctx, it)}
		if name, ok := people[it.Person]; ok {
			e.By = name.In(ctx)
		}
		if it.Included() {
			e.ProofHref = "/log/entries/" + it.ID
		}
		out = append(out, e)
	}
	return out
}

// detail shows the few opened fields that say something at a glance.
func (s *Service) detail(ctx context.Context, it auditlog.Item) string {
	var parts []string
	for _, f := range it.Fields {
		switch f.Name {
		case "amount_fen":
			n, _ := strconv.ParseInt(f.Value, 10, 64)
			parts = append(parts, i18n.Wan(ctx, money.Fen(n)))
		case "note":
			parts = append(parts, f.Value)
		case "classes":
			for _, c := range strings.Fields(f.Value) {
				parts = append(parts, i18n.T(ctx, "origination.class."+c))
			}
		}
	}
	return strings.Join(parts, " · ")
}

func (s *Service) thread(ctx context.Context, messages []Message, people map[string]i18n.Text, orgs map[string]i18n.Text) []ui.Message {
	var out []ui.Message
	for _, m := range messages {
		who := people[m.Person].In(ctx)
		out = append(out, ui.Message{Initials: initials(who), Who: who, Org: orgs[m.Party].In(ctx), At: s.moment(ctx, m.At), Text: m.Text})
	}
	return out
}

// initials are the family name in Chinese, the first letters in English.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) > 1 {
		return string([]rune(words[0])[:1]) + string([]rune(words[1])[:1])
	}
	if r := []rune(name); len(r) > 0 {
		return string(r[:1])
	}
	return ""
}

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

// yuan shows an amount for an input, "" for none.
func yuan(f money.Fen) string {
	if f == 0 {
		return ""
	}
	return f.Text()
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// percent shows a rate for an input, "" for none.
func percent(p money.PPM) string {
	if p == 0 {
		return ""
	}
	return strings.TrimSuffix(i18n.Percent(p), "%")
}

func options(ctx context.Context, prefix string, values []string) []ui.Option {
	var out []ui.Option
	for _, v := range values {
		out = append(out, ui.Option{Value: v, Label: i18n.T(ctx, prefix+v)})
	}
	return out
}
