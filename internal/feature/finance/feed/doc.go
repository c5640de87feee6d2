// Package feed gives each person a calendar of due dates that phones and desks
// subscribe to: an address of their own, which nobody guesses and which they can
// take back at any time.
//
// An address holds a keyed code of its id, so that the tables alone open none.
// What it answers is what the person chose: the contract and the number of the
// instalment, and only if they wish the sum, and only if they wish the name of
// the other side. It answers nothing once they have left the organisation.
//
// Invariants, of which the tests know:
//
//   - one address of a person for a party at a time; a new one ends the old
//   - a due date keeps its name in the calendar when it moves, and its sequence
//     grows with every change of the contract
//   - whoever asks too often is told to wait
//
// Imports no other feature.
package feed
