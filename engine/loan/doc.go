// Package loan turns the terms of a loan into events and cash flows, and posts
// them to the fen.
//
// # Two layers
//
// The engine follows the ACTUS standard (Algorithmic Contract Types Unified
// Standards, actusfrf.org): terms in the standard's vocabulary, a state, and a
// sequence of events, each of which pays something and changes the state. It
// computes in unrounded reals, so that the standard's published cases hold to
// 1e-9. The posting layer turns a Plan into a Schedule in whole fen under one
// named rule: the instalment is rounded once, interest is computed on the
// posted balance, the last instalment clears what is left. Books and people
// see posted figures only; both stand side by side in a table for bankers.
//
// # Words
//
// PAM is principal at maturity: interest on its own cycle, the principal at the
// end. ANN is an annuity: equal instalments of interest and principal. IED is
// the initial exchange (the disbursement), IP an interest payment, IPCI
// interest added to the principal, PR a principal redemption, PRF the fixing of
// the next instalment, RR and RRF resets of the rate, PP an early repayment, PRD
// and TD purchase and termination, MD the maturity.
//
// # Invariants, held by property tests
//
// The principal that comes back is what was disbursed. Posted instalments are
// equal to the fen but for the last, and posted principal sums exactly to the
// disbursement. Restating a contract at any date with unchanged terms
// reproduces the remaining flows. A run for the borrower's side is the exact
// negative of the lender's.
//
// The package is pure: standard library only, no clock, no I/O; the same terms
// give the same bytes.
package loan
