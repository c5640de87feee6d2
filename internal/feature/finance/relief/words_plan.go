package relief

// How a comparison is worded: the picture, the figures before and after with
// the change in words, and both schedules.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// changes are the figures of a proposal before and after.
func changes(ctx context.Context, p Proposal) []ui.Changed {
	c := p.Comparison
	out := []ui.Changed{dateChange(ctx, "relief.item.next_on", c.Before.NextOn, c.After.NextOn), amountChange(ctx, "relief.item.next", c.Before.NextFen, c.After.NextFen)}
	if p.Action.Kind.Defers() {
		out = append(out, amountChange(ctx, "relief.item.paused", c.Before.PausedFen, c.After.PausedFen))
	}
	out = append(out, amountChange(ctx, "relief.item.instalment", c.Before.InstalmentFen, c.After.InstalmentFen))
	if x := p.Terms.Terms.RatePPM; p.Action.Kind.Lowers() {
		out = append(out, ui.Changed{Item: i18n.T(ctx, "relief.rate"), Before: i18n.Percent(c.RatePPM), After: i18n.Percent(x), Words: i18n.Points(ctx, x-c.RatePPM), Sense: sense(int64(x - c.RatePPM))})
	}
	return append(out, ending(ctx, c)...)
}

// ending are the figures that every change has.
func ending(ctx context.Context, c plan.Comparison) []ui.Changed {
	out := []ui.Changed{amountChange(ctx, "relief.item.interest", c.Before.InterestFen, c.After.InterestFen)}
	if c.Before.PenaltyFen+c.After.PenaltyFen > 0 {
		out = append(out, amountChange(ctx, "relief.item.penalty", c.Before.PenaltyFen, c.After.PenaltyFen))
	}
	out = append(out, dateChange(ctx, "relief.item.ends", c.Before.EndsOn, c.After.EndsOn))
	return append(out, ui.Changed{Item: i18n.T(ctx, "relief.item.present"), Before: "–", After: "–", Words: i18n.Change(ctx, c.PresentFen)})
}

func revocationChanges(ctx context.Context, r Revocation) []ui.Changed {
	c := r.Comparison
	return append([]ui.Changed{dateChange(ctx, "relief.item.next_on", c.Before.NextOn, c.After.NextOn), amountChange(ctx, "relief.item.next", c.Before.NextFen, c.After.NextFen),
		amountChange(ctx, "relief.item.instalment", c.Before.InstalmentFen, c.After.InstalmentFen)}, ending(ctx, c)...)
}

func sense(change int64) ui.ChangeTo {
	switch {
	case change > 0:
		return ui.ChangeMore
	case change < 0:
		return ui.ChangeLess
	}
	return ui.ChangeNone
}

func amountChange(ctx context.Context, key string, was, is money.Fen) ui.Changed {
	x := ui.Changed{Item: i18n.T(ctx, key), Before: i18n.Exact(ctx, was), After: i18n.Exact(ctx, is), Words: i18n.T(ctx, "relief.same"), Sense: sense(int64(is - was))}
	if was != is {
		x.Words = i18n.Change(ctx, is-was)
	}
	return x
}

func dateChange(ctx context.Context, key, was, is string) ui.Changed {
	x := ui.Changed{Item: i18n.T(ctx, key), Before: i18n.Date(ctx, was), After: i18n.Date(ctx, is), Words: i18n.T(ctx, "relief.same")}
	from, err := clock.ParseDate(was)
	to, wrong := clock.ParseDate(is)
	if err != nil || wrong != nil || was == is {
		return x
	}
	days := from.DaysUntil(to)
	x.Sense = sense(int64(days))
	switch months := from.FullMonths(to); {
	case days < 0:
		x.Words = i18n.T(ctx, "relief.earlier_by", i18n.Args{"n": -days})
	case from.AddMonths(months) == to:
		x.Words = i18n.T(ctx, "relief.later_months", i18n.Args{"n": months})
	default:
		x.Words = i18n.T(ctx, "relief.later_by", i18n.Args{"n": days})
	}
	return x
}

func chartText(ctx context.Context, c plan.Comparison) string {
	return i18n.T(ctx, "relief.chart", i18n.Args{"was": i18n.Date(ctx, c.Before.EndsOn), "is": i18n.Date(ctx, c.After.EndsOn)})
}

// balances are both futures from the day from which an action counts, or from the
// first date that is open where that is earlier.
func balances(ctx context.Context, p Proposal) ui.BalanceData {
	c, from := p.Comparison, p.Action.FromOn
	if len(c.Lines) > 0 {
		from = min(from, c.Lines[0].On)
	}
	d := ui.BalanceData{Names: [2]string{i18n.T(ctx, "relief.before"), i18n.T(ctx, "relief.after")}, X: []string{from}, Before: []money.Fen{c.Before.PrincipalFen}, After: []money.Fen{c.After.PrincipalFen}}
	was, will := c.Before.PrincipalFen, c.After.PrincipalFen
	for _, x := range c.Lines {
		was, will = was-x.Before.PrincipalFen, will-x.After.PrincipalFen
		d.X, d.Before, d.After = append(d.X, x.On), append(d.Before, was), append(d.After, will)
	}
	return d
}

// scheduleTable sets both schedules beside each other, date by date.
func scheduleTable(ctx context.Context, c plan.Comparison) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "relief.schedules"), Dense: true, Columns: []ui.Column{
		{Label: i18n.T(ctx, "relief.col.on")}, {Label: i18n.T(ctx, "relief.col.before"), Num: true}, {Label: i18n.T(ctx, "relief.col.after"), Num: true},
		{Label: i18n.T(ctx, "relief.col.change"), Num: true, Spare: true}, {Label: i18n.T(ctx, "relief.col.interest"), Num: true, Spare: true}, {Label: i18n.T(ctx, "relief.col.balance"), Num: true, Spare: true}}}
	var was, is, interest money.Fen
	for _, x := range c.Lines {
		line := ui.Line{Cells: []ui.Cell{{Text: x.On, Head: true}, due(x.Before), due(x.After), {Text: difference(ctx, x)}, {Text: i18n.Column(x.After.InterestFen)}, {Text: i18n.Column(x.After.BalanceFen)}}}
		was, is, interest = was+x.Before.TotalFen(), is+x.After.TotalFen(), interest+x.After.InterestFen
		t.Lines = append(t.Lines, line)
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: []ui.Cell{{Text: i18n.T(ctx, "relief.total"), Head: true}, {Text: i18n.Column(was)}, {Text: i18n.Column(is)}, {Text: i18n.Change(ctx, is-was)}, {Text: i18n.Column(interest)}, {}}})
	return t
}

// difference is by how much a date changes, a dash where it stays.
func difference(ctx context.Context, x plan.Line) string {
	if x.After.TotalFen() == x.Before.TotalFen() {
		return "–"
	}
	return i18n.Change(ctx, x.After.TotalFen()-x.Before.TotalFen())
}

// due is what a date asks for on one side, a dash where it is no due date there.
func due(d plan.Due) ui.Cell {
	if !d.Falls {
		return ui.Cell{Text: "–"}
	}
	return ui.Cell{Text: i18n.Column(d.TotalFen()), Small: fmt.Sprintf("%s + %s", d.PrincipalFen.Text(), d.InterestFen.Text())}
}
