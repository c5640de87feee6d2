package origination

// What people of a party began: for whoever asks what a person leaves behind.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// Begun lists the drafts of a party's applications and offers, with who began
// each. It authorises nothing.
func (s *Service) Begun(ctx context.Context, tx db.Tx, party string) ([]kernel.Begun, error) {
	drafts, err := begun(ctx, tx, kernel.Begun{Machine: ApplicationMachine.Name, Roles: []kernel.Role{kernel.Owner, kernel.FinanceClerk}},
		`SELECT id, started_by FROM origination_application WHERE borrower_id = $1 AND state = 'draft' ORDER BY id LIMIT 500`, party)
	if err != nil {
		return nil, err
	}
	offers, err := begun(ctx, tx, kernel.Begun{Machine: OfferMachine.Name, Roles: []kernel.Role{kernel.Officer}, Twice: true},
		`SELECT id, drafted_by FROM origination_offer WHERE lender_id = $1 AND state = 'drafted' ORDER BY id LIMIT 500`, party)
	return append(drafts, offers...), err
}

func begun(ctx context.Context, tx db.Tx, like kernel.Begun, query, party string) ([]kernel.Begun, error) {
	return db.All(ctx, tx, func(scan db.Scan) (kernel.Begun, error) {
		b := like
		err := scan(&b.Case, &b.By)
		return b, err
	}, query, party)
}
