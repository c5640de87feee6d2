package loan

// Events, and the order in which events of one instant happen.

import (
	"cmp"
	"slices"
)

// EventType is one of the standard's events.
type EventType string

const (
	IED  EventType = "IED"  // initial exchange: the disbursement
	PR   EventType = "PR"   // principal redemption
	PRF  EventType = "PRF"  // fixing of the next instalment
	PP   EventType = "PP"   // early repayment
	IP   EventType = "IP"   // interest payment
	IPCI EventType = "IPCI" // interest capitalised
	RRF  EventType = "RRF"  // rate reset to a known rate
	RR   EventType = "RR"   // rate reset to an observed rate
	PRD  EventType = "PRD"  // purchase
	TD   EventType = "TD"   // termination
	MD   EventType = "MD"   // maturity
)

// sequence orders the events of one instant, as the standard does: principal
// before interest, interest before a new rate, maturity late.
var sequence = map[EventType]int{IED: 1, PR: 2, PP: 3, IP: 5, IPCI: 6, RRF: 7, RR: 8, PRF: 9, PRD: 10, TD: 11, MD: 12}

// Event is one line of a contract's life, with the state after it.
type Event struct {
	Type     EventType
	At       Time    // when it happens, business days considered
	Calc     Time    // the date that interest is computed to
	Schedule Time    // before any shift; rates are observed on it
	Payoff   float64 // positive when the contract's holder receives
	Notional float64 // signed like the holder's position
	Rate     float64
	Accrued  float64
	amount   float64 // of an early repayment
	effect   PrepaymentEffect
}

// Market answers what was observed: the rate of a code at a time. A contract
// without resets needs none.
type Market interface {
	Observe(code string, at Time) (float64, bool)
}

// Series is a step function per code: the last value at or before a time.
type Series map[string][]Observation

// Observation is one point of a Series; points are in order of time.
type Observation struct {
	At    Time
	Value float64
}

// Observe finds the last value at or before a time.
func (s Series) Observe(code string, at Time) (float64, bool) {
	points := s[code]
	i, _ := slices.BinarySearchFunc(points, at+second, func(o Observation, t Time) int { return cmp.Compare(o.At, t) })
	if i == 0 {
		return 0, false
	}
	return points[i-1].Value, true
}

// builder gathers a contract's events and shifts them for business days.
type builder struct {
	terms  *Terms
	events []Event
}

// fixed adds an event that no convention moves.
func (b *builder) fixed(kind EventType, at Time) *Event {
	b.events = append(b.events, Event{Type: kind, At: at, Calc: at, Schedule: at})
	return &b.events[len(b.events)-1]
}

// scheduled adds events that the business-day convention moves.
func (b *builder) scheduled(kind EventType, dates []Time) {
	for _, d := range dates {
		at, calc := b.terms.BusinessDay.move(d, b.terms.Calendar)
		b.events = append(b.events, Event{Type: kind, At: at, Calc: calc, Schedule: d})
	}
}

// ordered sorts by time, then by the sequence within an instant.
func (b *builder) ordered() []Event {
	slices.SortStableFunc(b.events, func(x, y Event) int {
		return cmp.Or(cmp.Compare(x.At, y.At), cmp.Compare(sequence[x.Type], sequence[y.Type]))
	})
	return b.events
}
