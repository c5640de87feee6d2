// Package shown words what the pages of every case show alike: instants, the
// clock that runs, its pauses, what happened, and what was said. Pure: the
// reader's now comes in.
package shown

import (
	"context"
	"embed"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Files holds the locales of this package.
//
//go:embed locales
var Files embed.FS

// Reader looks at a case now, at the park.
type Reader struct {
	Now      time.Time
	Calendar *clock.Calendar
}

// Said is one message of a conversation.
type Said struct {
	Person, Party, Text string
	At                  time.Time
}

// Moment words an instant as the reader says it today, "" for none.
func (r Reader) Moment(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return i18n.Moment(ctx, t, r.Now, r.Calendar.Zone())
}

// Ring words the clock of a case that has not stopped, the zero Clock when there
// is none. Time in the pauses that are given does not count as used.
func (r Reader) Ring(ctx context.Context, clocks []flow.Running, pauses ...flow.Pause) ui.Clock {
	i := slices.IndexFunc(clocks, func(c flow.Running) bool { return c.Stopped.IsZero() })
	if i < 0 {
		return ui.Clock{}
	}
	c := clocks[i]
	if !c.PausedAt.IsZero() {
		since := i18n.T(ctx, "shown.since", i18n.Args{"at": r.Moment(ctx, c.PausedAt)})
		return r.stands(ctx, since, r.used(c.Started, c.Due, c.PausedAt, pauses))
	}
	return r.runs(ctx, c.Due, c.Provisional, r.used(c.Started, c.Due, r.Now, pauses))
}

// Turn words the clock of a turn, the zero Clock where none runs.
func (r Reader) Turn(ctx context.Context, t flow.Turn) ui.Clock {
	switch used := r.used(t.Since, t.Due, r.Now, nil); {
	case t.Due.IsZero():
		return ui.Clock{}
	case t.Paused:
		return r.stands(ctx, "", used)
	default:
		return r.runs(ctx, t.Due, t.Provisional, used)
	}
}

// Countdown is the time from one instant to another, and what is left of it.
func (r Reader) Countdown(ctx context.Context, from, to time.Time) ui.Clock {
	return r.runs(ctx, to, false, r.used(from, to, r.Now, nil))
}

func (r Reader) runs(ctx context.Context, due time.Time, provisional bool, used int) ui.Clock {
	until := i18n.T(ctx, "shown.due", i18n.Args{"at": r.Moment(ctx, due)})
	if provisional {
		until += " · " + i18n.T(ctx, "shown.provisional")
	}
	left := i18n.Remaining(r.Calendar.Left(r.Now, due))
	return ui.NewClock(left, until, i18n.Left(ctx, left), used)
}

func (r Reader) stands(ctx context.Context, since string, used int) ui.Clock {
	return ui.Clock{State: ui.ClockPaused, Text: i18n.T(ctx, "shown.paused"), Due: since, Used: used}
}

// used is the share of the working time of a clock that is gone, in permille. A
// pause that lasts ends now.
func (r Reader) used(start, due, now time.Time, pauses []flow.Pause) int {
	var stood []clock.Pause
	for _, p := range pauses {
		if p.Started.Equal(start) && !p.To.IsZero() {
			stood = append(stood, clock.Pause{From: p.From, To: p.To})
		}
	}
	return int(1000 * r.Calendar.Used(start, due, now, stood...))
}

// Paused words the pauses that two people agreed on, with both names.
func (r Reader) Paused(ctx context.Context, pauses []flow.Pause, people map[string]i18n.Text) (facts []ui.Fact) {
	for _, p := range pauses {
		if !p.Agreed() {
			continue
		}
		to := p.To
		if to.IsZero() {
			to = p.Until
		}
		facts = append(facts, ui.Fact{
			Label: i18n.T(ctx, "shown.span", i18n.Args{"from": r.Moment(ctx, p.From), "to": r.Moment(ctx, to)}), Value: p.Reason,
			Note: i18n.T(ctx, "shown.both", i18n.Args{"asked": people[p.AskedBy], "agreed": people[p.AgreedBy]}),
		})
	}
	return facts
}

// Timeline words what happened, with a proof for what is in the tree. detail
// says of an entry what is worth a glance; nil says nothing.
func (r Reader) Timeline(ctx context.Context, items []auditlog.Item, people map[string]i18n.Text, detail func(context.Context, auditlog.Item) string) (out []ui.Event) {
	for _, it := range items {
		e := ui.Event{What: i18n.T(ctx, "event."+it.Kind), At: r.Moment(ctx, it.At), By: i18n.T(ctx, "shown.by_program")}
		if name, ok := people[it.Person]; ok {
			e.By = name.In(ctx)
		}
		if detail != nil {
			e.Detail = detail(ctx, it)
		}
		if it.Included() {
			e.ProofHref = "/log/entries/" + it.ID
		}
		out = append(out, e)
	}
	return out
}

// Thread words what was said.
func (r Reader) Thread(ctx context.Context, messages []Said, people, orgs map[string]i18n.Text) (out []ui.Message) {
	for _, m := range messages {
		who := people[m.Person].In(ctx)
		out = append(out, ui.Message{Initials: Initials(who), Who: who, Org: orgs[m.Party].In(ctx), At: r.Moment(ctx, m.At), Text: m.Text})
	}
	return out
}

// Initials are the family name in Chinese, the first letters in English.
func Initials(name string) string {
	words := strings.Fields(name)
	if len(words) > 1 {
		return string([]rune(words[0])[:1]) + string([]rune(words[1])[:1])
	}
	if r := []rune(name); len(r) > 0 {
		return string(r[:1])
	}
	return ""
}
