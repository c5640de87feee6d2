// Package export is the one door through which a list leaves the house as a file:
// under a right of its own, with a reason, a number and a mark in the file.
//
// Looking is not taking away. Whoever may list rows asks here for a file of them,
// says why, and the register keeps who took what: number, list, filter, reason,
// how many rows, and a fingerprint of them. The rows themselves are not kept: the
// file is worked out again when it is fetched, as its taker may see the list then,
// and refused where the fingerprint differs. So a consent that was revoked in
// between stops the file, and there is no store of copies to guard.
//
// Words: Export is a line of the register; TakeExport asks for one. What a list
// puts into a file is its module's Sheet.
//
// Invariants, of which the tests know:
//
//   - a file is fetched by its taker alone, in the organisation it was taken for,
//     within fifteen minutes, and holds the rows that were counted
//   - whoever may not list rows takes none: the list asks its own permission
//   - a line of the register is never changed, and each is a logged fact
//   - the operator reads that and why others took, never with which filter
//
// Imports no other feature: lists are described in the modules.
package export
