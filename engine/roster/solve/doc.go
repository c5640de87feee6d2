// Package solve plans an instance: it finds a roster that breaks no hard rule of
// any person, whose cost is near the least possible, and a lower bound that shows
// how near.
//
// # Method
//
// Everything rests on an exact dynamic program for one person (package dp): given
// prices for each day and shift type it finds the cheapest roster that keeps all
// of the person's rules. Whatever is planned is put together from its answers, so
// it is feasible by construction.
//
// Best response gives a first roster at once: one person after the other gets the
// cheapest roster, given the others and the part of the need that is due. Then
// column generation (Dantzig and Wolfe 1960; for rosters Jaumard, Semet and Vovor
// 1998, Burke and Curtois 2014, Strandmark, Qu and Curtois 2020) solves the linear
// program over all rosters of all people: package lp solves the restricted
// program, the dynamic program prices. Prices are warmed by an incremental
// subgradient and smoothed (Wentges 1997). A program of many rows is not solved
// exactly but by a first-order method (lp.Saddle), whose prices move little from
// round to round. From the program a dive fixes assignments, the surest first,
// generating all the way; what is fixed at once always agrees with some column.
//
// After that, large neighbourhoods are solved the same way: some people on some
// days are opened, the rest is fixed, and as soon as the bound of the small program
// shows that nothing better is in it, it is left. On horizons of more than four
// weeks, and with many shift types where fair shares or pairs count, everybody is
// opened first on windows of days that roll over the horizon and grow; with many
// rows on up to a hundred days they roll once, a week at a time. Where fair
// shares or pairs reach across windows, two or three people at a time answer again
// in a new order before that.
//
// # Bound
//
// For any prices of cover between -over and under, the sum of everybody's cheapest
// roster and of the priced need is no more than the cost of any roster (Lagrange).
// Prices and costs are whole numbers of 1/4096, so the sum is exact, and since
// costs are whole numbers it may be rounded up. Maxima of single types that are
// too many to count are relaxed with multipliers, which keeps the bound valid and
// makes it a little lower.
//
// # Invariants
//
// The same instance, seed and number of iterations give the same bytes. An
// iteration is one run of the one-person program. Memory is bounded by the size of
// the instance and by the columns of one program.
//
// # Instances
//
// The public instances can be had from the page "Shift Scheduling Benchmark
// Instances" of schedulingbenchmarks.org; roster.ReadText reads their format.
package solve
