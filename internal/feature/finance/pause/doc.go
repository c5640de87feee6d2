// Package pause lets a clock stand still when both sides agree.
//
// Whoever's move it is asks, with a reason and a day; the other side confirms or
// refuses. Only the confirmation pauses the clock, until that day or the next move
// of the case, and the interval with both names stays on the case. A request that
// nobody answers before its day lapses, and the clock never stood still.
//
// What a lender does with its case before the offers open is its own business: the
// enterprise reads what it agreed to, and not whether the clock still ran. So its
// answer is taken in the same words whether the lender has offered meanwhile or not.
//
// Invariants, of which the log and the tests know:
//
//   - a clock stands still only in states that say so, or with a reason and the
//     receipt of the other side
//   - pauses of a clock lie apart, and none lasts longer than was agreed
//   - whoever asks is of one side, whoever confirms of the other
//
// Imports no other feature; what it needs of them it declares in needs.go.
package pause
