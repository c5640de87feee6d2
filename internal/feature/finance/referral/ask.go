package referral

// What an owner does: ask a guarantee company, ask the town, and take either back.

import (
	"context"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// asking loads an application that its owner may ask somebody about.
func (s *Service) asking(ctx context.Context, tx db.Tx, id string) (Application, error) {
	a, err := s.Applications.Application(ctx, tx, id)
	if err != nil {
		return a, err
	}
	if err := s.Guard.Require(ctx, "referral.ask", a.resource()); err != nil {
		return a, err
	}
	if !a.Referred() {
		return a, fault.New(fault.WrongTurn, "referral.not_referred")
	}
	return a, nil
}

// AskGuarantor puts a referred application before a guarantee company. The consent
// is given with it and counts once the guarantor opens the file.
func (s *Service) AskGuarantor(ctx context.Context, application string, in AskGuarantor) (g GuaranteeRequest, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := s.asking(ctx, tx, application)
		if err != nil {
			return err
		}
		firm, err := s.Parties.Party(ctx, tx, a.Borrower)
		if err != nil {
			return err
		}
		if err := in.check(&a, firm, s.today()); err != nil {
			return err
		}
		if err := s.mayBeAsked(ctx, tx, &a, in.Guarantor); err != nil {
			return err
		}
		g = GuaranteeRequest{ID: s.NewID(), Application: a.ID, Ref: a.Ref, Borrower: a.Borrower, Park: a.Park, Guarantor: in.Guarantor, AmountFen: a.AmountFen, Message: in.Message,
			State: GuaranteeMachine.Initial(), Version: 1, AskedBy: kernel.From(ctx).Person, Asked: s.Now()}
		if err := insertGuarantee(ctx, tx, &g); err != nil {
			return err
		}
		if err := s.grant(ctx, tx, &a, g.Guarantor, purposeGuarantee, in.Classes, in.Until); err != nil {
			return err
		}
		if err := s.entered(ctx, tx, &g, "ask", ""); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, g.Guarantor, kernel.GuaranteeOfficer, "referral.notice.asked", "/guarantees/"+g.ID, g.ID, map[string]any{"ref": g.Ref})
	})
	return g, err
}

// mayBeAsked refuses who is no guarantor, a second request beside the first, and
// one to a guarantor that has answered.
func (s *Service) mayBeAsked(ctx context.Context, tx db.Tx, a *Application, guarantor string) error {
	p, err := s.Parties.Party(ctx, tx, guarantor)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	all, e := guaranteesOf(ctx, tx, a.ID)
	if e != nil {
		return e
	}
	var c fault.Check
	c.That(err == nil && p.Kind == kernel.Guarantor, "guarantor", "referral.guarantor.unknown")
	for i := range all {
		same := all[i].Guarantor == guarantor
		c.That(!all[i].Pending() || !same, "guarantor", "referral.guarantor.asked")
		c.That(!all[i].Pending(), "guarantor", "referral.guarantor.another")
		c.That(!same || all[i].State != Stated, "guarantor", "referral.guarantor.stated")
		c.That(!same || all[i].State != Declined, "guarantor", "referral.guarantor.declined")
	}
	return c.Err()
}

// AskTown puts a referred application before the town.
func (s *Service) AskTown(ctx context.Context, application string, in AskTown) (r Recommendation, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := s.asking(ctx, tx, application)
		if err != nil {
			return err
		}
		in.Message = strings.TrimSpace(in.Message)
		var c fault.Check
		checkUntil(&c, "until", in.Until, s.today(), maxConsent)
		checkLength(&c, "message", in.Message)
		if err := c.Err(); err != nil {
			return err
		}
		office, err := s.office(ctx, tx, &a)
		if err != nil {
			return err
		}
		r = Recommendation{ID: s.NewID(), Application: a.ID, Ref: a.Ref, Borrower: a.Borrower, Park: a.Park, Town: office, AmountFen: a.AmountFen, Message: in.Message,
			State: RecommendationMachine.Initial(), Version: 1, AskedBy: kernel.From(ctx).Person, Asked: s.Now()}
		if err := insertRecommendation(ctx, tx, &r); err != nil {
			return err
		}
		if err := s.grant(ctx, tx, &a, office, purposeTown, classesOfTown, in.Until); err != nil {
			return err
		}
		if err := s.recorded(ctx, tx, &r, "ask", ""); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, office, kernel.TownLead, "referral.notice.asked_town", "/recommendations/"+r.ID, r.ID, map[string]any{"ref": r.Ref})
	})
	return r, err
}

