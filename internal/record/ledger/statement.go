package ledger

// Balances and statements: sums over the postings, never stored figures.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
)

// maxLines bounds one statement.
const maxLines = 10_000

// Balance is the sum of all postings of an account; an unknown one has 0.
func (b Book) Balance(ctx context.Context, tx db.Tx, account string) (money.Fen, error) {
	return sum(ctx, tx, `account_id = $1`, account)
}

// BalanceAt is the balance at the end of a civil date, by value dates.
func (b Book) BalanceAt(ctx context.Context, tx db.Tx, account, valueOn string) (money.Fen, error) {
	return sum(ctx, tx, `account_id = $1 AND value_on <= $2`, account, valueOn)
}

// Line is one posting on a statement.
type Line struct {
	Transfer   string
	Kind       string
	Case       string
	ValueOn    string
	At         time.Time
	Note       string
	Reverses   string // transfer that this one takes back
	AmountFen  money.Fen
	BalanceFen money.Fen // after the line
}

func scanLine(scan db.Scan) (l Line, err error) {
	var at int64
	err = scan(&l.Transfer, &l.Kind, &l.Case, &l.ValueOn, &at, &l.Note, &l.Reverses, &l.AmountFen)
	l.At = db.Instant(at)
	return l, err
}

// Statement lists the postings of an account with value dates in [from, to),
// by value date and then in the order of posting, each with the balance after
// it. An empty to means no end. At most 10,000 lines.
func (b Book) Statement(ctx context.Context, tx db.Tx, account, from, to string) ([]Line, error) {
	if to == "" {
		to = "9999-12-31"
	}
	balance, err := sum(ctx, tx, `account_id = $1 AND value_on < $2`, account, from)
	if err != nil {
		return nil, err
	}
	lines, err := db.All(ctx, tx, scanLine, `
		SELECT t.id, t.kind, t.case_id, p.value_on, t.at_us, t.note, t.reverses, p.amount_fen
		FROM ledger_posting p JOIN ledger_transfer t ON t.id = p.transfer_id
		WHERE p.account_id = $1 AND p.value_on >= $2 AND p.value_on < $3
		ORDER BY p.value_on, p.transfer_id, p.position LIMIT $4`, account, from, to, maxLines)
	for i := range lines {
		balance += lines[i].AmountFen
		lines[i].BalanceFen = balance
	}
	return lines, err
}
