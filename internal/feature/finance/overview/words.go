package overview

// Figures in words: tables, small charts, the indicators.

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// say is a count as a page shows it: the number, "<3", or that it is kept back.
func (c Count) say(least int64) string {
	switch c.Mark {
	case "told":
		return strconv.FormatInt(c.N, 10)
	case "few":
		return "<" + strconv.FormatInt(least, 10)
	}
	return "*"
}

// wan is an amount of a table, "" where it is not told or nothing.
func (x Sum) wan(ctx context.Context) string {
	switch {
	case !x.Told:
		return "*"
	case x.Fen == 0:
		return "0"
	}
	return i18n.Wan(ctx, x.Fen)
}

func (h Hours) say(ctx context.Context, least int64) string {
	switch {
	case !h.Cases.Told():
		return h.Cases.say(least)
	case h.Cases.N == 0:
		return "–"
	}
	return i18n.T(ctx, "overview.hours", i18n.Args{"hours": strconv.FormatFloat(h.Median.Hours(), 'f', 1, 64)})
}

func stageWord(ctx context.Context, s Stage) string { return i18n.T(ctx, "overview.stage."+s.String()) }

// span words a window: one day, or its first and last.
func span(ctx context.Context, w Window) string {
	if w.From == w.Last() {
		return i18n.Date(ctx, w.From.String())
	}
	return i18n.T(ctx, "overview.span", i18n.Args{"from": i18n.Date(ctx, w.From.String()), "to": i18n.Date(ctx, w.Last().String())})
}

// rowsHref leads to the rows behind a figure, "" where the reader may not open
// them or there are none.
func (o Overview) rowsHref(c Count, w Window, more ...string) string {
	if !o.Rows || c.N == 0 {
		return ""
	}
	v := w.query()
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return "/overview/rows?" + v.Encode()
}

// cell is a count that opens to its rows.
func (o Overview) cell(c Count, w Window, more ...string) ui.Cell {
	return ui.Cell{Text: c.say(o.Figures.Least), Href: o.rowsHref(c, w, more...)}
}

func stageColumns(ctx context.Context, first string) []ui.Column {
	cols := []ui.Column{{Label: first}}
	for s := range stageCount {
		cols = append(cols, ui.Column{Label: stageWord(ctx, s), Num: true})
	}
	return cols
}

func (o Overview) dayTable(ctx context.Context) ui.Table {
	f := o.Figures
	t := ui.Table{Dense: true, Caption: i18n.T(ctx, "overview.by."+string(f.Step)), Columns: stageColumns(ctx, i18n.T(ctx, "overview.step."+string(f.Step)))}
	for _, d := range f.Days {
		if d.empty() {
			continue
		}
		cells := []ui.Cell{{Text: dayWord(ctx, f.Step, d.Window), Head: true}}
		for s := range stageCount {
			c := o.cell(d.Counts[s], d.Window, "stage", s.String())
			c.Small = i18n.T(ctx, "overview.so_far", i18n.Args{"n": d.So[s].say(f.Least)})
			cells = append(cells, c)
		}
		t.Lines = append(t.Lines, ui.Line{Cells: cells})
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: o.totalCells(ctx)})
	return t
}

// empty reports whether nothing came in a row, and that may be told.
func (d Day) empty() bool {
	for _, c := range d.Counts {
		if c.N > 0 || !c.Told() {
			return false
		}
	}
	return true
}

func dayWord(ctx context.Context, step Step, w Window) string {
	switch step {
	case ByDay:
		return w.From.String()
	case ByMonth:
		return i18n.Month(ctx, w.From.String())
	}
	return w.From.String() + "–" + w.Last().String()[5:]
}

func (o Overview) totalCells(ctx context.Context) []ui.Cell {
	cells := []ui.Cell{{Text: i18n.T(ctx, "overview.total"), Head: true}}
	for s := range stageCount {
		cells = append(cells, o.cell(o.Figures.Totals[s], o.Figures.Window, "stage", s.String()))
	}
	return cells
}

// charts are the running totals, each before the one of what was received.
func (o Overview) charts(ctx context.Context) (all []ui.Multiple) {
	f := o.Figures
	top := int64(1)
	for _, c := range f.Totals {
		top = max(top, c.N)
	}
	var lines [stageCount][]int
	for _, d := range f.Days {
		for s, c := range d.So {
			y := -1
			if c.Told() {
				y = int(1000 * c.N / top)
			}
			lines[s] = append(lines[s], min(y, 1000))
		}
	}
	for s := range stageCount {
		m := ui.Multiple{Label: stageWord(ctx, s), Value: f.Totals[s].say(f.Least), Line: lines[s], Href: o.rowsHref(f.Totals[s], f.Window, "stage", s.String())}
		if s != Received {
			m.Behind = lines[Received]
		}
		all = append(all, m)
	}
	return all
}

