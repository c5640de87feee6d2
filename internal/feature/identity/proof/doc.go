// Package proof knows how somebody proves who they are: the arithmetic of
// passwords, one-time codes and devices, without accounts and without tables.
//
// Words: a Hash checks a password and does not contain it. A code belongs to a
// step of thirty seconds. A device answers a Challenge; its State is what the
// site must remember to check the answer, and the Key is what the device left
// with the site when it was introduced.
//
// Invariants: checking costs the same whether or not there is something to
// check; a code of a step that was taken, or of an earlier one, is not taken; an
// answer counts for this site alone and only where the device knew its owner.
package proof
