package loan

// From terms to the unevaluated list of events.

import "math"

// plan is what the schedules of one contract are made of.
type plan struct {
	maturity   Time
	derived    bool   // maturity was computed, so business days move it
	redemption []Time // PR dates, without maturity
	horizon    []Time // the dates over which an annuity spreads, maturity included
}

// events lists everything that will happen to a contract, in order.
func (t *Terms) events() ([]Event, error) {
	p, err := t.plan()
	if err != nil {
		return nil, err
	}
	b := &builder{terms: t}
	b.fixed(IED, t.InitialExchange)
	for _, add := range []func(*builder, plan) error{t.addInterest, t.addRedemption, t.addResets} {
		if err := add(b, p); err != nil {
			return nil, err
		}
	}
	t.addEnds(b, p)
	if len(b.events) > maxEvents {
		return nil, &TermError{"schedule", "makes more than a million events"}
	}
	return b.ordered(), nil
}

func (t *Terms) addEnds(b *builder, p plan) {
	if p.derived {
		b.scheduled(MD, []Time{p.maturity})
	} else {
		b.fixed(MD, p.maturity)
	}
	if t.Purchase != 0 {
		b.fixed(PRD, t.Purchase)
	}
	if t.Termination != 0 {
		b.fixed(TD, t.Termination)
	}
	for _, x := range t.Prepayments {
		e := b.fixed(PP, x.At)
		e.amount, e.effect = x.Amount, x.Effect
	}
}

func (t *Terms) plan() (plan, error) {
	if t.Type == PAM {
		return plan{maturity: t.Maturity}, nil
	}
	p := plan{maturity: t.Maturity}
	if p.maturity == 0 {
		p.derived = true
		p.maturity = t.Amortization
	}
	if p.maturity == 0 {
		p.maturity = t.deriveMaturity()
	}
	anchor := t.redemptionAnchor()
	var err error
	if p.redemption, err = t.RedemptionCycle.dates(anchor, p.maturity, t.EndOfMonth, false); err != nil {
		return p, err
	}
	end := p.maturity
	if t.Amortization != 0 {
		end = t.Amortization
	}
	p.horizon, err = t.RedemptionCycle.dates(anchor, end, t.EndOfMonth, true)
	return p, err
}

func (t *Terms) redemptionAnchor() Time {
	if t.RedemptionAnchor != 0 {
		return t.RedemptionAnchor
	}
	return t.RedemptionCycle.step(t.InitialExchange, 1, false)
}

// deriveMaturity counts the instalments that the agreed amount needs.
func (t *Terms) deriveMaturity() Time {
	anchor := t.redemptionAnchor()
	first := anchor
	for k := 1; first <= t.StatusDate && k < maxEvents; k++ {
		first = t.RedemptionCycle.step(anchor, k, false)
	}
	period := t.DayCount.Between(first, t.RedemptionCycle.step(first, 1, false)).Float()
	n := math.Ceil(t.Notional / (*t.NextRedemption - t.Notional*period*t.Rate))
	if n < 1 || n > maxEvents {
		n = 1
	}
	return t.RedemptionCycle.step(first, int(n)-1, false)
}

func (t *Terms) addInterest(b *builder, p plan) error {
	dates, err := t.interestDates(p)
	if err != nil {
		return err
	}
	if t.CapitalizationEnd == 0 {
		b.scheduled(IP, dates)
		return nil
	}
	capital := []Time{}
	for _, d := range dates {
		if d < t.CapitalizationEnd {
			capital = append(capital, d)
		} else if d > t.CapitalizationEnd {
			b.scheduled(IP, []Time{d})
		}
	}
	b.scheduled(IPCI, append(capital, t.CapitalizationEnd))
	return nil
}

// interestDates of an annuity are its own cycle up to one redemption cycle
// before the first redemption, and then the redemption dates.
func (t *Terms) interestDates(p plan) ([]Time, error) {
	anchor := t.InterestAnchor
	if anchor == 0 && t.InterestCycle != (Cycle{}) {
		anchor = t.InterestCycle.step(t.InitialExchange, 1, false)
	}
	if t.Type == PAM {
		if anchor == 0 {
			return []Time{p.maturity}, nil
		}
		return t.InterestCycle.dates(anchor, p.maturity, t.EndOfMonth, true)
	}
	var dates []Time
	if anchor != 0 {
		until := t.RedemptionCycle.step(t.redemptionAnchor(), -1, false)
		own, err := t.InterestCycle.dates(anchor, p.maturity, t.EndOfMonth, false)
		if err != nil {
			return nil, err
		}
		for _, d := range own {
			if d <= until {
				dates = append(dates, d)
			}
		}
	}
	dates = append(dates, p.redemption...)
	return append(dates, p.maturity), nil
}

func (t *Terms) addRedemption(b *builder, p plan) error {
	if t.Type != ANN {
		return nil
	}
	b.scheduled(PR, p.redemption)
	if t.NextRedemption == nil {
		first := t.redemptionAnchor()
		b.fixed(PRF, max(first.AddDays(-1), t.InitialExchange))
	}
	return nil
}

// addResets places rate resets; the first after the status date is to the known
// next rate where one is agreed. An annuity fixes its instalment anew at each.
func (t *Terms) addResets(b *builder, p plan) error {
	if t.ResetCycle == (Cycle{}) && t.ResetAnchor == 0 {
		return nil
	}
	anchor := t.ResetAnchor
	if anchor == 0 {
		anchor = t.ResetCycle.step(t.InitialExchange, 1, false)
	}
	dates, err := t.ResetCycle.dates(anchor, p.maturity, t.EndOfMonth, false)
	if err != nil {
		return err
	}
	known := t.NextReset != nil
	for _, d := range dates {
		kind := RR
		if known && d > t.StatusDate {
			kind, known = RRF, false
		}
		b.scheduled(kind, []Time{d})
		if t.Type == ANN {
			b.scheduled(PRF, []Time{d})
		}
	}
	return nil
}
