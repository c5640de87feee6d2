package loanbook

// The rows of what stays: versions of the terms, receipts that were taken back.

import (
	"context"
	"encoding/json"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

const reversalColumns = receiptColumns + `, reason, reversed_by, reversed_us`

func scanReversed(scan db.Scan) (r Reversed, err error) {
	var booked, reversed int64
	err = scan(&r.ID, &r.Contract, &r.Lender, &r.Number, &r.Kind, &r.ReceivedOn, &r.AmountFen, &r.PrincipalFen, &r.InterestFen, &r.PenaltyFen, &r.FeeFen, &r.DrawingFen, &r.CommitFen, &r.RecoveredFen, &r.UnappliedFen,
		&r.PostedOn, &r.BookedBy, &booked, &r.Reason, &r.ReversedBy, &reversed)
	r.Booked, r.Reversed = db.Instant(booked), db.Instant(reversed)
	return r, err
}

func Reversals(ctx context.Context, tx db.Tx, contract string) ([]Reversed, error) {
	return db.All(ctx, tx, scanReversed, `
		SELECT `+reversalColumns+` FROM servicing_reversal WHERE contract_id = $1 ORDER BY reversed_us, id LIMIT 2000`, contract)
}

func TakeBack(ctx context.Context, tx db.Tx, r Reversed) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO servicing_reversal (`+reversalColumns+`)
		SELECT `+receiptColumns+`, $1, $2, $3 FROM servicing_receipt WHERE id = $4`,
		r.Reason, r.ReversedBy, db.Micros(r.Reversed), r.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM servicing_receipt WHERE id = $1`, r.ID)
	return err
}

const termsColumns = `no, from_on, body, previous, hash, reason, made_by, made_us`

func scanTerms(scan db.Scan) (r Restatement, err error) {
	var body string
	var made int64
	if err = scan(&r.No, &r.FromOn, &body, &r.Previous, &r.Hash, &r.Reason, &r.By, &made); err != nil {
		return r, err
	}
	r.Made = db.Instant(made)
	return r, json.Unmarshal([]byte(body), &r.NewTerms)
}

func InsertTerms(ctx context.Context, tx db.Tx, contract string, r Restatement) error {
	body, err := json.Marshal(r.NewTerms)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO servicing_terms (contract_id, `+termsColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		contract, r.No, r.FromOn, string(body), r.Previous, r.Hash, r.Reason, r.By, db.Micros(r.Made))
	return err
}

// Restatements are the versions of a contract's terms as they were made.
func Restatements(ctx context.Context, tx db.Tx, contract string) ([]Restatement, error) {
	return db.All(ctx, tx, scanTerms, `SELECT `+termsColumns+` FROM servicing_terms WHERE contract_id = $1 ORDER BY no LIMIT 200`, contract)
}

func Versions(ctx context.Context, tx db.Tx, contract string) (out []kernel.TermsVersion, err error) {
	all, err := Restatements(ctx, tx, contract)
	for _, r := range all {
		out = append(out, r.TermsVersion)
	}
	return out, err
}
