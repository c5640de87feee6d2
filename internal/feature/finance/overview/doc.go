// Package overview counts what comes of the alliance: by day, by industry and by
// lender, in a window of days. It keeps nothing; what it counts, other features
// answer through the interfaces of needs.go.
//
// # Who reads what
//
//   - the town and the park read applications exactly, since they may list them,
//     and open every figure to its rows
//   - the park reads lenders exactly as well: it sees each answer on its case
//   - the town reads lenders, and the convenor everything, as counts alone: small
//     cells are kept back (package disclosure), and what is protected so is told
//     of whole quarters, which do not overlap, so that no two tables can be
//     subtracted from each other
//   - a lender reads what came of its own cases, and nobody else's
//
// # Invariants, of which the tests know
//
//   - every figure is what a second count over the transparency log comes to
//   - an offer that is sealed moves no figure, its own lender's included
//   - no small cell can be computed from what its reader is told
//
// Imports no other feature.
package overview
