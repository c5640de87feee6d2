// Package catalogue keeps what the alliance's lenders sell.
//
// A Product is one loan of one lender: limits, terms, the way of repaying, the
// documents it asks for, and whom it is for. It exists in versions. Somebody at
// the lender drafts a Version, somebody else approves it with the day from which
// it counts; from that day the newest approved version is what is on sale. A
// product withdrawn from sale comes back with its next approved version.
//
// Invariants, of which the log and the tests know:
//
//   - a version never changes: a draft that is made again is another version
//   - nobody approves what they drafted, and a lender changes only its own
//   - approved versions count one after the other: none from a day before that
//     of an earlier one, none from a day that is past
//   - whoever made something on a version keeps it: an application that was
//     handed in and an offer name product, version and hash, whatever the
//     product becomes afterwards
//   - what a version promises is a logged fact, as are who drafted, approved and
//     withdrew it and from when it counts
//
// Imports no other feature; what it needs of them it declares in needs.go.
// Package origination asks it what is on sale, through an interface of its own.
package catalogue
