package origination

// What an enterprise does with its application: start, fill in, hand in, take
// back.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
)

// Start begins a draft for the actor's enterprise, with what the park already
// knows filled in.
func (s *Service) Start(ctx context.Context) (a Application, err error) {
	who := kernel.From(ctx)
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "origination.start", collection(who.Party, "Applications")); err != nil {
			return err
		}
		a = Application{ID: s.NewID(), Borrower: who.Party, State: Draft, Version: 1, StartedBy: who.Person, Started: s.Now()}
		if a.Park, err = s.Parties.Operator(ctx, tx); err != nil {
			return err
		}
		if a.Ref, err = id.Reference(ctx, tx, "KG-AP", s.today().Year); err != nil {
			return err
		}
		if a.Company, err = s.known(ctx, tx, who.Party); err != nil {
			return err
		}
		if err := insertApplication(ctx, tx, a); err != nil {
			return err
		}
		p, err := s.applicationStep(ctx, tx, &a, "start")
		if err != nil {
			return err
		}
		p.version = 0
		if err := s.enter(ctx, tx, p); err != nil {
			return err
		}
		return s.record(ctx, tx, p, "start", "")
	})
	return a, err
}

// known fills in what the enterprise would otherwise type again.
func (s *Service) known(ctx context.Context, tx db.Tx, borrower string) (Company, error) {
	p, err := s.Parties.Party(ctx, tx, borrower)
	if err != nil {
		return Company{}, err
	}
	f, err := s.Premises.Facts(ctx, tx, borrower, s.today().String())
	if err != nil && !fault.Is(err, fault.NotFound) {
		return Company{}, err
	}
	return Company{CreditCode: string(p.CreditCode), HeadcountNow: f.HeadcountNow, HeadcountFull: f.HeadcountFull}, nil
}

// edit loads an application for its enterprise and refuses what is handed in.
func (s *Service) edit(ctx context.Context, tx db.Tx, id string, seen int64, action authz.Action) (Application, error) {
	a, err := applicationByID(ctx, tx, id)
	if err != nil {
		return a, err
	}
	if err := s.Guard.Require(ctx, action, a.resource()); err != nil {
		return a, err
	}
	if !a.Editable() {
		return a, fault.New(fault.WrongTurn, "origination.handed_in")
	}
	return a, fresh(seen, a.Version)
}

// Section is one part of the task list.
type Section interface{ Check(form.Desk) error }

// put takes a section over.
func (a *Application) put(in Section) {
	switch x := in.(type) {
	case *Company:
		a.Company = *x
	case *Need:
		a.Need = *x
	case *Operation:
		a.Operation = *x
	case *Sharing:
		a.Sharing = *x
	}
}

// desk is what sections are checked against today.
func (s *Service) desk() form.Desk { return form.Desk{Today: s.today(), Calendar: s.Calendar} }

// Save keeps one section of a draft. seen is the version that the form was made
// from, 0 where the caller does not mind.
func (s *Service) Save(ctx context.Context, id string, seen int64, in Section) (a Application, err error) {
	if err := in.Check(s.desk()); err != nil {
		return a, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if a, err = s.edit(ctx, tx, id, seen, "origination.edit"); err != nil {
			return err
		}
		a.put(in)
		if err := s.checkReferences(ctx, tx, &a, in); err != nil {
			return err
		}
		return updateApplication(ctx, tx, &a)
	})
	return a, err
}

// checkReferences looks up what a section points at: its product, the lenders,
// the enterprise's own credit code.
func (s *Service) checkReferences(ctx context.Context, tx db.Tx, a *Application, in Section) error {
	if _, need := in.(*Need); need {
		return s.checkProduct(ctx, tx, a)
	}
	var c fault.Check
	for _, l := range a.Sharing.Lenders {
		sells, err := s.Products.Sells(ctx, tx, l)
		if err != nil {
			return err
		}
		p, err := s.Parties.Party(ctx, tx, l)
		c.That(err == nil && p.Kind == kernel.Bank && sells, "lenders", "origination.lenders.unknown")
		_, invites, err := s.Alliance.Member(ctx, tx, l)
		c.That(err == nil && invites, "lenders", "origination.lenders.left")
	}
	own, err := s.Parties.Party(ctx, tx, a.Borrower)
	if err != nil {
		return err
	}
	c.That(a.Company.CreditCode == "" || own.CreditCode == "" || a.Company.CreditCode == string(own.CreditCode), "credit_code", "origination.credit_code.other")
	return c.Err()
}

// Submit hands the application to the park. A consent for every chosen lender
// is given with it and takes effect when that lender requests the file.
func (s *Service) Submit(ctx context.Context, id string, seen int64) (a Application, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if a, err = s.edit(ctx, tx, id, seen, "origination.submit"); err != nil {
			return err
		}
		if err := s.complete(ctx, tx, &a); err != nil {
			return err
		}
		if err := s.consent(ctx, tx, &a); err != nil {
			return err
		}
		a.Submitted = s.Now()
		if err := s.advance(ctx, tx, &a, "submit", field("amount_fen", a.Need.AmountFen), field("purpose", a.Need.Purpose)); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, a.Park, kernel.Liaison, "origination.notice.submitted", "/applications/"+a.ID, a.ID, map[string]any{"ref": a.Ref})
	})
	return a, err
}

