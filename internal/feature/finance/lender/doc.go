// Package lender shows each lender to everybody, signed in or not: its public
// page, after the three lists that banks of a county put up in 2020.
//
// The page holds what the lender sells, with its conditions as sentences and the
// documents it asks for; who at the lender may decide up to which amount (its
// authority limits); how to reach it and what it supports (its Profile); and how
// long it takes to answer. The first comes from the catalogue, the last is
// measured from the logged moves of its cases; the rest the lender keeps itself.
//
// Invariants, of which the log and the tests know:
//
//   - a lender says only what is about itself: its approver publishes
//   - what a lender says is a logged fact, with who said it and when
//   - a measure of fewer than MinCases cases is not told, nor how many there were
//   - measures are of whole months that are over and of cases whose answers were
//     due in them: nothing that is still sealed moves a figure
//
// Imports no other feature; what it needs of them it declares in needs.go.
package lender
