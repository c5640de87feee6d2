// Package origination takes an enterprise's need for money from a draft to an
// accepted offer.
//
// An enterprise states its need once, in an Application. The park's financing
// liaison verifies what the park knows and publishes it without names. Each
// invited lender works on a LenderCase of its own: it sees an anonymous
// profile, requests the file, assesses, and answers with an Offer or with a
// structured reason. Reading the file needs a live consent for that lender and
// that class of data; every reading is recorded. The enterprise accepts one
// offer with a fresh confirmation, and the accepted terms become a contract,
// which package servicing keeps.
//
// Invariants, checked again by the simulator:
//
//   - one open application per enterprise and purpose
//   - what a lender has reserved never exceeds its funds
//   - whoever drafted an offer never approves it
//   - a lender reads a field only under a live consent, or from acceptance on
//     in the contract file; each reading has a log entry that names the ground
//   - the terms that were accepted are the terms of the contract, by hash
//
// Imports no other feature; what it needs of them it declares in needs.go.
package origination
