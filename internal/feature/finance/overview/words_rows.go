package overview

// The rows behind the figures as a table, and the conditions of lists in words.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
)

func rowsTable(ctx context.Context, q table.Query, l Rows, moment func(context.Context, time.Time) string) ui.Table {
	sorting := func(key string) ui.Column {
		return ui.Column{Label: i18n.T(ctx, "overview.col."+key), Sorted: ui.Sorting(q.Sorting(key)), SortHref: q.SortBy(key).Href("/overview/rows")}
	}
	amount := sorting("amount")
	amount.Num = true
	t := ui.Table{Caption: i18n.T(ctx, "overview.rows.title"), Columns: []ui.Column{sorting("ref"), {Label: i18n.T(ctx, "overview.col.name")}, {Label: i18n.T(ctx, "overview.industry")}, sorting("stage"), sorting("at"), amount, {Label: i18n.T(ctx, "overview.col.state")}}}
	if l.Own { // its names stand on its cases
		t.Columns = append(t.Columns[:1], t.Columns[2:6]...)
	}
	for _, r := range l.Rows {
		cells := []ui.Cell{{Text: r.Ref, Mono: true, Head: true}, {Text: r.Name.In(ctx)}, {Text: r.Trade.In(ctx), Small: r.Industry}, {Text: i18n.T(ctx, "overview.stage."+r.Stage)}, {Text: moment(ctx, r.At)}, {Text: i18n.Column(r.AmountFen)}}
		if l.Own {
			cells = append(cells[:1], cells[2:]...)
		} else {
			cells = append(cells, ui.Cell{Body: ui.Status("application", string(r.State))})
		}
		t.Lines = append(t.Lines, ui.Line{Cells: cells})
	}
	return t
}

func rowsPager(ctx context.Context, q table.Query, l Rows) ui.Pager {
	p := ui.Pager{Text: l.Page.Range(ctx)}
	if l.Page.HasPrevious() {
		p.PrevHref = q.At(q.Page - 1).Href("/overview/rows")
	}
	if l.Page.HasNext() {
		p.NextHref = q.At(q.Page + 1).Href("/overview/rows")
	}
	return p
}

func stageOptions(ctx context.Context) (all []ui.Option) {
	for s := range stageCount {
		all = append(all, ui.Option{Value: s.String(), Label: stageWord(ctx, s)})
	}
	return all
}

func groupOptions(ctx context.Context) (all []ui.Option) {
	for _, key := range groupKeys() {
		all = append(all, ui.Option{Value: key, Label: i18n.T(ctx, "overview.group."+key)})
	}
	return all
}

func tradeOptions(ctx context.Context, trades []Trade) (all []ui.Option) {
	for _, x := range trades {
		all = append(all, ui.Option{Value: x.Code, Label: x.Code + " " + x.Name.In(ctx)})
	}
	return all
}

// say words one condition of the rows, or one end of the window.
func say(ctx context.Context, key, value string) (label, said string) {
	switch key {
	case "q":
		return i18n.T(ctx, "overview.filter.q"), value
	case "stage":
		return i18n.T(ctx, "overview.col.stage"), i18n.T(ctx, "overview.stage."+value)
	case "now":
		return i18n.T(ctx, "overview.col.state"), i18n.T(ctx, "overview.group."+value)
	case "lender":
		return i18n.T(ctx, "overview.lender"), i18n.T(ctx, "table.chosen")
	case "from", "to":
		return i18n.T(ctx, "overview."+key), i18n.Date(ctx, value)
	}
	return i18n.T(ctx, "overview."+key), value
}

func column(ctx context.Context, key string) string { return i18n.T(ctx, "overview.col."+key) }
