package origination

// What the park's liaison does: verify facts against the park's own records,
// return what is incomplete, publish without names, refer what all declined.

import (
	"context"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// liaise loads an application for an act of the liaison and stores it after.
func (s *Service) liaise(ctx context.Context, id string, action authz.Action, act func(context.Context, db.Tx, *Application) error) (a Application, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if a, err = applicationByID(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, action, a.resource()); err != nil {
			return err
		}
		return act(ctx, tx, &a)
	})
	return a.shown(ctx), err
}

// Verify freezes what the park knows on this day beside what the enterprise
// said.
func (s *Service) Verify(ctx context.Context, id, note string) (Application, error) {
	return s.liaise(ctx, id, "origination.verify", func(ctx context.Context, tx db.Tx, a *Application) error {
		f, err := s.Premises.Facts(ctx, tx, a.Borrower, s.today().String())
		if err != nil {
			return err
		}
		a.Verdict = Verdict{
			By: kernel.From(ctx).Person, At: s.Now(), Note: strings.TrimSpace(note), Units: f.Units, LeaseUntil: f.LeaseUntil, RentFen: f.RentFen,
			HeadcountNow: f.HeadcountNow, HeadcountFull: f.HeadcountFull, HeadcountAsOf: f.HeadcountAsOf, Industry: f.Industry, SizeClass: f.SizeClass,
		}
		return s.advance(ctx, tx, a, "verify", field("lease_until", f.LeaseUntil), field("headcount_now", f.HeadcountNow))
	})
}

// Return sends the application back with a note that says what is missing.
func (s *Service) Return(ctx context.Context, id, note string) (Application, error) {
	note = strings.TrimSpace(note)
	var c fault.Check
	c.That(note != "", "note", "origination.return.note")
	if err := c.Err(); err != nil {
		return Application{}, err
	}
	return s.liaise(ctx, id, "origination.return", func(ctx context.Context, tx db.Tx, a *Application) error {
		a.Verdict.Note = note
		if err := s.advance(ctx, tx, a, "return", field("note", note)); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, a.Borrower, kernel.Owner, "origination.notice.returned", "/applications/"+a.ID, a.ID, map[string]any{"ref": a.Ref, "note": note})
	})
}

// Publish invites the chosen lenders with a profile that names nobody.
func (s *Service) Publish(ctx context.Context, id string) (Application, error) {
	return s.liaise(ctx, id, "origination.publish", func(ctx context.Context, tx db.Tx, a *Application) error {
		a.Published, a.AnswersBy = s.Now(), s.answersBy(a.Sharing.AnswersOn)
		if err := s.advance(ctx, tx, a, "publish"); err != nil {
			return err
		}
		for _, lender := range a.Sharing.Lenders {
			if err := s.invite(ctx, tx, a, lender); err != nil {
				return err
			}
		}
		return nil
	})
}

// answersDays are the working days from the publication until the answers are
// due: first response and decision together.
const answersDays = 8

// answersBy is 17:00 of the day that the enterprise named, as far as that lies
// between the third working day and the eighth; of the eighth where it named
// none.
func (s *Service) answersBy(on string) time.Time {
	due, _ := s.Calendar.Deadline(s.Now(), answersDays)
	d, err := clock.ParseDate(on)
	if err != nil {
		return due
	}
	earliest, _ := s.Calendar.Deadline(s.Now(), form.MinAnswerDays)
	switch at := d.At(clock.EndOfDay, 0, s.Calendar.Zone()); {
	case at.Before(earliest):
		return earliest
	case at.Before(due):
		return at
	}
	return due
}

func (s *Service) invite(ctx context.Context, tx db.Tx, a *Application, lender string) error {
	c := LenderCase{ID: s.NewID(), Application: a.ID, Lender: lender, State: Invited, Version: 1, Invited: s.Now()}
	if err := insertCase(ctx, tx, c); err != nil {
		return err
	}
	p, err := s.caseStep(ctx, tx, a, &c, "invite")
	if err != nil {
		return err
	}
	p.version = 0
	if err := s.enter(ctx, tx, p); err != nil {
		return err
	}
	if err := s.record(ctx, tx, p, "invite", ""); err != nil {
		return err
	}
	return s.Notices.Tell(ctx, tx, lender, kernel.Officer, "origination.notice.invited", "/cases/"+c.ID, c.ID, map[string]any{"ref": a.Ref})
}

// Refer hands an application that every lender declined to the town, and tells
// the enterprise that it may ask others.
func (s *Service) Refer(ctx context.Context, id string) (Application, error) {
	return s.liaise(ctx, id, "origination.refer", func(ctx context.Context, tx db.Tx, a *Application) error {
		if err := s.advance(ctx, tx, a, "refer"); err != nil {
			return err
		}
		if err := s.Notices.Tell(ctx, tx, a.Borrower, kernel.Owner, "origination.notice.referred", "/applications/"+a.ID, a.ID, map[string]any{"ref": a.Ref}); err != nil {
			return err
		}
		town, err := s.Parties.Town(ctx, tx)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, town, kernel.TownLead, "origination.notice.follow", "/overview/rows?stage=received&now=ended", a.ID, map[string]any{"ref": a.Ref})
	})
}
