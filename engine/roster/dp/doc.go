// Package dp finds the cheapest roster of one person, exactly.
//
// It is a dynamic program over days. A state says how the person stands after a
// day: for how long off, or on which class of shift for how long; how many units
// of work so far, how many weekends, and where counters stand (maxima of types,
// weekly limits, nights). Costs are whole numbers, given per day and type; the
// price of a day off is 0. Runs that touch the border of the horizon may be short,
// unless what came before is known.
//
// States of one mode lie side by side, so a step of the program is a handful of
// long additions with a minimum; totals from which the end cannot be reached any
// more are left out. The program is the pricing problem of column generation for
// rosters (Jaumard, Semet and Vovor 1998; Burke and Curtois 2014), in the place of
// a shortest path with resource constraints.
//
// Invariants: the path that Cheapest leaves keeps every limit and costs what it
// answers; no path that keeps them costs less. Buffers grow once and are reused.
package dp