// office is the town office, where it has not been asked or has said no.
func (s *Service) office(ctx context.Context, tx db.Tx, a *Application) (string, error) {
	office, err := s.Parties.Town(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return "", fault.New(fault.WrongTurn, "referral.town.none")
	}
	if err != nil {
		return "", err
	}
	all, err := recommendationsOf(ctx, tx, a.ID)
	for i := range all {
		switch all[i].State {
		case Asked:
			return "", fault.New(fault.WrongTurn, "referral.town.asked")
		case Recommended:
			return "", fault.New(fault.WrongTurn, "referral.town.recommended")
		}
	}
	return office, err
}

// on loads a request to a guarantor with its application and asks permission.
func (s *Service) on(ctx context.Context, tx db.Tx, id string, action authz.Action) (g GuaranteeRequest, a Application, err error) {
	if g, err = guaranteeByID(ctx, tx, id); err != nil {
		return g, a, err
	}
	if a, err = s.Applications.Application(ctx, tx, g.Application); err != nil {
		return g, a, err
	}
	ground, _, err := s.ground(ctx, tx, &g, a.Classes)
	if err != nil {
		return g, a, err
	}
	if err := s.Guard.Require(ctx, "referral.read_guarantee", g.resource(ground)); err != nil {
		return g, a, err
	}
	if second := []authz.Action{"referral.state", "referral.return", "referral.decline"}; g.State == Proposed && slices.Contains(second, action) && kernel.From(ctx).Person == g.MadeBy {
		return g, a, fault.New(fault.Denied, "referral.own")
	}
	err = s.Guard.Require(ctx, action, g.resource(ground))
	if action == "referral.read_file" && fault.Is(err, fault.Denied) {
		err = fault.New(fault.Denied, "referral.consent.gone")
	}
	return g, a, err
}

// act makes one move on a request to a guarantor.
func (s *Service) act(ctx context.Context, id string, action authz.Action, do func(context.Context, db.Tx, *GuaranteeRequest, *Application) error) (g GuaranteeRequest, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, a, err := s.on(ctx, tx, id, action)
		if err != nil {
			return err
		}
		g = found
		return do(ctx, tx, &g, &a)
	})
	return g, err
}

// Withdraw takes back a request that a guarantor has not answered. It reads nothing
// from then on.
func (s *Service) Withdraw(ctx context.Context, id string) (GuaranteeRequest, error) {
	return s.act(ctx, id, "referral.withdraw", func(ctx context.Context, tx db.Tx, g *GuaranteeRequest, _ *Application) error {
		if err := s.take(ctx, tx, g, "withdraw"); err != nil {
			return err
		}
		return s.tellGuarantor(ctx, tx, g, "referral.notice.withdrawn")
	})
}

// tellGuarantor tells the officers what became of a request.
func (s *Service) tellGuarantor(ctx context.Context, tx db.Tx, g *GuaranteeRequest, key string) error {
	return s.Notices.Tell(ctx, tx, g.Guarantor, kernel.GuaranteeOfficer, key, "/guarantees/"+g.ID, g.ID, map[string]any{"ref": g.Ref})
}

// tellSides tells the owner and the park's liaison what somebody answered.
func (s *Service) tellSides(ctx context.Context, tx db.Tx, borrower, park, application, ref, key string) error {
	if err := s.Notices.Tell(ctx, tx, borrower, kernel.Owner, key, "/applications/"+application+"/referral", application, map[string]any{"ref": ref}); err != nil {
		return err
	}
	return s.Notices.Tell(ctx, tx, park, kernel.Liaison, key, "/applications/"+application+"/referral", application, map[string]any{"ref": ref})
}

// WithdrawTown takes back a request that the town has not answered.
func (s *Service) WithdrawTown(ctx context.Context, id string) (Recommendation, error) {
	return s.actTown(ctx, id, "referral.withdraw", func(ctx context.Context, tx db.Tx, r *Recommendation, _ *Application) error {
		if err := s.takeTown(ctx, tx, r, "withdraw"); err != nil {
			return err
		}
		return s.tellTown(ctx, tx, r, "referral.notice.withdrawn")
	})
}

func (s *Service) tellTown(ctx context.Context, tx db.Tx, r *Recommendation, key string) error {
	return s.Notices.Tell(ctx, tx, r.Town, kernel.TownLead, key, "/recommendations/"+r.ID, r.ID, map[string]any{"ref": r.Ref})
}
