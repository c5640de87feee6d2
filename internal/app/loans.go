package app

// What the features around a loan need of the loan book, each in its own words.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/finance/feed"
	"kaigong.example/kaigong/internal/feature/finance/lender"
	"kaigong.example/kaigong/internal/feature/finance/portfolio"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// portfolios is the loan book as portfolios see it.
type portfolios struct{}

func (portfolios) Of(ctx context.Context, tx db.Tx, party, today string) (out []portfolio.Loan, err error) {
	all, err := loanbook.Positions(ctx, tx, party, today, portfolio.MaxLoans)
	for _, p := range all {
		c := p.Contract
		out = append(out, portfolio.Loan{
			ID: c.ID, Ref: c.Ref, State: c.State, Borrower: c.Borrower, Lender: c.Lender, Product: c.Agreement.ProductName, Drafter: c.Agreement.DraftedBy,
			AmountFen: c.Agreement.Terms.AmountFen, BalanceFen: c.BalanceFen, DisbursedOn: c.DisbursedOn,
			NextNo: p.NextNo, NextOn: p.NextOn, CollectOn: p.NextCollect, NextFen: p.NextFen, OverdueFen: p.OverdueFen, WaitingFen: c.UnappliedFen,
		})
	}
	return out, err
}

func (portfolios) Sides(ctx context.Context, tx db.Tx, contract string) (borrower, lender string, err error) {
	c, err := loanbook.ByID(ctx, tx, contract)
	return c.Borrower, c.Lender, err
}

// payees is what lenders publish, as portfolios see it.
type payees struct{ lender *lender.Service }

func (p payees) Payee(ctx context.Context, tx db.Tx, id string) (portfolio.Payee, error) {
	x, since, err := p.lender.Payee(ctx, tx, id)
	return portfolio.Payee{Holder: x.Holder, Bank: x.Bank, Account: x.Account, Since: since}, err
}

// calendars is the loan book as calendars see it.
type calendars struct{}

func (calendars) Dues(ctx context.Context, tx db.Tx, party string) (out []feed.Due, err error) {
	all, err := loanbook.DueDates(ctx, tx, party)
	for _, d := range all {
		other := d.Lender
		if party == d.Lender {
			other = d.Borrower
		}
		out = append(out, feed.Due{Contract: d.Contract, Ref: d.Ref, Other: other, Version: d.Version, No: d.No, On: d.CollectOn, OpenFen: d.OpenFen})
	}
	return out, err
}

// followers is identity as calendars see it.
type followers struct{ identity *identity.Service }

func (f followers) MayFollow(ctx context.Context, tx db.Tx, person, party string) (bool, error) {
	all, err := f.identity.CurrentOf(ctx, tx, person, f.identity.Today())
	if err != nil {
		return false, err
	}
	x, err := f.identity.PartyByID(ctx, tx, party)
	for _, m := range all {
		who := kernel.Actor{Roles: m.Roles}
		if m.Party == party && (x.Kind == kernel.Bank || who.Has(kernel.Owner) || who.Has(kernel.FinanceClerk)) {
			return true, err
		}
	}
	return false, err
}
