package loan

// Early repayments inside a contract's life: observed, or expected by a model,
// each with its penalty; and the other events that happened rather than were
// scheduled.

import (
	"cmp"
	"math"
	"slices"
)

// planOccurrences puts observed events on, as one stream in order.
func (e *Evaluator) planOccurrences(penalty bool) error {
	begin := len(e.arena)
	var kinds []EventType
	var values []float64
	for i, x := range e.observed.Events {
		if x.ContractID != "" && x.ContractID != e.terms.ContractID {
			continue
		}
		switch x.Type {
		case PP:
			if !e.terms.prepays() {
				return wrong("prepaymentEffect", Missing)
			}
			if penalty {
				e.arena, kinds, values = append(e.arena, x.At), append(kinds, PY), append(values, x.Value)
			}
			e.arena, kinds, values = append(e.arena, x.At), append(kinds, PP), append(values, x.Value)
		case CE, AD:
			e.arena, kinds, values = append(e.arena, x.At), append(kinds, x.Type), append(values, float64(i))
		}
	}
	if len(kinds) > 0 {
		x := inOrder(stream{at: e.arena[begin:], kinds: kinds, values: values})
		x.schedule = x.at
		e.add(&x)
	}
	return nil
}

// inOrder sorts a stream by time and sequence.
func inOrder(x stream) stream {
	order := make([]int, len(x.at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(x.at[a], x.at[b]), cmp.Compare(x.kinds[a], x.kinds[b])) })
	out := stream{at: make([]Time, len(order)), kinds: make([]EventType, len(order)), values: make([]float64, len(order))}
	for i, k := range order {
		out.at[i], out.kinds[i], out.values[i] = x.at[k], x.kinds[k], x.values[k]
	}
	return out
}

// prepaid is the principal that comes back early, signed: the observed amount,
// or the share of the notional that the model expects, at most what is owed.
func (e *Evaluator) prepaid(schedule Time, x *stream) (float64, error) {
	if x.values != nil {
		return e.sign * min(x.values[x.i], math.Abs(e.s.Notional)), nil
	}
	share, err := observe(e.observed.Market, "objectCodeOfPrepaymentModel", e.terms.ObjectCodeOfPrepaymentModel, schedule)
	return min(max(share, 0), 1) * e.s.Notional, err
}

// prepay takes money off the balance; interest stays due on its own date. The
// rest is spread anew over the same dates, or ends earlier.
func (e *Evaluator) prepay(calc, schedule Time, x *stream) (float64, error) {
	amount, err := e.prepaid(schedule, x)
	if err != nil {
		return 0, err
	}
	e.change(-amount)
	payoff := e.s.NotionalScaling * amount
	switch t := e.terms; {
	case t.PrepaymentEffect == KeepInstalment:
		e.shortens = true
		e.closing = e.s.Notional == 0
	case t.ContractType == ANN && e.s.Payment != 0:
		e.s.Payment = e.annuity(calc, false)
	case t.ContractType == LAM:
		e.s.Payment = e.equalPart(calc)
	}
	return payoff, nil
}

// penalty is what an early repayment costs: an amount, a share of the principal
// that comes back, or what the lender loses on it until maturity by lending it
// at the market's rate.
func (e *Evaluator) penalty(calc, schedule Time, x *stream) (float64, error) {
	t := e.terms
	amount, err := e.prepaid(schedule, x)
	if err != nil {
		return 0, err
	}
	switch t.PenaltyType {
	case PenaltyAbsolute:
		return e.sign * t.PenaltyRate, nil
	case PenaltyRelative, PenaltyRelativeR:
		return t.PenaltyRate * amount, nil
	}
	market, err := observe(e.observed.Market, "marketObjectCodeOfRateReset", t.MarketObjectCodeOfRateReset, schedule)
	return max(e.s.Rate-market, 0) * e.year(calc, max(e.maturity, calc)) * amount, err
}
