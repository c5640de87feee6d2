package loanbook

// A loan that other books kept before it came here: what stood there is a fact
// like any other.

import (
	"context"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
)

// begins is the fact that a loan begins with: its payout, or what stood in the
// lender's own books.
func (f Facts) begins(out loan.Time) (subledger.Fact, error) {
	o := f.Agreement.Opening
	if o == nil {
		return subledger.Fact{ID: f.ID, Kind: subledger.Draw, On: out, Amount: f.Agreement.Terms.First()}, nil
	}
	on, err := loan.ParseTime(o.AsOf)
	return subledger.Fact{ID: f.ID, Kind: subledger.Opening, On: on, Amount: o.BalanceFen, Accrued: o.AccruedFen, Instalment: o.InstalmentFen}, err
}

// BeganFen is the principal that the books here began with: what was paid out,
// or the balance that was taken over.
func (c *Contract) BeganFen() money.Fen {
	if o := c.Agreement.Opening; o != nil {
		return o.BalanceFen
	}
	return c.Agreement.Terms.First()
}

// BooksFrom is the last day before which nothing counts here: that of the
// opening, whose end is meant, or "" where the payout itself is booked.
func (c *Contract) BooksFrom() string {
	if o := c.Agreement.Opening; o != nil {
		return o.AsOf
	}
	return ""
}

// Known finds a contract of a lender by its reference here or by the lender's
// own number; others' contracts are not found.
type Known map[string]string

// KnownTo lists the contracts of a lender under both of their numbers.
func KnownTo(ctx context.Context, tx db.Tx, lender string) (Known, error) {
	all, err := db.All(ctx, tx, ScanContract, `
		SELECT `+ContractColumns+` FROM servicing_contract WHERE lender_id = $1 AND disbursed_on <> '' ORDER BY id LIMIT 20000`, lender)
	known := Known{}
	for _, c := range all {
		known[c.Ref] = c.ID
		if o := c.Agreement.Opening; o != nil {
			known[o.Number] = c.ID
		}
	}
	return known, err
}
