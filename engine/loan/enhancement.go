package loan

// CEG and CEC: what stands behind other contracts. A guarantee pays when a
// covered contract meets a covered credit event; a collateral pays at most what
// it is worth.

func checkEnhancement(t *Terms) *TermError {
	x := t.Enhancement
	if x == nil || len(x.Covered) == 0 {
		return wrong("contractStructure", Missing)
	}
	if t.ContractType == CEC && len(x.Covering) == 0 {
		return wrong("contractStructure", Missing)
	}
	if c := or(x.Coverage, 1); !finite(c) || c < 0 {
		return wrong("coverageOfCreditEnhancement", NotPositive)
	}
	if !oneOf(x.Exposure, "", CoverNominal, CoverInterest, CoverMarket) {
		return wrong("guaranteedExposure", Unknown, string(x.Exposure))
	}
	for _, p := range x.Events {
		if !oneOf(p, Performing, Delayed, Delinquent, Defaulted, Matured, Terminated) {
			return wrong("creditEventTypeCovered", Unknown, string(p))
		}
	}
	if !x.SettlementPeriod.valid() {
		return wrong("settlementPeriod", Unknown, x.SettlementPeriod.String())
	}
	for _, l := range append(x.Covered[:len(x.Covered):len(x.Covered)], x.Covering...) {
		if l.Terms != nil && l.Terms.enhances() {
			return wrong("contractStructure", NotComputed, string(l.Terms.ContractType))
		}
		if !finite(l.Quantity) || l.Quantity < 0 {
			return wrong("quantity", NotPositive)
		}
	}
	return nil
}

// enhancement evaluates CEG and CEC.
func (e *Evaluator) enhancement() ([]Event, error) {
	t := e.terms
	b := backing{t: t, o: &e.observed, sign: e.sign}
	if err := b.evaluate(); err != nil {
		return nil, err
	}
	e.maturity, e.closes = b.maturity(), b.maturity()
	if e.maturity == 0 {
		return nil, wrong("maturityDate", Missing)
	}
	if e.maturity <= t.StatusDate {
		return nil, wrong("maturityDate", NotAfter, "statusDate")
	}
	e.listed = t.PurchaseDate <= t.StatusDate
	if t.PurchaseDate != 0 {
		e.single(PRD, t.PurchaseDate)
	}
	if err := e.planFees(); err != nil {
		return nil, err
	}
	called := b.exercised(e.maturity)
	if called != 0 {
		e.single(XD, called)
		e.single(STD, t.BusinessDayConvention.Shift(t.Enhancement.SettlementPeriod.After(called, 1), t.Calendar))
	} else {
		e.single(MD, e.maturity)
	}
	e.addSingles()
	return e.foldEnhancement(&b, called)
}

// foldEnhancement merges fees with the few events of an enhancement.
func (e *Evaluator) foldEnhancement(b *backing, called Time) ([]Event, error) {
	feeSince := e.lastFee()
	exercise := 0.0
	for !e.ended {
		best, key := e.next()
		if best < 0 {
			break
		}
		x := &e.streams[best]
		at, kind, schedule := Time(key>>5), EventType(key&31), x.schedule[x.i]
		x.i++
		e.keys[best] = x.key()
		if called != 0 && at >= called && kind == FP || called == 0 && e.observed.To != 0 && at > e.observed.To {
			continue
		}
		payoff := 0.0
		var err error
		switch kind {
		case PRD:
			payoff = -e.sign * e.terms.PriceAtPurchaseDate
			e.s.Notional, err = b.exposure(at)
		case FP:
			payoff, feeSince = b.fee(&e.s, e.feeShare(feeSince, at, at)), at
			e.s.Notional, err = b.exposure(at)
		case XD:
			e.s.Fee = b.fee(&e.s, e.feeShare(feeSince, at, e.nextFee(feeSince)))
			if e.s.Notional, err = b.exposure(at); err == nil {
				exercise, err = b.claim(e.s.Notional, at)
			}
		case STD:
			payoff = exercise + e.s.Fee
			e.s.Notional, e.ended = 0, true
		case MD:
			e.s.Notional, e.ended = 0, true
		}
		if err != nil {
			return nil, err
		}
		if e.listed = e.listed || kind == PRD || at > e.terms.PurchaseDate; e.listed {
			e.events = append(e.events, Event{At: at, Payoff: payoff, Notional: e.s.Notional, Accrued: exercise, Moved: moved(at, schedule), Type: kind})
		}
	}
	return e.events, nil
}

// nextFee is where the fee period that began at a time ends: one cycle later.
func (e *Evaluator) nextFee(since Time) Time {
	if since == 0 || e.terms.Fee.Cycle.N == 0 {
		return e.maturity
	}
	return e.terms.Fee.Cycle.After(since, 1)
}

// feeShare is what part of a fee is due at a time: the part of its period that
// has passed, or for a fee on the notional the year fraction.
func (e *Evaluator) feeShare(since, at, until Time) float64 {
	t := e.terms
	switch {
	case t.FeeRate == 0 || !t.Fee.given():
		return 0
	case t.FeeBasis == FeeNotional && since == 0:
		return e.year(max(t.PurchaseDate, t.StatusDate), at)
	case t.FeeBasis == FeeNotional:
		return e.year(since, at)
	case at == until:
		return 1
	case since == 0 || until == 0:
		return 0
	}
	return e.year(since, at) / e.year(since, until)
}

