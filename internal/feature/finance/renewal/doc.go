// Package renewal keeps 无还本续贷, the renewal of a loan without repaying its
// principal: from the borrower's request before the loan falls due to a new
// contract that settles the old one on its last due date.
//
// A renewal is reviewed like a new loan. The lender's officer answers each line of
// the checklist with a note, and only then proposes terms. The new contract is
// written as one file; its SHA-256 is the fingerprint that the borrower signs, and
// that another person of the lender signs who neither reviewed nor proposed. Both
// sign before the old loan falls due. On that day no money moves: the proceeds are
// set against the principal through a clearing account that the same transaction
// empties, and the lender's budget stays as it is. The borrower pays the interest,
// and what the new amount leaves open, itself. The old contract becomes renewed,
// and each of the two names the other.
//
// Invariants, held by tests:
//
//   - one renewal at a time is under way for a contract, and none for one in
//     arrears, in a deferral, in relief, past its last due date or renewed already
//   - the new amount is never above the principal that falls due
//   - nobody signs another file than the one whose fingerprint was shown, nor for a
//     loan that is no longer as the file says
//   - who reviewed or proposed does not approve
//   - the clearing account of every renewal holds nothing, and the books of both
//     loans balance
//   - the class of risk may stay as it was only where every line of the checklist
//     holds
//
// Rules: 银监发〔2014〕36号 and 〔2015〕38号, as the public summaries have them.
//
// Imports no other feature; what it needs of them it declares in needs.go.
package renewal
