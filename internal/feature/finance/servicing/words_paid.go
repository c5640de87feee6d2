package servicing

// How receipts and penalty interest are worded.

import (
	"context"
	"net/url"
	"slices"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// penaltyFact says what the terms say of overdue sums.
func penaltyFact(ctx context.Context, t kernel.LoanTerms) ui.Fact {
	f := ui.Fact{Label: i18n.T(ctx, "servicing.penalty"), Value: i18n.T(ctx, "servicing.penalty.none")}
	if t.UpliftPPM > 0 {
		f.Value, f.Note = i18n.Rate(t.PenaltyPPM()), penaltyBearing(ctx, t)
	}
	return f
}

// penaltyBearing names what bears penalty interest.
func penaltyBearing(ctx context.Context, t kernel.LoanTerms) string {
	key := "servicing.penalty.on_principal"
	if t.UpliftOnInterest {
		key = "servicing.penalty.on_both"
	}
	return i18n.T(ctx, key, i18n.Args{"uplift": t.UpliftPPM})
}

// penaltyText says what penalty interest has come to, since when and why.
func penaltyText(ctx context.Context, v View) string {
	t := v.Terms
	return i18n.T(ctx, "servicing.penalty.text", i18n.Args{"amount": v.Late.PenaltyFen, "since": i18n.Date(ctx, v.Late.SinceOn), "rate": i18n.Rate(t.PenaltyPPM()), "per_day": v.Late.PerDayFen, "why": penaltyBearing(ctx, t)})
}

// receiptTable lists what came in and what was taken back; penalty interest has
// a column where the contract has any.
func (s *Service) receiptTable(ctx context.Context, v View) ui.Table {
	charged := v.Contract.Agreement.Terms.UpliftPPM > 0 || v.Terms.UpliftPPM > 0
	t := ui.Table{Caption: i18n.T(ctx, "servicing.tab.payments"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "servicing.col.received")}, {Label: i18n.T(ctx, "servicing.receipt")}, {Label: i18n.T(ctx, "servicing.col.amount"), Num: true}, {Label: i18n.T(ctx, "servicing.principal"), Num: true, Spare: true}, {Label: i18n.T(ctx, "servicing.interest"), Num: true, Spare: true}}}
	if charged {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "servicing.penalty"), Num: true, Spare: true})
	}
	t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "servicing.booked_by"), Spare: true})
	mayReverse := slices.Contains(v.Moves, "reverse") || slices.Contains(v.Moves, "reverse_defaulted")
	if mayReverse {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "servicing.reverse"), Hidden: true})
	}
	line := func(r Receipt, small string, sign money.Fen, last ui.Cell) ui.Line {
		l := ui.Line{Cells: []ui.Cell{{Text: r.ReceivedOn, Head: true, Small: postedWord(ctx, r)}, {Text: r.Number, Mono: true, Small: small}, {Text: i18n.Column(sign * r.AmountFen)}, {Text: i18n.Column(sign * r.PrincipalFen)}, {Text: i18n.Column(sign * r.InterestFen)}}}
		if charged {
			l.Cells = append(l.Cells, ui.Cell{Text: i18n.Column(sign * r.PenaltyFen)})
		}
		l.Cells = append(l.Cells, ui.Cell{Text: v.People[r.BookedBy].In(ctx)})
		if mayReverse {
			l.Cells = append(l.Cells, last)
		}
		return l
	}
	for _, r := range v.Receipts {
		last, kind := ui.Cell{}, i18n.T(ctx, "servicing.kind."+r.Kind)
		if r.RecoveredFen > 0 {
			kind = i18n.T(ctx, "servicing.recovered")
		}
		if r.Reversible() {
			last = ui.Cell{Text: i18n.T(ctx, "servicing.reverse"), Href: "/contracts/" + v.Contract.ID + "/reverse?number=" + url.QueryEscape(r.Number)}
		}
		t.Lines = append(t.Lines, line(r, kind, 1, last))
	}
	for _, r := range v.Reversals {
		l := line(r.Receipt, reversedWord(ctx, v, r), -1, ui.Cell{})
		l.Kind = ui.LinePast
		t.Lines = append(t.Lines, l)
	}
	return t
}

// postedWord says where the ledger posted a receipt, when that is another day.
func postedWord(ctx context.Context, r Receipt) string {
	if r.PostedOn == r.ReceivedOn {
		return ""
	}
	return i18n.T(ctx, "servicing.posted_on", i18n.Args{"on": i18n.Day(ctx, r.PostedOn)})
}

// reversedWord says who took a receipt back and why, or what made the program
// do so.
func reversedWord(ctx context.Context, v View, r Reversed) string {
	if r.ReversedBy == "" {
		return i18n.T(ctx, "servicing.replayed", i18n.Args{"cause": r.Reason})
	}
	return i18n.T(ctx, "servicing.reversed", i18n.Args{"by": v.People[r.ReversedBy], "reason": r.Reason})
}

// adjustmentTable lists what went elsewhere after a receipt was booked late or
// taken back.
func adjustmentTable(ctx context.Context, v View) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "servicing.adjustments"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "servicing.col.posted")}, {Label: i18n.T(ctx, "servicing.receipt")}, {Label: i18n.T(ctx, "servicing.principal"), Num: true}, {Label: i18n.T(ctx, "servicing.interest"), Num: true},
		{Label: i18n.T(ctx, "servicing.penalty"), Num: true, Spare: true}, {Label: i18n.T(ctx, "servicing.unapplied"), Num: true, Spare: true}}}
	for _, a := range v.Adjustments {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: a.PostedOn, Head: true}, {Text: a.Number, Mono: true, Small: causeWord(ctx, a.Cause)}, {Text: i18n.Column(a.PrincipalFen)}, {Text: i18n.Column(a.InterestFen)}, {Text: i18n.Column(a.PenaltyFen)}, {Text: i18n.Column(a.UnappliedFen)}}})
	}
	return t
}

func causeWord(ctx context.Context, cause string) string {
	if cause == "" {
		return ""
	}
	return i18n.T(ctx, "servicing.adjustments.cause", i18n.Args{"cause": cause})
}
