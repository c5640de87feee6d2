package books

// How the books are worded.

import (
	"context"
	"net/url"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
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

// moment is a day and a time of day that read the same whenever they are read:
// paper knows no today.
func (s *Service) moment(ctx context.Context, t time.Time) string {
	return i18n.Date(ctx, clock.DateOf(t, s.Zone).String()) + " " + t.In(s.Zone).Format("15:04")
}

// paperTable is the statement with every part of every movement: paper has no
// narrow screen.
func paperTable(ctx context.Context, st Statement) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "books.statement"), Dense: true, Columns: []ui.Column{{Label: i18n.T(ctx, "books.col.on")}, {Label: i18n.T(ctx, "books.col.kind")}}}
	for _, key := range []string{"out", "in", "principal", "interest", "penalty", "fee", "other", "waiting", "balance"} {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "books.col."+key), Num: true, Spare: key != "in" && key != "balance"})
	}
	row := func(x Line, word, small string, kind ui.LineKind) {
		l := ui.Line{Kind: kind, Cells: []ui.Cell{{Text: x.On, Head: true}, {Text: word, Small: small}}}
		for _, fen := range []money.Fen{x.OutFen, x.InFen, x.PrincipalFen, x.InterestFen, x.PenaltyFen, x.FeeFen, x.OtherFen, x.WaitingFen, x.BalanceFen} {
			l.Cells = append(l.Cells, ui.Cell{Text: i18n.Column(fen)})
		}
		t.Lines = append(t.Lines, l)
	}
	row(Line{On: st.From, BalanceFen: st.OpeningFen, WaitingFen: st.WaitsBefore}, i18n.T(ctx, "books.kind.opening"), "", ui.LinePast)
	for _, x := range st.Lines {
		row(x, x.kind(ctx), x.Ref+" · "+x.Number, ui.LinePlain)
	}
	end := st.Sum
	end.On, end.WaitingFen, end.BalanceFen = st.To, st.WaitsAfter, st.ClosingFen
	row(end, i18n.T(ctx, "books.kind.closing"), "", ui.LineTotal)
	return t
}

// paperFacts head a statement for paper.
func (s *Service) paperFacts(ctx context.Context, p Paper) []ui.Fact {
	st := p.Statement
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "books.paper.of"), Value: p.Name.In(ctx)}, {Label: i18n.T(ctx, "books.paper.issued"), Value: s.moment(ctx, p.Issued)},
		{Label: i18n.T(ctx, "books.kind.opening"), Body: ui.Exact(st.OpeningFen)}, {Label: i18n.T(ctx, "books.kind.closing"), Body: ui.Exact(st.ClosingFen)},
	}
	if st.Contract != "" && len(st.Loans) == 1 {
		l := st.Loans[0]
		return append(facts, ui.Fact{Label: i18n.T(ctx, "books.col.contract"), Value: l.Ref, Note: l.Borrower.In(ctx) + " · " + l.Lender.In(ctx), Mono: true})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "books.col.contract"), Value: i18n.T(ctx, "books.paper.loans", i18n.Args{"n": len(st.Loans)})})
}

func (s *Service) papersTable(ctx context.Context, all []Paper) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "books.paper"), Dense: true, Columns: []ui.Column{{Label: i18n.T(ctx, "books.paper.period")}, {Label: i18n.T(ctx, "books.paper.issued")}, {Label: i18n.T(ctx, "books.kind.closing"), Num: true}}}
	for _, p := range all {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: p.Statement.From + " – " + p.Statement.To, Href: "/statements/" + p.ID, Head: true}, {Text: s.moment(ctx, p.Issued)}, {Text: i18n.Column(p.Statement.ClosingFen)}}})
	}
	return t
}

func verdictLook(answer string) (ui.Tone, string) {
	switch answer {
	case Genuine:
		return ui.Ok, "rosette-discount-check"
	case Superseded:
		return ui.Warn, "alert-triangle"
	}
	return ui.Risk, "circle-x"
}
