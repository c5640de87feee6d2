package loan

// The fold: events are evaluated in order, each pays and changes the state.

import "math"

// state of a contract while it is evaluated; amounts carry the role's sign.
type state struct {
	terms    *Terms
	market   Market
	horizon  []Time
	sign     float64
	since    Time // accrued up to here
	notional float64
	rate     float64
	accrued  float64
	payment  float64 // the instalment of an annuity
	ended    bool
}

// Events evaluates a contract from its status date to its end. market may be
// nil for a contract whose rate is fixed. Errors are *TermError.
func Events(t Terms, market Market) ([]Event, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	list, err := t.events()
	if err != nil {
		return nil, err
	}
	p, err := t.plan()
	if err != nil {
		return nil, err
	}
	s := t.begin(market, p)
	out := make([]Event, 0, len(list))
	for i := range list {
		e := &list[i]
		if e.At <= t.StatusDate || s.ended {
			continue
		}
		if err := s.apply(e); err != nil {
			return nil, err
		}
		if e.At < t.Purchase || e.At == t.Purchase && sequence[e.Type] < sequence[PRD] {
			continue // before the holder bought it: evaluated, not listed
		}
		out = append(out, *e)
	}
	return out, nil
}

// begin is the state at the status date. A contract that was paid out before
// starts with its notional; interest from before counts only where a payment
// of interest lies before, or where it is given.
func (t *Terms) begin(market Market, p plan) *state {
	s := &state{terms: t, market: market, horizon: p.horizon, sign: t.Role.sign(), since: t.StatusDate}
	if t.NextRedemption != nil {
		s.payment = s.sign * *t.NextRedemption
	}
	if t.InitialExchange > t.StatusDate {
		return s
	}
	s.notional, s.rate = s.sign*t.Notional, t.Rate
	switch {
	case t.Accrued != nil:
		s.accrued = s.sign * *t.Accrued
	default:
		if last, ok := t.lastInterestBefore(p); ok {
			s.accrued = t.DayCount.Between(last, t.StatusDate).Float() * s.rate * s.notional
		}
	}
	return s
}

func (t *Terms) lastInterestBefore(p plan) (Time, bool) {
	dates, err := t.interestDates(p)
	if err != nil || t.CapitalizationEnd != 0 {
		return 0, false
	}
	last, found := Time(0), false
	for _, d := range dates {
		if d <= t.StatusDate {
			last, found = d, true
		}
	}
	return last, found
}

// accrue brings interest up to a date.
func (s *state) accrue(to Time) {
	s.accrued += s.terms.DayCount.Between(s.since, to).Float() * s.rate * s.notional
	s.since = to
}

func (s *state) apply(e *Event) error {
	if e.Type == IED {
		s.exchange(e)
		return nil
	}
	s.accrue(e.Calc)
	switch e.Type {
	case IP:
		e.Payoff, s.accrued = s.accrued, 0
	case IPCI:
		s.notional, s.accrued = s.notional+s.accrued, 0
	case PR:
		s.redeem(e)
	case PRF:
		s.payment = s.annuity(e.Calc)
	case PP:
		s.prepay(e)
	case RR, RRF:
		if err := s.reset(e); err != nil {
			return err
		}
	case PRD:
		e.Payoff = -s.sign * (s.terms.PurchasePrice + s.accrued)
	case TD:
		e.Payoff = s.sign * (s.terms.TerminationPrice + s.accrued)
		s.notional, s.accrued, s.ended = 0, 0, true
	case MD:
		e.Payoff = s.notional
		s.notional, s.accrued, s.ended = 0, 0, true
	}
	s.record(e)
	return nil
}

func (s *state) record(e *Event) { e.Notional, e.Rate, e.Accrued = s.notional, s.rate, s.accrued }

// exchange pays the principal out and starts interest, from the interest
// anchor where that lies before.
func (s *state) exchange(e *Event) {
	t := s.terms
	e.Payoff = -s.sign * (t.Notional + t.PremiumDiscount)
	s.notional, s.rate, s.since, s.accrued = s.sign*t.Notional, t.Rate, e.Calc, 0
	switch {
	case t.Accrued != nil:
		s.accrued = s.sign * *t.Accrued
	case t.InterestAnchor != 0 && t.InterestAnchor < t.InitialExchange:
		s.accrued = t.DayCount.Between(t.InterestAnchor, e.Calc).Float() * s.rate * s.notional
	}
	s.record(e)
}

// redeem pays the instalment less the interest due, never more than is owed.
// Interest above the instalment lets the balance grow.
func (s *state) redeem(e *Event) {
	principal := s.payment - s.accrued
	if math.Abs(principal) > math.Abs(s.notional) && s.sign*principal > 0 {
		principal = s.notional
	}
	e.Payoff = principal
	s.notional -= principal
}

// prepay takes money off the balance; interest stays due on its own date.
func (s *state) prepay(e *Event) {
	amount := min(e.amount, math.Abs(s.notional))
	e.Payoff = s.sign * amount
	s.notional -= s.sign * amount
	if e.effect == KeepMaturity && s.terms.Type == ANN {
		s.payment = s.annuity(e.Calc)
	}
}

// reset changes the rate within the agreed caps and floors.
func (s *state) reset(e *Event) error {
	t := s.terms
	if e.Type == RRF {
		s.rate = *t.NextReset
		return nil
	}
	if s.market == nil {
		return &TermError{"marketObjectCodeOfRateReset", "needs observed rates"}
	}
	observed, ok := s.market.Observe(t.ResetCode, e.Schedule)
	if !ok {
		return &TermError{"marketObjectCodeOfRateReset", "has no observation for " + e.Schedule.String()}
	}
	multiplier := t.ResetMultiplier
	if multiplier == 0 {
		multiplier = 1
	}
	change := clamp(observed*multiplier+t.ResetSpread-s.rate, t.PeriodFloor, t.PeriodCap)
	s.rate = clamp(s.rate+change, t.LifeFloor, t.LifeCap)
	return nil
}

func clamp(x float64, lo, hi *float64) float64 {
	if hi != nil {
		x = min(x, *hi)
	}
	if lo != nil {
		x = max(x, *lo)
	}
	return x
}

// annuity is the equal payment that brings the balance to zero on the last
// date of the horizon: year fractions are exact, so this is not the textbook
// formula for equal periods.
func (s *state) annuity(now Time) float64 {
	var dates []Time
	for _, d := range s.horizon {
		if d > now || d == now && s.since == s.terms.InitialExchange && s.accrued == 0 && d == s.horizon[0] {
			dates = append(dates, d)
		}
	}
	if len(dates) == 0 {
		return s.notional + s.accrued
	}
	y := s.terms.DayCount
	owed := s.notional + s.accrued + s.notional*s.rate*y.Between(now, dates[0]).Float()
	growth, sum := 1.0, 1.0
	for i := len(dates) - 1; i > 0; i-- {
		growth *= 1 + s.rate*y.Between(dates[i-1], dates[i]).Float()
		sum += growth
	}
	return owed * growth / sum
}
