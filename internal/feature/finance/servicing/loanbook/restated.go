package loanbook

// Loans whose terms were changed.

import (
	"context"

	"kaigong.example/kaigong/internal/platform/db"
)

// Restated are the contracts of a lender whose terms were changed since they were
// signed.
func Restated(ctx context.Context, tx db.Tx, lender string) ([]Contract, error) {
	return db.All(ctx, tx, ScanContract, `
		SELECT `+ContractColumns+` FROM servicing_contract
		WHERE lender_id = $1 AND id IN (SELECT contract_id FROM servicing_terms WHERE no > 1) ORDER BY id LIMIT 5000`, lender)
}
