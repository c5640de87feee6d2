// Package books is what lenders, borrowers and the auditor read of the ledger:
// a trial balance by month, and statements of a loan or of all loans of a party.
// A lender closes a month once it is over; what counts in a closed month and is
// booked later is posted in the open one.
//
// Invariants, checked by tests and by kaigong verify:
//
//   - a trial balance sums to zero for each lender, before, in and after a month
//   - opening, movements and closing of a statement agree, and its closing is
//     the balance of the ledger
//   - months are closed in order, and the trial balance of a closed month never
//     changes again: the log keeps its fingerprint
//
// Imports no other feature; what it needs of them it declares in needs.go.
package books
