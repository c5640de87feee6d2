// Package subledger keeps the account of one loan: from its terms, their later
// versions and what happened (payouts, receipts, early repayments, a
// write-off) to what is owed, paid, overdue and waiting on any day. A loan that
// other books kept so far begins with what stood there.
//
// # Method
//
// Fold is a pure function. Nothing but facts goes in: a receipt counts on its
// value date, whenever it was booked, so that a receipt that is entered late, or
// one that is taken back, is a fold of other facts and not a correction of
// figures. What a receipt went to is an answer, never an input.
//
// A version of the terms takes effect at the end of a day. The rows that have
// fallen due stay as they are, the rows to come are derived anew from the
// posted balance. An accrual is cut where the rate or the balance changes and
// nowhere else, and the interest of a period is rounded once, on its due date.
// An instalment is the engine's, solved with the interest accrued so far and
// rounded once; the last row clears the balance.
//
// A deferral may cover what fell due earlier and is unpaid: such sums go back
// into the balance, bear the ordinary rate from their due date, and neither
// penalty interest nor days past due are counted for them. A period whose interest
// is deferred has not ended: what it is made of goes on into the row to come and is
// rounded once, there. LN91 of Fenghe Park decides it: 142 days at 5.87 % on
// 600,000 are 13,892.33, two roundings of 29 and 113 days would be a fen more.
//
// A Line lets a borrower draw in parts. A tranche is a restatement on its day: the
// balance and the tranche, solved anew to the same end, as package relief has it.
// What may still be drawn costs a commitment fee, counted by the day like interest
// and rounded once on its due date; fees fall due with rows and are a kind of debt
// of their own. A deferral covers none of them.
//
// Within a day: what waits goes to what falls due, then the first payout, then
// fees that are waived, then receipts in the order in which they were booked, then
// what is held for a refund and what was refunded, then what else the borrower
// chose, then what is drawn later, then new terms, then what ends the loan.
//
// # Invariants, held by property tests
//
//   - principal paid, balance and what was written off sum to what was paid out
//   - every receipt goes somewhere to the fen: principal, interest, penalty
//     interest, charges, or it waits
//   - no more is drawn than the line has left, and what is owed of one that
//     revolves never passes its limit
//   - a version that changes nothing changes nothing
//   - the plan of package instalment, when nothing else happens
//   - the order in which receipts of different days were booked is no matter
//
// The rules follow the lending contracts of the ACTUS standard as package loan
// implements them; the order of allocation and penalty interest are those of
// Chinese bank loans.
package subledger
