// Package drawing lets a borrower draw what its contract leaves undrawn, in tranches
// or up to a revolving limit, and lets a lender let go of fees.
//
// Words: a Request is what a borrower asks for on a day, with the amount and what it
// is for. One that lies ahead is scheduled and asked on its day; from then on the
// lender has two working days. An officer or a post-loan person records the payout,
// somebody else who approves agrees, and with that the money is out: servicing books
// it, derives the schedule anew to the same end and keeps aside what is left. Either
// of them may refuse with a reason; the borrower may take back what nobody recorded.
// A request lapses when nothing may be drawn any more. A Waiver lets go of the fees
// of one due date that are not paid: one person of the lender proposes it with the
// reason, another one agrees.
//
// Invariants, of which the log and the tests know:
//
//   - whoever recorded a payout does not agree to it, whoever proposed a waiver does
//     not decide on it
//   - requests that wait and what is drawn never pass the contract's amount
//   - a payout counts from no day before the one that was asked for, and none after
//     the last day of drawing
//   - no fee is charged here: those of the contract are worked out by the engine
//
// Imports no other feature; what it needs of them it declares in needs.go.
package drawing
