package servicing

// The books against each other: rows, schedule, receipts and ledger must tell
// one story. Tests, the simulator and the doctor ask.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Check compares every contract with its schedule, its receipts and the
// ledger, and names the first that differs.
func (s *Service) Check(ctx context.Context, tx db.Tx) error {
	if err := s.Book.Check(ctx, tx); err != nil {
		return err
	}
	all, err := db.All(ctx, tx, loanbook.ScanContract, `SELECT `+loanbook.ContractColumns+` FROM servicing_contract ORDER BY id`)
	for i := range all {
		if err == nil {
			err = s.checkContract(ctx, tx, &all[i])
		}
	}
	if err != nil {
		return err
	}
	if err := s.checkLenders(ctx, tx, all); err != nil {
		return err
	}
	for i := range all {
		if err := s.replays(ctx, tx, &all[i]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) checkContract(ctx context.Context, tx db.Tx, c *Contract) error {
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
	return s.checkSums(ctx, tx, c, rows, receipts)
}

// paidOn loads a contract's schedule and what came in.
func paidOn(ctx context.Context, tx db.Tx, contract string) ([]Installment, []Receipt, error) {
	rows, err := loanbook.Installments(ctx, tx, contract)
	if err != nil {
		return nil, nil, err
	}
	receipts, err := loanbook.Receipts(ctx, tx, contract)
	return rows, receipts, err
}

func (s *Service) checkSums(ctx context.Context, tx db.Tx, c *Contract, rows []Installment, receipts []Receipt) error {
	var came, principal, interest, penalty, fee, waits, recovered, early money.Fen
	for _, r := range receipts {
		if r.Kind == loanbook.Early {
			early += r.PrincipalFen
		}
		came, principal, interest, penalty, fee, waits, recovered = came+r.AmountFen, principal+r.PrincipalFen, interest+r.InterestFen, penalty+r.PenaltyFen, fee+r.FeeFen, waits+r.UnappliedFen, recovered+r.RecoveredFen
	}
	var paid, punished, scheduled money.Fen
	for _, i := range rows {
		scheduled += i.PrincipalFen
		paid += i.PaidPrincipalFen + i.PaidInterestFen
		punished += i.PaidFen
	}
	booked, err := s.balance(ctx, tx, c.Lender, kernel.AccountPrincipal, c.ID)
	if err != nil {
		return err
	}
	held, err := s.balance(ctx, tx, c.Lender, kernel.AccountUnapplied, c.ID)
	if err != nil {
		return err
	}
	lost, err := s.balance(ctx, tx, c.Lender, kernel.AccountLoss, c.ID)
	if err != nil {
		return err
	}
	amount := c.BeganFen()
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
		{"scheduled principal", scheduled + early + dropped, amount},
		{"instalments and receipts", paid + early, principal + interest},
		{"penalty interest of instalments and receipts", punished, penalty},
		{"ledger balance", booked, c.BalanceFen},
		{"written off in the ledger", lost, c.WrittenFen},
		{"unapplied", waits, c.UnappliedFen},
		{"unapplied in the ledger", -held, c.UnappliedFen},
	} {
		if x.got != x.want {
			return fmt.Errorf("servicing: %s: %s: %s, expected %s", c.Ref, x.what, x.got.Text(), x.want.Text())
		}
	}
	return nil
}

// replays compares the rows, the receipts and the balance with what the facts
// come to: nothing that is computed has a memory of its own. One chain of hashes
// holds the terms.
func (s *Service) replays(ctx context.Context, tx db.Tx, c *Contract) error {
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
	st, err := s.at(f, c.BookedOn)
	if err != nil {
		return fmt.Errorf("servicing: %s: %w", c.Ref, err)
	}
	if x := s.compare(f, f.Receipts, st); !x.None() {
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
func chained(ctx context.Context, tx db.Tx, c *Contract) error {
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

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{loanbook.Source{}} }
