package plan

// Why the first date after an action asks for what it asks for, in the engine's
// own sentences.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/say"
	"kaigong.example/kaigong/internal/kernel"
)

// Why explains the first date after an action, in "zh" or "en": its interest,
// and where sums are equal how the instalment was found.
func (c Comparison) Why(terms kernel.LoanTerms, language string) []string {
	at, err := loan.ParseTime(c.First.DueOn)
	ends, wrong := loan.ParseTime(c.After.EndsOn)
	if err != nil || wrong != nil {
		return nil
	}
	spans, accrued := spans(c.First.Accruals, loan.DayCount(terms.DayCount))
	carried := (c.First.CarriedFen + c.First.DeferredFen).Yuan()
	event := loan.Event{At: at, Type: loan.IP, Payoff: c.First.InterestFen.Yuan(), Notional: (c.First.BalanceFen + c.First.PrincipalFen).Yuan(), Accrued: accrued + carried, Rate: terms.RatePPM.Fraction()}
	out := []string{say.Explanation(loan.Explanation{Event: event, Rule: "interest", Term: "cycleAnchorDateOfInterestPayment", Spans: spans, Carried: carried, Interest: c.First.InterestFen.Yuan()}, language)}
	if terms.Repayment != kernel.EqualInstalment || c.First.BalanceFen == 0 || c.First.PrincipalFen == 0 {
		return out
	}
	return append(out, say.Explanation(loan.Explanation{Event: event, Rule: "fix", Term: "cycleAnchorDateOfPrincipalRedemption", Payment: c.First.TotalFen().Yuan(), Dates: c.datesFrom(c.First.DueOn), Until: ends}, language))
}

// datesFrom counts the due dates from one on.
func (c Comparison) datesFrom(on string) (n int) {
	for _, l := range c.Lines {
		if l.After.Falls && l.On >= on {
			n++
		}
	}
	return n
}

func spans(all []Accrual, count loan.DayCount) (out []loan.Span, sum float64) {
	for _, a := range all {
		from, err := loan.ParseTime(a.FromOn)
		to, wrong := loan.ParseTime(a.ToOn)
		if err != nil || wrong != nil {
			continue
		}
		s := loan.Span{From: from, To: to, Fraction: count.Between(from, to), Base: a.BalanceFen.Yuan(), Rate: a.RatePPM.Fraction()}
		out, sum = append(out, s), sum+s.Interest()
	}
	return out, sum
}
