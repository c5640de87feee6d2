// Package reconcile holds the books of loans against each other: rows, schedule,
// receipts and ledger must tell one story. It works everything out again from
// what is stored and shares nothing with what booked it but the loan book.
package reconcile

import (
	"context"
	"fmt"
	"time"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/ledger"
)

// Books are the ledger and the calendar by which what is due is collected.
type Books struct {
	Ledger  ledger.Book
	Collect func(loan.Time) loan.Time
}

// Check compares every contract with its schedule, its receipts and the
// ledger, and names the first that differs.
func (b Books) Check(ctx context.Context, tx db.Tx) error {
	if err := b.Ledger.Check(ctx, tx); err != nil {
		return err
	}
	all, err := db.All(ctx, tx, loanbook.ScanContract, `SELECT `+loanbook.ContractColumns+` FROM servicing_contract ORDER BY id`)
	for i := range all {
		if err == nil {
			err = b.sums(ctx, tx, &all[i])
		}
	}
	if err != nil {
		return err
	}
	if err := b.checkLenders(ctx, tx, all); err != nil {
		return err
	}
	for i := range all {
		if err := b.replays(ctx, tx, &all[i]); err != nil {
			return err
		}
	}
	return nil
}

// Contract compares one contract with its file, its rows, its accounts, and with
// what the facts come to when they are folded again.
func (b Books) Contract(ctx context.Context, tx db.Tx, c *loanbook.Contract) error {
	if err := b.sums(ctx, tx, c); err != nil {
		return err
	}
	return b.replays(ctx, tx, c)
}

