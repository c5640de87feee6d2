// Package workout lets two people of a lender declare a loan in default, write it
// off, or put it in a worse class of asset quality than its days past due ask for.
//
// Words: a Proposal is what an officer or a post-loan person proposes about one
// loan, with the reason; somebody else, who approves for the same lender, agrees
// after a fresh confirmation or refuses with a reason. Whoever made it may
// withdraw it, and it lapses when the state of the loan moves under it. A Class is
// one of the five of asset quality. It follows from the days past due by Rules, and
// from the state of the loan; an agreed proposal can only make it worse, until
// another one takes its place. The thresholds that Usual holds are those of the
// Measures for the Risk Classification of Financial Assets of Commercial Banks of
// 2023 (商业银行金融资产风险分类办法).
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
//   - no class is better than the days past due allow, nor one that was agreed
//
// Imports no other feature; what it needs of them it declares in needs.go.
package workout
