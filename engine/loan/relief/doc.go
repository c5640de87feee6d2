// Package relief states what a lender grants when work stops as new terms of
// the same contract.
//
// # Method
//
// A relief is a restatement: the contract is frozen at the effective date, and
// terms go on from what is owed, accrued and agreed by then; history stays.
// Each function takes the contract, what was observed and the date, and answers
// with the terms to compute from there on (loan.Events) or to post
// (loan.Book). Subsidies accrue beside the contract, guarantees share what it
// owes; both are computed from its events.
//
// # Words
//
// Deferral 延期还本(付息) moves principal, or principal and interest, to later
// dates without penalty; the interest of the pause is simple. Spreading 利息平摊
// pays that interest in equal parts beside the new instalments. Capitalisation
// 利息转本金 adds it to the principal. Extension 展期 moves the end of a loan that
// is repaid at the end. Renewal without principal 无还本续贷 settles an old loan
// from a new one. A tranche 分批放款 is drawn on the same contract. A bridge loan
// 应急转贷 carries a firm from one loan to the next for a few days.
//
// # Sources
//
// The actions are those of the agencies' notice on deferring principal and
// interest of small firms (银保监发〔2020〕6号) and of county rules on bridge funds;
// each number in them is a parameter here.
//
// # Invariants
//
// A deferral never lowers the principal and never the interest; a rate cut
// never raises an interest payment; shares and the bank's part add up to one
// exactly; a subsidy never exceeds the interest paid, its budget or its window.
package relief
