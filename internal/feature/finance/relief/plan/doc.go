// Package plan turns a relief into new terms of a loan, and says what it
// changes: each due date before and after, in words and in figures.
//
// It is pure: how the loan stands and what it would come to are given. The
// figures are those of the loan's own account (engine/loan/subledger); nothing
// is computed a second time here.
//
// Words: an Action is what a lender grants, with its few parameters. A Standing
// is the loan as it is when the action is weighed. A Comparison sets the two
// futures beside each other.
//
// Invariants: an action never changes the amount of a loan; a deferral charges
// no penalty interest and keeps the rate; a rate cut names a lower rate; a new
// end is later than the old one. The fingerprint of a comparison covers every
// due date, so that who agreed to one agreed to all of them.
package plan
