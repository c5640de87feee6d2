// Package begun tells what people of a party began and nobody has sent off: drafts
// of applications and of offers. Whoever asks what a person leaves behind asks here.
// It reads the tables of package origination and authorises nothing.
package begun

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// Drafts lists a party's drafts with who began each.
func Drafts(ctx context.Context, tx db.Tx, party string) ([]kernel.Begun, error) {
	drafts, err := list(ctx, tx, kernel.Begun{Machine: "application", Roles: []kernel.Role{kernel.Owner, kernel.FinanceClerk}},
		`SELECT id, started_by FROM origination_application WHERE borrower_id = $1 AND state = 'draft' ORDER BY id LIMIT 500`, party)
	if err != nil {
		return nil, err
	}
	offers, err := list(ctx, tx, kernel.Begun{Machine: "offer", Roles: []kernel.Role{kernel.Officer}, Twice: true},
		`SELECT id, drafted_by FROM origination_offer WHERE lender_id = $1 AND state = 'drafted' ORDER BY id LIMIT 500`, party)
	return append(drafts, offers...), err
}

func list(ctx context.Context, tx db.Tx, like kernel.Begun, query, party string) ([]kernel.Begun, error) {
	return db.All(ctx, tx, func(scan db.Scan) (kernel.Begun, error) {
		b := like
		err := scan(&b.Case, &b.By)
		return b, err
	}, query, party)
}
