package origination

// What a lender does with its case: look, request the file, assess, answer.

import (
	"context"
	"errors"
	"slices"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/feature/finance/origination/shelf"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// work loads a lender's case with its application and asks permission.
func (s *Service) work(ctx context.Context, tx db.Tx, id string, action authz.Action) (a Application, c LenderCase, err error) {
	if c, err = caseByID(ctx, tx, id); err != nil {
		return a, c, err
	}
	if a, err = applicationByID(ctx, tx, c.Application); err != nil {
		return a, c, err
	}
	return a, c, s.Guard.Require(ctx, action, c.resource(&a, ""))
}

func (s *Service) onCase(ctx context.Context, id string, action authz.Action, act func(context.Context, db.Tx, *Application, *LenderCase) error) (c LenderCase, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, found, err := s.work(ctx, tx, id, action)
		if err != nil {
			return err
		}
		c = found
		return act(ctx, tx, &a, &c)
	})
	return c, err
}

// Interest tells the alliance that the lender means to look closer.
func (s *Service) Interest(ctx context.Context, id string) (LenderCase, error) {
	return s.onCase(ctx, id, "origination.interest", func(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) error {
		return s.advanceCase(ctx, tx, a, c, "interest")
	})
}

// RequestFile opens the file. A consent that came with the application takes
// effect at once; where it is gone, the enterprise is asked.
func (s *Service) RequestFile(ctx context.Context, id string) (LenderCase, error) {
	return s.onCase(ctx, id, "origination.request_file", func(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) error {
		if err := s.advanceCase(ctx, tx, a, c, "request_file"); err != nil {
			return err
		}
		if a.State == Published {
			if err := s.advance(ctx, tx, a, "review"); err != nil {
				return err
			}
		}
		live, err := s.anyLive(ctx, tx, a, c.Lender)
		if err != nil || !live {
			return err
		}
		return s.advanceCase(ctx, tx, a, c, "grant")
	})
}

// anyLive reports whether the lender may read any class now.
func (s *Service) anyLive(ctx context.Context, tx db.Tx, a *Application, lender string) (bool, error) {
	for _, class := range form.Classes {
		_, ok, err := s.Consents.Live(ctx, tx, a.ID, lender, class, s.Now())
		if err != nil || ok {
			return ok, err
		}
	}
	return false, nil
}

// Assess takes the case to somebody's desk.
func (s *Service) Assess(ctx context.Context, id string) (LenderCase, error) {
	return s.onCase(ctx, id, "origination.assess", func(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) error {
		return s.advanceCase(ctx, tx, a, c, "assess")
	})
}

// Decline answers with a structured reason. When every lender has declined,
// the liaison has a working day to refer the enterprise.
func (s *Service) Decline(ctx context.Context, id string, why Reason) (LenderCase, error) {
	if err := why.Check(); err != nil {
		return LenderCase{}, err
	}
	return s.onCase(ctx, id, "origination.decline", func(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) error {
		c.Reason, c.Answered = why, s.Now()
		if err := s.discardDrafts(ctx, tx, a, c); err != nil {
			return err
		}
		if err := s.advanceCase(ctx, tx, a, c, "decline", field("reason", why.Code)); err != nil {
			return err
		}
		if err := s.Notices.Tell(ctx, tx, a.Borrower, kernel.Owner, "origination.notice.declined", "/applications/"+a.ID, a.ID, map[string]any{"ref": a.Ref}); err != nil {
			return err
		}
		return s.answered(ctx, tx, a)
	})
}

func (s *Service) discardDrafts(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) error {
	offers, err := offersOf(ctx, tx, a.ID)
	for i := range offers {
		if offers[i].Case == c.ID && offers[i].State == Drafted && err == nil {
			err = s.advanceOffer(ctx, tx, a, &offers[i], "discard")
		}
	}
	return err
}

// answered opens the offers once every lender has said its word, or once the
// answers were due and there is one; it ends in a general decline when nobody
// offers. An answer that comes later opens at once.
func (s *Service) answered(ctx context.Context, tx db.Tx, a *Application) error {
	if a.State == OffersOpen {
		_, err := s.openOffers(ctx, tx, a)
		return err
	}
	if a.State != Published && a.State != InReview {
		return nil
	}
	cases, err := casesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	offers, err := offersOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	live := slices.ContainsFunc(offers, func(o Offer) bool { return o.State == Issued })
	spoke := slices.ContainsFunc(cases, func(c LenderCase) bool { return c.State == Declined || c.State == Offered })
	done := !slices.ContainsFunc(cases, func(c LenderCase) bool { return !c.Done() })
	switch {
	case live && (done || !s.Now().Before(a.AnswersBy)):
		return s.open(ctx, tx, a)
	case done && spoke && !live:
		return s.advance(ctx, tx, a, "decline_all")
	}
	return nil // somebody still owes an answer, or every case is frozen and the enterprise decides
}

// open opens the offers together and tells the enterprise.
func (s *Service) open(ctx context.Context, tx db.Tx, a *Application) error {
	opened, err := s.openOffers(ctx, tx, a)
	if err != nil {
		return err
	}
	if opened == 0 {
		return s.answered(ctx, tx, a) // each of them was spoiled
	}
	if err := s.advance(ctx, tx, a, "open_offers"); err != nil {
		return err
	}
	return s.Notices.Tell(ctx, tx, a.Borrower, kernel.Owner, "origination.notice.offers", "/applications/"+a.ID+"/offers", a.ID, map[string]any{"ref": a.Ref})
}

