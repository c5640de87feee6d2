package app

// What the public page of a lender needs of other features, in its own words.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/internal/feature/finance/alliance"
	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/lender"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// lenderParties is identity as the public page sees it.
type lenderParties struct {
	identity *identity.Service
	alliance *alliance.Service
}

func (p lenderParties) Lender(ctx context.Context, tx db.Tx, id string) (lender.Party, error) {
	x, err := p.identity.PartyByID(ctx, tx, id)
	if err == nil && x.Kind != kernel.Bank {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	if err != nil {
		return lender.Party{}, err
	}
	leaves, err := p.alliance.LeavesOn(ctx, tx, id)
	return lender.Party{ID: x.ID, Name: x.Name, Short: x.Short, LeavesOn: leaves}, err
}

func (p lenderParties) Lenders(ctx context.Context, tx db.Tx) (list []lender.Party, err error) {
	all, err := p.identity.PartiesOfKind(ctx, tx, kernel.Bank)
	for _, x := range all {
		member, _, e := p.alliance.Member(ctx, tx, x.ID)
		if err = errors.Join(err, e); member {
			list = append(list, lender.Party{ID: x.ID, Name: x.Name, Short: x.Short})
		}
	}
	return list, err
}

// soldProducts is the catalogue as the public page sees it.
type soldProducts struct{ catalogue *catalogue.Service }

func (p soldProducts) Sold(ctx context.Context, tx db.Tx) (list []lender.Product, err error) {
	rows, err := p.catalogue.OnSale(ctx, tx)
	for _, r := range rows {
		x := r.Product
		list = append(list, lender.Product{
			ID: x.ID, Code: x.Code, Lender: x.Lender, Version: x.Version, ValidFrom: r.ValidFrom, Name: x.Name, Purpose: x.Purpose,
			Security: x.Security, MaxFen: x.MaxFen, Terms: x.Terms, RatePPM: x.RatePPM, Repayment: x.Repayment,
			Rules: catalogue.Judge(x.Rules, kernel.Applicant{}), Documents: x.Documents, Guarantor: r.Guarantor, GuaranteeFeePPM: x.GuaranteeFeePPM,
		})
	}
	return list, err
}
