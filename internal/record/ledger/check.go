package ledger

// Check proves the invariants of the package comment from the rows.

import (
	"context"
	"errors"
	"fmt"

	"kaigong.example/kaigong/internal/platform/db"
)

// ErrBroken is what every finding of Check wraps.
var ErrBroken = errors.New("ledger: the book does not balance")

// findings are queries that answer nothing while the book is whole: an id and
// the amount by which it is off.
var findings = []struct{ what, query string }{
	{"a transfer does not sum to zero", `
		SELECT p.transfer_id, CAST(SUM(p.amount_fen) AS BIGINT)
		FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
		GROUP BY p.transfer_id, a.currency HAVING SUM(p.amount_fen) <> 0`},
	{"the currency does not sum to zero", `
		SELECT a.currency, CAST(SUM(p.amount_fen) AS BIGINT)
		FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
		GROUP BY a.currency HAVING SUM(p.amount_fen) <> 0`},
	{"a guard differs from its postings", `
		SELECT g.account_id, CAST(g.balance_fen - COALESCE(SUM(p.amount_fen), 0) AS BIGINT)
		FROM ledger_guard g LEFT JOIN ledger_posting p ON p.account_id = g.account_id
		GROUP BY g.account_id, g.balance_fen HAVING g.balance_fen <> COALESCE(SUM(p.amount_fen), 0)`},
	{"a guarded account is below zero", `
		SELECT account_id, balance_fen FROM ledger_guard WHERE balance_fen < 0`},
	{"an account and its guard do not belong together", `
		SELECT COALESCE(a.id, g.account_id), 0 FROM ledger_account a FULL JOIN ledger_guard g ON g.account_id = a.id
		WHERE a.id IS NULL OR a.guarded = 1 AND g.account_id IS NULL OR a.guarded = 0 AND g.account_id IS NOT NULL OR a.guarded NOT IN (0, 1)`},
	{"a posting has no transfer, no account or another day", `
		SELECT p.transfer_id, p.amount_fen FROM ledger_posting p
		LEFT JOIN ledger_transfer t ON t.id = p.transfer_id
		LEFT JOIN ledger_account a ON a.id = p.account_id
		WHERE t.id IS NULL OR a.id IS NULL OR t.value_on <> p.value_on`},
	{"a transfer has too few postings", `
		SELECT t.id, 0 FROM ledger_transfer t LEFT JOIN ledger_posting p ON p.transfer_id = t.id
		GROUP BY t.id HAVING COUNT(p.position) < 2`},
	{"a reversal takes back what is not there", `
		SELECT r.id, 0 FROM ledger_transfer r LEFT JOIN ledger_transfer t ON t.id = r.reverses
		WHERE r.reverses <> '' AND t.id IS NULL`},
}

type finding struct {
	id  string
	off int64
}

func scanFinding(scan db.Scan) (f finding, err error) { return f, scan(&f.id, &f.off) }

// Check answers nil when the whole book holds, or an error that wraps
// ErrBroken and names what does not, at most 20 of each kind.
func (b Book) Check(ctx context.Context, tx db.Tx) error {
	var broken []error
	for _, q := range findings {
		rows, err := db.All(ctx, tx, scanFinding, q.query+` LIMIT 20`)
		if err != nil {
			return fmt.Errorf("ledger: %s: %w", q.what, err)
		}
		for _, r := range rows {
			broken = append(broken, fmt.Errorf("%w: %s: %s (%d fen)", ErrBroken, q.what, r.id, r.off))
		}
	}
	digests, err := b.checkDigests(ctx, tx)
	if err != nil {
		return err
	}
	return errors.Join(append(broken, digests...)...)
}

// checkDigests reads every transfer again and compares it with its digest.
func (b Book) checkDigests(ctx context.Context, tx db.Tx) (broken []error, err error) {
	for last := ""; ; {
		page, err := db.All(ctx, tx, scanTransfer, `
			SELECT `+transferColumns+` FROM ledger_transfer WHERE id > $1 ORDER BY id LIMIT 500`, last)
		if err != nil || len(page) == 0 {
			return broken, err
		}
		for _, t := range page {
			last = t.ID
			if t, err = withLegs(ctx, tx, t, nil); err != nil {
				return nil, err
			}
			digest, err := db.One(ctx, tx, db.Value[string], `SELECT digest FROM ledger_transfer WHERE id = $1`, t.ID)
			if err != nil {
				return nil, err
			}
			if digest != t.Digest() && len(broken) < 20 {
				broken = append(broken, fmt.Errorf("%w: a transfer is not what was posted: %s", ErrBroken, t.ID))
			}
		}
	}
}