// Draft proposes an offer; somebody else at the lender approves it.
func (s *Service) Draft(ctx context.Context, in DraftOffer) (o Offer, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, c, err := s.work(ctx, tx, in.Case, "origination.draft_offer")
		if err != nil {
			return err
		}
		if c.State != Assessing {
			return fault.New(fault.WrongTurn, "origination.offer.assess_first")
		}
		list, _, err := shelf.Offerable(ctx, tx, s.Products, a.wish(), c.Lender)
		if err != nil {
			return err
		}
		spoken, err := s.speaks(ctx, tx, &a, &c)
		if err != nil {
			return err
		}
		p := shelf.Pick(form.Backed(list, spoken), in.Product)
		if err := in.Check(s.today(), a.Need, p); err != nil {
			return err
		}
		if err := s.discardDrafts(ctx, tx, &a, &c); err != nil {
			return err
		}
		o, err = s.put(ctx, tx, &a, &c, in, p)
		return err
	})
	return o, err
}

func (s *Service) put(ctx context.Context, tx db.Tx, a *Application, c *LenderCase, in DraftOffer, p Product) (Offer, error) {
	terms := in.Terms(p)
	o := Offer{
		ID: s.NewID(), Case: c.ID, Application: a.ID, Lender: c.Lender,
		Content: Content{Product: p.ID, ProductVersion: p.Version, ProductHash: p.Hash, Terms: terms, TermsHash: terms.Hash(), Conditions: in.Conditions, ValidTo: in.ValidTo},
		State:   Drafted, Version: 1, DraftedBy: kernel.From(ctx).Person, Drafted: s.Now(),
	}
	if err := s.seal(ctx, tx, &o); err != nil {
		return o, err
	}
	if err := insertOffer(ctx, tx, o.stored()); err != nil {
		return o, err
	}
	draft, err := s.offerStep(ctx, tx, a, &o, "draft")
	if err != nil {
		return o, err
	}
	draft.version = 0
	if err := s.enter(ctx, tx, draft); err != nil {
		return o, err
	}
	return o, s.record(ctx, tx, draft, "draft", "")
}

// decideOffer loads an offer with all it hangs on and asks permission.
func (s *Service) decideOffer(ctx context.Context, tx db.Tx, id string, action authz.Action) (a Application, c LenderCase, o Offer, err error) {
	if o, err = offerByID(ctx, tx, id); err != nil {
		return a, c, o, err
	}
	if a, err = applicationByID(ctx, tx, o.Application); err != nil {
		return a, c, o, err
	}
	if c, err = caseByID(ctx, tx, o.Case); err != nil {
		return a, c, o, err
	}
	return a, c, o, s.Guard.Require(ctx, action, o.resource(&a))
}

// Issue approves a drafted offer: the capacity is reserved and the lender has
// answered.
func (s *Service) Issue(ctx context.Context, id string) (o Offer, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, c, found, err := s.decideOffer(ctx, tx, id, "origination.issue_offer")
		if err != nil {
			return err
		}
		o = found
		if err := sure(ctx, "approve:"+o.Sealed.Commitment); err != nil {
			return err
		}
		if err := s.stillAllowed(ctx, tx, &a, &c); err != nil {
			return err
		}
		if err := s.issue(ctx, tx, &a, &o); err != nil {
			return err
		}
		c.Answered = s.Now()
		if err := s.advanceCase(ctx, tx, &a, &c, "offer"); err != nil {
			return err
		}
		if err := s.answered(ctx, tx, &a); err != nil {
			return err
		}
		o, err = offerByID(ctx, tx, o.ID) // as it is now: closed, or opened with the others
		return err
	})
	return o, err
}

// issue sets the money aside. The amount of the reservation is all that stands
// outside the seal.
func (s *Service) issue(ctx context.Context, tx db.Tx, a *Application, o *Offer) error {
	if err := s.proposal(ctx, tx, o); err != nil {
		return err
	}
	o.ReservedFen = o.Terms.AmountFen
	if err := s.Capacity.Reserve(ctx, tx, o.Lender, o.ID, o.ReservedFen); err != nil {
		return err
	}
	o.IssuedBy, o.Issued = kernel.From(ctx).Person, s.Now()
	return s.advanceOffer(ctx, tx, a, o, "issue")
}

// stillAllowed refuses an answer that rests on a file whose consent is gone.
func (s *Service) stillAllowed(ctx context.Context, tx db.Tx, a *Application, c *LenderCase) error {
	live, err := s.anyLive(ctx, tx, a, c.Lender)
	if err == nil && !live {
		return fault.New(fault.WrongTurn, "origination.consent.gone")
	}
	return errors.Join(err, s.member(ctx, tx, c.Lender))
}

// WithdrawOffer takes an open offer back before it is accepted.
func (s *Service) WithdrawOffer(ctx context.Context, id string) (o Offer, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, _, found, err := s.decideOffer(ctx, tx, id, "origination.withdraw_offer")
		if err != nil {
			return err
		}
		o = found
		if err := s.advanceOffer(ctx, tx, &a, &o, "withdraw"); err != nil {
			return err
		}
		if err := s.Capacity.Release(ctx, tx, o.Lender, o.ID, o.ReservedFen); err != nil {
			return err
		}
		if err := s.answered(ctx, tx, &a); err != nil {
			return err
		}
		return s.expireWithLastOffer(ctx, tx, &a)
	})
	return o, err
}

// DiscardOffer throws a draft away, so that another can be made.
func (s *Service) DiscardOffer(ctx context.Context, id string) (o Offer, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, _, found, err := s.decideOffer(ctx, tx, id, "origination.discard_offer")
		if err != nil {
			return err
		}
		o = found
		return s.advanceOffer(ctx, tx, &a, &o, "discard")
	})
	return o, err
}
