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
	Guarantor       i18n.Text       // who guarantees, empty for nobody
	Subsidy         *kernel.Subsidy // expected of a scheme, nil for none; never in the cost
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
	Cost     money.PPM         // all in, a year
	Total    money.Fen         // interest and fees, those of a guarantee included
	Fees     []instalment.Flow // of a guarantee
	LineFees money.Fen         // of a limit: commitment fee and fees for drawings
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
		schedule, flows, fees, err := quote(o.Terms, today)
		if err != nil {
			return nil, err
		}
		c := Worked{Offer: o, Need: need, Schedule: schedule, Fees: guaranteeFees(schedule, o.Terms), LineFees: fees}
		c.Total = schedule.TotalInterest() + o.Terms.FeeFen + c.FeesFen() + fees
		c.Cost, _ = instalment.AnnualCost(append(flows, c.Fees...))
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

// guaranteeFees are what a guarantee costs: for each year of the loan, in advance,
// the yearly fee on the principal that is owed then, for the months that the loan
// still runs in that year.
func guaranteeFees(s instalment.Schedule, t kernel.LoanTerms) (fees []instalment.Flow) {
	for month := 0; month < t.TermMonths && t.GuaranteeFeePPM > 0; month += 12 {
		at := s.Plan.Disbursed.AddMonths(month)
		paid := 0
		for paid < len(s.Installments) && s.Installments[paid].Due <= at {
			paid++
		}
		yearly := int64(s.BalanceAt(paid)) * int64(t.GuaranteeFeePPM)
		fee := money.Div(money.Fen(yearly*int64(min(12, t.TermMonths-month))), 12_000_000, money.HalfUp)
		fees = append(fees, instalment.Flow{At: at, Amount: -money.Fen(fee)})
	}
	return fees
}

// FeesFen is what the guarantee costs over the whole term.
func (c Worked) FeesFen() (sum money.Fen) {
	for _, f := range c.Fees {
		sum -= f.Amount
	}
	return sum
}

// SubsidyFen is what the scheme is expected to pay over the term: of each period's
// interest the share of its rate in the loan's, for the days of the period that lie
// before its end, never more than its limit for one loan.
func (c Worked) SubsidyFen() money.Fen {
	x := c.Subsidy
	if x == nil || c.Terms.RatePPM == 0 {
		return 0
	}
	end, err := clock.ParseDate(x.UntilOn)
	if err != nil {
		return 0
	}
	last := loan.Civil(end.Year, int(end.Month), end.Day)
	from, sum := c.Schedule.Plan.Disbursed, int64(0)
	for _, r := range c.Schedule.Installments {
		whole, days := r.Due.Days(from), min(r.Due, last.AddDays(1)).Days(from)
		if whole > 0 && days > 0 {
			sum += int64(r.Interest) * int64(days) / int64(whole)
		}
		from = r.Due
	}
	paid := money.Fen(money.Div(money.Fen(sum)*money.Fen(x.RatePPM), int64(c.Terms.RatePPM), money.HalfUp))
	if x.CapFen > 0 {
		paid = min(paid, x.CapFen)
	}
	return paid
}

// Outdone are the offers that are better or equal in all that is compared by
// number (all-in cost, highest payment, amount) and better in one. Where there is
// none, choosing this one gives nothing away.
func Outdone(c Worked, all []Worked) (by []Worked) {
	for _, o := range all {
		equal := o.Cost <= c.Cost && o.Peak.Total <= c.Peak.Total && o.Terms.AmountFen >= c.Terms.AmountFen
		if equal && (o.Cost < c.Cost || o.Peak.Total < c.Peak.Total || o.Terms.AmountFen > c.Terms.AmountFen) {
			by = append(by, o)
		}
	}
	return by
}

// quote is the schedule that an offer would have if it were paid out on a day, with
// the borrower's flows and the fees of a limit.
func quote(t kernel.LoanTerms, on clock.Date) (s instalment.Schedule, flows []instalment.Flow, fees money.Fen, err error) {
	plan := instalment.Plan{
		Principal: t.AmountFen, Rate: t.RatePPM, Disbursed: loan.Civil(on.Year, int(on.Month), on.Day), TermMonths: t.TermMonths,
		Repayment: instalment.Repayment(t.Repayment), DayCount: loan.DayCount(t.DayCount), Rounding: money.Rounding(t.Rounding),
	}
	if t.Use.Kind != kernel.OneSum {
		return drawn(t, plan)
	}
	s, err = instalment.Post(plan)
	if err != nil {
		return s, nil, 0, err
	}
	return s, s.Flows(t.FeeFen), 0, nil
}

// Table sets offers beside each other, in the order in which they came. None is
// preferred by place, colour or button.
func Table(ctx context.Context, all []Worked) ui.OfferTable {
	t := ui.OfferTable{Caption: i18n.T(ctx, "comparison.title")}
	for _, c := range all {
		t.Offers = append(t.Offers, ui.OfferColumn{Lender: c.Lender.In(ctx), Short: c.Lender.In(ctx), Product: c.Product.In(ctx), Ref: c.Ref, Action: c.Action})
	}
	for _, x := range terms {
		if x.several && len(all) < 2 || x.where != nil && !slices.ContainsFunc(all, x.where) {
			continue
		}
		row := ui.OfferRow{Label: i18n.T(ctx, x.label)}
		if x.brief != "" {
			row.BriefLabel = i18n.T(ctx, x.brief)
		}
		for _, c := range all {
			cell := x.cell(ctx, c, all)
			cell.Lowest = x.least != nil && !slices.ContainsFunc(all, func(o Worked) bool { return x.least(o) < x.least(c) })
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
