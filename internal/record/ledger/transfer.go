package ledger

// Transfers: how money moves, once, and how a move is taken back.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Bounds of one transfer. With them no sum of postings leaves an int64.
const (
	maxLegs   = 200
	maxAmount = money.Fen(1e15) // ten trillion yuan
)

// Transfer is one event that moves money.
type Transfer struct {
	ID       string    // made by Post when empty
	Business string    // names the event for ever: "loan:<id>:instalment:3"
	Kind     string    // the caller's vocabulary: "disbursement", "repayment"
	Case     string    // contract or case
	At       time.Time // when it was posted; the business clock when zero
	ValueOn  string    // civil date on which it counts
	Note     string    // shown on statements
	Reverses string    // transfer that this one takes back, "" for none
	Legs     []Leg     // at least two, in the caller's order
}

// Leg is the part of a transfer on one account: above zero the account gains,
// below zero it gives.
type Leg struct {
	Account   string
	AmountFen money.Fen
}

// Digest is the SHA-256, in hex, of what a transfer says: everything but its
// id and the instant of posting. It can be written into the audit log.
func (t Transfer) Digest() string {
	var b strings.Builder
	for _, part := range []string{t.Business, t.Kind, t.Case, t.ValueOn, t.Note, t.Reverses} {
		fmt.Fprintf(&b, "%d:%s", len(part), part)
	}
	for _, l := range t.Legs {
		fmt.Fprintf(&b, "%d:%s%d;", len(l.Account), l.Account, l.AmountFen)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// Post moves money in the caller's transaction and answers the transfer as it
// stands in the book: the first one when the business id was posted before.
//
// A guarded account that would fall below zero answers WrongTurn with
// "ledger.balance.short". Legs that do not sum to zero, or an unknown account,
// are mistakes of the program and come back as an internal error.
func (b Book) Post(ctx context.Context, tx db.Tx, t Transfer) (Transfer, error) {
	if err := t.check(); err != nil {
		return Transfer{}, err
	}
	first, err := transferByBusiness(ctx, tx, t.Business)
	if err == nil {
		return same(first, t)
	}
	if !errors.Is(err, db.ErrNoRow) {
		return Transfer{}, err
	}
	if t.ID == "" {
		t.ID = b.NewID()
	}
	if t.At.IsZero() {
		t.At = b.Now()
	}
	t.At = t.At.UTC().Truncate(time.Microsecond)
	if err := b.move(ctx, tx, t); err != nil {
		return Transfer{}, err
	}
	return t, insertTransfer(ctx, tx, t)
}

// same answers the first transfer of a business id if it says the same.
func same(first, again Transfer) (Transfer, error) {
	if first.Digest() != again.Digest() {
		return Transfer{}, fault.New(fault.Conflict, "ledger.transfer.differs")
	}
	return first, nil
}

func (t Transfer) check() error {
	if t.Business == "" || t.Kind == "" {
		return errors.New("ledger: a transfer needs a business id and a kind")
	}
	if _, err := time.Parse(time.DateOnly, t.ValueOn); err != nil {
		return fmt.Errorf("ledger: transfer %s: value date %q", t.Business, t.ValueOn)
	}
	if len(t.Legs) < 2 || len(t.Legs) > maxLegs {
		return fmt.Errorf("ledger: transfer %s has %d legs", t.Business, len(t.Legs))
	}
	for _, l := range t.Legs {
		if l.AmountFen == 0 || l.AmountFen > maxAmount || l.AmountFen < -maxAmount {
			return fmt.Errorf("ledger: transfer %s moves %d fen on %s", t.Business, l.AmountFen, l.Account)
		}
	}
	return nil
}

// move checks that the legs balance and moves the guards.
func (b Book) move(ctx context.Context, tx db.Tx, t Transfer) error {
	nets := map[string]money.Fen{}
	for _, l := range t.Legs {
		nets[l.Account] += l.AmountFen
	}
	sums := map[string]money.Fen{}
	// In one order everywhere, so that two transfers cannot wait for each other.
	for _, id := range slices.Sorted(maps.Keys(nets)) {
		a, err := accountByID(ctx, tx, id)
		if err != nil {
			return fmt.Errorf("ledger: transfer %s: account %q: %w", t.Business, id, err)
		}
		sums[a.Currency] += nets[id]
		if a.Guarded {
			if err := moveGuard(ctx, tx, id, nets[id]); err != nil {
				return err
			}
		}
	}
	for currency, sum := range sums {
		if sum != 0 {
			return fmt.Errorf("ledger: transfer %s is off by %d fen in %s", t.Business, sum, currency)
		}
	}
	return nil
}

// moveGuard lets the database decide whether a guarded balance suffices.
func moveGuard(ctx context.Context, tx db.Tx, account string, by money.Fen) error {
	n, err := tx.Exec(ctx, `
		UPDATE ledger_guard SET balance_fen = balance_fen + $1
		WHERE account_id = $2 AND balance_fen + $1 >= 0`, int64(by), account)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.WrongTurn, "ledger.balance.short")
	}
	return nil
}

// Reversal says what to take back and why.
type Reversal struct {
	Transfer string // id of the transfer to take back
	ValueOn  string // on which day the opposite counts; the transfer's own when empty
	Reason   string // shown on statements
}

// Reverse posts the opposite of a transfer and links the two. Doing it again
// answers the first reversal. A reversal itself cannot be reversed: post the
// right transfer instead.
func (b Book) Reverse(ctx context.Context, tx db.Tx, r Reversal) (Transfer, error) {
	t, err := b.Transfer(ctx, tx, r.Transfer)
	if err != nil {
		return Transfer{}, err
	}
	if t.Reverses != "" {
		return Transfer{}, fault.New(fault.WrongTurn, "ledger.transfer.reversal")
	}
	if done, err := transferByBusiness(ctx, tx, "reversal:"+t.ID); !errors.Is(err, db.ErrNoRow) {
		return done, err
	}
	opposite := Transfer{Business: "reversal:" + t.ID, Kind: t.Kind, Case: t.Case, ValueOn: t.ValueOn,
		Note: r.Reason, Reverses: t.ID}
	if r.ValueOn != "" {
		opposite.ValueOn = r.ValueOn
	}
	for _, l := range t.Legs {
		opposite.Legs = append(opposite.Legs, Leg{l.Account, -l.AmountFen})
	}
	return b.Post(ctx, tx, opposite)
}

// Transfer reads a transfer with its legs, or answers NotFound.
func (b Book) Transfer(ctx context.Context, tx db.Tx, id string) (Transfer, error) {
	t, err := transferByID(ctx, tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return Transfer{}, fault.New(fault.NotFound, "ledger.transfer.missing")
	}
	return t, err
}
