package loan

// The fold: events are evaluated in order, each pays and changes the state.

import "slices"

// fold merges the streams and evaluates event by event.
func (e *Evaluator) fold() error {
	for !e.ended {
		best, key := e.next()
		if best < 0 {
			return nil
		}
		x := &e.streams[best]
		if (x.kind == PR || x.kind == IP) && e.steady() && e.run() {
			continue
		}
		at, kind := Time(key>>5), EventType(key&31)
		if e.closing && at > e.s.Since {
			e.close()
			return nil
		}
		if e.observed.To != 0 && at > e.observed.To && e.called == 0 || e.stop != 0 && at > e.stop {
			return nil
		}
		if err := e.apply(kind, at, x.schedule[x.i], x); err != nil {
			return err
		}
		x.i++
		e.keys[best] = x.key()
	}
	return nil
}

// apply evaluates one event. Where a purchase lies ahead, events before it
// change the state and are not listed.
func (e *Evaluator) apply(kind EventType, at, schedule Time, x *stream) error {
	if e.called != 0 && at >= e.called && kind != xdCall && kind != STD && !(kind == IP && at == e.settles) {
		return nil // called money rests until it is settled
	}
	calc := e.calculated(at, schedule)
	if kind != IED && kind != prfArray && (e.called == 0 || at <= e.called) {
		e.accrue(calc)
	}
	payoff := 0.0
	switch kind {
	case PR:
		payoff = e.redeem()
	case IP:
		payoff = e.s.InterestScaling*e.s.Accrued + e.claim
		e.s.Accrued, e.claim = 0, 0
	case PRF, prfReset:
		e.s.Payment = e.annuity(calc, false)
	case prfFirst:
		e.s.Payment = e.annuity(calc, true)
	case IED:
		payoff = e.exchange(calc)
	case MD:
		payoff = e.s.NotionalScaling*e.s.Notional + e.s.Fee
		e.settle()
	case RR:
		if err := e.reset(schedule); err != nil {
			return err
		}
	case xdCall:
		e.call()
	default:
		var err error
		if payoff, err = e.applyRare(kind, calc, schedule, x); err != nil || kind == prfArray {
			return err
		}
	}
	if !e.listed && (kind == PRD || at > e.terms.PurchaseDate) {
		e.listed = true
	}
	if e.listed {
		e.list(listedAs[kind], at, schedule, payoff)
	}
	return nil
}

func moved(at, schedule Time) int32 { return int32((at - schedule) >> clockBits) }

// list appends an event with the state after it, field by field in place.
func (e *Evaluator) list(kind EventType, at, schedule Time, payoff float64) {
	n := len(e.events)
	e.events = slices.Grow(e.events, 1)[:n+1]
	x := &e.events[n]
	if e.tracing {
		defer e.note(kind)
	}
	x.At, x.Payoff, x.Notional, x.Rate, x.Accrued, x.Moved, x.Type = at, payoff, e.s.Notional, e.s.Rate, e.s.Accrued, moved(at, schedule), kind
}

// applyRare evaluates the events that most contracts never meet.
func (e *Evaluator) applyRare(kind EventType, calc, schedule Time, x *stream) (payoff float64, err error) {
	t := e.terms
	switch kind {
	case IPCI:
		e.change(e.s.Accrued)
		e.s.Accrued = 0
	case PI:
		payoff = -e.s.NotionalScaling * e.s.Payment
		e.change(e.s.Payment)
	case prfArray:
		e.s.Payment = x.values[x.i]
	case PY:
		return e.penalty(calc, schedule, x)
	case PP:
		return e.prepay(calc, schedule, x)
	case FP:
		payoff = e.fee()
		e.s.Fee = 0
	case RRF:
		e.s.Rate = or(t.NextResetRate, e.s.Rate)
		if x.values != nil {
			e.s.Rate = x.values[x.i]
		}
	case SC:
		err = e.scale(schedule)
	case IPCB:
		e.s.Base = e.s.Notional
	case PRD:
		payoff = -e.sign * (t.PriceAtPurchaseDate + e.s.Accrued)
	case TD:
		payoff = e.sign * (t.PriceAtTerminationDate + e.s.Accrued)
		e.settle()
	case STD:
		payoff = e.s.NotionalScaling * e.s.Notional
		e.settle()
	case CE:
		e.s.Performance = e.observed.Events[int(x.values[x.i])].Performance
	}
	return payoff, err
}

// accrue brings interest, and a fee on the notional, up to a date.
func (e *Evaluator) accrue(to Time) {
	if to == e.s.Since {
		return
	}
	if e.tracing {
		e.span(to)
	}
	y := e.year(e.s.Since, to)
	if e.follows {
		e.s.Accrued += y * e.s.Rate * e.s.Notional
	} else {
		e.s.Accrued += y * e.s.Rate * e.s.Base
	}
	if e.terms.FeeBasis == FeeNotional {
		e.s.Fee += y * e.terms.FeeRate * e.s.Notional
	}
	e.s.Since = to
}

