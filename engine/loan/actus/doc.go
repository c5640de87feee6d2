// Package actus reads contracts in the format in which the ACTUS standard
// publishes its test cases, and compares what the engine computes with what a
// case expects.
//
// # Format
//
// A file is an object of cases by name. Each has terms in the standard's
// spelling, dataObserved (step functions by code), eventsObserved, an end "to"
// and results. Values are strings, padded or not, or numbers; a list of one may
// stand as its only entry; dates carry seconds, minutes or neither. The
// published cases are at github.com/actusfrf/actus-tests.
//
// # Comparison
//
// Events are matched by date and type; payoff, notional, rate, accrued interest
// and what an enhancement exercises are compared signed, at 1e-9 absolute or
// 1e-14 relative. A value that a case leaves out is not compared.
//
// The package is pure: it reads bytes that the caller has.
package actus
