package servicing

import (
	"context"

	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// Begun lists the contracts that wait for a lender's signature, with who drafted
// the offer and so may not give it. It authorises nothing.
func (s *Service) Begun(ctx context.Context, tx db.Tx, party string) (out []kernel.Begun, err error) {
	all, err := db.All(ctx, tx, loanbook.ScanContract, `
		SELECT `+loanbook.ContractColumns+` FROM servicing_contract WHERE lender_id = $1 AND state = $2 ORDER BY id LIMIT 500`, party, SignedBorrower)
	for _, c := range all {
		out = append(out, kernel.Begun{Machine: ContractMachine.Name, Case: c.ID, By: c.Agreement.DraftedBy, Twice: true})
	}
	return out, err
}
