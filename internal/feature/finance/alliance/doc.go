// Package alliance keeps who belongs to the lenders' alliance, and lets one leave
// it in the middle of its work.
//
// Words: a Standing is where a lender stands in the alliance. Every lender that
// the house registered is a member until a departure was decided. A departure has
// a reason and a day, is asked for by the park's manager or the alliance's
// convenor, and is confirmed by another person of either; so is a return, which
// is a new admission.
//
// From the confirmation on nobody invites the lender any more. On the day its
// products go from sale, its open cases end, what it has drafted, sealed or issued
// is withdrawn with the money set aside for it freed, and each enterprise is told
// that it may ask others. What was accepted stays: contracts go on, and the
// lender's people keep serving them.
//
// Invariants, of which the log and the tests know:
//
//   - whoever asked for a departure or a return never confirms it
//   - before its day a departure takes nothing but invitations
//   - a lender that left has no open case, no open offer and no product on sale
//   - whoever comes back sells nothing before its own two people put it on sale
//
// Imports no other feature; what it needs of them it declares in needs.go.
package alliance
