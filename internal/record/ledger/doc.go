// Package ledger is the double-entry book: accounts, transfers between them,
// and the postings that a transfer consists of.
//
// # Words
//
// An Account belongs to a party and holds one currency. A Transfer is one
// event that moved money, with at least two legs; each leg becomes a posting.
// A positive amount raises the account's balance and a negative one lowers it,
// so an amount that one account gives is what others take.
//
// # Invariants
//
// The legs of a transfer sum to zero in every currency, so all postings do.
// Nothing is ever changed or deleted: a mistake is mended by Reverse, which
// posts the opposite and is linked to what it takes back, once.
//
// A business id names one event for ever. Posting it again with the same body
// answers the first transfer; with another body it is a Conflict. So a
// repeated request, job or event cannot move money twice.
//
// A balance is the sum of the postings: no row is shared between writers. Only
// a guarded account has a running balance, which may not fall below zero; the
// database decides that in the statement that changes it.
//
// Check proves all of this from the rows.
package ledger
