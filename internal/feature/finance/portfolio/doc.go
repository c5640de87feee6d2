// Package portfolio lists loans: a lender's own and a borrower's own, with how
// far each is paid, what is due next and what is overdue, to be narrowed, sorted,
// added up and taken away as a file. For a borrower it also says what to pay
// next, to which account and with which reference, and what changed since the
// last time.
//
// It keeps nothing but up to where each person has read; what a loan is, the loan
// book knows and answers through an interface that needs.go declares.
//
// Invariants, of which the tests know:
//
//   - a party sees its own contracts and nobody else's
//   - the sums under a list are those of all rows that the filters leave, on
//     whichever page the reader is, and of the file that is taken away
//   - days past due are those of the account of the loan, worked out apart
//
// Imports no other feature.
package portfolio