// backing is what an enhancement knows of the contracts around it.
type backing struct {
	t       *Terms
	o       *Observed
	sign    float64
	covered [][]Event
}

// evaluate computes the covered contracts whose terms are given.
func (b *backing) evaluate() error {
	for _, l := range b.t.Enhancement.Covered {
		var events []Event
		if l.Terms != nil {
			var err error
			if events, err = Events(l.Terms, Observed{Market: b.o.Market, To: b.horizon(l.Terms)}); err != nil {
				return err
			}
		}
		b.covered = append(b.covered, events)
	}
	return nil
}

// horizon ends open contracts where the enhancement is looked at until.
func (b *backing) horizon(t *Terms) Time {
	if t.open() && t.MaturityDate == 0 {
		return max(b.o.To, b.t.MaturityDate)
	}
	return 0
}

// maturity is given, or the last event of what is covered.
func (b *backing) maturity() Time {
	last := b.t.MaturityDate
	if last == 0 {
		for _, events := range b.covered {
			if n := len(events); n > 0 {
				last = max(last, events[n-1].At)
			}
		}
	}
	return last
}

// exercised is the first covered credit event up to maturity, 0 where there is
// none.
func (b *backing) exercised(maturity Time) (first Time) {
	for _, x := range b.o.Events {
		if x.Type == CE && x.At > b.t.StatusDate && x.At <= maturity && b.covers(x) && (first == 0 || x.At < first) {
			first = x.At
		}
	}
	return first
}

func (b *backing) covers(x Occurrence) bool {
	events := b.t.Enhancement.Events
	if len(events) == 0 {
		events = []Performance{Defaulted}
	}
	if !oneOf(x.Performance, events...) {
		return false
	}
	for _, l := range b.t.Enhancement.Covered {
		if x.ContractID == l.id() {
			return true
		}
	}
	return false
}

func (l *Link) id() string {
	if l.Terms != nil {
		return l.Terms.ContractID
	}
	return l.ID
}

// exposure is the signed notional of the enhancement: its coverage of a fixed
// amount, or of what the covered contracts owe.
func (b *backing) exposure(at Time) (float64, error) {
	x := b.t.Enhancement
	coverage := b.sign * or(x.Coverage, 1)
	if b.t.NotionalPrincipal > 0 {
		return coverage * b.t.NotionalPrincipal, nil
	}
	sum := 0.0
	for i := range x.Covered {
		owed, err := b.owed(&x.Covered[i], b.covered[i], at, x.Exposure)
		if err != nil {
			return 0, err
		}
		sum += owed
	}
	return coverage * sum, nil
}

// owed is what one linked contract is worth at a time.
func (b *backing) owed(l *Link, events []Event, at Time, exposure Exposure) (float64, error) {
	if exposure == CoverMarket || l.Terms == nil && l.MarketCode != "" {
		return b.market(l, at)
	}
	if l.Terms == nil {
		return 0, wrong("contractStructure", Missing, l.ID)
	}
	i := len(events)
	for i > 0 && events[i-1].At > at {
		i--
	}
	s := before(l.Terms)
	if i > 0 {
		s = events[i-1]
	}
	sign := l.Terms.ContractRole.sign()
	if exposure != CoverInterest {
		return sign * s.Notional, nil
	}
	last := s.Schedule()
	if !l.Terms.BusinessDayConvention.calculatesFirst() {
		last = s.At
	}
	y := l.Terms.DayCountConvention.BetweenUntil(last, at, l.Terms.MaturityDate).Float()
	return sign * (s.Notional + s.Accrued + y*s.Rate*s.Notional), nil
}

// before is the state of a contract at its status date.
func before(t *Terms) Event {
	if t.InitialExchangeDate > t.StatusDate {
		return Event{At: t.StatusDate}
	}
	sign := t.ContractRole.sign()
	return Event{At: t.StatusDate, Notional: sign * t.NotionalPrincipal, Rate: t.NominalInterestRate, Accrued: sign * or(t.AccruedInterest, 0)}
}

func (b *backing) market(l *Link, at Time) (float64, error) {
	code := l.MarketCode
	if code == "" {
		code = l.id()
	}
	v, err := observe(b.o.Market, "marketObjectCode", code, at)
	if l.Quantity != 0 {
		v *= l.Quantity
	}
	return v, err
}

// claim is what an exercise pays: of a guarantee its notional, of a collateral
// at most what the collateral is worth.
func (b *backing) claim(notional float64, at Time) (float64, error) {
	if b.t.ContractType != CEC {
		return notional, nil
	}
	worth := 0.0
	for i := range b.t.Enhancement.Covering {
		l := &b.t.Enhancement.Covering[i]
		var events []Event
		var err error
		if l.Terms != nil {
			if events, err = Events(l.Terms, Observed{Market: b.o.Market, To: at}); err != nil {
				return 0, err
			}
		}
		v, err := b.owed(l, events, at, CoverInterest)
		if err != nil {
			return 0, err
		}
		worth += v
	}
	return b.sign * min(worth, b.sign*notional), nil
}

// fee is the share of a fee that is due: of an amount, or of a rate on the
// notional.
func (b *backing) fee(s *State, share float64) float64 {
	if b.t.FeeBasis == FeeAbsolute {
		return b.sign * b.t.FeeRate * share
	}
	return b.t.FeeRate * share * s.Notional
}
