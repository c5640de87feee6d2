package origination

// What the documents of an application need of it. Who may see and add them is
// asked in package dossier; here is only how the application stands.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/platform/db"
)

// Supplied answers an application, whether documents may still be added to it,
// and which its product asks for. It authorises nothing.
func (s *Service) Supplied(ctx context.Context, tx db.Tx, id string) (a Application, open bool, asked []string, err error) {
	if a, err = applicationByID(ctx, tx, id); err != nil {
		return a, false, nil, err
	}
	p, err := a.wish().Find(ctx, tx, s.Products)
	return a, a.Editable() || a.Open() && a.State != OfferChosen, p.Documents, err
}

// Reading answers a lender's case with the ground on which it may read documents
// now, "" for none, and the consent where that is the ground.
func (s *Service) Reading(ctx context.Context, tx db.Tx, id string) (c LenderCase, ground, consent string, err error) {
	if c, err = caseByID(ctx, tx, id); err != nil {
		return c, "", "", err
	}
	a, err := applicationByID(ctx, tx, c.Application)
	if err != nil {
		return c, "", "", err
	}
	if ground, err = s.ground(ctx, tx, &a, &c); err != nil || ground == "" {
		return c, "", "", err
	}
	if ground == GroundContract && slices.Contains(a.Sharing.Classes, "documents") {
		return c, ground, "", nil
	}
	consent, live, err := s.Consents.Live(ctx, tx, a.ID, c.Lender, "documents", s.Now())
	if !live {
		return c, "", "", err
	}
	return c, GroundConsent, consent, err
}

// Resupplied writes down that the documents of an application are others now:
// once it is handed in they are part of its paper.
func (s *Service) Resupplied(ctx context.Context, tx db.Tx, id string) error {
	a, err := applicationByID(ctx, tx, id)
	if err != nil || a.Editable() {
		return err
	}
	body, err := a.body()
	if err != nil {
		return err
	}
	sum, err := paper(ctx, tx, &a, body, beside(a.Need.Purpose, int64(a.Need.AmountFen)))
	if err != nil {
		return err
	}
	p, err := s.applicationStep(ctx, tx, &a, "resupply", field("application.paper", sum))
	if err != nil {
		return err
	}
	p.parties = []string{a.Borrower}
	if err := s.record(ctx, tx, p, p.move, a.State); err != nil {
		return err
	}
	return updateApplication(ctx, tx, &a)
}

// Clocked answers the two sides of an application, or of a lender's case, and its
// application. It authorises nothing.
func (s *Service) Clocked(ctx context.Context, tx db.Tx, machine, id string) (a Application, c LenderCase, err error) {
	if machine == LenderCaseMachine.Name {
		if c, err = caseByID(ctx, tx, id); err != nil {
			return a, c, err
		}
		id = c.Application
	}
	a, err = applicationByID(ctx, tx, id)
	return a, c, err
}
