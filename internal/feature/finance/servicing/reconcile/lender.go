package reconcile

// What a lender earned and set aside, by its contracts and by the ledger.

import (
	"context"
	"fmt"
	"slices"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// checkLenders compares the income accounts of every lender with its receipts,
// and what is set aside with what waits for its payout.
func (b Books) checkLenders(ctx context.Context, tx db.Tx, all []loanbook.Contract) error {
	var lenders []string
	for _, c := range all {
		lenders = append(lenders, c.Lender)
	}
	slices.Sort(lenders)
	for _, lender := range slices.Compact(lenders) {
		if err := b.checkLender(ctx, tx, lender, all); err != nil {
			return err
		}
	}
	return nil
}

func (b Books) checkLender(ctx context.Context, tx db.Tx, lender string, all []loanbook.Contract) error {
	var fees, waits, opened money.Fen
	for _, c := range all {
		switch {
		case c.Lender != lender:
		case c.DisbursedOn != "":
			fees += c.Agreement.Terms.FeeFen
			waits += c.UndrawnFen
			if o := c.Agreement.Opening; o != nil {
				opened += o.BalanceFen
			}
		case c.State != "cancelled":
			waits += c.Agreement.Terms.AmountFen
		}
	}
	got, err := loanbook.IncomeOf(ctx, tx, lender)
	if err != nil {
		return err
	}
	for kind, want := range map[string]money.Fen{kernel.AccountInterest: -got.Interest, kernel.AccountPenalty: -got.Penalty, kernel.AccountFees: -fees - got.Fees, kernel.AccountDrawing: -got.Drawing, kernel.AccountCommit: -got.Commitment, kernel.AccountRecovery: -got.Recovered, kernel.AccountOpening: -opened} {
		held, err := b.balance(ctx, tx, lender, kind, "")
		if err != nil {
			return err
		}
		if held != want {
			return fmt.Errorf("servicing: lender %s: interest income and fees: %s holds %s, receipts say %s", lender, kind, held.Text(), want.Text())
		}
	}
	reserved, err := b.balance(ctx, tx, lender, kernel.AccountReserved, "")
	if err == nil && reserved < waits {
		err = fmt.Errorf("servicing: lender %s: %s set aside, contracts wait for %s", lender, reserved.Text(), waits.Text())
	}
	return err
}
