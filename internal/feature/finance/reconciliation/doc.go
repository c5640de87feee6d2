// Package reconciliation holds a lender's own statement of a period against the
// books here, loan by loan, and keeps what the two differ in until it is gone or
// explained.
//
// Words: a Statement (对账单) is the file that the lender's core system gives for a
// period. A Line of it and a Movement of our books belong together by package match.
// What stands in one of the two alone, with another sum, or as another balance is a
// Difference; one that stands in one of the two alone is an outstanding item
// (未达账项). A Reconciliation is one statement with its differences.
//
// Both sides count by value date: our receipts on the day on which the money came
// in, and our balances as the account of the loan makes them on a day. Where the
// month of a day is closed, the ledger posts later and the movement says so.
//
// An officer after the loan brings the statement, mends the books through their own
// doors, matches again, and explains in words what stays. When nothing is left the
// period is agreed; what is explained needs a second person, who confirms the hash
// of report and explanations after a fresh confirmation. A period that is agreed is
// closed for other statements. What is booked into it later is not stopped: it is
// shown as changed since, and the period can then be taken up again.
//
// Invariants, held by tests:
//
//   - a line is put with at most one movement, and a movement with at most one line,
//     over all agreed periods of a lender
//   - per kind, what the statement moves less what our books move is what the
//     differences come to, to the fen
//   - an explanation holds for the difference as it stood when it was written
//   - nobody confirms what they brought, explained or sent themselves
//   - a line about another lender's loan reads as one about none
//
// Imports no other feature; what it needs of them it declares in needs.go.
package reconciliation
