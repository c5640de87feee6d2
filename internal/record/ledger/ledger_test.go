package ledger

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
)

// desk is a book on a database, with the three accounts of a small loan.
type desk struct {
	Book
	db                  *db.DB
	cash, loan, deposit Account
}

func open(t testing.TB, d *db.DB) *desk {
	t.Helper()
	if err := d.Migrate(context.Background(), db.Source{Name: Name, Files: Files}); err != nil {
		t.Fatal(err)
	}
	var step atomic.Int64
	now := func() time.Time { return time.UnixMilli(1_580_000_000_000 + step.Add(1)).UTC() }
	k := &desk{Book: Book{NewID: id.New(now, rand.Reader).Next, Now: now}, db: d}
	k.write(t, func(ctx context.Context, tx db.Tx) error {
		var errs [3]error
		k.cash, errs[0] = k.Open(ctx, tx, Account{Party: "bank", Kind: "cash", Guarded: true})
		k.loan, errs[1] = k.Open(ctx, tx, Account{Party: "firm", Kind: "loan", Ref: "c1"})
		k.deposit, errs[2] = k.Open(ctx, tx, Account{Party: "bank", Kind: "capital"})
		return errors.Join(errs[:]...)
	})
	return k
}

func (k *desk) try(do func(context.Context, db.Tx) error) error {
	return k.db.Write(context.Background(), do)
}

func (k *desk) write(t testing.TB, do func(context.Context, db.Tx) error) {
	t.Helper()
	if err := k.try(do); err != nil {
		t.Fatal(err)
	}
}

// pay moves an amount from one account to another.
func (k *desk) pay(business string, from, to Account, amount money.Fen) (out Transfer, err error) {
	err = k.try(func(ctx context.Context, tx db.Tx) error {
		out, err = k.Post(ctx, tx, Transfer{Business: business, Kind: "test", Case: "c1", ValueOn: "2020-02-03",
			Legs: []Leg{{from.ID, -amount}, {to.ID, amount}}})
		return err
	})
	return out, err
}

func (k *desk) balance(t testing.TB, a Account) (fen money.Fen) {
	t.Helper()
	k.write(t, func(ctx context.Context, tx db.Tx) (err error) {
		fen, err = k.Balance(ctx, tx, a.ID)
		return err
	})
	return fen
}

func (k *desk) check(t testing.TB) {
	t.Helper()
	k.write(t, k.Check)
}

func TestOpenIsIdempotentAndKeepsItsTerms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.write(t, func(ctx context.Context, tx db.Tx) error {
			again, err := k.Open(ctx, tx, Account{Party: "bank", Kind: "cash", Guarded: true})
			if again != k.cash {
				t.Errorf("got %+v, want the first account", again)
			}
			return err
		})
		err := k.try(func(ctx context.Context, tx db.Tx) error {
			_, err := k.Open(ctx, tx, Account{Party: "bank", Kind: "cash"})
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("another guard: %v", err)
		}
	})
}

func TestABusinessIDMovesMoneyOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		first, err := k.pay("fund", k.deposit, k.cash, 500)
		if err != nil {
			t.Fatal(err)
		}
		again, err := k.pay("fund", k.deposit, k.cash, 500)
		if err != nil || again.ID != first.ID || !again.At.Equal(first.At) {
			t.Errorf("again: %+v %v, want %+v", again, err, first)
		}
		if _, err := k.pay("fund", k.deposit, k.cash, 501); !fault.Is(err, fault.Conflict) {
			t.Errorf("another amount under the same id: %v", err)
		}
		if got := k.balance(t, k.cash); got != 500 {
			t.Errorf("cash %d, want 500", got)
		}
		k.check(t)
	})
}

func TestAGuardedAccountNeverFallsBelowZero(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		if _, err := k.pay("fund", k.deposit, k.cash, 100); err != nil {
			t.Fatal(err)
		}
		if _, err := k.pay("lend", k.cash, k.loan, 101); fault.Of(err).Key != "ledger.balance.short" {
			t.Fatalf("one fen too much: %v", err)
		}
		if _, err := k.pay("lend", k.cash, k.loan, 100); err != nil {
			t.Fatalf("a refused business id must stay free: %v", err)
		}
		if got := k.balance(t, k.cash); got != 0 {
			t.Errorf("cash %d", got)
		}
		k.check(t)
	})
}

