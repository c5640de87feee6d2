package loan

// Explanation: for any event the term, the rule, the base and the day-count
// factor that made it, as data; package say makes a sentence of it. It is what a
// borrower asks and a bank officer checks.

import "strconv"

// Span is a stretch of time over which interest accrued at one rate on one
// base.
type Span struct {
	From, To Time
	Fraction Ratio // of a year, by the contract's day count
	Base     float64
	Rate     float64
}

// Interest is base × rate × fraction.
func (s Span) Interest() float64 { return s.Base * s.Rate * s.Fraction.Float() }

// Explanation says what made an event. Amounts are signed like the event's.
type Explanation struct {
	Event    Event
	Term     string  // the term, in the standard's spelling, that placed the event
	Rule     Rule    // how its amount comes about
	Spans    []Span  // over which the interest in it accrued
	Carried  float64 // interest from before the first span
	Interest float64 // of the spans, with what was carried
	Payment  float64 // the instalment or part in force
	Before   float64 // the notional before
	Scaling  float64 // the index factor of the amount, 1 without one
	Observed float64 // what the market showed
	Dates    int     // over how many dates an instalment was spread
	Until    Time    // and the last of them
}

// trace is what an evaluator that explains keeps of an event.
type trace struct {
	Explanation
	kind EventType // its place in the sequence
}

// Explain computes a contract and explains the i-th of its events.
func Explain(t *Terms, o Observed, i int) (Explanation, error) {
	all, err := ExplainAll(t, o)
	switch {
	case err != nil:
		return Explanation{}, err
	case i < 0 || i >= len(all):
		return Explanation{}, wrong("event", Missing, strconv.Itoa(i))
	}
	return all[i], nil
}

// ExplainAll computes a contract and explains each of its events.
func ExplainAll(t *Terms, o Observed) ([]Explanation, error) {
	e := Evaluator{tracing: true}
	events, err := e.Events(t, o)
	if err != nil {
		return nil, err
	}
	out := make([]Explanation, len(events))
	for i, x := range events {
		if i < len(e.traces) {
			out[i] = e.traces[i].Explanation
		}
		out[i].Event = x
		out[i].Rule, out[i].Term = RuleOf(t, x, x.At == e.closes && e.closes != 0)
	}
	return out, nil
}

// span notes a stretch of accrual, joined to the last where nothing changed.
func (e *Evaluator) span(to Time) {
	if n := len(e.spans) - 1; n >= 0 {
		if s := &e.spans[n]; s.To == e.s.Since && s.Base == e.base() && s.Rate == e.s.Rate {
			s.To, s.Fraction = to, e.count.ratio(s.From.whole(), to.whole(), e.ends)
			return
		}
	}
	if a, b := e.s.Since.whole(), to.whole(); a != b {
		e.spans = append(e.spans, Span{e.s.Since, to, e.count.ratio(a, b, e.ends), e.base(), e.s.Rate})
	}
}

// note keeps what explains the event that was just listed.
func (e *Evaluator) note(kind EventType) {
	x := trace{kind: kind}
	x.Carried, x.Payment, x.Before, x.Scaling, x.Observed = e.carried, e.s.Payment, e.before, 1, e.seen
	x.Spans = append(x.Spans, e.spans...)
	x.Interest = e.carried
	for _, s := range e.spans {
		x.Interest += s.Interest()
	}
	switch kind {
	case IP:
		x.Scaling = e.s.InterestScaling
	case PR, PI, PP, MD, STD:
		x.Scaling = e.s.NotionalScaling
	case PRF:
		x.Dates = len(e.horizon) - e.upcoming
		if x.Dates > 0 {
			x.Until = e.horizon[len(e.horizon)-1]
		}
	}
	if kind == IP || kind == IPCI || kind == IED {
		e.spans, e.carried = e.spans[:0], 0
	}
	if kind == IED {
		e.carried = e.s.Accrued
	}
	e.before, e.seen = e.s.Notional, 0
	e.traces = append(e.traces, x)
}

// Rule is how an amount comes about: a key, with a sentence in each language in
// package say.
type Rule string

// RuleOf names the rule and the term of an event.
func RuleOf(t *Terms, x Event, last bool) (Rule, string) {
	redemption := "cycleOfPrincipalRedemption"
	if t.ContractType == LAX {
		redemption = "arrayCycleOfPrincipalRedemption"
	}
	switch x.Type {
	case IED:
		return "exchange", "initialExchangeDate"
	case IP:
		if last {
			return "interest", "maturityDate"
		}
		return "interest", "cycleOfInterestPayment"
	case IPCI:
		if t.CapitalizationEndDate != 0 {
			return "capitalise", "capitalizationEndDate"
		}
		return "capitalise", "cycleOfInterestPayment"
	case PR:
		if t.ContractType == ANN || t.ContractType == NAM {
			return "instalment", redemption
		}
		return "part", redemption
	case PI:
		return "draw", "arrayIncreaseDecrease"
	case MD:
		if t.enhances() {
			return "enhance_ends", "maturityDate"
		}
		return "mature", "maturityDate"
	case XD:
		if t.enhances() {
			return "exercise", "creditEventTypeCovered"
		}
		return "exercise", "xDayNotice"
	}
	r := rareRules[x.Type]
	return r.rule, r.term
}

var rareRules = map[EventType]struct {
	rule Rule
	term string
}{
	PRF: {"fix", "nextPrincipalRedemptionPayment"}, PP: {"prepay", "prepaymentEffect"}, PY: {"penalty", "penaltyType"}, FP: {"fee", "feeRate"}, RR: {"reset", "marketObjectCodeOfRateReset"},
	RRF: {"known_rate", "nextResetRate"}, SC: {"scale", "scalingEffect"}, IPCB: {"base", "interestCalculationBase"}, PRD: {"purchase", "purchaseDate"}, TD: {"terminate", "terminationDate"},
	STD: {"settle", "settlementPeriod"}, CE: {"credit", "contractPerformance"}, AD: {"look", "statusDate"},
}
