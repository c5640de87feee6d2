package letter

// Words and rows of the pages.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// part is a form of its own on a page of several: it stands in a card, and shows
// what was typed only where it was typed.
func part(f ui.Form, action string, c Channel) ui.Form {
	f.Action, f.Plain = action, true
	if c != "" && f.Values.Get("channel") != string(c) {
		f.Values, f.Fault = nil, nil
	}
	return f
}

func askLabel(ctx context.Context, v View, c Channel) string {
	if v.has(c) {
		return i18n.T(ctx, "letter.ask.other")
	}
	return i18n.T(ctx, "letter.address")
}

func autocomplete(c Channel) string {
	return map[Channel]string{Mail: "email", SMS: "tel"}[c]
}

func langOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(i18n.Zh), Label: i18n.T(ctx, "letter.lang.zh")}, {Value: string(i18n.En), Label: i18n.T(ctx, "letter.lang.en")}}
}

func hourOptions(ctx context.Context) (all []ui.Option) {
	for _, m := range hours {
		all = append(all, ui.Option{Value: m.String(), Label: m.String()})
	}
	return all
}

func paceOptions(ctx context.Context) (all []ui.Option) {
	for _, p := range Paces {
		all = append(all, ui.Option{Value: string(p), Label: i18n.T(ctx, "letter.pace."+string(p))})
	}
	return all
}

func outboxFacts(ctx context.Context, o Outbox) []ui.Fact {
	count := func(key string, n int64) ui.Fact {
		return ui.Fact{Label: i18n.T(ctx, key), Value: i18n.T(ctx, "letter.outbox.n", i18n.Args{"n": n})}
	}
	return []ui.Fact{count("letter.outbox.held", o.Held), count("letter.outbox.sent", o.Sent), count("letter.outbox.stuck", int64(len(o.Stuck))), count("letter.outbox.failing", o.Failing)}
}

func stuckItems(ctx context.Context, all []Stuck, key string, now time.Time, zone *time.Location) (items []ui.ListItem) {
	for _, x := range all {
		items = append(items, ui.ListItem{
			Icon: "alert-triangle", Title: i18n.T(ctx, "letter.channel."+string(x.Channel)) + " · " + x.To,
			Text: i18n.Moment(ctx, x.At, now, zone) + " · " + i18n.T(ctx, "letter.tries", i18n.Args{"n": x.Tries}) + " · " + x.Error,
			End:  ui.PostButton("/letters/"+x.ID+"/again", key, ui.Button{Label: i18n.T(ctx, "letter.again"), Small: true}),
		})
	}
	return items
}
