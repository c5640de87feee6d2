// Package pipeline shows who waits for whom: a lender's cases as a board and as
// a list, and the desk of the liaison, who sees to it that nobody is forgotten.
//
// It keeps reminders, and no case of its own. What a case is, and what its lender may know of
// it, origination answers through an interface that needs.go declares; whose
// move it is and until when, the Keeper of turns knows.
//
// Invariants, of which the tests know:
//
//   - a lender sees its own cases and nobody else's, under the names that it
//     may know at that stage
//   - board and list show the same rows: every case stands in one stage
//   - a clock that is held is on no desk: silence about one lender would tell
//     that another has offered
//   - whoever is late is reminded of a case at most once a day, and the log says
//     who did it
//
// Imports no other feature.
package pipeline
