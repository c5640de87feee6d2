package referral

// What happens by itself: a letter runs out, a consent is revoked, the application
// is published again or ends.

import (
	"context"
	"encoding/json"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/job"
)

// sweepBatch is how many a sweep reads at a time.
const sweepBatch = 100

// Sweep ends what time or the application has ended. Calling it often is harmless.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	if err := job.Apart(ctx, s.list(unendedGuarantees), s.follow); err != nil {
		return err
	}
	return job.Apart(ctx, s.list(askedRecommendations), s.followTown)
}

func (s *Service) list(ids func(context.Context, db.Tx, string, int) ([]string, error)) func(context.Context, string) ([]string, error) {
	return func(ctx context.Context, after string) (all []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			all, err = ids(ctx, tx, after, sweepBatch)
			return err
		})
		return all, err
	}
}

// follow ends a request to a guarantor where its time or its application has.
func (s *Service) follow(ctx context.Context, id string) error {
	_, err := s.act(ctx, id, "referral.follow", func(ctx context.Context, tx db.Tx, g *GuaranteeRequest, a *Application) error {
		switch {
		case g.State == Stated && a.Ended, g.Pending() && !a.Referred():
			if err := s.take(ctx, tx, g, "lapse"); err != nil {
				return err
			}
			return s.tellGuarantor(ctx, tx, g, "referral.notice.lapsed")
		case g.State == Stated && s.Now().After(g.over(s.Calendar.Zone())):
			if err := s.take(ctx, tx, g, "expire"); err != nil {
				return err
			}
			return s.tellSides(ctx, tx, g.Borrower, g.Park, g.Application, g.Ref, "referral.notice.expired")
		}
		return nil
	})
	return err
}

func (s *Service) followTown(ctx context.Context, id string) error {
	_, err := s.actTown(ctx, id, "referral.follow", func(ctx context.Context, tx db.Tx, r *Recommendation, a *Application) error {
		if r.State != Asked || a.Referred() {
			return nil
		}
		if err := s.takeTown(ctx, tx, r, "lapse"); err != nil {
			return err
		}
		return s.tellTown(ctx, tx, r, "referral.notice.lapsed")
	})
	return err
}

// OnConsentRevoked ends the requests that rest on a consent. A letter that was
// signed is the guarantor's word and stays; its guarantor reads no more.
func (s *Service) OnConsentRevoked(ctx context.Context, tx db.Tx, payload []byte) error {
	var e kernel.ConsentRevoked
	if err := json.Unmarshal(payload, &e); err != nil {
		return err
	}
	ctx = kernel.With(ctx, kernel.Program())
	asked, err := guaranteesOf(ctx, tx, e.Case)
	if err != nil {
		return err
	}
	for i := range asked {
		g := &asked[i]
		if !slices.Contains(pending, g.State) || g.Guarantor != e.Grantee {
			continue
		}
		if err := s.take(ctx, tx, g, "freeze"); err != nil {
			return err
		}
		if err := s.tellGuarantor(ctx, tx, g, "referral.notice.frozen"); err != nil {
			return err
		}
	}
	recommended, err := recommendationsOf(ctx, tx, e.Case)
	for i := range recommended {
		r := &recommended[i]
		if err != nil || r.State != Asked || r.Town != e.Grantee {
			continue
		}
		if err = s.takeTown(ctx, tx, r, "freeze"); err == nil {
			err = s.tellTown(ctx, tx, r, "referral.notice.frozen")
		}
	}
	return err
}
