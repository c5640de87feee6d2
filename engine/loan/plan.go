package loan

// The plan of a contract: which events will happen, from its terms alone.

import "math"

// plan puts every stream of a contract on.
func (e *Evaluator) plan() error {
	if err := e.planEnd(); err != nil {
		return err
	}
	t := e.terms
	e.single(IED, t.InitialExchangeDate)
	if err := e.planPrincipal(); err != nil {
		return err
	}
	for _, part := range [...]func(*Evaluator) error{(*Evaluator).planResets, (*Evaluator).planScaling, (*Evaluator).planFees, (*Evaluator).planPrepayments} {
		if err := part(e); err != nil {
			return err
		}
	}
	if t.PurchaseDate != 0 {
		e.single(PRD, t.PurchaseDate)
	}
	if t.TerminationDate != 0 {
		e.single(TD, t.TerminationDate)
	}
	e.addSingles()
	if len(e.arena) > maxEvents {
		return wrong("schedule", TooMany)
	}
	return nil
}

// planEnd finds when the contract is over, and how.
func (e *Evaluator) planEnd() error {
	t := e.terms
	switch {
	case t.open():
		return e.planOpen()
	case t.MaturityDate != 0:
		e.maturity, e.closes = t.MaturityDate, t.MaturityDate
	default:
		m, err := e.deriveMaturity()
		if err != nil {
			return err
		}
		e.maturity, e.closes = m, t.BusinessDayConvention.Shift(m, t.Calendar)
	}
	e.ends = e.maturity.whole()
	e.single(MD, e.closes)
	return nil
}

// planOpen ends a contract by its maturity, by a call, or not at all.
func (e *Evaluator) planOpen() error {
	t := e.terms
	for _, x := range e.observed.Events {
		if x.Type == XD && (x.ContractID == "" || x.ContractID == t.ContractID) && (e.called == 0 || x.At < e.called) {
			e.called = x.At
		}
	}
	if t.MaturityDate != 0 && (e.called == 0 || e.called >= t.MaturityDate) {
		e.called = 0
		e.maturity, e.closes = t.MaturityDate, t.MaturityDate
		e.ends = e.maturity.whole()
		e.single(MD, e.closes)
		return nil
	}
	if e.called != 0 {
		e.settles = t.BusinessDayConvention.Shift(t.XDayNotice.After(e.called, 1), t.Calendar)
		e.maturity, e.closes = e.called, e.called
		e.single(xdCall, e.called)
		e.single(IP, e.settles)
		e.single(STD, e.settles)
		return nil
	}
	if e.observed.To == 0 {
		return wrong("maturityDate", NoEnd)
	}
	e.maturity = e.observed.To
	return nil
}

// deriveMaturity counts the instalments that the agreed amount needs.
func (e *Evaluator) deriveMaturity() (Time, error) {
	t := e.terms
	switch {
	case t.Opening != nil && t.Opening.Maturity != 0:
		return t.Opening.Maturity, nil
	case t.ContractType == LAX:
		return e.deriveArrays()
	case t.AmortizationDate != 0:
		return t.AmortizationDate, nil
	}
	notional, rate, payment := t.NotionalPrincipal, t.NominalInterestRate, or(t.NextPrincipalRedemptionPayment, 0)
	if t.Opening != nil {
		notional, rate, payment = t.Opening.Notional, t.Opening.Rate, t.Opening.Payment
	}
	r := t.PrincipalRedemption
	anchor, k := e.origin(r)
	first := e.first(r)
	for first <= t.StatusDate && k < maxEvents {
		k++
		first = t.EndOfMonthConvention.step(anchor, r.Cycle, k)
	}
	principal := payment
	if t.ContractType != LAM {
		principal -= notional * rate * e.year(first, t.EndOfMonthConvention.step(anchor, r.Cycle, k+1))
	}
	if principal <= 0 {
		return 0, wrong("nextPrincipalRedemptionPayment", NeverRepays)
	}
	n := math.Ceil(notional / principal * (1 - 1e-12)) // a quotient that is whole but for rounding counts as whole
	if n > maxEvents {
		return 0, wrong("nextPrincipalRedemptionPayment", TooMany)
	}
	m := t.EndOfMonthConvention.step(anchor, r.Cycle, k+int(n)-1)
	if m > maxTime {
		return 0, wrong("maturityDate", OutsideDates)
	}
	return max(m, first), nil
}

