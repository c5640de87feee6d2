// Package catalogue keeps what the alliance's lenders sell.
//
// A Product is one loan of one lender: limits, terms and the way of repaying.
// The lender's approver defines it; everybody who signed in may read it.
//
// Invariants, of which the log and the tests know:
//
//   - a lender changes only what is its own, and only its approver does
//   - an offer that was made keeps its terms: it copies them, whatever the
//     product becomes afterwards
//   - what a product promises is a logged fact, written with every change
//
// Imports no other feature; what it needs of them it declares in needs.go.
// Package origination asks it what is on sale, through an interface of its own.
package catalogue
