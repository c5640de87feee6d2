package comparison

// Working offers out: what each would cost if it were paid out today.

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Need is what was asked for.
type Need struct {
	AmountFen  money.Fen
	RateCapPPM money.PPM // the most the enterprise wants to pay a year, 0 for no limit
}

// Offer is one lender's answer as the comparison sees it.
type Offer struct {
	Ref             string
	Lender, Product i18n.Text
	Terms           kernel.LoanTerms
	Conditions      string
	ValidTo         string // the last day
	Open            bool   // may be accepted now
	Late            bool   // answered after the answers were due
	Action          templ.Component
}

// Worked is an offer with what follows from its terms if it were paid out on a
// day.
type Worked struct {
	Offer
	Need     Need
	Schedule instalment.Schedule
	Cost     money.PPM // all in, a year
	Total    money.Fen // interest and fees
	Peak     instalment.Installment
	months   int       // of the longest offer, so that charts share an axis
	top      money.Fen // the highest payment of several offers, 0 for one alone
}

// Work works every offer out. It fails where the engine refuses the terms.
func Work(need Need, offers []Offer, today clock.Date) ([]Worked, error) {
	out := make([]Worked, len(offers))
	var months int
	var top money.Fen
	for i, o := range offers {
		schedule, err := quote(o.Terms, today)
		if err != nil {
			return nil, err
		}
		c := Worked{Offer: o, Need: need, Schedule: schedule, Total: schedule.TotalInterest() + o.Terms.FeeFen}
		c.Cost, _ = instalment.AnnualCost(schedule.Flows(o.Terms.FeeFen))
		c.Peak = slices.MaxFunc(schedule.Installments, func(x, y instalment.Installment) int { return int(x.Total - y.Total) })
		months, top = max(months, o.Terms.TermMonths), max(top, c.Peak.Total)
		out[i] = c
	}
	for i := range out {
		if out[i].months = months; len(out) > 1 {
			out[i].top = top
		}
	}
	return out, nil
}

// quote is the schedule that an offer would have if it were paid out on a day.
func quote(t kernel.LoanTerms, on clock.Date) (instalment.Schedule, error) {
	return instalment.Post(instalment.Plan{
		Principal: t.AmountFen, Rate: t.RatePPM, Disbursed: loan.Civil(on.Year, int(on.Month), on.Day), TermMonths: t.TermMonths,
		Repayment: instalment.Repayment(t.Repayment), DayCount: loan.DayCount(t.DayCount), Rounding: money.Rounding(t.Rounding),
	})
}

// Table sets offers beside each other, in the order in which they came. None is
// preferred by place, colour or button.
func Table(ctx context.Context, all []Worked) ui.OfferTable {
	t := ui.OfferTable{Caption: i18n.T(ctx, "comparison.title")}
	for _, c := range all {
		t.Offers = append(t.Offers, ui.OfferColumn{Lender: c.Lender.In(ctx), Short: c.Lender.In(ctx), Product: c.Product.In(ctx), Ref: c.Ref, Action: c.Action})
	}
	for _, x := range terms {
		row := ui.OfferRow{Label: i18n.T(ctx, x.label)}
		if x.brief != "" {
			row.BriefLabel = i18n.T(ctx, x.brief)
		}
		for _, c := range all {
			cell := x.cell(ctx, c)
			cell.Lowest = x.least != nil && !slices.ContainsFunc(all, func(o Worked) bool { return x.least(o) < x.least(c) })
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
