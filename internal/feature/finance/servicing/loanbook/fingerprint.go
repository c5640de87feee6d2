package loanbook

// One fingerprint of all that is kept about a contract beside its state, balance
// and file. Every log entry of the contract carries it, so that an edit of any
// row shows, also one that keeps every sum.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// books is a contract as the fingerprint sees it.
type books struct {
	Ref, Application, Borrower, Lender, Park string
	Agreement                                kernel.Agreement
	TermsHash                                string
	ByBorrower, ByLender                     string
	PreparedUS, ByBorrowerUS, ByLenderUS     int64
	DisbursedOn, PayoutRef, ClosedOn         string
	RenewedBy                                string
	UnappliedFen                             int64
	DrawnFen, UndrawnFen                     int64
	DrawUntil, LapsedOn                      string
	BookedOn, WrittenOn                      string
	WrittenFen                               int64
	Quote                                    *Quote
	Installments                             []Installment
	Receipts                                 []Receipt
	Reversals                                []Reversed
	Versions                                 []Restatement
	Adjustments                              []Adjustment
	Choices                                  []Choice
	Draws                                    []Draw
	Waivers                                  []Waiver
}

// Fingerprint reads the rows of a contract as they stand in the transaction.
func Fingerprint(ctx context.Context, tx db.Tx, c *Contract) (string, error) {
	b := books{
		Ref: c.Ref, Application: c.Application, Borrower: c.Borrower, Lender: c.Lender, Park: c.Park, Agreement: c.Agreement, TermsHash: c.TermsHash,
		ByBorrower: c.ByBorrower.By, ByLender: c.ByLender.By, PreparedUS: db.Micros(c.Prepared), ByBorrowerUS: db.Micros(c.ByBorrower.At), ByLenderUS: db.Micros(c.ByLender.At),
		DisbursedOn: c.DisbursedOn, PayoutRef: c.PayoutRef, ClosedOn: c.ClosedOn, RenewedBy: c.RenewedBy, UnappliedFen: int64(c.UnappliedFen), DrawnFen: int64(c.DrawnFen), UndrawnFen: int64(c.UndrawnFen), DrawUntil: c.DrawUntil, LapsedOn: c.LapsedOn, BookedOn: c.BookedOn, WrittenOn: c.WrittenOn, WrittenFen: int64(c.WrittenFen), Quote: c.Quote,
	}
	var err error
	if b.Installments, err = Installments(ctx, tx, c.ID); err != nil {
		return "", err
	}
	if b.Receipts, err = Receipts(ctx, tx, c.ID); err != nil {
		return "", err
	}
	if b.Reversals, err = Reversals(ctx, tx, c.ID); err != nil {
		return "", err
	}
	if b.Versions, err = Restatements(ctx, tx, c.ID); err != nil {
		return "", err
	}
	if b.Adjustments, err = Adjustments(ctx, tx, c.ID); err != nil {
		return "", err
	}
	if b.Choices, err = Choices(ctx, tx, c.ID); err != nil {
		return "", err
	}
	if b.Draws, err = Draws(ctx, tx, c.ID); err != nil {
		return "", err
	}
	if b.Waivers, err = Waivers(ctx, tx, c.ID); err != nil {
		return "", err
	}
	text, err := json.Marshal(b)
	return Digest(text), err
}

// Digest is the SHA-256 of some bytes, in hex.
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
