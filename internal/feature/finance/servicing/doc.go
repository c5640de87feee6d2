// Package servicing keeps a loan from the accepted offer to its end.
//
// An accepted offer becomes a Contract: one self-contained file whose SHA-256
// both parties sign with a fresh confirmation. Once both have signed it is
// effective; the lender pays out once, and the day of the payout fixes the
// posted schedule. Receipts are booked against it, oldest due first; an early
// repayment is quoted to the fen for a day and closes the loan.
//
// Invariants, checked by Check and by the simulator:
//
//   - accepted terms, signed terms and the engine's input have one hash
//   - principal repaid and balance sum to what was disbursed, in the rows, in
//     the schedule and in the ledger
//   - a receipt number is booked once per lender; a receipt that was wrong is
//     taken back by the approver and stays readable as a reversal
//   - a quote for an early repayment holds until money moves
//   - every log entry carries a fingerprint of the contract's rows
//   - whoever drafted the offer does not sign for the lender
//
// Imports no other feature; what it needs of them it declares in needs.go.
package servicing
