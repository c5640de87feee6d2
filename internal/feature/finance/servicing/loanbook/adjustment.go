package loanbook

// What a receipt went to once another was booked late or taken back: by how much
// each part of it changed.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
)

// Adjustment says by how much the parts of a receipt changed after it was
// booked, and what made them change.
type Adjustment struct {
	ID           string    `json:"id"`
	Receipt      string    `json:"receipt"`
	Number       string    `json:"number"`
	PostedOn     string    `json:"posted_on"`
	PrincipalFen money.Fen `json:"principal_fen"`
	InterestFen  money.Fen `json:"interest_fen"`
	PenaltyFen   money.Fen `json:"penalty_fen"`
	FeeFen       money.Fen `json:"fee_fen"`
	UnappliedFen money.Fen `json:"unapplied_fen"`
	Cause        string    `json:"cause"`
	Made         time.Time `json:"made"`
}

const adjustmentColumns = `id, receipt_id, number, posted_on, principal_fen, interest_fen, penalty_fen, fee_fen, unapplied_fen, cause, made_us`

func scanAdjustment(scan db.Scan) (a Adjustment, err error) {
	var made int64
	err = scan(&a.ID, &a.Receipt, &a.Number, &a.PostedOn, &a.PrincipalFen, &a.InterestFen, &a.PenaltyFen, &a.FeeFen, &a.UnappliedFen, &a.Cause, &made)
	a.Made = db.Instant(made)
	return a, err
}

func InsertAdjustment(ctx context.Context, tx db.Tx, contract string, a Adjustment) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO servicing_adjustment (contract_id, `+adjustmentColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		contract, a.ID, a.Receipt, a.Number, a.PostedOn, a.PrincipalFen, a.InterestFen, a.PenaltyFen, a.FeeFen, a.UnappliedFen, a.Cause, db.Micros(a.Made))
	return err
}

func Adjustments(ctx context.Context, tx db.Tx, contract string) ([]Adjustment, error) {
	return db.All(ctx, tx, scanAdjustment, `
		SELECT `+adjustmentColumns+` FROM servicing_adjustment WHERE contract_id = $1 ORDER BY made_us, id LIMIT 5000`, contract)
}

// AdjustmentsTo are the transfers that adjusted a receipt, the oldest first.
func AdjustmentsTo(ctx context.Context, tx db.Tx, receipt string) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `SELECT id FROM servicing_adjustment WHERE receipt_id = $1 ORDER BY made_us, id LIMIT 5000`, receipt)
}
