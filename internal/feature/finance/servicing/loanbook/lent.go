package loanbook

// What figures over all loans are made of.

import (
	"context"

	"kaigong.example/kaigong/internal/platform/db"
)

// mostLent bounds the contracts that figures are made from.
const mostLent = 20_000

// Lent lists the contracts of everybody, the oldest first. It authorises
// nothing: the feature that asks decides what may be told.
func Lent(ctx context.Context, tx db.Tx) ([]Contract, error) {
	return db.All(ctx, tx, ScanContract, `SELECT `+ContractColumns+` FROM servicing_contract ORDER BY prepared_us, id LIMIT $1`, mostLent)
}
