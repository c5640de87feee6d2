package app

// What intake needs of servicing and of identity, in its own words.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/finance/intake"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// imports is servicing as intake sees it.
type imports struct{ servicing *servicing.Service }

func (i imports) Known(ctx context.Context, tx db.Tx, lender string) (map[string]string, error) {
	return loanbook.KnownTo(ctx, tx, lender)
}

func (i imports) Import(ctx context.Context, tx db.Tx, a kernel.Agreement) (intake.Loan, error) {
	c, err := i.servicing.Import(ctx, tx, a)
	if err != nil {
		return intake.Loan{}, err
	}
	return i.Loan(ctx, tx, c.ID)
}

func (i imports) Loan(ctx context.Context, tx db.Tx, contract string) (intake.Loan, error) {
	st, err := i.servicing.Standing(ctx, tx, contract)
	c := st.Contract
	l := intake.Loan{ID: c.ID, Ref: c.Ref, Borrower: c.Borrower, Lender: c.Lender, BorrowerName: c.Agreement.BorrowerName, TakenOver: c.Agreement.Opening != nil, BalanceFen: c.BalanceFen}
	for _, row := range st.Installments {
		if row.Paid() {
			continue
		}
		if l.Dates++; l.NextOn == "" {
			l.NextOn, l.NextFen = row.DueOn, row.TotalFen()
		}
		l.EndsOn = row.DueOn
	}
	return l, err
}

func (i imports) Repay(ctx context.Context, r intake.Receipt) (intake.Booking, error) {
	x, err := i.servicing.Repay(ctx, servicing.Repayment{Contract: r.Contract, ReceivedOn: r.ReceivedOn, AmountFen: r.AmountFen, Number: r.Number})
	b := intake.Booking{PrincipalFen: x.PrincipalFen, InterestFen: x.InterestFen, PenaltyFen: x.PenaltyFen, FeeFen: x.FeeFen, OtherFen: x.RecoveredFen, WaitsFen: x.UnappliedFen, PostedOn: x.PostedOn}
	if err != nil {
		return b, err
	}
	err = i.servicing.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := loanbook.ByID(ctx, tx, r.Contract)
		b.BalanceFen = c.BalanceFen
		return err
	})
	return b, err
}

func (i imports) Alike(ctx context.Context, tx db.Tx, r intake.Receipt) (string, error) {
	all, err := loanbook.Receipts(ctx, tx, r.Contract)
	for _, x := range all {
		if x.Reversible() && x.ReceivedOn == r.ReceivedOn && x.AmountFen == r.AmountFen && x.Number != r.Number {
			return x.Number, err
		}
	}
	return "", err
}

// intakeParties is identity as intake sees it.
type intakeParties struct{ parties }

func (p intakeParties) ByID(ctx context.Context, tx db.Tx, id string) (intake.Party, error) {
	x, err := p.identity.PartyByID(ctx, tx, id)
	return intakeParty(x), err
}

func (p intakeParties) ByCreditCode(ctx context.Context, tx db.Tx, code kernel.CreditCode) (intake.Party, error) {
	x, err := p.identity.PartyByCreditCode(ctx, tx, code)
	return intakeParty(x), err
}

func intakeParty(x identity.Party) intake.Party {
	return intake.Party{ID: x.ID, Kind: x.Kind, Name: x.Name, Short: x.Short, CreditCode: x.CreditCode}
}
