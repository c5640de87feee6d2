package overview

// The overview and its rows as files. The figures leave as one long table, a line
// for each number, so that any program can turn them; what is kept back on the
// page is kept back there too.

import (
	"context"
	"net/url"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
)

// figure is one number of the overview: of which table, row and column. Value is a
// count, a sum of money, or a text where it is kept back.
type figure struct {
	table, row, code, column string
	value                    any
}

func (s *Service) sheet(ctx context.Context, address url.Values) (sheet table.Sheet, err error) {
	w, err := ParseWindow(address, s.today())
	if err != nil {
		return sheet, err
	}
	o, err := s.See(ctx, w)
	if err != nil {
		return sheet, err
	}
	for _, key := range []string{"table", "row", "code", "column", "value"} {
		sheet.Headers = append(sheet.Headers, i18n.T(ctx, "overview.sheet."+key))
	}
	sheet.Rows = table.Rows(o.all(ctx), func(f figure) []any { return []any{f.table, f.row, f.code, f.column, f.value} })
	return sheet, nil
}

func (o Overview) all(ctx context.Context) (all []figure) {
	f := o.Figures
	of := func(table, row, code string, counts [stageCount]Count) {
		for s, c := range counts {
			all = append(all, figure{table, row, code, stageWord(ctx, Stage(s)), c.value(f.Least)})
		}
	}
	days, trades := i18n.T(ctx, "overview.by."+string(f.Step)), i18n.T(ctx, "overview.industries")
	for _, d := range f.Days {
		of(days, dayWord(ctx, f.Step, d.Window), "", d.Counts)
	}
	for _, x := range f.Industries {
		of(trades, x.Name.In(ctx), x.Code, x.Counts)
		all = append(all, amounts(ctx, trades, x.Name.In(ctx), x.Code, x.Sums)...)
	}
	total := i18n.T(ctx, "overview.total")
	of(trades, total, "", f.Totals)
	all = append(all, amounts(ctx, trades, total, "", f.Sums)...)
	for _, b := range o.Lenders {
		all = append(all, b.figures(ctx)...)
	}
	return all
}

func amounts(ctx context.Context, table, row, code string, of [3]Sum) (all []figure) {
	for i, x := range of {
		all = append(all, figure{table, row, code, sumColumn(ctx, sumKeys[i]), x.value()})
	}
	return all
}

// sumColumn is told from the count of the same name.
func sumColumn(ctx context.Context, key string) string {
	return i18n.T(ctx, "overview.sheet.yuan", i18n.Args{"column": i18n.T(ctx, "overview.sum."+key)})
}

func (b ByLender) figures(ctx context.Context) (all []figure) {
	title := i18n.T(ctx, "overview.lenders") + " · " + span(ctx, b.Window)
	for _, l := range b.Rows {
		for i, c := range l.Counts {
			all = append(all, figure{title, l.Name.In(ctx), "", i18n.T(ctx, "overview.lender."+LenderKeys[i]), c.value(b.Least)})
		}
		all = append(all, figure{title, l.Name.In(ctx), "", sumColumn(ctx, "disbursed"), l.Disbursed.value()})
	}
	return all
}

func (c Count) value(least int64) any {
	if c.Told() {
		return c.N
	}
	return c.say(least)
}

func (x Sum) value() any {
	if x.Told {
		return x.Fen
	}
	return "*"
}

func (s *Service) rowsSheet(ctx context.Context, address url.Values) (sheet table.Sheet, err error) {
	query, err := ParseRows(address)
	if err != nil {
		return sheet, err
	}
	sifted, l, err := s.open(ctx, query)
	if err != nil {
		return sheet, err
	}
	for _, key := range []string{"ref", "name", "industry", "stage", "at", "amount", "state"} {
		sheet.Headers = append(sheet.Headers, column(ctx, key))
	}
	sheet.Rows = table.Rows(sifted, func(r Row) []any {
		state := ""
		if !l.Own {
			state = ui.StatusOf("application", string(r.State)).Word.In(ctx)
		}
		return []any{r.Ref, r.Name.In(ctx), r.Industry + " " + r.Trade.In(ctx), i18n.T(ctx, "overview.stage."+r.Stage), r.At.In(s.Calendar.Zone()), r.AmountFen, state}
	})
	return sheet, nil
}
