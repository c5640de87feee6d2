// Package portfolio computes many contracts under many scenarios, on several
// cores, in memory that does not grow with the number of contracts.
//
// # Method
//
// A Source hands contracts out in batches. Each worker owns an evaluator, a
// batch and a set of sums; it evaluates every contract of its batch under every
// scenario and adds the cash flows up by month, lender, industry and class. The
// history up to a scenario's date is evaluated once and its schedule is not kept.
// At the end the workers' sums are added. Sums are whole millionths of the
// currency, each flow rounded once, so that the order in which workers finish
// changes nothing: the same portfolio gives the same bytes on any number of
// cores.
//
// # Invariants, held by tests
//
// One worker or many, small batches or large: the same sums. A scenario that
// changes nothing has the sums of the plain run. No goroutine outlives a call.
package portfolio
