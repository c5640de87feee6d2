// Package loanview words what is the same for every reader of a loan: its charts, a
// quote, and what may still be drawn.
package loanview

import (
	"context"
	"slices"
	"strconv"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Stack are instalments by number.
func Stack(ctx context.Context, rows []loanbook.Installment) ui.StackData {
	d := ui.StackData{Names: [2]string{i18n.T(ctx, "servicing.principal"), i18n.T(ctx, "servicing.interest")}}
	for _, i := range rows {
		d.X = append(d.X, strconv.Itoa(i.No))
		d.Principal = append(d.Principal, i.PrincipalFen)
		d.Interest = append(d.Interest, i.InterestFen)
	}
	return d
}

// Balances are what is owed after each due date.
func Balances(ctx context.Context, c *loanbook.Contract, rows []loanbook.Installment) ui.BalanceData {
	d := ui.BalanceData{Names: [2]string{"", i18n.T(ctx, "servicing.balance")}, X: []string{max(c.DisbursedOn, c.BooksFrom())}, After: []money.Fen{c.BeganFen()}}
	for _, i := range rows {
		d.X = append(d.X, i.DueOn)
		d.After = append(d.After, i.BalanceFen)
	}
	return d
}

// Line are the facts of a loan that is drawn in parts, none for one sum.
func Line(ctx context.Context, c *loanbook.Contract) []ui.Fact {
	t := c.Agreement.Terms
	if t.Use.Kind == kernel.OneSum {
		return nil
	}
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "servicing.use"), Value: i18n.T(ctx, "kernel.use."+string(t.Use.Kind)), Note: t.Use.Text().In(ctx)},
		{Label: i18n.T(ctx, "servicing.use.fees"), Note: t.Use.FeesText().In(ctx)},
	}
	if c.DisbursedOn == "" {
		return facts
	}
	undrawn := ui.Fact{Label: i18n.T(ctx, "servicing.undrawn"), Body: ui.Exact(c.UndrawnFen), Note: i18n.T(ctx, "servicing.undrawn.over")}
	if c.DrawUntil != "" {
		undrawn.Note = i18n.T(ctx, "servicing.undrawn.until", i18n.Args{"on": i18n.Date(ctx, c.DrawUntil)})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "servicing.drawn"), Body: ui.Exact(c.DrawnFen)}, undrawn)
}

// Quote are the parts of what ends a loan on a day.
func Quote(ctx context.Context, q loanbook.Quote) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "servicing.principal"), Body: ui.Exact(q.PrincipalFen)},
		{Label: i18n.T(ctx, "servicing.interest"), Body: ui.Exact(q.InterestFen), Note: i18n.T(ctx, "servicing.early.from", i18n.Args{"on": i18n.Date(ctx, q.FromOn), "fraction": q.Fraction})},
		{Label: i18n.T(ctx, "servicing.prepay_charge"), Body: ui.Exact(q.FeeFen)},
		{Label: i18n.T(ctx, "servicing.total"), Body: ui.Exact(q.TotalFen), Note: i18n.Date(ctx, q.On)},
	}
}

// Drop leaves a column out of a table.
func Drop(t *ui.Table, column int) {
	t.Columns = slices.Delete(t.Columns, column, column+1)
	for i := range t.Lines {
		t.Lines[i].Cells = slices.Delete(t.Lines[i].Cells, column, column+1)
	}
}
