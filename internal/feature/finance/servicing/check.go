package servicing

// The books against each other: rows, schedule, receipts and ledger must tell
// one story. Tests, the simulator and the doctor ask.

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"kaigong.example/kaigong/engine/money"
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
	all, err := db.All(ctx, tx, scanContract, `SELECT `+contractColumns+` FROM servicing_contract ORDER BY id`)
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
		if err := replays(ctx, tx, &all[i]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) checkContract(ctx context.Context, tx db.Tx, c *Contract) error {
	if got := c.Agreement.Terms.Hash(); got != c.TermsHash {
		return fmt.Errorf("servicing: %s: terms hash %s, signed %s", c.Ref, got, c.TermsHash)
	}
	file, err := fileOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	if got := digest([]byte(file)); got != c.FileHash {
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
	rows, err := installmentsOf(ctx, tx, contract)
	if err != nil {
		return nil, nil, err
	}
	receipts, err := receiptsOf(ctx, tx, contract)
	return rows, receipts, err
}

func (s *Service) checkSums(ctx context.Context, tx db.Tx, c *Contract, rows []Installment, receipts []Receipt) error {
	var came, principal, interest, penalty, fee, waits, scheduled money.Fen
	for _, r := range receipts {
		came, principal, interest, penalty, fee, waits = came+r.AmountFen, principal+r.PrincipalFen, interest+r.InterestFen, penalty+r.PenaltyFen, fee+r.FeeFen, waits+r.UnappliedFen
	}
	var paid, punished money.Fen
	for _, i := range rows {
		scheduled += i.PrincipalFen
		paid += i.PaidPrincipalFen + i.PaidInterestFen
		punished += i.PaidFen
	}
	settled := principal + interest
	if c.Quote != nil && c.ClosedOn == c.Quote.On {
		scheduled += c.Quote.PrincipalFen
		settled -= c.Quote.PrincipalFen + c.Quote.InterestFen
	}
	booked, err := s.balance(ctx, tx, c.Lender, kernel.AccountPrincipal, c.ID)
	if err != nil {
		return err
	}
	amount := c.Agreement.Terms.AmountFen
	for _, x := range []struct {
		what      string
		got, want money.Fen
	}{
		{"receipts and what they went to", came, principal + interest + penalty + fee + waits},
		{"principal repaid and balance", principal + c.BalanceFen, amount},
		{"scheduled principal", scheduled, amount},
		{"instalments and receipts", paid, settled},
		{"penalty interest of instalments and receipts", punished, penalty},
		{"ledger balance", booked, c.BalanceFen},
		{"unapplied", waits, c.UnappliedFen},
	} {
		if x.got != x.want {
			return fmt.Errorf("servicing: %s: %s: %s, expected %s", c.Ref, x.what, x.got.Text(), x.want.Text())
		}
	}
	return nil
}

// replays compares the rows with what the receipts make of an unpaid schedule:
// allocation and penalty interest have no memory of their own.
func replays(ctx context.Context, tx db.Tx, c *Contract) error {
	rows, receipts, err := paidOn(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	again := slices.Clone(rows)
	receipts = slices.DeleteFunc(receipts, func(r Receipt) bool { return r.Kind == "prepayment" }) // what it paid is no longer scheduled
	if _, err := replay(c.Agreement.Terms, again, receipts); err != nil {
		return fmt.Errorf("%s: %w", c.Ref, err)
	}
	for i, row := range rows {
		if again[i] != row {
			return fmt.Errorf("servicing: %s: instalments and receipts: no. %d is %+v, the receipts make %+v", c.Ref, row.No, row, again[i])
		}
	}
	return nil
}

// Facts is the source that kaigong verify compares with the log.
type Facts struct{}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{Facts{}} }

// Fields names what the source answers for.
func (Facts) Fields() []string {
	return []string{"contract.state", "contract.balance_fen", "file_hash", "contract.books"}
}

// Facts lists state, balance, file hash and the fingerprint of the rows of every
// contract.
func (Facts) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		all, err := db.All(ctx, tx, scanContract, `SELECT `+contractColumns+` FROM servicing_contract ORDER BY id`)
		for i := range all {
			facts, e := factsOf(ctx, tx, &all[i])
			if err = e; err != nil {
				break
			}
			for _, f := range facts {
				if !yield(f, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(auditlog.Fact{}, err)
		}
	}
}

// factsOf are the facts of one contract, in the order of Fields. The file is
// hashed again: the hash beside it proves nothing.
func factsOf(ctx context.Context, tx db.Tx, c *Contract) (facts []auditlog.Fact, err error) {
	file, err := fileOf(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	sum, err := booksHash(ctx, tx, c)
	for i, value := range []string{string(c.State), fmt.Sprint(int64(c.BalanceFen)), digest([]byte(file)), sum} {
		facts = append(facts, auditlog.Fact{Case: c.ID, Field: (Facts{}).Fields()[i], Value: value})
	}
	return facts, err
}
