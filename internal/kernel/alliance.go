package kernel

// The words of the alliance that catalogue, origination and servicing share:
// what a loan may rest on, and how large and long it may be.

import "kaigong.example/kaigong/engine/money"

// Securities a loan may rest on.
var Securities = []string{"credit", "guarantee", "mortgage", "chattel", "receivables", "same_as_old"}

// Bounds of one loan. The amounts are what the alliance takes on for one need.
const (
	MinLoan       = money.Fen(10_000_00)
	MaxLoan       = money.Fen(30_000_000_00)
	MaxTermMonths = 120
)
