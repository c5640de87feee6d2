// Package sealed closes what nobody may read before its time.
//
// # Words
//
// A Vault closes a content under the key of its case. What comes out is an
// Envelope, which tells nothing, and a Commitment, which binds: it can be shown
// to everybody, and later fits the one content that was closed and no other.
// Whoever holds the Opened content with its salt can work the commitment out
// again.
//
// # Decisions
//
// Each case has a random key of 256 bits, made when the first content is closed
// and stored wrapped by the vault's wrapping key, which lies outside the
// database. Both steps are AES-256-GCM of the standard library with a random
// nonce. The associated data of a content is its Label: moved to another case,
// party or place it does not open. Stored text is v1|key id|nonce|ciphertext.
//
// A commitment is SHA-256 over tag, salt and content, each with its length in
// front. The salt has 32 random bytes and lies inside the envelope, so that
// amounts and rates cannot be guessed and tried.
//
// # Invariants
//
// A content that opens is the content that was closed, under its commitment, or
// opening fails with ErrSpoiled. Forget destroys the key of a case: with it all
// envelopes of the case are noise, in backups too once these have lost the key.
// A case that was forgotten gets no second key.
package sealed
