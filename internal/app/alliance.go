package app

// What the alliance needs of other features, in its own words.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// allianceParties is identity as the alliance sees it.
type allianceParties struct {
	parties
	identity *identity.Service
}

func (p allianceParties) Lender(ctx context.Context, tx db.Tx, id string) (i18n.Text, error) {
	x, err := p.identity.PartyByID(ctx, tx, id)
	if err == nil && x.Kind != kernel.Bank {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return x.Short, err
}

func (p allianceParties) Lenders(ctx context.Context, tx db.Tx) (ids []string, err error) {
	all, err := p.identity.PartiesOfKind(ctx, tx, kernel.Bank)
	for _, x := range all {
		ids = append(ids, x.ID)
	}
	return ids, err
}
