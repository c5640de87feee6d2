package kernel

// The words of the alliance that catalogue, origination and servicing share:
// what a loan may rest on, how large and long it may be, and which documents
// speak for it.

import "kaigong.example/kaigong/engine/money"

// Securities a loan may rest on.
var Securities = []string{"credit", "guarantee", "mortgage", "chattel", "receivables", "same_as_old"}

// DocumentKinds that an application may carry and a product may ask for.
var DocumentKinds = []string{"licence", "lease", "tax", "bank_statement", "financials", "order", "purpose", "other"}

// Bounds of one loan. The amounts are what the alliance takes on for one need.
const (
	MinLoan       = money.Fen(10_000_00)
	MaxLoan       = money.Fen(30_000_000_00)
	MaxTermMonths = 120
)
