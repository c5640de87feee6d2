// Package intake takes over what a lender keeps in spreadsheets: loans that its
// own books kept so far, and lists of repayments.
//
// A file is staged. Reading it makes a Batch with a report, line by line: what
// each line would come to, or what is wrong with it, where, and what to do. The
// report is no guess: every line goes through the door that a person would use,
// in the transaction of the upload, and is taken back. A batch is accepted or
// refused as a whole. Loans need a second person of the lender, who confirms the
// hash of the report; repayments are booked by who uploaded them, as by hand.
// When a batch is booked all lines go through the doors again; where anything
// comes out otherwise than the report said, nothing is booked and the new report
// stands in its place.
//
// The borrower of a loan that was taken over is told, sees it, and may object to
// a figure; the lender sees the objection.
//
// Invariants, held by tests:
//
//   - what is booked is what the report said, line by line, or nothing is
//   - who uploaded loans does not approve them
//   - a line about another lender's contract reads as one about none
//   - a file is booked once: by its hash, and by every number in it
//   - the total that the uploader states is the total of the lines
//
// Files are read by internal/platform/sheet. Imports no other feature; what it
// needs of them it declares in needs.go.
package intake