func TestWhatDoesNotBalanceIsRefused(t *testing.T) {
	k := open(t, dbtest.SQLite(t))
	var dollars Account
	k.write(t, func(ctx context.Context, tx db.Tx) (err error) {
		dollars, err = k.Open(ctx, tx, Account{Party: "bank", Kind: "cash_usd", Currency: "USD"})
		return err
	})
	for name, legs := range map[string][]Leg{
		"off by one":      {{k.deposit.ID, -100}, {k.cash.ID, 99}},
		"one leg":         {{k.cash.ID, 100}},
		"zero":            {{k.deposit.ID, 0}, {k.cash.ID, 0}},
		"two currencies":  {{k.deposit.ID, -100}, {dollars.ID, 100}},
		"unknown account": {{k.deposit.ID, -100}, {"nowhere", 100}},
		"overflow":        {{k.deposit.ID, -1 << 62}, {k.cash.ID, 1 << 62}},
	} {
		err := k.try(func(ctx context.Context, tx db.Tx) error {
			_, err := k.Post(ctx, tx, Transfer{Business: name, Kind: "test", ValueOn: "2020-02-03", Legs: legs})
			return err
		})
		if fault.Of(err).Kind != fault.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := k.balance(t, k.deposit); got != 0 {
		t.Errorf("a refused transfer left %d fen behind", got)
	}
	k.check(t)
}

func TestReverseTakesBackOnceAndIsLinked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		paid, err := k.pay("fund", k.deposit, k.cash, 700)
		if err != nil {
			t.Fatal(err)
		}
		reverse := func(id string) (out Transfer, err error) {
			err = k.try(func(ctx context.Context, tx db.Tx) error {
				out, err = k.Reverse(ctx, tx, Reversal{Transfer: id, Reason: "记错"})
				return err
			})
			return out, err
		}
		back, err := reverse(paid.ID)
		if err != nil || back.Reverses != paid.ID || back.Note != "记错" {
			t.Fatalf("%+v %v", back, err)
		}
		if again, err := reverse(paid.ID); err != nil || again.ID != back.ID {
			t.Errorf("again: %+v %v", again, err)
		}
		if _, err := reverse(back.ID); !fault.Is(err, fault.WrongTurn) {
			t.Errorf("a reversal was reversed: %v", err)
		}
		if _, err := reverse("nothing"); !fault.Is(err, fault.NotFound) {
			t.Errorf("unknown: %v", err)
		}
		if got := k.balance(t, k.cash); got != 0 {
			t.Errorf("cash %d, want 0", got)
		}
		k.check(t)
	})
}

// The figures are worked out by hand.
func TestStatementRunsByValueDate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		for i, x := range []struct {
			on     string
			amount money.Fen
		}{{"2020-02-10", 1000}, {"2020-02-03", 200}, {"2020-03-01", -300}, {"2020-02-10", 5}} {
			k.write(t, func(ctx context.Context, tx db.Tx) error {
				_, err := k.Post(ctx, tx, Transfer{Business: fmt.Sprint(i), Kind: "test", ValueOn: x.on,
					Legs: []Leg{{k.deposit.ID, -x.amount}, {k.loan.ID, x.amount}}})
				return err
			})
		}
		k.write(t, func(ctx context.Context, tx db.Tx) error {
			lines, err := k.Statement(ctx, tx, k.loan.ID, "2020-02-10", "2020-03-01")
			var got []string
			for _, l := range lines {
				got = append(got, fmt.Sprintf("%s %d %d", l.ValueOn, l.AmountFen, l.BalanceFen))
			}
			if want := "2020-02-10 1000 1200, 2020-02-10 5 1205"; strings.Join(got, ", ") != want {
				t.Errorf("got %v, want %s", got, want)
			}
			if err != nil {
				return err
			}
			for on, want := range map[string]money.Fen{"2020-02-02": 0, "2020-02-03": 200, "2020-02-29": 1205, "2020-03-01": 905} {
				if got, err := k.BalanceAt(ctx, tx, k.loan.ID, on); got != want || err != nil {
					t.Errorf("%s: %d %v, want %d", on, got, err, want)
				}
			}
			return nil
		})
	})
}

