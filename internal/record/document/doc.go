// Package document keeps files that belong to cases: who brought them, until
// when they count, and who has looked at them.
//
// # Words
//
// A Document is one version of one kind of file of a case: putting the same
// kind again makes the next version and keeps the earlier ones. Its bytes are
// a blob, named by their SHA-256 within the case.
//
// # Decisions
//
// Blobs lie in the database, as base64 in rows of at most 256 KB. So one
// transaction holds the file and what refers to it, one backup holds
// everything, and a node keeps no state of its own. A file has at most 10 MiB.
//
// Equal bytes are stored once within a case and never across cases. Nobody can
// learn from a size, a time or an answer that another case has the same file,
// and erasing a case's file never asks who else uses it.
//
// # Invariants
//
// A document is reached through its case: an id under another case is as
// unknown as one that never was. What is read is what was put, by its hash, or
// reading fails. The log of who has seen a document only grows.
//
// The media type is the caller's finding, made by looking into the bytes;
// this package does not judge content.
package document
