// Package dunning reminds both sides of a loan of what falls due: some days
// before the collection day, and on it, each once. What is overdue is told by
// servicing when the contract becomes late.
//
// A reminder counts calendar days to the collection day, which is a working day.
// When the program was not there on a day, only the reminder that is right now
// is sent. Money that waits and suffices needs no reminder.
//
// Imports no other feature; what it needs of them it declares here.
package dunning
