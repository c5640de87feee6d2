package loan

// The evaluator: from terms to events. It keeps its buffers from one contract
// to the next, so that a portfolio is computed without allocating.

import (
	"math"
)

// Evaluator computes contracts one after the other in reused memory. The zero
// Evaluator is ready. It is not safe for concurrent use: one per worker.
type Evaluator struct {
	terms    *Terms
	observed Observed
	sign     float64
	count    counting
	ends     int32 // the maturity as 30E360ISDA sees it
	follows  bool  // interest is computed on the notional itself
	moves    bool  // some dates fall on days that are not worked
	calc     bool  // interest is computed on unshifted dates

	maturity Time // the last scheduled date; 0 for a contract without end
	closes   Time // when it happens
	called   Time // call notice of open contracts
	settles  Time

	arena      []Time
	singleAt   [maxSingles]Time
	singleKind [maxSingles]EventType
	singles    int
	streams    [maxStreams]stream
	keys       [maxStreams]int64
	n          int
	events     []Event
	listed     bool // false before the holder bought the contract

	horizon  []Time // the dates over which an annuity spreads
	upcoming int    // index of the next one
	fees     []Time

	segmentPayment  float64 // of LAX, at the status date
	firstRedemption Time    // of NAM and ANN
	lastInterest    Time    // the last interest payment up to the status date

	s            State // signed
	tracing      bool  // an explanation is asked for
	traces       []trace
	spans        []Span
	carried      float64
	before, seen float64
	claim        float64
	stop         Time // where a restatement freezes the contract
	firstReset   Time
	shortens     bool // an early repayment kept the instalment
	closing      bool
	ended        bool
}

// Events evaluates a contract from its status date to its end. Errors are
// *TermError.
func Events(t *Terms, o Observed) ([]Event, error) {
	var e Evaluator
	return e.Events(t, o)
}

// Events evaluates a contract in the evaluator's memory: the events are valid
// until its next call.
func (e *Evaluator) Events(t *Terms, o Observed) ([]Event, error) {
	if err := e.prepare(t, &o); err != nil {
		return nil, err
	}
	if t.enhances() {
		return e.enhancement()
	}
	if err := e.plan(); err != nil {
		return nil, err
	}
	if err := e.begin(); err != nil {
		return nil, err
	}
	e.carried, e.before = e.s.Accrued, e.s.Notional
	if err := e.fold(); err != nil {
		return nil, err
	}
	return e.events, nil
}

func (e *Evaluator) prepare(t *Terms, o *Observed) error {
	if err := t.Validate(); err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	e.terms, e.observed = t, *o
	e.sign, e.count = t.ContractRole.sign(), t.DayCountConvention.counting()
	e.moves = t.BusinessDayConvention.moves(t.Calendar)
	e.calc = t.BusinessDayConvention.calculatesFirst()
	e.follows = t.InterestCalculationBase == "" || t.InterestCalculationBase == OnNotional || t.ContractType == PAM || t.open()
	e.maturity, e.closes, e.called, e.settles = 0, 0, 0, 0
	e.arena, e.events, e.n, e.singles = e.arena[:0], e.events[:0], 0, 0
	e.horizon, e.upcoming, e.fees, e.lastInterest, e.firstReset = nil, 0, nil, 0, 0
	e.firstRedemption = 0
	e.claim, e.segmentPayment, e.shortens, e.closing, e.ended = 0, 0, false, false, false
	return nil
}

func (o *Observed) check() error {
	if o.To != 0 && (o.To < minTime || o.To > maxTime) {
		return wrong("to", OutsideDates)
	}
	if len(o.Events) > maxEvents {
		return wrong("eventsObserved", TooMany)
	}
	for i := range o.Events {
		x := &o.Events[i]
		switch {
		case x.At < minTime || x.At > maxTime:
			return wrong("eventsObserved", OutsideDates)
		case !finite(x.Value):
			return wrong("eventsObserved", NotNumber)
		case x.Type == PP && x.Value <= 0:
			return wrong("eventsObserved", NotPositive)
		}
	}
	return nil
}

// year is the year fraction between two times under the contract's day count.
func (e *Evaluator) year(s, t Time) float64 {
	a, b := s.whole(), t.whole()
	if a == b {
		return 0
	}
	return e.count.fraction(a, b, e.ends)
}

