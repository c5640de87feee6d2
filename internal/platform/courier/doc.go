// Package courier carries messages out of the house: letters by SMTP, short
// texts to a gateway of SMS, lines to a robot of a chat, or files into a folder
// that stands in for all of them. It knows no business and keeps nothing.
//
// Words: a Message goes to one address; its ID is the same each time it is tried,
// and becomes the Message-ID of a letter, so that a letter which comes twice is
// known for one (RFC 5322, 3.6.4). A Refusal is an answer of the other side: for
// good, or for now.
//
// Invariants: an address and a subject hold no control characters, so that
// nobody writes a header of their own; a message is accepted once the other side
// said so, whatever happens on the line afterwards; a hook goes to public
// addresses only, but for networks that the operator names, never by a proxy of
// the environment and never where an answer leads; no answer of the other side
// is repeated with the address in it.
package courier
