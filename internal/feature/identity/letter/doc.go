// Package letter tells people outside the program what waits for them: by
// e-mail, SMS, or the robot of a chat.
//
// Words: an Address is one that a person gave and confirmed by a code; an Item is
// one notice or one turn that somebody shall hear of on one channel, at once or
// with the next digest; a Letter is one message to one address, which gathers the
// items that are due; it is ready, then sent, dead (given up, the operator sees
// it) or void (there was nothing left to tell). A Kind is a move of one's own,
// news, a reminder or security.
//
// Invariants: an item is a row of the transaction that caused it. What a letter
// says is composed when it leaves, by what its reader may see then: rights that
// ended, turns that were taken and offers that are sealed are in no letter, and
// no text of a letter is stored. A letter that was accepted is never sent again;
// where the program died between acceptance and mark it is, under the same
// Message-ID. Subjects and short texts name no case, no amount, no organisation.
// Nothing but its code goes to an address before it is confirmed. What concerns
// the safety of an account cannot be switched off. Who writes, in one hour, gets
// at most a few letters; the rest waits and comes in one.
package letter