// begin is the state at the status date. A contract that was paid out before
// starts with its notional; interest from before counts only where a payment
// of interest lies before, or where it is given.
func (e *Evaluator) begin() error {
	t := e.terms
	e.listed = t.PurchaseDate <= t.StatusDate
	if t.Opening != nil {
		e.s = t.Opening.turned(e.sign)
		e.shortens = e.s.Shortens
		return e.resume()
	}
	e.s = State{Since: e.calculated(t.StatusDate, t.StatusDate), NotionalScaling: or(t.NotionalScalingMultiplier, 1), InterestScaling: or(t.InterestScalingMultiplier, 1)}
	e.s.Fee, e.s.Payment = e.sign*t.FeeAccrued, e.segmentPayment
	if t.NextPrincipalRedemptionPayment != nil {
		e.s.Payment = e.sign * *t.NextPrincipalRedemptionPayment
	}
	if t.InitialExchangeDate > t.StatusDate {
		return e.resume()
	}
	e.s.Notional, e.s.Rate = e.sign*t.NotionalPrincipal, t.NominalInterestRate
	e.s.Base = e.sign * or(t.InterestCalculationBaseAmount, t.NotionalPrincipal)
	if t.AccruedInterest != nil {
		e.s.Accrued = e.sign * *t.AccruedInterest
	} else if e.lastInterest != 0 {
		e.s.Accrued = e.year(e.lastInterest, t.StatusDate) * e.s.Rate * e.base()
	}
	return e.resume()
}

// resume fixes what history would have fixed: the instalment of an annuity and
// of equal parts, where its fixing lies before the status date.
func (e *Evaluator) resume() error {
	t := e.terms
	if e.called != 0 && e.called <= t.StatusDate {
		e.claim, e.s.Accrued = e.s.Accrued, 0
	}
	if e.s.Payment != 0 {
		return nil
	}
	switch first := e.firstFixing(); {
	case t.ContractType == ANN && first != 0 && first <= t.StatusDate:
		e.s.Payment = e.annuity(t.StatusDate, false)
	case t.ContractType == LAM:
		e.s.Payment = e.equalPart(t.StatusDate)
	}
	return nil
}

func or(v *float64, otherwise float64) float64 {
	if v == nil {
		return otherwise
	}
	return *v
}

// base is what interest is computed on.
func (e *Evaluator) base() float64 {
	if e.follows {
		return e.s.Notional
	}
	return e.s.Base
}

// annuity is the instalment from a time on. Where the first one is due at the
// exchange itself, it carries no interest.
func (e *Evaluator) annuity(now Time, atOnce bool) float64 {
	h := e.horizon
	for e.upcoming < len(h) && (h[e.upcoming] < now || h[e.upcoming] == now && !atOnce) {
		e.upcoming++
	}
	return annuity(e.count, e.ends, &e.s, now, h[e.upcoming:])
}

// Annuity is the equal payment on some dates that repays a balance with its
// interest, and what interest is accrued by now. Year fractions are exact, so
// that the balance after the last date is zero and this is not the textbook
// formula for equal periods.
func Annuity(c DayCount, balance, rate, accrued float64, now Time, dates []Time) float64 {
	ends := int32(0)
	if len(dates) > 0 {
		ends = dates[len(dates)-1].whole()
	}
	return annuity(c.counting(), ends, &State{Notional: balance, Rate: rate, Accrued: accrued}, now, dates)
}

func annuity(c counting, ends int32, s *State, now Time, h []Time) float64 {
	if len(h) == 0 {
		return s.Notional + s.Accrued
	}
	owed := s.Notional + s.Accrued
	if from, to := now.whole(), h[0].whole(); from != to {
		owed += s.Notional * s.Rate * c.fraction(from, to, ends)
	}
	growth, sum := discounted(c, ends, s.Rate, h)
	if x := owed * growth / sum; finite(x) {
		return x
	}
	return math.Copysign(maxAmount, owed)
}

// discounted is what 1 grows to over the periods of a horizon, and the sum of
// what equal payments of 1 on its dates grow to.
func discounted(c counting, ends int32, rate float64, h []Time) (growth, sum float64) {
	growth, sum = 1, 1
	den := c.denominator()
	to := h[len(h)-1].whole()
	if den == 0 {
		return discountedByFraction(c, ends, rate, h)
	}
	for i := len(h) - 2; i >= 0; i-- {
		from := h[i].whole()
		growth *= 1 + rate*(float64(to-from)/den)
		sum += growth
		to = from
	}
	return growth, sum
}

// discountedByFraction is the same for counts that are no quotient of days.
func discountedByFraction(c counting, ends int32, rate float64, h []Time) (growth, sum float64) {
	growth, sum = 1, 1
	to := h[len(h)-1].whole()
	for i := len(h) - 2; i >= 0; i-- {
		from := h[i].whole()
		growth *= 1 + rate*c.fraction(from, to, ends)
		sum += growth
		to = from
	}
	return growth, sum
}

// equalPart is the principal left over the redemption dates left.
func (e *Evaluator) equalPart(now Time) float64 {
	h := e.horizon
	for len(h) > 0 && h[0] <= now {
		h = h[1:]
	}
	notional := e.s.Notional
	if notional == 0 {
		notional = e.sign * e.terms.NotionalPrincipal
	}
	return notional / float64(max(len(h), 1))
}
