package servicing

// How receipts and penalty interest are worded.

import (
	"context"
	"fmt"

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
	t := v.Contract.Agreement.Terms
	return i18n.T(ctx, "servicing.penalty.text", i18n.Args{"amount": v.Late.PenaltyFen, "since": i18n.Date(ctx, v.Late.SinceOn), "rate": i18n.Rate(t.PenaltyPPM()), "per_day": v.Late.PerDayFen, "why": penaltyBearing(ctx, t)})
}

// explainPenalty adds how an instalment's penalty interest came about.
func explainPenalty(ctx context.Context, t kernel.LoanTerms, i Installment, w ui.Why) ui.Why {
	if i.Base == 0 {
		return w
	}
	_, year := dayWeight(t.DayCount, false)
	w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.penalty"), Formula: fmt.Sprintf("%s × %s × %s / %d", money.Fen(i.Base).Text(), i18n.Percent(t.RatePPM), i18n.Percent(1_000_000+t.UpliftPPM), year), Result: i.Penalty.Fen.Text()})
	key := "servicing.why.penalty"
	if t.DayCount == "AA" {
		key = "servicing.why.penalty_weighed"
	}
	w.Sources = append(w.Sources, i18n.T(ctx, key, i18n.Args{"sum": money.Fen(i.Base).Text(), "from": i.CollectOn, "to": i.ToOn}))
	return w
}

// receiptTable lists what came in and what was taken back; penalty interest has
// a column where the contract has any.
func (s *Service) receiptTable(ctx context.Context, v View) ui.Table {
	charged := v.Contract.Agreement.Terms.UpliftPPM > 0
	t := ui.Table{Caption: i18n.T(ctx, "servicing.tab.payments"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "servicing.col.received")}, {Label: i18n.T(ctx, "servicing.receipt")}, {Label: i18n.T(ctx, "servicing.col.amount"), Num: true}, {Label: i18n.T(ctx, "servicing.principal"), Num: true, Spare: true}, {Label: i18n.T(ctx, "servicing.interest"), Num: true, Spare: true}}}
	if charged {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "servicing.penalty"), Num: true, Spare: true})
	}
	t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "servicing.booked_by"), Spare: true})
	line := func(r Receipt, small string, sign money.Fen) ui.Line {
		l := ui.Line{Cells: []ui.Cell{{Text: r.ReceivedOn, Head: true}, {Text: r.Number, Mono: true, Small: small}, {Text: i18n.Column(sign * r.AmountFen)}, {Text: i18n.Column(sign * r.PrincipalFen)}, {Text: i18n.Column(sign * r.InterestFen)}}}
		if charged {
			l.Cells = append(l.Cells, ui.Cell{Text: i18n.Column(sign * r.PenaltyFen)})
		}
		l.Cells = append(l.Cells, ui.Cell{Text: v.People[r.BookedBy].In(ctx)})
		return l
	}
	for _, r := range v.Receipts {
		t.Lines = append(t.Lines, line(r, i18n.T(ctx, "servicing.kind."+r.Kind), 1))
	}
	for _, r := range v.Reversals {
		l := line(r.Receipt, i18n.T(ctx, "servicing.reversed", i18n.Args{"by": v.People[r.ReversedBy], "reason": r.Reason}), -1)
		l.Kind = ui.LinePast
		t.Lines = append(t.Lines, l)
	}
	return t
}
