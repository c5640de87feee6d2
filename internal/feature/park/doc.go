// Package park keeps what the park knows about its premises and its
// enterprises: buildings and their units, who leases which unit from when to
// when, the profile of each enterprise, and how many of its people are at work.
//
// The Finance Alliance rests on it. A lender that an enterprise lets in is told
// what the park itself can vouch for, through Facts; nobody at a bank can look
// into this package.
//
// # Words
//
//   - Building 楼宇 holds units. Unit 房源 is what is leased; its area is a whole
//     number of square decimetres, its list rent fen per square metre and month.
//   - Lease 租约 gives an Enterprise 入驻企业 some units for the half-open interval
//     [From, To). Paper and forms write the last day, which is the day before To.
//   - A renewal 续租 is a lease of its own that begins where the previous ends and
//     names it; following Previous leads to the first.
//   - Headcount 用工人数 is a count of people at work and of people normally at
//     work on a day. It is a number and nothing else: never who, never why.
//   - Occupancy 出租率 is leased area over rentable area on a day.
//
// # Invariants
//
// No unit is in two leases on the same day: a serialised check inside the
// transaction that signs. A lease lasts a day at least. The state of a lease is
// derived from its dates and never stored. Headcount reports are only added;
// the last one for a day counts, and a correction by the park names its reason.
// Leases and headcounts are recorded in the transparency log in the same
// transaction.
package park
