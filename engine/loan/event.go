package loan

// Events, and the order in which events of one instant happen.

import (
	"cmp"
	"slices"
)

// EventType is one of the standard's events. Its number is its place in the
// sequence within one instant.
type EventType uint8

// The events of the standard, in the order in which those of one instant
// happen: principal before interest, interest before a new rate, maturity late.
const (
	_        EventType = iota
	prfArray           // PRF of LAX comes first
	IED                // initial exchange: the disbursement
	prfFirst           // PRF of an annuity whose first instalment is due at the exchange
	FP                 // fee payment
	PR                 // principal redemption
	PI                 // principal increase: a further drawing
	PRF                // fixing of the next instalment
	PY                 // penalty of an early repayment
	PP                 // early repayment
	xdCall             // XD of call money comes before interest
	IP                 // interest payment
	IPCI               // interest capitalised
	CE                 // credit event
	RRF                // rate reset to a known rate
	RR                 // rate reset to an observed rate
	prfReset           // PRF of an annuity follows its reset
	PRD                // purchase
	TD                 // termination
	SC                 // scaling index
	IPCB               // interest base looked at
	MD                 // maturity
	XD                 // exercise
	STD                // settlement
	AD                 // a look at the state
	lastKind
)

var eventNames = [lastKind]string{
	prfArray: "PRF", IED: "IED", prfFirst: "PRF", FP: "FP", PR: "PR", PI: "PI", PRF: "PRF", PY: "PY", PP: "PP", xdCall: "XD", IP: "IP", IPCI: "IPCI",
	CE: "CE", RRF: "RRF", RR: "RR", prfReset: "PRF", PRD: "PRD", TD: "TD", SC: "SC", IPCB: "IPCB", MD: "MD", XD: "XD", STD: "STD", AD: "AD",
}

// listedAs maps places in the sequence to the events of the standard.
var listedAs = func() (out [lastKind]EventType) {
	for k := range lastKind {
		out[k] = k
	}
	out[prfArray], out[prfFirst], out[prfReset], out[xdCall] = PRF, PRF, PRF, XD
	return out
}()

// String is the standard's short name.
func (k EventType) String() string {
	if k < lastKind {
		return eventNames[k]
	}
	return ""
}

// MarshalText writes the standard's short name.
func (k EventType) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// ParseEventType reads the standard's short name.
func ParseEventType(name string) (EventType, error) {
	for k := range lastKind {
		if eventNames[k] == name && listedAs[k] == k && name != "" {
			return k, nil
		}
	}
	return 0, wrong("eventType", Unknown, name)
}

// Event is one line of a contract's life, with the state after it.
type Event struct {
	At       Time    // when it happens, business days considered
	Payoff   float64 // positive when the contract's holder receives
	Notional float64 // signed like the holder's position
	Rate     float64
	Accrued  float64 // interest that is not paid yet; of CEG and CEC the amount exercised
	Moved    int32   // days from the scheduled date, by business days
	Type     EventType
}

// Schedule is the date before any shift; rates are observed on it.
func (e Event) Schedule() Time { return e.At.AddDays(-int(e.Moved)) }

// Market answers what was observed: the value of a code at a time. A contract
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
	i, _ := slices.BinarySearchFunc(points, at+1, func(o Observation, t Time) int { return cmp.Compare(o.At, t) })
	if i == 0 {
		return 0, false
	}
	return points[i-1].Value, true
}

// observe looks a code up and names the term that asked.
func observe(m Market, term, code string, at Time) (float64, error) {
	if m != nil {
		if v, ok := m.Observe(code, at); ok && finite(v) {
			return v, nil
		}
	}
	return 0, wrong(term, NotObserved, code, at.String())
}
