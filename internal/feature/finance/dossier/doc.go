// Package dossier keeps the documents of an application as its parties see them:
// what is asked for, what is there in which version and until when it counts,
// what a lender has asked for besides, and who has looked.
//
// Documents themselves are of record/document. A Request is a lender's wish for
// one kind of document, with a reason and a day; it waits for the enterprise as a
// task until the document comes, the lender takes it back, or it lapses because
// the application is past the point or the lender may no longer read.
//
// Invariants, of which the log and the tests know:
//
//   - an enterprise adds to its own application, until it has chosen an offer; a
//     document that is added after handing in is a logged fact of the application
//   - a lender reads under a live consent for documents, or as part of the contract
//     file; the ground is asked anew with every request
//   - every reading of a document is written down with person, party and ground,
//     in the transaction that hands out its bytes
//   - a document is found through its application alone: the id of another
//     enterprise's document is as unknown as one that never was
//
// Imports no other feature; what it needs of them it declares in needs.go.
package dossier