// Ten writers fight for an account that holds enough for seven of thirty
// payments; two more repeat one business id.
func TestWritersAtOnceNeverOverdraw(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		if _, err := k.pay("fund", k.deposit, k.cash, 7*100+50); err != nil {
			t.Fatal(err)
		}
		var paid, short atomic.Int64
		var wg sync.WaitGroup
		for w := range 6 {
			wg.Go(func() {
				for i := range 5 {
					business := fmt.Sprintf("w%d-%d", w, i)
					for {
						_, err := k.pay(business, k.cash, k.loan, 100)
						if fault.Is(err, fault.Conflict) {
							continue // lost the race too often: ask again, with the same id
						}
						if err == nil {
							paid.Add(1)
						} else if fault.Of(err).Key == "ledger.balance.short" {
							short.Add(1)
						} else {
							t.Error(err)
						}
						break
					}
				}
			})
		}
		wg.Wait()
		if paid.Load() != 7 || short.Load() != 23 {
			t.Errorf("%d paid, %d refused; want 7 and 23", paid.Load(), short.Load())
		}
		if cash, loan := k.balance(t, k.cash), k.balance(t, k.loan); cash != 50 || loan != 700 {
			t.Errorf("cash %d, loan %d", cash, loan)
		}
		k.check(t)
	})
}

func TestTheSameBusinessAtOnceMovesMoneyOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		var wg sync.WaitGroup
		ids := make([]string, 8)
		for i := range ids {
			wg.Go(func() {
				out, err := k.pay("once", k.deposit, k.cash, 40)
				for fault.Is(err, fault.Conflict) {
					out, err = k.pay("once", k.deposit, k.cash, 40)
				}
				if err != nil {
					t.Error(err)
				}
				ids[i] = out.ID
			})
		}
		wg.Wait()
		for _, x := range ids {
			if x != ids[0] {
				t.Fatalf("two transfers for one event: %v", ids)
			}
		}
		if got := k.balance(t, k.cash); got != 40 {
			t.Errorf("cash %d, want 40", got)
		}
	})
}

// Every edit that root could make to the rows must be found by Check.
func TestCheckFindsEdits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		paid, err := k.pay("fund", k.deposit, k.cash, 900)
		if err != nil {
			t.Fatal(err)
		}
		k.write(t, func(ctx context.Context, tx db.Tx) error {
			_, err := k.Reverse(ctx, tx, Reversal{Transfer: paid.ID})
			return err
		})
		k.check(t)
		for _, edit := range []string{
			`UPDATE ledger_posting SET amount_fen = amount_fen + 1 WHERE position = 0`,
			`UPDATE ledger_posting SET amount_fen = amount_fen * 2`,
			`UPDATE ledger_posting SET value_on = '2020-02-04' WHERE position = 1`,
			`UPDATE ledger_posting SET account_id = 'x' WHERE position = 1`,
			`UPDATE ledger_posting SET account_id = (SELECT id FROM ledger_account WHERE kind = 'loan') WHERE position = 1`,
			`DELETE FROM ledger_posting WHERE position = 1`,
			`DELETE FROM ledger_posting`,
			`DELETE FROM ledger_transfer WHERE reverses = ''`,
			`DELETE FROM ledger_account WHERE kind = 'cash'`,
			`DELETE FROM ledger_guard`,
			`UPDATE ledger_guard SET balance_fen = balance_fen + 1`,
			`UPDATE ledger_guard SET balance_fen = -1`,
			`UPDATE ledger_account SET guarded = 0 WHERE kind = 'cash'`,
			`UPDATE ledger_transfer SET note = 'other'`,
			`UPDATE ledger_transfer SET business = 'other' WHERE reverses = ''`,
			`UPDATE ledger_transfer SET value_on = '2020-02-04' WHERE reverses = ''`,
			`UPDATE ledger_transfer SET digest = 'other'`,
		} {
			if err := k.edited(t, edit); !errors.Is(err, ErrBroken) {
				t.Errorf("not found: %s: %v", edit, err)
			}
		}
	})
}

// edited makes an edit, checks, and takes the edit back.
func (k *desk) edited(t *testing.T, edit string) (found error) {
	undo := errors.New("undo")
	err := k.try(func(ctx context.Context, tx db.Tx) error {
		if n, err := tx.Exec(ctx, edit); err != nil || n == 0 {
			return fmt.Errorf("%s: %d rows, %w", edit, n, err)
		}
		found = k.Check(ctx, tx)
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	return found
}
