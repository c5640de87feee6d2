package referral

// What a guarantor does with a request: open the file, propose a letter of intent,
// sign it or send it back, decline, and take a letter back.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// answer makes a move that only counts while the application is referred.
func (s *Service) answer(ctx context.Context, id string, action authz.Action, do func(context.Context, db.Tx, *GuaranteeRequest, *Application) error) (GuaranteeRequest, error) {
	return s.act(ctx, id, action, func(ctx context.Context, tx db.Tx, g *GuaranteeRequest, a *Application) error {
		if _, err := GuaranteeMachine.Take(g.State, strings.TrimPrefix(string(action), "referral.")); err != nil {
			return err
		}
		if err := still(a); err != nil {
			return err
		}
		return do(ctx, tx, g, a)
	})
}

// RequestFile opens the file under the consent that came with the request.
func (s *Service) RequestFile(ctx context.Context, id string) (GuaranteeRequest, error) {
	return s.answer(ctx, id, "referral.request_file", func(ctx context.Context, tx db.Tx, g *GuaranteeRequest, a *Application) error {
		ground, _, err := s.consented(ctx, tx, g.Application, g.Guarantor, purposeGuarantee, a.Classes)
		if err != nil {
			return err
		}
		if ground == "" {
			return fault.New(fault.WrongTurn, "referral.consent.gone")
		}
		return s.take(ctx, tx, g, "request_file")
	})
}

// Propose puts a letter of intent before whoever signs for the guarantor.
func (s *Service) Propose(ctx context.Context, id string, l Letter) (GuaranteeRequest, error) {
	return s.answer(ctx, id, "referral.propose", func(ctx context.Context, tx db.Tx, g *GuaranteeRequest, a *Application) error {
		if err := s.readable(ctx, tx, g, a); err != nil {
			return err
		}
		firm, err := s.Parties.Party(ctx, tx, g.Borrower)
		if err != nil {
			return err
		}
		if err := l.check(g, firm, s.today()); err != nil {
			return err
		}
		g.Letter, g.MadeBy, g.Made, g.Note = l, kernel.From(ctx).Person, s.Now(), ""
		return s.take(ctx, tx, g, "propose")
	})
}

// readable refuses what rests on a file whose consent is gone.
func (s *Service) readable(ctx context.Context, tx db.Tx, g *GuaranteeRequest, a *Application) error {
	ground, _, err := s.ground(ctx, tx, g, a.Classes)
	if err == nil && ground == "" {
		err = fault.New(fault.WrongTurn, "referral.consent.gone")
	}
	return err
}

// State signs a letter that a colleague proposed: shown is its seal, for which the
// actor has freshly confirmed.
func (s *Service) State(ctx context.Context, id, shown string) (GuaranteeRequest, error) {
	return s.answer(ctx, id, "referral.state", func(ctx context.Context, tx db.Tx, g *GuaranteeRequest, a *Application) error {
		if shown != g.seal() {
			return fault.New(fault.Conflict, "referral.changed")
		}
		if who := kernel.From(ctx); !who.SteppedUp || who.StepUpFor != "state:"+shown {
			return fault.New(fault.StepUp, "fault.step_up")
		}
		if s.Now().After(g.over(s.Calendar.Zone())) {
			return fault.New(fault.WrongTurn, "referral.letter.over", fault.Args{"on": g.ValidTo})
		}
		if err := s.readable(ctx, tx, g, a); err != nil {
			return err
		}
		if err := s.take(ctx, tx, g, "state"); err != nil {
			return err
		}
		return s.tellSides(ctx, tx, g.Borrower, g.Park, g.Application, g.Ref, "referral.notice.stated")
	})
}

// Return sends a proposal back to whoever made it, with a note.
func (s *Service) Return(ctx context.Context, id, note string) (GuaranteeRequest, error) {
	note = strings.TrimSpace(note)
	if err := checkNote("note", note); err != nil {
		return GuaranteeRequest{}, err
	}
	return s.answer(ctx, id, "referral.return", func(ctx context.Context, tx db.Tx, g *GuaranteeRequest, _ *Application) error {
		g.Note = note
		if err := s.take(ctx, tx, g, "return"); err != nil {
			return err
		}
		return s.tellGuarantor(ctx, tx, g, "referral.notice.returned")
	})
}

// Decline answers with a structured reason.
func (s *Service) Decline(ctx context.Context, id string, why DeclineGuarantee) (GuaranteeRequest, error) {
	if err := why.check(); err != nil {
		return GuaranteeRequest{}, err
	}
	return s.answer(ctx, id, "referral.decline", func(ctx context.Context, tx db.Tx, g *GuaranteeRequest, _ *Application) error {
		g.Reason, g.Note = why.Code, why.Note
		if err := s.take(ctx, tx, g, "decline"); err != nil {
			return err
		}
		return s.tellSides(ctx, tx, g.Borrower, g.Park, g.Application, g.Ref, "referral.notice.declined")
	})
}

// TakeBack ends a letter that no lender sees.
func (s *Service) TakeBack(ctx context.Context, id, reason string) (GuaranteeRequest, error) {
	reason = strings.TrimSpace(reason)
	if err := checkNote("note", reason); err != nil {
		return GuaranteeRequest{}, err
	}
	return s.act(ctx, id, "referral.take_back", func(ctx context.Context, tx db.Tx, g *GuaranteeRequest, a *Application) error {
		if a.Live && g.State == Stated {
			return fault.New(fault.WrongTurn, "referral.letter.shown")
		}
		g.Note = reason
		if err := s.take(ctx, tx, g, "take_back"); err != nil {
			return err
		}
		return s.tellSides(ctx, tx, g.Borrower, g.Park, g.Application, g.Ref, "referral.notice.taken_back")
	})
}
