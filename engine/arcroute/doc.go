// Package arcroute plans rounds along roads: every required segment is treated
// once, no tank is asked for more than it holds, and what is driven in all is
// as little as can be found. The field calls it the capacitated arc routing
// problem (CARP; Golden and Wong 1981).
//
// This package holds the data: the Instance (road network, demand, vehicles),
// the Plan (routes, step by step), readers of two formats, and the Fault that
// says what is wrong with either. What computes stands in packages of its own:
//
//   - distance: cheapest ways between places, with one-way lanes and turns;
//   - solver: plans, from a first one in milliseconds to the best that a budget
//     allows; plans for several crews; plans that keep close to yesterday's;
//   - bound: what no plan can be below, so that one knows how good a plan is;
//   - verify: an inspector who shares no code with the solver;
//   - geo: road networks from GeoJSON with a diagnosis, rounds as GPX and GeoJSON.
//
// # Method
//
// The solver ruins and recreates: it takes strings of neighbouring tasks out of
// neighbouring routes and puts them back where they cost least, under simulated
// annealing (SISR: Christiaens and Vanden Berghe, Transportation Science 2020).
// A route is an order of tasks alone; the direction in which each is driven
// follows by dynamic programming, so that every insertion is priced with the
// best directions of the whole route (after Vidal, Operations Research 2017).
// First plans come from path-scanning (Golden, DeArmon and Baker 1983). The
// bound is the linear programme of Belenguer and Benavent (2003) over parity
// and capacity cuts, with exact separation of parity cuts (Padberg and Rao
// 1982), proven in whole numbers.
//
// # Published instances
//
// gdb (Golden, DeArmon and Baker 1983), val (Benavent, Campos, Corberán and Mota
// 1992), kshs (Kiuchi et al. 1995), bmcv (Beullens, Muyldermans, Cattrysse and
// Van Oudheusden 2003) and egl (Eglese and Li 1992) are collected in CARPData.jl
// and on the pages of the University of Valencia's arc routing group. Tests
// read them where KAIGONG_BENCH names the folder that holds carp/.
//
// # Invariants
//
// Every plan of the solver passes the verifier. No bound is above the cost of
// any valid plan. The same instance, seed and number of iterations give the
// same plan to the byte; a budget of time does not. Nothing here reads a clock,
// a file or the environment: budgets come in as functions.
package arcroute
