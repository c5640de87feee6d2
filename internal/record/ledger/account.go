package ledger

// Accounts: who holds what kind of money, for which contract.

import (
	"context"
	"embed"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Files holds the migrations and locales of this package.
//
//go:embed migrations locales
var Files embed.FS

// Name is the prefix of this package's tables and message keys.
const Name = "ledger"

// Currency is what accounts hold where nothing else is said.
const Currency = "CNY"

// Book is the ledger. It keeps nothing in memory.
type Book struct {
	NewID func() string    // ids of accounts and transfers, growing with time
	Now   func() time.Time // the business clock
}

// Account is a place where money of one currency lies.
type Account struct {
	ID       string // made by Open when empty
	Party    string // whose it is
	Kind     string // "loan_principal", "cash", ...: the caller's vocabulary
	Ref      string // contract or case it serves, "" for none
	Currency string // ISO 4217, Currency when empty
	Guarded  bool   // the balance may never fall below zero
}

const accountColumns = `id, party_id, kind, ref, currency, guarded`

func scanAccount(scan db.Scan) (a Account, err error) {
	var guarded int64
	err = scan(&a.ID, &a.Party, &a.Kind, &a.Ref, &a.Currency, &guarded)
	a.Guarded = guarded != 0
	return a, err
}

// Open finds the account of a party, kind and reference, or makes it. An
// existing one that differs in currency or guard is a Conflict.
func (b Book) Open(ctx context.Context, tx db.Tx, a Account) (Account, error) {
	if a.Party == "" || a.Kind == "" {
		return Account{}, errors.New("ledger: an account needs a party and a kind")
	}
	if a.Currency == "" {
		a.Currency = Currency
	}
	if a.ID == "" {
		a.ID = b.NewID()
	}
	if err := insertAccount(ctx, tx, a); err != nil {
		return Account{}, err
	}
	found, err := findAccount(ctx, tx, a.Party, a.Kind, a.Ref)
	if err != nil {
		return Account{}, err
	}
	if found.Currency != a.Currency || found.Guarded != a.Guarded {
		return Account{}, fault.New(fault.Conflict, "ledger.account.differs")
	}
	return found, nil
}

// Account finds the account of a party, kind and reference, or answers
// NotFound.
func (b Book) Account(ctx context.Context, tx db.Tx, party, kind, ref string) (Account, error) {
	a, err := findAccount(ctx, tx, party, kind, ref)
	if errors.Is(err, db.ErrNoRow) {
		return Account{}, fault.New(fault.NotFound, "ledger.account.missing")
	}
	return a, err
}

// Accounts lists the accounts that serve a contract or case, at most 1,000.
func (b Book) Accounts(ctx context.Context, tx db.Tx, ref string) ([]Account, error) {
	return db.All(ctx, tx, scanAccount, `
		SELECT `+accountColumns+` FROM ledger_account WHERE ref = $1 ORDER BY kind, party_id LIMIT 1000`, ref)
}

func findAccount(ctx context.Context, tx db.Tx, party, kind, ref string) (Account, error) {
	return db.One(ctx, tx, scanAccount, `
		SELECT `+accountColumns+` FROM ledger_account
		WHERE party_id = $1 AND kind = $2 AND ref = $3`, party, kind, ref)
}

// insertAccount adds the account unless it is there, with its guard row.
func insertAccount(ctx context.Context, tx db.Tx, a Account) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO ledger_account (`+accountColumns+`) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (party_id, kind, ref) DO NOTHING`,
		a.ID, a.Party, a.Kind, a.Ref, a.Currency, db.Flag(a.Guarded))
	if err != nil || n == 0 || !a.Guarded {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO ledger_guard (account_id, balance_fen) VALUES ($1, 0)`, a.ID)
	return err
}

func accountByID(ctx context.Context, tx db.Tx, id string) (Account, error) {
	return db.One(ctx, tx, scanAccount, `SELECT `+accountColumns+` FROM ledger_account WHERE id = $1`, id)
}
