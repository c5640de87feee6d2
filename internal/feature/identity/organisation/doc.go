// Package organisation lets an organisation keep its own people: roles that
// change, rights that need a second person, and leaving, which hands open work
// on.
//
// Words: a Grant is a right that somebody asked for a colleague and that waits
// for a second person. A right needs a second person when it accepts, approves
// or signs, or when it hands on what does (kernel.Role.NeedsSecond). A Duty is
// something open that whoever leaves answers for: a turn of their role, or a
// draft that they began. A Handover says who took it.
//
// Who the second person is: somebody of the organisation who holds such a right
// already, neither who asks nor who would get it. Where there is nobody like
// that, a manager of the park who has seen a paper and writes down which. So no
// single person, however many accounts they make, comes to a signing right: an
// account counts only once two who counted before have let it in.
//
// Invariants:
//
//   - a right of a Grant is held by nobody before it is confirmed, and by nobody
//     once who asked for it is no administrator any more
//   - an administrator never confirms what they asked for, nor what they get
//   - work that needs two people never ends up with one: what somebody drafted
//     is not handed to whoever would have to approve it, nor the other way round
//   - every grant and every handover stands in the transparency log
package organisation