func (b Books) sums(ctx context.Context, tx db.Tx, c *loanbook.Contract) error {
	if got := c.Agreement.Terms.Hash(); got != c.TermsHash {
		return fmt.Errorf("servicing: %s: terms hash %s, signed %s", c.Ref, got, c.TermsHash)
	}
	file, err := loanbook.File(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	if got := loanbook.Digest([]byte(file)); got != c.FileHash {
		return fmt.Errorf("servicing: %s: file hash %s, signed %s", c.Ref, got, c.FileHash)
	}
	if c.DisbursedOn == "" {
		return nil
	}
	rows, receipts, err := paidOn(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	return b.checkSums(ctx, tx, c, rows, receipts)
}

// paidOn loads a contract's schedule and what came in.
func paidOn(ctx context.Context, tx db.Tx, contract string) ([]loanbook.Installment, []loanbook.Receipt, error) {
	rows, err := loanbook.Installments(ctx, tx, contract)
	if err != nil {
		return nil, nil, err
	}
	receipts, err := loanbook.Receipts(ctx, tx, contract)
	return rows, receipts, err
}

func (b Books) checkSums(ctx context.Context, tx db.Tx, c *loanbook.Contract, rows []loanbook.Installment, receipts []loanbook.Receipt) error {
	var came, principal, interest, penalty, fee, waits, recovered, early, lineFees money.Fen
	for _, r := range receipts {
		if r.Kind == loanbook.Early {
			early += r.PrincipalFen
		}
		lineFees += r.DrawingFen + r.CommitFen
		came, principal, interest, penalty, fee, waits, recovered = came+r.AmountFen, principal+r.PrincipalFen, interest+r.InterestFen, penalty+r.PenaltyFen, fee+r.FeeFen, waits+r.UnappliedFen, recovered+r.RecoveredFen
	}
	var paid, punished, scheduled, fees money.Fen
	for _, i := range rows {
		scheduled += i.PrincipalFen
		paid += i.PaidPrincipalFen + i.PaidInterestFen
		punished += i.PaidFen
		fees += i.PaidFeesFen
	}
	booked, err := b.balance(ctx, tx, c.Lender, kernel.AccountPrincipal, c.ID)
	if err != nil {
		return err
	}
	held, err := b.balance(ctx, tx, c.Lender, kernel.AccountUnapplied, c.ID)
	if err != nil {
		return err
	}
	lost, err := b.balance(ctx, tx, c.Lender, kernel.AccountLoss, c.ID)
	if err != nil {
		return err
	}
	cleared, err := b.balance(ctx, tx, c.Lender, kernel.AccountClearing, c.ID)
	if err != nil {
		return err
	}
	amount, err := drawn(ctx, tx, c)
	if err != nil {
		return err
	}
	dropped := c.WrittenFen // and with it the rows that had not fallen due
	for _, i := range rows {
		dropped -= i.PrincipalFen - i.PaidPrincipalFen
	}
	if c.WrittenOn == "" {
		dropped = 0
	}
	for _, x := range []struct {
		what      string
		got, want money.Fen
	}{
		{"receipts and what they went to", came, principal + interest + penalty + fee + recovered + waits},
		{"principal repaid and balance", principal + c.BalanceFen + c.WrittenFen, amount},
		{"drawn", c.DrawnFen, amount},
		{"scheduled principal", scheduled + early + dropped, amount},
		{"instalments and receipts", paid + early, principal + interest},
		{"penalty interest of instalments and receipts", punished, penalty},
		{"fees of instalments and receipts", fees, lineFees},
		{"ledger balance", booked, c.BalanceFen},
		{"written off in the ledger", lost, c.WrittenFen},
		{"clearing account of the renewal", cleared, 0},
		{"unapplied", waits, c.UnappliedFen},
		{"unapplied in the ledger", -held, c.UnappliedFen},
	} {
		if x.got != x.want {
			return fmt.Errorf("servicing: %s: %s: %s, expected %s", c.Ref, x.what, x.got.Text(), x.want.Text())
		}
	}
	return nil
}

// drawn is what was paid out: at first, and with every drawing.
func drawn(ctx context.Context, tx db.Tx, c *loanbook.Contract) (sum money.Fen, err error) {
	draws, err := loanbook.Draws(ctx, tx, c.ID)
	sum = c.BeganFen()
	for _, d := range draws {
		sum += d.AmountFen
	}
	return sum, err
}

// replays compares the rows, the receipts and the balance with what the facts
// come to: nothing that is computed has a memory of its own. One chain of hashes
// holds the terms.
func (b Books) replays(ctx context.Context, tx db.Tx, c *loanbook.Contract) error {
	if c.DisbursedOn == "" {
		return nil
	}
	if err := chained(ctx, tx, c); err != nil {
		return err
	}
	rows, err := loanbook.Installments(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return err
	}
	st, err := f.At(c.BookedOn, b.Collect)
	if err != nil {
		return fmt.Errorf("servicing: %s: %w", c.Ref, err)
	}
	if c.UndrawnFen != st.Undrawn || c.DrawUntil != loanbook.OnDay(st.Until) {
		return fmt.Errorf("servicing: %s: undrawn %s until %q, the facts make %s until %q", c.Ref, c.UndrawnFen.Text(), c.DrawUntil, st.Undrawn.Text(), loanbook.OnDay(st.Until))
	}
	if x := f.Compare(f.Receipts, st, unstamped); !x.None() {
		return fmt.Errorf("servicing: %s: receipts and what the facts make of them differ: %+v", c.Ref, x)
	}
	again := loanbook.Rows(st)
	if len(again) != len(rows) {
		return fmt.Errorf("servicing: %s: instalments and receipts: %d rows, the facts make %d", c.Ref, len(rows), len(again))
	}
	for i, row := range rows {
		if again[i] != row {
			return fmt.Errorf("servicing: %s: instalments and receipts: no. %d is %+v, the facts make %+v", c.Ref, row.No, row, again[i])
		}
	}
	return nil
}

// chained checks that each version of the terms has its hash, names the one
// before, and that the first is what was signed.
func chained(ctx context.Context, tx db.Tx, c *loanbook.Contract) error {
	all, err := loanbook.Restatements(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	before := ""
	for i, r := range all {
		if r.No != i+1 || r.Previous != before || r.TermsVersion.Hash() != r.Hash || i == 0 && r.Hash != c.TermsHash {
			return fmt.Errorf("servicing: %s: terms hash: version %d of the terms is not what was agreed", c.Ref, r.No)
		}
		before = r.Hash
	}
	return nil
}

// balance is what an account holds, nothing where there is none.
func (b Books) balance(ctx context.Context, tx db.Tx, party, kind, ref string) (money.Fen, error) {
	a, err := b.Ledger.Account(ctx, tx, party, kind, ref)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return b.Ledger.Balance(ctx, tx, a.ID)
}

// unstamped is for receipts that are compared and not stored.
func unstamped() (string, time.Time) { return "", time.Time{} }
