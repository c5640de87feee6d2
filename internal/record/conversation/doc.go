// Package conversation holds what the parties of a case say to each other.
//
// # Words
//
// A Message is said by a person for a party, on a case, to an audience of
// parties. The speaker's own party always belongs to the audience.
//
// # Invariants
//
// Whoever is not in a message's audience learns nothing of it: not its text,
// not that it exists, not by a count. Messages are never changed. What a
// person has read is a mark on the last message, per case.
//
// The audience is fixed when a message is said. A party whose access to the
// case ends later is kept away by the case's own rules, which the caller asks
// before it lists.
package conversation
