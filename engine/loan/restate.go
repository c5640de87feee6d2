package loan

// Restatement: a contract frozen at a time, and told anew from there. Every
// relief is one.

// StateAt is the state of a contract at a time from its initial exchange on,
// with interest accrued up to that day. Events of the day itself have happened.
func StateAt(t *Terms, o Observed, at Time) (State, error) {
	var e Evaluator
	if err := e.freeze(t, o, at); err != nil {
		return State{}, err
	}
	e.accrue(max(e.calculated(at, at), e.s.Since))
	return e.frozen(), nil
}

// Restate freezes a contract at a time and issues terms that go on from there:
// what is owed, accrued and agreed by then becomes their opening state, and
// history stays behind. With the terms unchanged, the events of the result are
// the remaining events, to the last digit. Where the rate, the redemption or
// the end changes, the instalment is solved anew, unless the new terms name
// one. What their notional is above the old one's is a tranche drawn on that
// day, what it is below is forgiven.
func Restate(t *Terms, o Observed, at Time, terms Terms) (Terms, error) {
	var e Evaluator
	_, err := e.Restate(t, o, at, &terms, new(State))
	return terms, err
}

// Restate is the function of that name in the evaluator's memory: it changes the
// terms in place, puts their opening state where it is told to, and answers with
// the events up to then, valid until the next call.
func (e *Evaluator) Restate(t *Terms, o Observed, at Time, terms *Terms, opening *State) ([]Event, error) {
	if err := e.freeze(t, o, at); err != nil {
		return nil, err
	}
	if accruesAnew(t, terms) {
		e.accrue(max(e.calculated(at, at), e.s.Since))
	}
	*opening = e.frozen()
	s := opening
	if terms.NominalInterestRate != t.NominalInterestRate {
		s.Rate = terms.NominalInterestRate
	}
	if drawn := terms.NotionalPrincipal - t.NotionalPrincipal; drawn != 0 {
		s.Notional += drawn
		if e.follows {
			s.Base = s.Notional
		}
	}
	if repaysAnew(t, terms) {
		s.Payment = 0
		if terms.ContractType == NAM || terms.ContractType == LAX {
			s.Payment = e.sign * e.s.Payment
		}
	}
	if terms.MaturityDate != t.MaturityDate || terms.AmortizationDate != t.AmortizationDate || terms.PrincipalRedemption != t.PrincipalRedemption {
		s.Maturity = 0
	}
	if p := terms.NextPrincipalRedemptionPayment; p != nil && (t.NextPrincipalRedemptionPayment == nil || *p != *t.NextPrincipalRedemptionPayment) {
		s.Payment, s.Maturity = *p, 0
	}
	if e.firstReset != 0 && e.firstReset <= at && terms.NextResetRate != nil && t.NextResetRate != nil && *terms.NextResetRate == *t.NextResetRate {
		terms.NextResetRate = nil
	}
	if s.Notional < 0 {
		return nil, wrong("notionalPrincipal", NotPositive)
	}
	terms.StatusDate, terms.Opening, terms.AccruedInterest = at, s, nil
	if err := terms.Validate(); err != nil {
		return nil, err
	}
	return e.events, nil
}

// accruesAnew reports whether interest from here on is computed differently.
func accruesAnew(old, terms *Terms) bool {
	return old.NominalInterestRate != terms.NominalInterestRate || old.DayCountConvention != terms.DayCountConvention || old.InterestCalculationBase != terms.InterestCalculationBase ||
		old.NotionalPrincipal != terms.NotionalPrincipal
}

// repaysAnew reports whether principal from here on comes back differently.
func repaysAnew(old, terms *Terms) bool {
	return old.ContractType != terms.ContractType || old.NotionalPrincipal != terms.NotionalPrincipal || old.NominalInterestRate != terms.NominalInterestRate || old.MaturityDate != terms.MaturityDate ||
		old.AmortizationDate != terms.AmortizationDate || old.PrincipalRedemption != terms.PrincipalRedemption
}

// freeze evaluates a contract up to a time.
func (e *Evaluator) freeze(t *Terms, o Observed, at Time) error {
	switch {
	case at < minTime || at > maxTime:
		return wrong("statusDate", OutsideDates)
	case at < t.InitialExchangeDate:
		return wrong("statusDate", NotAfter, "initialExchangeDate")
	case at < t.StatusDate:
		return wrong("statusDate", NotAfter, t.StatusDate.String())
	case t.enhances():
		return wrong("contractType", NotComputed, string(t.ContractType))
	}
	e.stop = at
	_, err := e.Events(t, o)
	e.stop = 0
	if err == nil && (e.ended || e.closing) {
		return wrong("statusDate", Contradicts, "maturityDate")
	}
	return err
}

// frozen is the state, unsigned, with what else the future depends on.
func (e *Evaluator) frozen() State {
	s := e.s
	s.Accrued += e.claim
	s.Shortens = e.shortens
	if e.terms.MaturityDate == 0 && !e.terms.open() {
		s.Maturity = e.maturity
	}
	return s.turned(e.sign)
}
