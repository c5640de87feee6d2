// Package roster plans who works when: people with limits, shifts with cover,
// wishes and rules between people become a roster that breaks no hard rule, at a
// cost near the least possible, with a lower bound that shows how near.
//
// This package holds the words: Instance, Roster, the faults an instance can have,
// and the readers of the public text format and of our own JSON. Its parts:
//
//	dp      the cheapest roster of one person, exactly
//	lp      the simplex method for the restricted master program
//	solve   the search, its bound
//	verify  judges a roster; shares no code with the others
//
// # The problem
//
// A horizon of days in weeks from Monday. At most one shift a day. Hard rules
// concern one person each: absences, skills valid on the day, what may not follow
// on the next day, rest and hours of a calendar day, most shifts of a type, least
// and most total minutes, runs of days worked and off, weekends, weekly limits,
// pinned shifts. A run that touches the border of the horizon may be short. Cover
// is soft: each missing and each surplus person costs; so do unmet wishes, unfair
// shares and broken rules between people.
//
// # Sources
//
// The problem is the shift scheduling problem of Curtois and Qu (Computational
// results on new staff scheduling benchmark instances, 2014), whose 24 instances
// can be had from schedulingbenchmarks.org; the rules beyond it are what volunteer
// systems and commercial planners offer or are asked for. The method is named in
// package solve.
//
// The package is pure: standard library only, no clock, no I/O; the same input
// gives the same bytes.
package roster
