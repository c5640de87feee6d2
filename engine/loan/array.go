package loan

// LAX: terms that are arrays. Segment i runs from its anchor to the next one;
// the last runs to maturity.

import "strconv"

// checkArrays wants anchors in order and lists that fit them.
func checkArrays(t *Terms) *TermError {
	a := t.Arrays
	if a == nil || len(a.RedemptionAnchors) == 0 {
		return wrong("arrayCycleAnchorDateOfPrincipalRedemption", Missing)
	}
	n, m, k := len(a.RedemptionAnchors), len(a.InterestAnchors), len(a.RateAnchors)
	for _, list := range [...]struct {
		name      string
		has, want int
		optional  bool
	}{
		{"arrayCycleOfPrincipalRedemption", len(a.RedemptionCycles), n, true},
		{"arrayNextPrincipalRedemptionPayment", len(a.Redemptions), n, false},
		{"arrayIncreaseDecrease", len(a.Increases), n, false},
		{"arrayCycleOfInterestPayment", len(a.InterestCycles), m, true},
		{"arrayCycleOfRateReset", len(a.RateCycles), k, true},
		{"arrayRate", len(a.Rates), k, k == 0},
		{"arrayFixedVariable", len(a.Variable), k, k == 0},
	} {
		if list.has != list.want && list.has != 1 && !(list.optional && list.has == 0) {
			return wrong(list.name, WrongLength, strconv.Itoa(list.want))
		}
	}
	return checkSegments(t, a)
}

func checkSegments(t *Terms, a *Arrays) *TermError {
	for _, list := range [...]struct {
		anchor, cycle string
		dates         []Time
		cycles        []Cycle
	}{
		{"arrayCycleAnchorDateOfPrincipalRedemption", "arrayCycleOfPrincipalRedemption", a.RedemptionAnchors, a.RedemptionCycles},
		{"arrayCycleAnchorDateOfInterestPayment", "arrayCycleOfInterestPayment", a.InterestAnchors, a.InterestCycles},
		{"arrayCycleAnchorDateOfRateReset", "arrayCycleOfRateReset", a.RateAnchors, a.RateCycles},
	} {
		for i, d := range list.dates {
			if d < minTime || d > maxTime {
				return wrong(list.anchor, OutsideDates)
			}
			if i > 0 && d <= list.dates[i-1] {
				return wrong(list.anchor, NotAfter, list.dates[i-1].String())
			}
		}
		for _, c := range list.cycles {
			if endless(c) {
				return wrong(list.cycle, Unknown, c.String())
			}
		}
	}
	for _, v := range a.Redemptions {
		if !finite(v) || v < 0 {
			return wrong("arrayNextPrincipalRedemptionPayment", NotPositive)
		}
	}
	for i, v := range a.Rates {
		if !finite(v) || v > maxRate || v < -maxRate {
			return wrong("arrayRate", TooLarge, "1000 %")
		}
		if pick(a.Variable, i) && t.MarketObjectCodeOfRateReset == "" {
			return wrong("marketObjectCodeOfRateReset", Missing)
		}
	}
	return nil
}

// pick is entry i of a list, or its only one, or nothing.
func pick[T any](list []T, i int) (v T) {
	switch {
	case i < len(list):
		return list[i]
	case len(list) > 0:
		return list[len(list)-1]
	}
	return v
}

// segment appends the dates of segment i up to an end, and the end itself where
// last is asked for.
func (e *Evaluator) segment(term string, anchors []Time, cycles []Cycle, i int, last bool) ([]Time, error) {
	end := e.maturity
	if i+1 < len(anchors) {
		end, last = min(anchors[i+1], end), false
	}
	return e.grid(term, Recurrence{anchors[i], pick(cycles, i)}, end, last)
}

