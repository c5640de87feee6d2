// Package scheme keeps the policies under which lenders grant relief: a published
// document with its number, what makes a loan eligible, and what may be granted.
//
// A lender's officer writes a scheme down as structured rules, another person puts
// it in force. From then on the lender reads which of its loans are eligible and,
// of each that is not, why; the borrower reads that its loan is, and asks with one
// press. A relief that cites a scheme is checked against it: an action that it
// allows, no later than its latest day, without penalty interest, with the promise
// on jobs that it asks for, within its budget. Coverage (应延尽延) is what was
// relieved of what is eligible, by count and by balance, by lender and month.
//
// Overseers read counts alone; a cell of fewer than five loans is not told, nor one
// from which such a cell could be worked out.
//
// Invariants, held by tests:
//
//   - who wrote a version does not put it in force; a version never changes
//   - relieved loans are among the eligible, so that coverage is at most one
//   - every loan that is not eligible has a reason, and every eligible one has none
//   - nothing is granted under a scheme that its rules do not allow
//
// Schemes inform; no lender is bound and nothing is scored. The published texts
// behind the demo's schemes: 银保监发〔2020〕6号 (2020-03-01) and the follow-up of
// 2020-06-01.
//
// Imports no other feature; what it needs of them it declares in needs.go.
package scheme
