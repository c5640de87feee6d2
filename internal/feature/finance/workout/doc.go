// Package workout lets two people of a lender declare a loan in default, write it
// off, or put it in a worse class of asset quality than its days past due ask for.
//
// Words: a Proposal is what an officer or a post-loan person proposes about one
// loan, with the reason; somebody else, who approves for the same lender, agrees
// after a fresh confirmation or refuses with a reason. Whoever made it may
// withdraw it, and it lapses when the state of the loan moves under it. A Class is
// one of the five of asset quality. What it is without people's judgement is another
// feature's to say; an agreed proposal can only make it worse, until another one
// takes its place.
//
// A write-off is of the whole balance: servicing gives up all of it or nothing.
// The debt is not forgiven, and what comes in afterwards is booked by post-loan
// like any receipt, and is a recovery.
//
// Invariants, of which the log and the tests know:
//
//   - whoever proposed never decides
//   - a loan has at most one proposal that waits
//   - what is agreed is agreed of the loan as it was shown
//   - no class is better than the rule allows, nor than one that was agreed
//
// Imports no other feature; what it needs of them it declares in needs.go.
package workout
