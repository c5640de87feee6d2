// Package referral leads an application that every lender declined to a guarantee
// company, to the town, or to both.
//
// Words: once the park's liaison has referred an application, its owner may ask one
// guarantee company for a GuaranteeRequest and the town for a Recommendation, both
// at the same time and each at most once at a time. A guarantor first reads a
// profile without a name; it opens the file under a consent that the owner gave
// it, class by class, and every reading is written down with that ground. What it
// answers is a Letter of intent: the share of a loan that it would cover, how large
// a loan, what that costs a year, until when and on which conditions. An officer
// proposes it, an approver signs it after a fresh confirmation. The town reads what
// the park knows of the enterprise, never its file, and writes a recommendation or
// says why not. Both answer within three working days.
//
// What came of it is a kernel.Backing: the owner publishes the application again,
// and the lenders it invites read the letter and the recommendation in the profile.
//
// A letter binds its guarantor from then on: it may be taken back only while no
// lender sees it. Whether an offer lies sealed on it, a guarantor that was refused
// could tell; so the publication is the border, which everybody knows.
//
// Invariants, of which the log and the tests know:
//
//   - whoever proposed a letter never signs it, sends it back or declines it
//   - a guarantor reads under a live consent alone, and nothing after its request
//     ended
//   - a letter covers no more than the whole loan and no larger one than was asked
//     for
//   - nothing is answered once the application is no longer referred
//
// Imports no other feature; what it needs of them it declares in needs.go.
package referral
