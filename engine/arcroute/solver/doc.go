// Package solver finds plans: a first one in milliseconds by path-scanning, then
// better ones for as long as the budget lasts. See package arcroute for the
// method and its sources, docs/adr/0014-rounds.md for the reasons.
//
// # Two searches
//
// Where tanks are filled at the depot alone and the total counts, the fast search
// plans: one route per tank load, each of some type of vehicle, several hundred
// thousand trials per second of CPU time, no allocation in the loop. Types of
// vehicles that share streets are planned together, others one after the other.
// One-way lanes, turns, blocked edges and lanes that are too narrow are no
// hindrance: they are in the tables.
//
// Everything else (filling on the way, the crew that ends last) goes to the
// search over tours: one order of tasks per crew, split into loads by dynamic
// programming at every change. It makes some thousand trials per second on a
// park and is meant for a few hundred segments.
//
// # Invariants, held by property tests
//
// Every plan passes package verify. Equal instance, options and iterations give
// equal plans. No plan is worse than Options.Start, as far as that holds still.
// What the search keeps account of equals a count from scratch after each trial.
package solver