// chartAlt says the chart in a sentence.
func (o Overview) chartAlt(ctx context.Context) string {
	var parts []string
	for s := range stageCount {
		parts = append(parts, stageWord(ctx, s)+" "+o.Figures.Totals[s].say(o.Figures.Least))
	}
	return i18n.T(ctx, "overview.chart", i18n.Args{"span": span(ctx, o.Figures.Window), "list": strings.Join(parts, i18n.T(ctx, "overview.comma"))})
}

var sumKeys = [3]string{"asked", "offered", "disbursed"}

func (o Overview) industryTable(ctx context.Context) ui.Table {
	f := o.Figures
	t := ui.Table{Dense: true, Caption: i18n.T(ctx, "overview.industries"), Columns: stageColumns(ctx, i18n.T(ctx, "overview.industry"))}
	for _, key := range sumKeys {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "overview.sum."+key), Num: true})
	}
	for _, x := range f.Industries {
		cells := []ui.Cell{{Text: x.Name.In(ctx), Small: x.Code, Head: true}}
		for s := range stageCount {
			cells = append(cells, o.cell(x.Counts[s], f.Window, "stage", s.String(), "industry", x.Code))
		}
		t.Lines = append(t.Lines, ui.Line{Cells: append(cells, sumCells(ctx, x.Sums)...)})
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: append(o.totalCells(ctx), sumCells(ctx, f.Sums)...)})
	return t
}

func sumCells(ctx context.Context, all [3]Sum) (cells []ui.Cell) {
	for _, x := range all {
		cells = append(cells, ui.Cell{Text: x.wan(ctx)})
	}
	return cells
}

func legWord(ctx context.Context, leg int) string {
	return i18n.T(ctx, "overview.leg."+legEnds[leg][1].String())
}

// hoursTable is the median working time of each leg, by industry.
func (o Overview) hoursTable(ctx context.Context) ui.Table {
	f := o.Figures
	t := ui.Table{Dense: true, Caption: i18n.T(ctx, "overview.hours.title"), Columns: []ui.Column{{Label: i18n.T(ctx, "overview.industry")}}}
	for leg := range legs {
		t.Columns = append(t.Columns, ui.Column{Label: legWord(ctx, leg), Num: true})
	}
	line := func(kind ui.LineKind, name, code string, all [legs]Hours) {
		cells := []ui.Cell{{Text: name, Small: code, Head: true}}
		for _, h := range all {
			cells = append(cells, ui.Cell{Text: h.say(ctx, f.Least), Small: h.basis(ctx)})
		}
		t.Lines = append(t.Lines, ui.Line{Kind: kind, Cells: cells})
	}
	for _, x := range f.Industries {
		line(ui.LinePlain, x.Name.In(ctx), x.Code, x.Hours)
	}
	line(ui.LineTotal, i18n.T(ctx, "overview.total"), "", f.Hours)
	return t
}

// basis is over how many cases a median is.
func (h Hours) basis(ctx context.Context) string {
	if !h.Cases.Told() || h.Cases.N == 0 {
		return ""
	}
	return i18n.T(ctx, "overview.of_cases", i18n.Args{"n": h.Cases.N})
}

func (o Overview) lenderTable(ctx context.Context, b ByLender) ui.Table {
	t := ui.Table{Dense: true, Caption: i18n.T(ctx, "overview.lenders"), Columns: []ui.Column{{Label: i18n.T(ctx, "overview.lender")}}}
	for _, key := range LenderKeys {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "overview.lender."+key), Num: true})
	}
	t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "overview.sum.disbursed"), Num: true}, ui.Column{Label: i18n.T(ctx, "overview.response"), Num: true}, ui.Column{Label: i18n.T(ctx, "overview.reasons")})
	for _, l := range b.Rows {
		cells := []ui.Cell{{Text: l.Name.In(ctx), Href: "/lenders/" + l.ID, Head: true}}
		for i, c := range l.Counts {
			cell := ui.Cell{Text: c.say(b.Least)}
			if i == asked && b.Least == 0 && !o.Own {
				cell.Href = o.rowsHref(c, Window{clock.Date{Year: 1990, Month: time.January, Day: 1}, b.Window.To}, "stage", Published.String(), "lender", l.ID)
			}
			cells = append(cells, cell)
		}
		t.Lines = append(t.Lines, ui.Line{Cells: append(cells, ui.Cell{Text: l.Disbursed.wan(ctx)}, ui.Cell{Text: l.Response.say(ctx, b.Least), Small: l.Response.basis(ctx)}, ui.Cell{Text: l.reasons(ctx, b.Least)})})
	}
	if o.Own {
		return t
	}
	total := []ui.Cell{{Text: i18n.T(ctx, "overview.total"), Head: true}}
	for _, c := range b.All {
		total = append(total, ui.Cell{Text: c.say(b.Least)})
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: append(total, ui.Cell{}, ui.Cell{}, ui.Cell{})})
	return t
}

