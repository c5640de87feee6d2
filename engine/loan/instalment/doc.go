// Package instalment is a loan as a bank sells it: principal, rate, term, way of
// repayment, posted to the fen.
//
// # Method
//
// A Plan becomes a Schedule under one named rounding: the instalment of the loan
// engine is rounded once and printed equal, interest is computed on the posted
// balance and rounded once per due date, principal is the rest, and the last
// instalment clears the balance. For equal parts of principal the part is
// rounded instead. A table for bankers shows the engine's unrounded figures
// beside the posted ones. What a plan cannot say (resets, deferrals, tranches)
// is told in the standard's terms and posted by loan.Book under the same rule.
//
// # Invariants, held by property tests
//
// Posted principal sums exactly to the disbursement. Instalments are equal to
// the fen but for the last, which differs by at most one fen a period, with
// interest on it. A plan and its terms give the same books.
package instalment
