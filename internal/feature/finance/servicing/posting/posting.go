// Package posting moves a lender's money between the accounts of the ledger. What
// moves, and when, is servicing's business.
package posting

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/ledger"
)

// Leg is a part of a transfer by kind of account.
type Leg struct {
	Kind, Ref string
	Fen       money.Fen
}

// guarded are the accounts that never fall below zero.
var guarded = map[string]bool{kernel.AccountFunds: true, kernel.AccountReserved: true, kernel.AccountPrincipal: true}

// Post moves money between accounts of one lender; parts of nothing are left out,
// and a transfer of nothing is none.
func Post(ctx context.Context, tx db.Tx, b ledger.Book, lender string, t ledger.Transfer, legs ...Leg) error {
	for _, l := range legs {
		if l.Fen == 0 {
			continue
		}
		a, err := b.Open(ctx, tx, ledger.Account{Party: lender, Kind: l.Kind, Ref: l.Ref, Guarded: guarded[l.Kind]})
		if err != nil {
			return err
		}
		t.Legs = append(t.Legs, ledger.Leg{Account: a.ID, AmountFen: l.Fen})
	}
	if len(t.Legs) == 0 {
		return nil
	}
	_, err := b.Post(ctx, tx, t)
	return err
}

// Balance is what an account holds, nothing where there is none.
func Balance(ctx context.Context, tx db.Tx, b ledger.Book, party, kind, ref string) (money.Fen, error) {
	a, err := b.Account(ctx, tx, party, kind, ref)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return b.Balance(ctx, tx, a.ID)
}

// Receipt is what a receipt does to the accounts.
func Receipt(r loanbook.Receipt, c *loanbook.Contract) []Leg {
	from := Leg{kernel.AccountFunds, "", r.AmountFen}
	if r.Kind == loanbook.Renewal {
		from = Leg{kernel.AccountClearing, c.RenewedBy, r.AmountFen}
	}
	return []Leg{from, {kernel.AccountPrincipal, c.ID, -r.PrincipalFen}, {kernel.AccountInterest, "", -r.InterestFen},
		{kernel.AccountPenalty, "", -r.PenaltyFen}, {kernel.AccountFees, "", -(r.FeeFen - r.DrawingFen - r.CommitFen)}, {kernel.AccountDrawing, "", -r.DrawingFen}, {kernel.AccountCommit, "", -r.CommitFen},
		{kernel.AccountRecovery, "", -r.RecoveredFen}, {kernel.AccountUnapplied, c.ID, -r.UnappliedFen}}
}

// Moved is what an adjustment posts: the opposite of what a receipt went to, and
// what it goes to now.
func Moved(was, now loanbook.Receipt, c *loanbook.Contract) (moved []Leg) {
	before, after := Receipt(was, c), Receipt(now, c)
	for i := range before {
		if before[i].Fen != after[i].Fen {
			moved = append(moved, Leg{before[i].Kind, before[i].Ref, -before[i].Fen}, after[i])
		}
	}
	return moved
}
