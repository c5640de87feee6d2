// Package relief keeps what a lender grants when work stops: from the
// borrower's request to new terms of the loan, and to their end.
//
// A borrower asks for one contract: which kind of relief, why, until when, and
// what it promises. The lender's officer proposes an action; before and after
// are the loan's own account of it, set beside each other. The borrower agrees
// to exactly that proposal, another person of the lender approves it, both with
// a fresh confirmation, and the loan is restated on its day in the transaction
// that says so. Package plan turns an action into terms and compares.
//
// A promise to keep jobs may be the condition. Where it is broken the lender
// gives notice and time to mend it; only then can another of its people revoke
// the relief, and what that changes is a version of the terms as well.
//
// Invariants, held by tests:
//
//   - one case at a time is under way for a contract
//   - nobody agrees to, approves or puts in force another proposal than the one
//     whose hash was shown: the hash covers the terms, the version of the terms
//     that they follow, and every due date
//   - who proposed does not approve; who gave notice of a breach does not revoke
//   - what a relief changes is a version of the contract's terms, and so is what
//     its revocation changes; nothing is overwritten
//   - every log entry carries a fingerprint of the case with all its proposals
//
// Imports no other feature; what it needs of them it declares in needs.go.
package relief
