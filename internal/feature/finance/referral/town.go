package referral

// What the town does with a request: recommend, or say why not.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

func (s *Service) onTown(ctx context.Context, tx db.Tx, id string, action authz.Action) (r Recommendation, a Application, err error) {
	if r, err = recommendationByID(ctx, tx, id); err != nil {
		return r, a, err
	}
	if a, err = s.Applications.Application(ctx, tx, r.Application); err != nil {
		return r, a, err
	}
	ground, _, err := s.groundOfTown(ctx, tx, &r)
	if err != nil {
		return r, a, err
	}
	return r, a, s.Guard.Require(ctx, action, r.resource(ground))
}

func (s *Service) actTown(ctx context.Context, id string, action authz.Action, do func(context.Context, db.Tx, *Recommendation, *Application) error) (r Recommendation, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, a, err := s.onTown(ctx, tx, id, action)
		if err != nil {
			return err
		}
		r = found
		return do(ctx, tx, &r, &a)
	})
	return r, err
}

// Recommend answers with words that lenders will read beside the profile.
func (s *Service) Recommend(ctx context.Context, id, text string) (Recommendation, error) {
	return s.answerTown(ctx, id, text, "recommend", "referral.notice.recommended")
}

// Refuse says to the enterprise why the town does not recommend.
func (s *Service) Refuse(ctx context.Context, id, reason string) (Recommendation, error) {
	return s.answerTown(ctx, id, reason, "refuse", "referral.notice.refused")
}

// answerTown freezes what the park knew with the answer.
func (s *Service) answerTown(ctx context.Context, id, text, move, notice string) (Recommendation, error) {
	text = strings.TrimSpace(text)
	return s.actTown(ctx, id, authz.Action("referral."+move), func(ctx context.Context, tx db.Tx, r *Recommendation, a *Application) error {
		if err := still(a); err != nil && r.State == Asked {
			return err
		}
		ground, _, err := s.groundOfTown(ctx, tx, r)
		if err != nil {
			return err
		}
		if ground == "" && r.State == Asked {
			return fault.New(fault.WrongTurn, "referral.consent.gone")
		}
		firm, err := s.Parties.Party(ctx, tx, r.Borrower)
		if err != nil {
			return err
		}
		if err := checkAnswer(text, firm, move == "recommend"); err != nil {
			return err
		}
		if r.Facts, err = s.Applications.Premises(ctx, tx, r.Borrower, s.today().String()); err != nil {
			return err
		}
		r.Answer = text
		if err := s.takeTown(ctx, tx, r, move); err != nil {
			return err
		}
		return s.tellSides(ctx, tx, r.Borrower, r.Park, r.Application, r.Ref, notice)
	})
}
