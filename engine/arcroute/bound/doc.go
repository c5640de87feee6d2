// Package bound computes a cost below which no plan can be, so that a plan's gap
// says how good it certainly is.
//
// # Method
//
// What every plan pays for treating is fixed; what is left to bound are the
// deadheads. Take any set of vertices without the depot. Each tank load that
// touches it must enter and leave it, and closed routes cross its border an
// even number of times; the required edges on the border give some of these
// crossings, deadheads must give the rest. The linear programme over all such
// cuts (Belenguer and Benavent 1998, 2003) is solved by the revised simplex
// method on its dual, which packs weights of cuts into the costs of edges; cuts
// are sought by connected components, by one least cut with fractional loads,
// by a tree of least cuts (Padberg and Rao 1982: exact for parity, so that the
// bound is never below the one of minimum-cost matching), and by a tabu walk.
//
// The cuts to begin with are the parts of what lies beyond each distance from the
// depot: weighted by the steps between distances they are a bound by themselves,
// in time that hardly more than sorts the vertices, and the only one for networks
// whose programme would grow too large.
//
// Types of vehicles that share no work have a programme each: the ways of one do
// not serve the other. Where lanes are one-way, driving there and driving back
// are told apart: rounds come into a set as often as they leave it, so that
// lanes to be treated that lead out call for deadheads that lead in (the balance
// of the mixed postman problem, Nobert and Picard 1996; the set that lacks most
// is found by one least cut). Dead ends that must be treated pay for turning back.
//
// # Validity
//
// The weights found are rounded down to whole numbers of a fine grain, checked
// against the cost of every edge, and summed: the bound holds whatever floating
// point did. Turns elsewhere, and who fits where among types that share work, are
// relaxed, so that it holds for parks too, with a wider gap. Deadheads cost a
// multiple of the greatest common divisor of all edge costs, which rounds the
// bound up.
package bound