// change moves the notional, and the interest base where it follows.
func (e *Evaluator) change(by float64) {
	e.s.Notional += by
	if e.terms.InterestCalculationBase != OnLagged && e.terms.InterestCalculationBase != OnInitial {
		e.s.Base = e.s.Notional
	}
}

// settle ends the contract.
func (e *Evaluator) settle() {
	e.s.Notional, e.s.Base, e.s.Accrued, e.s.Fee, e.ended = 0, 0, 0, 0, true
}

// close ends a contract whose last principal came back early: what interest is
// left is paid with it.
func (e *Evaluator) close() {
	at := e.s.Since
	if e.s.Accrued != 0 {
		payoff := e.s.InterestScaling * e.s.Accrued
		e.s.Accrued = 0
		e.list(IP, at, at, payoff)
	}
	fee := e.s.Fee
	e.settle()
	e.list(MD, at, at, fee)
}

// call freezes called money. Where it is settled on a later day, the interest
// goes over into the claim.
func (e *Evaluator) call() {
	if e.settles > e.called {
		e.claim, e.s.Accrued = e.s.InterestScaling*e.s.Accrued, 0
	}
}

// exchange pays the principal out and starts interest, from the interest
// anchor where that lies before.
func (e *Evaluator) exchange(calc Time) float64 {
	t := e.terms
	e.s.Notional, e.s.Rate, e.s.Since, e.s.Accrued = e.sign*t.NotionalPrincipal, t.NominalInterestRate, calc, 0
	e.s.Base = e.s.Notional
	if !e.follows {
		e.s.Base = e.sign * or(t.InterestCalculationBaseAmount, t.NotionalPrincipal)
	}
	switch anchor := t.InterestPayment.Anchor; {
	case t.AccruedInterest != nil:
		e.s.Accrued = e.sign * *t.AccruedInterest
	case anchor != 0 && anchor < t.InitialExchangeDate:
		e.s.Accrued = e.year(anchor, calc) * e.s.Rate * e.base()
	}
	return -e.sign * (t.NotionalPrincipal + t.PremiumDiscountAtIED)
}

// redeem pays principal back: the agreed part, or the instalment less the
// interest due, never more than is owed. Interest above the instalment lets
// the balance grow.
func (e *Evaluator) redeem() float64 {
	principal := e.s.Payment
	if e.terms.ContractType == NAM || e.terms.ContractType == ANN {
		principal -= e.s.Accrued
	}
	if e.sign*principal > e.sign*e.s.Notional {
		principal = e.s.Notional
	}
	e.change(-principal)
	if e.shortens && e.s.Notional == 0 {
		e.closing = true
	}
	return e.s.NotionalScaling * principal
}

// reset changes the rate within the agreed caps and floors.
func (e *Evaluator) reset(schedule Time) error {
	t := e.terms
	observed, err := observe(e.observed.Market, "marketObjectCodeOfRateReset", t.MarketObjectCodeOfRateReset, schedule)
	if err != nil {
		return err
	}
	e.seen = observed
	spread := t.RateSpread
	if t.Arrays != nil {
		spread = e.spreadAt(schedule)
	}
	change := clamp(observed*or(t.RateMultiplier, 1)+spread-e.s.Rate, t.PeriodFloor, t.PeriodCap)
	e.s.Rate = clamp(e.s.Rate+change, t.LifeFloor, t.LifeCap)
	if e.s.Rate > maxRate || e.s.Rate < -maxRate {
		return wrong("marketObjectCodeOfRateReset", TooLarge, "1000 %")
	}
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

// scale moves the factors of interest and notional with the index.
func (e *Evaluator) scale(schedule Time) error {
	t := e.terms
	index, err := observe(e.observed.Market, "marketObjectCodeOfScalingIndex", t.MarketObjectCodeOfScalingIndex, schedule)
	if err != nil {
		return err
	}
	e.seen = index
	ratio := index / t.ScalingIndexAtContractDealDate
	if !finite(ratio) {
		return wrong("scalingIndexAtContractDealDate", NotNumber)
	}
	for _, letter := range t.ScalingEffect {
		switch letter {
		case 'I':
			e.s.InterestScaling = or(t.InterestScalingMultiplier, 1) * ratio
		case 'N':
			e.s.NotionalScaling = or(t.NotionalScalingMultiplier, 1) * ratio
		}
	}
	return nil
}

// fee is what a fee date pays: the amount, or what accrued on the notional.
func (e *Evaluator) fee() float64 {
	if e.terms.FeeBasis == FeeAbsolute {
		return e.sign * e.terms.FeeRate
	}
	return e.s.Fee
}
