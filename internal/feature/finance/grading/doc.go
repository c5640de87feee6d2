// Package grading puts a lender's loans into the five classes of asset quality,
// says why each is where it is, and reports them: number and balance by class,
// how late they are, the share that does not perform, and what moved since the
// month before.
//
// Words: a Grade is the class of a loan on a day with where it comes from. A Rule
// is a version of a lender's thresholds, from a first day on; one person proposes
// it and another, who approves, agrees after a fresh confirmation. Where a lender
// never set a rule, Usual counts. A relief holds a loan: for the rule's months of
// observation it is in no better class than on the day before its new terms came
// into force. The Report is worked out from the facts as they are known when it is
// read, for today or for the end of a month.
//
// The thresholds that Usual holds, and a year of observation for loans that were
// restructured, are those of the Measures for the Risk Classification of Financial
// Assets of Commercial Banks of 2023 (商业银行金融资产风险分类办法).
//
// Invariants, of which the tests know:
//
//   - no class is better than days past due, a default, a relief in its
//     observation or two people allow: the worst of them counts
//   - whoever proposed a rule never decides on it, and a rule never counts from a
//     day before it was agreed to
//   - the balances of a report sum to the principal in the lender's ledger, and
//     everything that was on the books at the end of the month before is found in
//     what moved
//
// Imports no other feature; what it needs of them it declares in needs.go.
package grading
