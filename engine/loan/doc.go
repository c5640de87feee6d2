// Package loan turns the terms of a loan into events and cash flows, and posts
// them to the fen.
//
// # Two layers
//
// The engine follows the ACTUS standard (Algorithmic Contract Types Unified
// Standards, ACTUS Technical Specification and Data Dictionary, actusfrf.org):
// terms in the standard's vocabulary, a state, and a sequence of events, each of
// which pays something and changes the state. It computes in unrounded reals,
// so that the standard's published cases (github.com/actusfrf/actus-tests) hold
// to 1e-9; package actus reads and checks them. The posting layer turns a Plan
// into a Schedule in whole fen under one named rule: the instalment is rounded
// once, interest is computed on the posted balance, the last instalment clears
// what is left. Books and people see posted figures only; both stand side by
// side in a table for bankers.
//
// # Method
//
// From the terms come streams of dates, one for each kind of event that recurs,
// each already in order; business days move them. They are merged by time and,
// within an instant, by the standard's sequence, and folded over the state.
// Nothing is sorted and nothing is allocated for an event: an Evaluator keeps
// its memory from one contract to the next. A Time packs the day number and the
// second of the day into one integer.
//
// # Words
//
// PAM is principal at maturity: interest on its own cycle, the principal at the
// end. LAM pays equal parts of principal, NAM a given instalment, ANN equal
// instalments of interest and principal, LAX follows arrays of amounts and
// rates, CLM and UMP run until they are called. CEG is a guarantee, CEC a
// collateral. IED is the initial exchange (the disbursement), IP an interest
// payment, IPCI interest added to the principal, PR a principal redemption, PI a
// further drawing, PRF the fixing of the next instalment, RR and RRF resets of
// the rate, IPCB a look at the interest base, SC a scaling index, FP a fee, PP an
// early repayment and PY its penalty, PRD and TD purchase and termination, MD
// the maturity, XD and STD an exercise and its settlement, CE a credit event, AD
// a look at the state.
//
// # Readings of the standard
//
// Where the text leaves a choice or its cases decide against it, the engine
// does this. A recurrence without anchor counts from the initial exchange. An
// annuity is solved over exact year fractions, so that the balance after the
// last date is zero, interest accrued since the last payment included. The
// penalty of an early repayment is charged on what comes back early. The fee of
// an enhancement that is exercised is due for the part of its cycle that has
// passed. Under conventions that calculate after shifting, interest of an event
// that is not moved itself is computed to the working day, too. Money that is
// called with notice rests until it is settled.
//
// # Invariants, held by property tests
//
// The principal that comes back is what was disbursed. Posted instalments are
// equal to the fen but for the last, and posted principal sums exactly to the
// disbursement. Restating a contract at any date with unchanged terms
// reproduces the remaining events. A run for the borrower's side is the exact
// negative of the lender's.
//
// The package is pure: standard library only, no clock, no I/O; the same terms
// give the same bytes, on a server and in a browser.
package loan
