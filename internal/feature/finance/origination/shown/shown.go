// Package shown words instants, clocks, timelines and conversations of a case
// for pages, and values for inputs. Pure: the reader's now comes in.
package shown

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

// Moment words an instant, "" for none.
func (r Reader) Moment(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return i18n.Moment(ctx, t, r.Now, r.Calendar.Zone())
}

// Ring words the clock that runs now, the zero Clock when none does.
func (r Reader) Ring(ctx context.Context, clocks []flow.Running) ui.Clock {
	for _, c := range clocks {
		if c.Stopped.IsZero() {
			return r.clock(ctx, c)
		}
	}
	return ui.Clock{}
}

func (r Reader) clock(ctx context.Context, c flow.Running) ui.Clock {
	if !c.PausedAt.IsZero() {
		return ui.Clock{State: ui.ClockPaused, Text: i18n.T(ctx, "origination.paused"), Due: i18n.T(ctx, "origination.paused.since", i18n.Args{"at": r.Moment(ctx, c.PausedAt)}), Used: int(c.Used(r.Now) * 1000)}
	}
	left := r.Calendar.Left(r.Now, c.Due)
	rest := i18n.Remaining{Days: left.Days, Today: left.Today, Over: left.Over}
	due := i18n.T(ctx, "origination.due", i18n.Args{"at": r.Moment(ctx, c.Due)})
	if c.Provisional {
		due += " · " + i18n.T(ctx, "origination.provisional")
	}
	return ui.NewClock(rest, due, i18n.Left(ctx, rest), int(c.Used(r.Now)*1000))
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
			Label: i18n.T(ctx, "origination.paused.span", i18n.Args{"from": r.Moment(ctx, p.From), "to": r.Moment(ctx, to)}), Value: p.Reason,
			Note: i18n.T(ctx, "origination.paused.both", i18n.Args{"asked": people[p.AskedBy], "agreed": people[p.AgreedBy]}),
		})
	}
	return facts
}

// Timeline words what happened, with a proof for what is in the tree.
func (r Reader) Timeline(ctx context.Context, items []auditlog.Item, people map[string]i18n.Text) []ui.Event {
	var out []ui.Event
	for _, it := range items {
		e := ui.Event{What: i18n.T(ctx, "event."+it.Kind), At: r.Moment(ctx, it.At), By: i18n.T(ctx, "origination.by_program"), Detail: r.detail(ctx, it)}
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
func (r Reader) detail(ctx context.Context, it auditlog.Item) string {
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

// Countdown is the time from one instant to another, and what is left of it.
func (r Reader) Countdown(ctx context.Context, from, to time.Time) ui.Clock {
	left := i18n.Remaining(r.Calendar.Left(r.Now, to))
	return ui.NewClock(left, i18n.T(ctx, "origination.due", i18n.Args{"at": r.Moment(ctx, to)}), i18n.Left(ctx, left), int(1000*r.Calendar.Used(from, to, r.Now)))
}

// Thread words what was said.
func (r Reader) Thread(ctx context.Context, messages []Said, people map[string]i18n.Text, orgs map[string]i18n.Text) []ui.Message {
	var out []ui.Message
	for _, m := range messages {
		who := people[m.Person].In(ctx)
		out = append(out, ui.Message{Initials: initials(who), Who: who, Org: orgs[m.Party].In(ctx), At: r.Moment(ctx, m.At), Text: m.Text})
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

// Yuan shows an amount for an input, "" for none.
func Yuan(f money.Fen) string {
	if f == 0 {
		return ""
	}
	return f.Text()
}

// Count shows a number for an input, "" for none.
func Count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Percent shows a rate for an input, "" for none.
func Percent(p money.PPM) string {
	if p == 0 {
		return ""
	}
	return strings.TrimSuffix(i18n.Percent(p), "%")
}

// Options are the choices of a form whose words share a prefix.
func Options(ctx context.Context, prefix string, values []string) []ui.Option {
	var out []ui.Option
	for _, v := range values {
		out = append(out, ui.Option{Value: v, Label: i18n.T(ctx, prefix+v)})
	}
	return out
}

// Size words the size of a file.
func Size(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt((n+1023)>>10, 10) + " KB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
}