// deriveArrays walks the segments until the balance is zero. Without cycles the
// last date is the maturity.
func (e *Evaluator) deriveArrays() (Time, error) {
	t, a := e.terms, e.terms.Arrays
	owed := t.NotionalPrincipal
	if t.Opening != nil {
		owed = t.Opening.Notional
	}
	for i, anchor := range a.RedemptionAnchors {
		amount, cycle := pick(a.Redemptions, i), pick(a.RedemptionCycles, i)
		end := maxTime
		if i+1 < len(a.RedemptionAnchors) {
			end = a.RedemptionAnchors[i+1]
		} else if pick(a.Increases, i) && cycle.N > 0 {
			break
		}
		for k, d := 0, anchor; d < end && k < maxEvents; k, d = k+1, t.EndOfMonthConvention.step(anchor, cycle, k+1) {
			if d <= t.StatusDate {
				if cycle.N == 0 {
					break
				}
				continue
			}
			if pick(a.Increases, i) {
				owed += amount
			} else if owed -= amount; owed <= 1e-9*t.NotionalPrincipal {
				return d, nil
			}
			if cycle.N == 0 {
				break
			}
		}
	}
	if last := len(a.RedemptionAnchors) - 1; pick(a.RedemptionCycles, last).N == 0 {
		return a.RedemptionAnchors[last], nil
	}
	return 0, wrong("arrayNextPrincipalRedemptionPayment", NeverRepays)
}

// planArrays places the segments as one stream: each fixes the amount, and then
// draws or repays.
func (e *Evaluator) planArrays() error {
	a := e.terms.Arrays
	var x stream
	for i, anchor := range a.RedemptionAnchors {
		dates, err := e.segment("arrayCycleOfPrincipalRedemption", a.RedemptionAnchors, a.RedemptionCycles, i, false)
		if err != nil {
			return err
		}
		kind := PR
		if pick(a.Increases, i) {
			kind = PI
		}
		amount := e.sign * pick(a.Redemptions, i)
		x.join(prfArray, []Time{anchor}, amount)
		x.join(kind, dates, amount)
		if anchor <= e.terms.StatusDate {
			e.segmentPayment = amount
		}
	}
	e.join(x)
	if err := e.planArrayInterest(); err != nil {
		return err
	}
	if err := e.planBaseResets(); err != nil {
		return err
	}
	return e.planArrayRates()
}

func (e *Evaluator) planArrayInterest() error {
	a := e.terms.Arrays
	if len(a.InterestAnchors) == 0 {
		return e.planInterest(e.terms.InterestPayment)
	}
	var all []Time
	for i := range a.InterestAnchors {
		dates, err := e.segment("arrayCycleOfInterestPayment", a.InterestAnchors, a.InterestCycles, i, true)
		if err != nil {
			return err
		}
		all = append(all, dates...)
	}
	e.placeInterest(all)
	return nil
}

// planArrayRates places rates that are known and spreads over an observed rate.
func (e *Evaluator) planArrayRates() error {
	a := e.terms.Arrays
	var x stream
	for i := range a.RateAnchors {
		dates, err := e.segment("arrayCycleOfRateReset", a.RateAnchors, a.RateCycles, i, false)
		if err != nil {
			return err
		}
		kind := RRF
		if pick(a.Variable, i) {
			kind = RR
		}
		x.join(kind, dates, pick(a.Rates, i))
	}
	e.join(x)
	return nil
}

// join appends events of one kind and value to a stream of several.
func (x *stream) join(kind EventType, dates []Time, value float64) {
	for _, d := range dates {
		x.schedule = append(x.schedule, d)
		x.kinds = append(x.kinds, kind)
		x.values = append(x.values, value)
	}
}

// join puts a stream of several kinds on.
func (e *Evaluator) join(x stream) {
	x.at = e.shifted(x.schedule)
	e.add(&x)
}

// spreadAt is the spread of the segment in which a reset lies.
func (e *Evaluator) spreadAt(schedule Time) float64 {
	a := e.terms.Arrays
	spread := e.terms.RateSpread
	for i, anchor := range a.RateAnchors {
		if anchor <= schedule && pick(a.Variable, i) {
			spread = pick(a.Rates, i)
		}
	}
	return spread
}
