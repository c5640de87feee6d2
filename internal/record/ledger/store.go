package ledger

// The rows of transfers and postings.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
)

const transferColumns = `id, business, kind, case_id, at_us, value_on, note, reverses`

func scanTransfer(scan db.Scan) (t Transfer, err error) {
	var at int64
	err = scan(&t.ID, &t.Business, &t.Kind, &t.Case, &at, &t.ValueOn, &t.Note, &t.Reverses)
	t.At = db.Instant(at)
	return t, err
}

func transferByID(ctx context.Context, tx db.Tx, id string) (Transfer, error) {
	t, err := db.One(ctx, tx, scanTransfer, `SELECT `+transferColumns+` FROM ledger_transfer WHERE id = $1`, id)
	return withLegs(ctx, tx, t, err)
}

func transferByBusiness(ctx context.Context, tx db.Tx, business string) (Transfer, error) {
	t, err := db.One(ctx, tx, scanTransfer, `SELECT `+transferColumns+` FROM ledger_transfer WHERE business = $1`, business)
	return withLegs(ctx, tx, t, err)
}

func withLegs(ctx context.Context, tx db.Tx, t Transfer, err error) (Transfer, error) {
	if err != nil {
		return Transfer{}, err
	}
	t.Legs, err = db.All(ctx, tx, scanLeg, `
		SELECT account_id, amount_fen FROM ledger_posting
		WHERE transfer_id = $1 ORDER BY position LIMIT $2`, t.ID, maxLegs)
	return t, err
}

func scanLeg(scan db.Scan) (l Leg, err error) { return l, scan(&l.Account, &l.AmountFen) }

func insertTransfer(ctx context.Context, tx db.Tx, t Transfer) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO ledger_transfer (`+transferColumns+`, digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.ID, t.Business, t.Kind, t.Case, db.Micros(t.At), t.ValueOn, t.Note, t.Reverses, t.Digest())
	if err != nil {
		return err
	}
	for i, l := range t.Legs {
		if _, err := tx.Exec(ctx, `
			INSERT INTO ledger_posting (transfer_id, position, account_id, value_on, amount_fen)
			VALUES ($1, $2, $3, $4, $5)`, t.ID, i, l.Account, t.ValueOn, int64(l.AmountFen)); err != nil {
			return err
		}
	}
	return nil
}

// sum reads a balance; the cast keeps PostgreSQL from answering a NUMERIC.
func sum(ctx context.Context, tx db.Tx, where string, args ...any) (money.Fen, error) {
	n, err := db.Count(ctx, tx, `SELECT CAST(SUM(amount_fen) AS BIGINT) FROM ledger_posting WHERE `+where, args...)
	return money.Fen(n), err
}
