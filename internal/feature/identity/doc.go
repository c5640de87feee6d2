// Package identity knows organisations and people, lets them in, and keeps
// what enterprises consented to.
//
// Words: a Party is an organisation; a Person is somebody; a Membership lets a
// person act for a party in roles, on the days of a half-open interval. A
// Session is one signed-in browser or program, through one membership. A
// step-up is a fresh confirmation for one purpose. A Passkey is a key in the
// owner's device; an Invitation is how somebody gets an account. A Consent lets one party
// read classes of a case's data of another; a Disclosure is one such reading.
//
// Invariants: no secret is stored, only what checks it (the shared secret of
// one-time codes excepted, which must be known to check them). A right ends on
// the day its membership ends, with the next request. An invitation works once
// and never attaches to an account whose owner did not sign in. Every grant and
// revocation stands in the transparency log.
package identity