// planPrincipal places redemptions and interest.
func (e *Evaluator) planPrincipal() error {
	switch e.terms.ContractType {
	case LAM:
		if err := e.planRedemption(); err != nil {
			return err
		}
		return e.planInterest(e.terms.InterestPayment)
	case NAM, ANN:
		return e.planInstalments()
	case LAX:
		return e.planArrays()
	case CLM, UMP:
		return e.planCapitalised()
	}
	return e.planInterest(e.terms.InterestPayment)
}

func (e *Evaluator) planRedemption() error {
	dates, err := e.grid("cycleOfPrincipalRedemption", e.terms.PrincipalRedemption, e.maturity, false)
	if err != nil {
		return err
	}
	e.scheduled(PR, dates)
	if err := e.planHorizon(dates); err != nil {
		return err
	}
	return e.planBaseResets()
}

// planHorizon lists the dates that an instalment spreads over: the redemption
// dates and the end, or those up to the amortization date. They are the dates
// that interest is computed to.
func (e *Evaluator) planHorizon(redemptions []Time) error {
	t := e.terms
	end := e.maturity
	if t.AmortizationDate != 0 && t.AmortizationDate != end {
		end = t.AmortizationDate
		var err error
		if redemptions, err = e.grid("cycleOfPrincipalRedemption", t.PrincipalRedemption, end, false); err != nil {
			return err
		}
	}
	begin := len(e.arena)
	e.arena = append(append(e.arena, redemptions...), end)
	e.horizon = e.calculatedAll(e.arena[begin:])
	return nil
}

// planInterest places interest payments, or their capitalisation until its end.
func (e *Evaluator) planInterest(r Recurrence) error {
	if !r.given() {
		e.placeInterest(e.lone(e.maturity))
		return nil
	}
	dates, err := e.grid("cycleOfInterestPayment", r, e.maturity, true)
	if err == nil {
		e.placeInterest(dates)
	}
	return err
}

func (e *Evaluator) lone(at Time) []Time {
	begin := len(e.arena)
	e.arena = append(e.arena, at)
	return e.arena[begin:]
}

// placeInterest capitalises interest up to the end of capitalisation, on that
// day too, and pays it from then on.
func (e *Evaluator) placeInterest(dates []Time) {
	until := e.terms.CapitalizationEndDate
	if until == 0 {
		e.scheduled(IP, dates)
		return
	}
	k := 0
	for k < len(dates) && dates[k] < until {
		k++
	}
	begin := len(e.arena)
	e.arena = append(append(e.arena, dates[:k]...), until)
	e.scheduled(IPCI, e.arena[begin:len(e.arena):len(e.arena)])
	if k < len(dates) && dates[k] == until {
		k++
	}
	e.scheduled(IP, dates[k:])
}

// planInstalments places the instalments of NAM and ANN: interest on its own
// cycle up to one redemption cycle before the first redemption, and from then
// on with the redemptions.
func (e *Evaluator) planInstalments() error {
	t := e.terms
	begin := len(e.arena)
	if t.InterestPayment.given() && t.InterestPayment != t.PrincipalRedemption {
		if err := e.ownInterest(); err != nil {
			return err
		}
	}
	split := len(e.arena)
	dates, err := e.grid("cycleOfPrincipalRedemption", t.PrincipalRedemption, e.maturity, false)
	if err != nil {
		return err
	}
	if e.firstRedemption = e.maturity; len(dates) > 0 {
		e.firstRedemption = dates[0]
	}
	e.arena = append(e.arena, e.maturity)
	interest := e.arena[begin:len(e.arena):len(e.arena)]
	redemptions := interest[split-begin : len(interest)-1]
	e.placeInterest(interest)
	e.scheduled(PR, redemptions)
	if t.AmortizationDate == 0 || t.AmortizationDate == e.maturity {
		e.horizon = e.calculatedAll(interest[split-begin:])
	} else if err := e.planHorizon(redemptions); err != nil {
		return err
	}
	if at := e.firstFixing(); at != 0 {
		kind := PRF
		if at == e.firstRedemption {
			kind = prfFirst
		}
		e.single(kind, at)
	}
	return e.planBaseResets()
}

