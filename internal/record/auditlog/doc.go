// Package auditlog is the transparency log: what happened, in an order that
// nobody can change later without being seen, the operator included.
//
// Append writes an Entry in the caller's transaction and signs a Receipt. A
// sequencer gives entries their index and moves them into an unkeyed RFC 6962
// Merkle tree (golang.org/x/mod/sumdb/tlog), and signs a TreeHead in the C2SP
// checkpoint format. An InclusionProof shows that an entry is in the tree, a
// consistency proof that one tree grew out of another. Both can be checked
// offline, with public formats.
//
// # What a leaf holds
//
// An entry's record is a list of length-prefixed parts: format, origin, kind,
// case, case version, states before and after, time, pseudonyms of person and
// party, policy version, a random nonce, and for each data field its name and
// a commitment SHA-256(tag ‖ salt ‖ value). Amounts and texts never stand in
// the record themselves: the parties of the case get the openings, others learn
// nothing from the tree. The entry hash is the SHA-256 of the record and is
// what the receipt signs; the leaf is the RFC 6962 hash of the record with its
// index in front.
//
// # Invariants
//
// An entry exists exactly when the change that it records was committed. The
// entries of a case stand in the order of the case's versions. A party's
// entries are numbered without gaps. Verify recomputes all of it, and compares
// the last opened value of every state field with the tables of the features.
//
// What Verify cannot see from inside is a whole database put back to an earlier
// state: VerifyAgainst takes the heads that partners kept. And an older head
// that is missing is no finding: it holds nothing that the tree does not hold,
// and the log signs the very same bytes again.
//
// # Erasure
//
// Erase destroys values with their salts and records, as an entry, which ones.
// Records, leaves and proofs stay as they are. Verify names a value that is
// gone without such an entry, and one that an old backup brought back.
package auditlog
