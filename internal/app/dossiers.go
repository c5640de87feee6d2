package app

// What the documents of an application need of other features, in their own
// words.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/finance/dossier"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// dossierCases is origination as documents see it.
type dossierCases struct {
	origination *origination.Service
	identity    *identity.Service
}

func (d dossierCases) Application(ctx context.Context, tx db.Tx, id string) (dossier.Application, error) {
	a, open, asked, err := d.origination.Supplied(ctx, tx, id)
	return dossier.Application{ID: a.ID, Ref: a.Ref, Borrower: a.Borrower, Open: open, Draft: a.Editable(), Asked: asked}, err
}

func (d dossierCases) Case(ctx context.Context, tx db.Tx, id string) (dossier.Case, error) {
	c, ground, consent, err := d.origination.Reading(ctx, tx, id)
	if err != nil {
		return dossier.Case{}, err
	}
	a, err := d.Application(ctx, tx, c.Application)
	return dossier.Case{ID: c.ID, Application: a, Lender: c.Lender, Ground: ground, Consent: consent}, err
}

func (d dossierCases) Changed(ctx context.Context, tx db.Tx, application string) error {
	return d.origination.Resupplied(ctx, tx, application)
}

func (d dossierCases) Disclosed(ctx context.Context, tx db.Tx, c dossier.Case) error {
	return d.identity.Disclose(ctx, tx, identity.Disclosure{Consent: c.Consent, Subject: c.Application.Borrower, Case: c.Application.ID, Grantee: c.Lender, Person: kernel.From(ctx).Person, Class: "documents", Ground: c.Ground, Purpose: origination.Purpose})
}