// complete checks that nothing is missing and that no other application with
// the same purpose is open.
func (s *Service) complete(ctx context.Context, tx db.Tx, a *Application) error {
	n, err := s.Documents.Count(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	var c fault.Check
	for _, section := range a.Complete(n) {
		c.That(false, section, "origination.section."+section+".missing")
	}
	c.Join(errorsOf(a.Sharing.Check(s.desk())))
	if err := c.Err(); err != nil {
		return err
	}
	if err := s.checkProduct(ctx, tx, a); err != nil {
		return err
	}
	other, err := openFor(ctx, tx, a.Borrower, a.Need.Purpose, a.ID)
	if err != nil {
		return err
	}
	c.That(other == "", SectionNeed, "origination.open_already", fault.Args{"ref": other})
	return c.Err()
}

// errorsOf keeps only field messages; nil stays nothing.
func errorsOf(err error) error {
	if err == nil {
		return &fault.Fault{Kind: fault.Invalid}
	}
	return err
}

// consent gives a consent to each lender that the application names.
func (s *Service) consent(ctx context.Context, tx db.Tx, a *Application) error {
	until, err := clock.ParseDate(a.Sharing.Until)
	if err != nil {
		return err
	}
	for _, lender := range a.Sharing.Lenders {
		_, err := s.Consents.Grant(ctx, tx, Grant{
			Subject: a.Borrower, Grantee: lender, Case: a.ID, Classes: a.Sharing.Classes,
			From: s.Now(), To: until.AddDays(1).At(0, 0, s.Calendar.Zone()), By: kernel.From(ctx).Person,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Discard throws a draft away.
func (s *Service) Discard(ctx context.Context, id string) (a Application, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if a, err = s.edit(ctx, tx, id, 0, "origination.discard"); err != nil {
			return err
		}
		return s.advance(ctx, tx, &a, "discard")
	})
	return a, err
}

// Withdraw takes the application back at any time before both parties signed.
// Lenders are told, offers and reserved capacity are released, consent ends.
func (s *Service) Withdraw(ctx context.Context, id, reason string) (a Application, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if a, err = applicationByID(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "origination.withdraw", a.resource()); err != nil {
			return err
		}
		if err := s.cancelContracts(ctx, tx, &a, reason); err != nil {
			return err
		}
		return s.end(ctx, tx, &a, "withdraw", reason)
	})
	return a, err
}

// cancelContracts ends the contracts of offers that were taken. It fails where
// one of them is signed by both.
func (s *Service) cancelContracts(ctx context.Context, tx db.Tx, a *Application, reason string) error {
	offers, err := offersOf(ctx, tx, a.ID)
	if err != nil || a.State != OfferChosen {
		return err
	}
	for i := range offers {
		o := &offers[i]
		if !o.Binds() {
			continue
		}
		if err := s.Contracts.Cancel(ctx, tx, o.Contract, reason); err != nil {
			return err
		}
		if err := s.reach(ctx, tx, a, o, Withdrawn); err != nil {
			return err
		}
	}
	return nil
}

// end moves an application to a final state and ends everything that hangs on
// it: lenders' cases, offers with their reservations, consents.
func (s *Service) end(ctx context.Context, tx db.Tx, a *Application, move, reason string) error {
	if err := s.advance(ctx, tx, a, move, field("reason", reason)); err != nil {
		return err
	}
	if err := s.releaseOffers(ctx, tx, a); err != nil {
		return err
	}
	if err := s.lapseOthers(ctx, tx, a); err != nil {
		return err
	}
	if err := s.Vault.Forget(ctx, tx, a.ID); err != nil {
		return err
	}
	return s.Consents.Revoke(ctx, tx, a.ID, "", move)
}

// lapseOthers ends the cases of lenders that have not answered.
func (s *Service) lapseOthers(ctx context.Context, tx db.Tx, a *Application) error {
	cases, err := casesOf(ctx, tx, a.ID)
	for i := range cases {
		if err == nil && !cases[i].Done() {
			err = s.advanceCase(ctx, tx, a, &cases[i], "lapse")
		}
	}
	return err
}

// releaseOffers ends every open or drafted offer that was not taken, and frees
// what was reserved for it.
func (s *Service) releaseOffers(ctx context.Context, tx db.Tx, a *Application) error {
	offers, err := offersOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for i := range offers {
		o := &offers[i]
		switch {
		case o.State == Drafted:
			err = s.advanceOffer(ctx, tx, a, o, "discard")
		case o.State == Issued:
			err = errors.Join(s.Capacity.Release(ctx, tx, o.Lender, o.ID, o.ReservedFen), s.advanceOffer(ctx, tx, a, o, "reject"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