// ownInterest appends the interest dates before the first instalment's period.
func (e *Evaluator) ownInterest() error {
	r := e.terms.InterestPayment
	r.Cycle.LongStub = false // what is left belongs to the first instalment
	until := e.terms.PrincipalRedemption.Cycle.After(e.first(e.terms.PrincipalRedemption), -1)
	_, err := e.grid("cycleOfInterestPayment", r, min(until+1, e.maturity), false)
	return err
}

// firstFixing is when the instalment of an annuity is fixed for the first time:
// the day before it is due, or at the exchange. It is 0 where the instalment is
// agreed.
func (e *Evaluator) firstFixing() Time {
	t := e.terms
	if t.ContractType != ANN || t.NextPrincipalRedemptionPayment != nil || t.Opening != nil && t.Opening.Payment != 0 {
		return 0
	}
	return max(e.firstRedemption.AddDays(-1), t.InitialExchangeDate)
}

// planBaseResets places the dates on which a lagging interest base is looked at.
func (e *Evaluator) planBaseResets() error {
	if e.terms.InterestCalculationBase != OnLagged {
		return nil
	}
	dates, err := e.grid("cycleOfInterestCalculationBase", e.terms.BaseReset, e.maturity, false)
	if err == nil {
		e.scheduled(IPCB, dates)
	}
	return err
}

// planCapitalised places the interest of open contracts: it is added to the
// notional until the end, where it is paid.
func (e *Evaluator) planCapitalised() error {
	t := e.terms
	if t.InterestPayment.given() {
		r := t.InterestPayment
		r.Cycle.LongStub = r.Cycle.LongStub && e.closes != 0
		dates, err := e.grid("cycleOfInterestPayment", r, e.maturity, false)
		if err != nil {
			return err
		}
		e.scheduled(IPCI, dates)
	}
	if e.called == 0 && e.closes != 0 {
		e.single(IP, e.closes)
	}
	return nil
}

// planResets places rate resets; the first after the status date is to the
// known next rate where one is agreed. An annuity fixes its instalment anew at
// each.
func (e *Evaluator) planResets() error {
	t := e.terms
	if !t.RateReset.given() || t.ContractType == LAX && t.Arrays != nil && len(t.Arrays.RateAnchors) > 0 {
		return nil
	}
	dates, err := e.grid("cycleOfRateReset", t.RateReset, e.maturity, false)
	if err != nil {
		return err
	}
	k, at := 0, e.shifted(dates) // a reset that is moved past the status date still comes
	for k < len(dates) && at[k] <= t.StatusDate {
		k++
	}
	if dates = dates[k:]; len(dates) > 0 {
		e.firstReset = at[k]
	}
	if t.ContractType == ANN {
		e.scheduled(prfReset, dates)
	}
	if t.NextResetRate != nil && len(dates) > 0 {
		e.scheduled(RRF, dates[:1:1])
		dates = dates[1:]
	}
	e.scheduled(RR, dates)
	return nil
}

func (e *Evaluator) planScaling() error {
	if !e.terms.scales() {
		return nil
	}
	dates, err := e.grid("cycleOfScalingIndex", e.terms.ScalingIndex, e.maturity, false)
	if err == nil {
		e.scheduled(SC, dates)
	}
	return err
}

func (e *Evaluator) planFees() error {
	t := e.terms
	if !t.Fee.given() || t.FeeRate == 0 {
		return nil
	}
	dates, err := e.grid("cycleOfFee", t.Fee, e.maturity, e.closes != 0 && e.called == 0)
	if err == nil {
		e.scheduled(FP, dates)
		e.fees = dates
	}
	return err
}

// planPrepayments places early repayments, agreed or observed, each with its
// penalty, and observed credit events and looks at the state.
func (e *Evaluator) planPrepayments() error {
	t := e.terms
	penalty := t.PenaltyType != "" && t.PenaltyType != NoPenalty
	if t.Prepayment.given() && t.prepays() {
		dates, err := e.grid("cycleOfOptionality", t.Prepayment, e.maturity, false)
		if err != nil {
			return err
		}
		e.scheduled(PP, dates)
		if penalty {
			e.scheduled(PY, dates)
		}
	}
	return e.planOccurrences(penalty)
}

// lastFee is the last fee date up to the status date, 0 where there is none.
func (e *Evaluator) lastFee() (last Time) {
	for _, d := range e.fees {
		if d <= e.terms.StatusDate {
			last = d
		}
	}
	return last
}
