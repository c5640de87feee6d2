package app

// Referrals, and the rest of the house as they see it.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/feature/finance/referral"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/event"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
)

// referrals makes the feature, and lets lenders read what came of one.
func (a *App) referrals(people parties, bus *event.Bus) module.Module {
	a.Referral = &referral.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Applications: referred{a.Origination}, Consents: referralConsents{a.Identity}, Parties: referralParties{people}, Documents: a.documents, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: a.newID}
	a.Origination.Backings = a.Referral
	a.Jobs.Every("referrals that end", 20*time.Second, a.Referral.Sweep)
	bus.Subscribe(kernel.EventConsentRevoked, referral.Name, a.Referral.OnConsentRevoked)
	return a.Referral.Module()
}

// referred is origination as referrals see it.
type referred struct{ origination *origination.Service }

func (r referred) Application(ctx context.Context, tx db.Tx, id string) (referral.Application, error) {
	a, _, err := r.origination.Clocked(ctx, tx, origination.ApplicationMachine.Name, id)
	out := referral.Application{
		ID: a.ID, Ref: a.Ref, Borrower: a.Borrower, Park: a.Park, State: a.State, AmountFen: a.Need.AmountFen, TermMonths: a.Need.TermMonths, Purpose: origination.PurposeText(a.Need.Purpose),
		Classes: form.Classes, Shared: a.Sharing.Classes, Profile: form.ProfileOf(a.Verdict, a.Need, a.Operation, a.Company),
	}
	out.Ended = origination.ApplicationMachine.Final(a.State)
	out.Live = !out.Ended && !slices.Contains([]string{"referred", "declined_by_all"}, string(a.State))
	return out, err
}

func (r referred) File(ctx context.Context, tx db.Tx, id string, classes []string) (referral.File, error) {
	f, err := r.origination.FileOf(ctx, tx, id, classes)
	return shownFile{f}, err
}

// shownFile is a file in the words of origination.
type shownFile struct{ origination.File }

func (f shownFile) Cards(ctx context.Context) []referral.Card {
	return []referral.Card{
		{Title: i18n.T(ctx, "origination.section.need"), Facts: f.Need.Facts(ctx)},
		{Title: i18n.T(ctx, "origination.facts.title"), Facts: f.Facts(ctx)},
		{Title: i18n.T(ctx, "origination.section.operation"), Facts: f.Operation.Facts(ctx)},
	}
}

func (r referred) Premises(ctx context.Context, tx db.Tx, enterprise, on string) (referral.Premises, error) {
	p, err := r.origination.Premises.Facts(ctx, tx, enterprise, on)
	return referral.Premises{Industry: p.Industry, Units: p.Units, LeaseUntil: p.LeaseUntil, RentFen: p.RentFen, HeadcountNow: p.HeadcountNow, HeadcountFull: p.HeadcountFull, HeadcountAsOf: p.HeadcountAsOf}, err
}

// referralConsents is identity's consent as referrals see it.
type referralConsents struct{ identity *identity.Service }

func (c referralConsents) Grant(ctx context.Context, tx db.Tx, g referral.Grant) error {
	_, err := c.identity.Grant(ctx, tx, identity.Consent{Subject: g.Subject, Grantee: g.Grantee, Case: g.Application, Purpose: g.Purpose, Classes: g.Classes, From: g.From, To: g.To, By: g.By})
	return err
}

func (c referralConsents) Live(ctx context.Context, tx db.Tx, application, grantee, purpose, class string, at time.Time) (string, bool, error) {
	return c.identity.Live(ctx, tx, application, grantee, purpose, class, at)
}

func (c referralConsents) Revoke(ctx context.Context, tx db.Tx, application, grantee, reason string) error {
	return c.identity.RevokeCase(ctx, tx, application, grantee, reason)
}

func (c referralConsents) Disclose(ctx context.Context, tx db.Tx, d referral.Disclosure) error {
	return c.identity.Disclose(ctx, tx, identity.Disclosure{Consent: d.Consent, Case: d.Application, Grantee: d.Grantee, Person: kernel.From(ctx).Person, Class: d.Class, Ground: d.Ground, Purpose: d.Purpose})
}

// referralParties is identity as referrals see it.
type referralParties struct{ parties }

func (p referralParties) Party(ctx context.Context, tx db.Tx, id string) (referral.Party, error) {
	x, err := p.identity.PartyByID(ctx, tx, id)
	return referral.Party{ID: x.ID, Kind: x.Kind, Name: x.Name, Short: x.Short}, err
}

func (p referralParties) Guarantors(ctx context.Context, tx db.Tx) (list []referral.Party, err error) {
	all, err := p.identity.PartiesOfKind(ctx, tx, kernel.Guarantor)
	for _, x := range all {
		list = append(list, referral.Party{ID: x.ID, Kind: x.Kind, Name: x.Name, Short: x.Short})
	}
	return list, err
}
