package recovery

// What the pages say, in the reader's language.

import (
	"context"
	"net/url"
	"time"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

func lostOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(Password), Label: i18n.T(ctx, "recovery.lost.password"), Hint: i18n.T(ctx, "recovery.lost.password.hint")},
		{Value: string(Device), Label: i18n.T(ctx, "recovery.lost.device"), Hint: i18n.T(ctx, "recovery.lost.device.hint")},
	}
}

// story says how far a request is, to who holds its claim.
func (v Status) story(ctx context.Context, now time.Time, zone *time.Location) string {
	args := i18n.Args{"n": v.Confirmed, "at": i18n.Moment(ctx, v.Request.ReadyAt, now, zone), "ends": i18n.Moment(ctx, v.Request.EndsAt, now, zone)}
	switch {
	case v.Ready:
		return i18n.T(ctx, "recovery.story.ready", args)
	case v.State == Waiting:
		return i18n.T(ctx, "recovery.story.waiting", args)
	case v.State == AskedFor:
		return i18n.T(ctx, "recovery.story.asked", args)
	}
	return i18n.T(ctx, "recovery.story.over", args)
}

func (v View) items(ctx context.Context, now time.Time, zone *time.Location) []ui.ListItem {
	var items []ui.ListItem
	for _, w := range v.Words {
		text := w.PartyName.In(ctx) + " · " + i18n.Moment(ctx, w.At, now, zone)
		if w.Seen != "" {
			text += " · " + i18n.T(ctx, "recovery.saw", i18n.Args{"seen": w.Seen})
		}
		items = append(items, ui.ListItem{Icon: "user-check", Title: w.Name.In(ctx), Text: text})
	}
	return items
}

func listItems(ctx context.Context, all []View, now time.Time, zone *time.Location) []ui.ListItem {
	var items []ui.ListItem
	for _, v := range all {
		items = append(items, ui.ListItem{Icon: "key", Title: v.Name.In(ctx) + " · " + i18n.T(ctx, "recovery.lost."+string(v.Lost)), Href: v.path(),
			Text: v.PartyName.In(ctx) + " · " + i18n.Moment(ctx, v.AskedAt, now, zone), End: ui.Status(Machine.Name, string(v.State))})
	}
	return items
}

func (v View) facts(ctx context.Context, now time.Time, zone *time.Location) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "recovery.field.ref"), Value: spelled(v.Ref), Mono: true},
		{Label: i18n.T(ctx, "recovery.field.lost"), Value: i18n.T(ctx, "recovery.lost."+string(v.Lost))},
		{Label: i18n.T(ctx, "recovery.field.asked"), Value: i18n.Moment(ctx, v.AskedAt, now, zone)},
	}
	if !v.ReadyAt.IsZero() {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "recovery.field.ready"), Value: i18n.Moment(ctx, v.ReadyAt, now, zone)})
	}
	return facts
}

// missing says who must still confirm.
func (v View) missing(ctx context.Context) string {
	if v.Park > 0 {
		return i18n.T(ctx, "recovery.missing.park", i18n.Args{"n": v.Colleagues, "park": v.Park})
	}
	return i18n.T(ctx, "recovery.missing", i18n.Args{"n": v.Colleagues})
}

// stepUp leads to the confirmation that it is the reader, and back.
func (v View) stepUp() string {
	return "/step-up?next=" + url.QueryEscape(v.path()) + "&purpose=" + url.QueryEscape(v.Purpose())
}