func (l Lender) reasons(ctx context.Context, least int64) string {
	var parts []string
	for _, r := range l.Reasons {
		parts = append(parts, i18n.T(ctx, "origination.reason."+r.Code)+" "+r.Count.say(least))
	}
	if len(parts) == 0 && !l.Counts[declining].Told() {
		return "*"
	}
	return strings.Join(parts, i18n.T(ctx, "overview.comma"))
}

// figs are the indicators.
func (o Overview) figs(ctx context.Context) []ui.Figure {
	f, x := o.Figures, o.Figures.Indicators
	number, unit := "*", ""
	if x.Disbursed.Told {
		number, unit = i18n.WanParts(ctx, x.Disbursed.Fen)
	}
	share := func(s Share) string {
		if !s.Told {
			return "–"
		}
		return i18n.Share(s.Part, s.Whole)
	}
	rate := "–"
	if x.RatePPM > 0 {
		rate = i18n.Percent(x.RatePPM)
	}
	approval := i18n.T(ctx, "overview.approval.basis.none")
	if x.Approval.Told {
		approval = i18n.T(ctx, "overview.approval.basis", i18n.Args{"part": x.Approval.Part, "whole": x.Approval.Whole})
	}
	unsecured, part := i18n.T(ctx, "overview.rate.basis"), "–"
	if x.Unsecured.Told {
		part = i18n.Percent(money.PPM(x.Unsecured.Part * 1000 / (x.Unsecured.Whole / 1000)))
		unsecured = i18n.T(ctx, "overview.unsecured.basis", i18n.Args{"amount": i18n.Wan(ctx, money.Fen(x.Unsecured.Part))})
	}
	return []ui.Figure{
		{Label: i18n.T(ctx, "overview.fig.received"), Value: f.Totals[Received].say(f.Least), Basis: i18n.T(ctx, "overview.fig.received.basis", i18n.Args{"amount": f.Sums[0].wan(ctx)}), Href: o.rowsHref(f.Totals[Received], f.Window, "stage", "received")},
		{Label: i18n.T(ctx, "overview.approval"), Value: share(x.Approval), Basis: approval, Href: o.rowsHref(f.Totals[Answered], f.Window, "stage", "answered")},
		{Label: i18n.T(ctx, "overview.disbursed"), Value: number, Unit: unit, Basis: i18n.T(ctx, "overview.disbursed.basis", i18n.Args{"n": f.Totals[Funded].say(f.Least)}), Href: o.rowsHref(f.Totals[Funded], f.Window, "stage", "funded")},
		{Label: i18n.T(ctx, "overview.borrowers"), Value: x.Borrowers.say(f.Least), Basis: i18n.T(ctx, "overview.borrowers.basis", i18n.Args{"n": x.First.say(f.Least)})},
		{Label: i18n.T(ctx, "overview.rate"), Value: rate, Basis: i18n.T(ctx, "overview.rate.basis")},
		{Label: i18n.T(ctx, "overview.unsecured"), Value: part, Basis: unsecured},
	}
}

// pipe is where applications stand now.
func (o Overview) pipe(ctx context.Context) (out []ui.Stage) {
	for _, g := range o.Standing {
		st := ui.Stage{Label: i18n.T(ctx, "overview.group."+g.Key), Count: int(g.Count.N), Amount: g.Asked.Fen}
		if !g.Count.Told() {
			st.Word = g.Count.say(o.Figures.Least)
		}
		if o.Rows {
			st.Href = "/overview/rows?" + url.Values{"stage": {"received"}, "now": {g.Key}}.Encode()
		}
		out = append(out, st)
	}
	return out
}

func presetLinks(ctx context.Context, today clock.Date, quarters bool, now Window) (all []ui.SwitchLink) {
	found := false // in its first month a quarter is the month
	for _, p := range presets(today, quarters) {
		on := p.Window == now && !found
		found = found || on
		all = append(all, ui.SwitchLink{Label: i18n.T(ctx, "overview.preset."+p.Key), Href: "/overview?" + p.Window.query().Encode(), On: on})
	}
	return all
}

// sub says of what the figures are, and as of when.
func (o Overview) sub(ctx context.Context, at string) string {
	key := "overview.sub"
	if o.Own {
		key = "overview.sub.own"
	}
	return i18n.T(ctx, key, i18n.Args{"span": span(ctx, o.Figures.Window), "at": at})
}

func (b ByLender) note(ctx context.Context) string {
	if b.Least > 0 {
		return i18n.T(ctx, "overview.lenders.counts", i18n.Args{"span": span(ctx, b.Window), "least": b.Least})
	}
	return i18n.T(ctx, "overview.lenders.note", i18n.Args{"span": span(ctx, b.Window)})
}
