package origination

// Asking on: a lender has declined, or all have. The enterprise names others and
// consents anew; they are invited with the same profile.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

// ReshareApplication names further lenders, who may read what the first could.
type ReshareApplication struct {
	Lenders []string `json:"lenders" form:"lenders"`
	Until   string   `json:"until" form:"until" format:"date"`
}

// Reshare invites further lenders, each under a consent of its own. Once all had
// declined and the liaison had referred the application, it is published anew.
func (s *Service) Reshare(ctx context.Context, id string, in ReshareApplication) (a Application, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if a, err = applicationByID(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "origination.reshare", a.resource()); err != nil {
			return err
		}
		if !a.Resharable() {
			return fault.New(fault.WrongTurn, "origination.reshare.state")
		}
		again := a
		again.Sharing = form.Sharing{Lenders: in.Lenders, Classes: a.Sharing.Classes, Until: in.Until}
		if err := s.checkReshare(ctx, tx, &again); err != nil {
			return err
		}
		if err := s.consent(ctx, tx, &again); err != nil {
			return err
		}
		for _, lender := range in.Lenders {
			if !slices.Contains(a.Sharing.Lenders, lender) {
				a.Sharing.Lenders = append(a.Sharing.Lenders, lender)
			}
		}
		if err := s.askOn(ctx, tx, &a); err != nil {
			return err
		}
		for _, lender := range in.Lenders {
			if err := s.inviteNow(ctx, tx, &a, lender); err != nil {
				return err
			}
		}
		return nil
	})
	return a, err
}

// inviteNow asks a lender, or asks one again that had declined.
func (s *Service) inviteNow(ctx context.Context, tx db.Tx, a *Application, lender string) error {
	cases, err := casesOf(ctx, tx, a.ID)
	i := slices.IndexFunc(cases, func(c LenderCase) bool { return c.Lender == lender })
	if err != nil {
		return err
	}
	if i < 0 {
		return s.invite(ctx, tx, a, lender)
	}
	c := &cases[i]
	c.Reason, c.Answered = Reason{}, time.Time{}
	if err := s.advanceCase(ctx, tx, a, c, "invite_again"); err != nil {
		return err
	}
	return s.Notices.Tell(ctx, tx, lender, kernel.Officer, "origination.notice.invited_again", "/cases/"+c.ID, c.ID, map[string]any{"ref": a.Ref})
}

// Resharable reports whether further lenders can be asked.
func (a *Application) Resharable() bool {
	return slices.Contains([]flow.State{Published, InReview, Referred}, a.State)
}

// checkReshare refuses whom the application has asked before, and a lender that
// would be left less time than lenders have at least.
func (s *Service) checkReshare(ctx context.Context, tx db.Tx, again *Application) error {
	if err := again.Sharing.Check(s.desk()); err != nil {
		return err
	}
	if err := s.checkReferences(ctx, tx, again, nil); err != nil {
		return err
	}
	cases, err := casesOf(ctx, tx, again.ID)
	if err != nil {
		return err
	}
	backings, err := s.Backings.Backings(ctx, tx, again.ID)
	if err != nil {
		return err
	}
	var c fault.Check
	for _, x := range cases {
		c.That(!slices.Contains(again.Sharing.Lenders, x.Lender) || x.again(again, backings), "lenders", "origination.reshare.asked")
	}
	c.That(len(slices.Compact(slices.Sorted(slices.Values(again.Sharing.Lenders)))) == len(again.Sharing.Lenders), "lenders", "origination.reshare.asked")
	if again.State == Referred { // it was not open for a while: another may be by now
		ref, err := openFor(ctx, tx, again.Borrower, again.Need.Purpose, again.ID)
		if err != nil {
			return err
		}
		c.That(ref == "", "lenders", "origination.open_already", fault.Args{"ref": ref})
	}
	if err := c.Err(); err != nil {
		return err
	}
	if earliest, _ := s.Calendar.Deadline(s.Now(), form.MinAnswerDays); again.State != Referred && !alone(cases) && again.AnswersBy.Before(earliest) {
		return fault.New(fault.WrongTurn, "origination.reshare.late", fault.Args{"on": clock.DateOf(again.AnswersBy, s.Calendar.Zone()).String(), "days": form.MinAnswerDays})
	}
	return nil
}

// again reports whether a lender that declined may be asked once more: all did, and
// something speaks for the application now.
func (c *LenderCase) again(a *Application, backings []kernel.Backing) bool {
	return a.State == Referred && c.State == Declined && slices.ContainsFunc(backings, kernel.Backing.Live)
}

// askOn publishes anew what was referred, and otherwise writes down whom the
// application asks now.
func (s *Service) askOn(ctx context.Context, tx db.Tx, a *Application) error {
	if a.State == Referred {
		a.Published, a.AnswersBy = s.Now(), s.answersBy(a.Sharing.AnswersOn)
		return s.advance(ctx, tx, a, "reshare")
	}
	cases, err := casesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	if alone(cases) {
		a.AnswersBy = s.answersBy(a.Sharing.AnswersOn)
	}
	p, err := s.applicationStep(ctx, tx, a, "reshare")
	if err != nil {
		return err
	}
	sum, err := a.paperNow(ctx, tx)
	if err != nil {
		return err
	}
	p.fields = append(p.fields, sum)
	if err := s.record(ctx, tx, p, "reshare", a.State); err != nil {
		return err
	}
	return updateApplication(ctx, tx, a)
}

// unasked are the lenders that sell something and may be asked.
func (s *Service) unasked(v View, products []Product) []PartyFacts {
	return slices.DeleteFunc(sellers(products), func(f PartyFacts) bool {
		return slices.ContainsFunc(v.Lenders, func(l LenderView) bool { return l.Case.Lender == f.ID && !l.Case.again(&v.Application, v.Backings) })
	})
}

// mayReshare reports whether the reader may ask further lenders now.
func (s *Service) mayReshare(ctx context.Context, a Application) bool {
	return a.Resharable() && s.Guard.Allowed(ctx, authz.Action("origination.reshare"), a.resource())
}
