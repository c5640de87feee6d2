package books

// How the books are worded.

import (
	"context"
	"net/url"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

func account(ctx context.Context, kind string) string { return i18n.T(ctx, "books.account."+kind) }

// kind names a movement; one that takes another back says so.
func (x Line) kind(ctx context.Context) string {
	word := i18n.T(ctx, "books.kind."+x.Kind)
	if x.Reversal {
		return i18n.T(ctx, "books.kind.reversed", i18n.Args{"kind": word})
	}
	return word
}

// trialTable is the trial balance of one lender; what was raised and lowered,
// and what stands at both ends, must agree.
func trialTable(ctx context.Context, b Balance) ui.Table {
	t := ui.Table{Caption: b.Name.In(ctx), Dense: true, Columns: []ui.Column{
		{Label: i18n.T(ctx, "books.col.account")}, {Label: i18n.T(ctx, "books.col.opening"), Num: true}, {Label: i18n.T(ctx, "books.col.raised"), Num: true}, {Label: i18n.T(ctx, "books.col.lowered"), Num: true}, {Label: i18n.T(ctx, "books.col.closing"), Num: true}}}
	for _, r := range b.Rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: account(ctx, r.Kind), Head: true}, {Text: i18n.Column(r.OpeningFen)}, {Text: i18n.Column(r.RaisedFen)}, {Text: i18n.Column(r.LoweredFen)}, {Text: i18n.Column(r.ClosingFen)}}})
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: []ui.Cell{{Text: i18n.T(ctx, "books.total"), Head: true}, {Text: i18n.Column(b.OpeningFen)}, {Text: i18n.Column(b.RaisedFen)}, {Text: i18n.Column(b.LoweredFen)}, {Text: i18n.Column(b.ClosingFen)}}})
	return t
}

// balances reports whether a lender's books do.
func (b Balance) balances() bool {
	return b.OpeningFen == 0 && b.ClosingFen == 0 && b.RaisedFen == b.LoweredFen
}

// statementTable shows the opening, the movements and the closing.
func statementTable(ctx context.Context, st Statement) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "books.statement"), Dense: true, Columns: []ui.Column{
		{Label: i18n.T(ctx, "books.col.on")}, {Label: i18n.T(ctx, "books.col.kind")}, {Label: i18n.T(ctx, "books.col.out"), Num: true, Spare: true}, {Label: i18n.T(ctx, "books.col.in"), Num: true}, {Label: i18n.T(ctx, "books.col.principal"), Num: true, Spare: true},
		{Label: i18n.T(ctx, "books.col.interest"), Num: true, Spare: true}, {Label: i18n.T(ctx, "books.col.rest"), Num: true, Spare: true}, {Label: i18n.T(ctx, "books.col.waiting"), Num: true, Spare: true}, {Label: i18n.T(ctx, "books.col.balance"), Num: true}}}
	row := func(x Line, word, small string) ui.Line {
		return ui.Line{Cells: []ui.Cell{{Text: x.On, Head: true}, {Text: word, Small: small}, {Text: i18n.Column(x.OutFen)}, {Text: i18n.Column(x.InFen)}, {Text: i18n.Column(x.PrincipalFen)}, {Text: i18n.Column(x.InterestFen)},
			{Text: i18n.Column(x.PenaltyFen + x.FeeFen + x.OtherFen)}, {Text: i18n.Column(x.WaitingFen)}, {Text: i18n.Column(x.BalanceFen)}}}
	}
	begin := row(Line{On: st.From, BalanceFen: st.OpeningFen, WaitingFen: st.WaitsBefore}, i18n.T(ctx, "books.kind.opening"), "")
	begin.Kind = ui.LinePast
	t.Lines = append(t.Lines, begin)
	for _, x := range st.Lines {
		t.Lines = append(t.Lines, row(x, x.kind(ctx), x.Ref+" · "+x.Number))
	}
	end := st.Sum
	end.On, end.WaitingFen = st.To, st.WaitsAfter
	last := row(end, i18n.T(ctx, "books.kind.closing"), "")
	last.Kind = ui.LineTotal
	t.Lines = append(t.Lines, last)
	return t
}

// query asks for the statement again.
func (st Statement) query() string {
	return url.Values{"contract": {st.Contract}, "from": {st.From}, "to": {st.To}}.Encode()
}

// loanOptions are the loans that a statement can be about.
func loanOptions(ctx context.Context, all []Loan) []ui.Option {
	var out []ui.Option
	for _, l := range all {
		out = append(out, ui.Option{Value: l.ID, Label: l.Ref + " · " + l.Borrower.In(ctx) + " · " + l.Lender.In(ctx)})
	}
	return out
}
