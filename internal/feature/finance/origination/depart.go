package origination

// A lender leaves the alliance in the middle of its work: its open cases end, what
// it has offered is withdrawn, and the enterprise may ask others. What was accepted
// stays.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// reasonLeft is the reason of a case that ended because its lender left.
const reasonLeft = "left_alliance"

// member refuses what a lender that left can no longer answer for.
func (s *Service) member(ctx context.Context, tx db.Tx, lender string) error {
	member, _, err := s.Alliance.Member(ctx, tx, lender)
	if err == nil && !member {
		err = fault.New(fault.WrongTurn, "origination.lender.left")
	}
	return err
}

// Departing lists the ids of cases that the leaving of their lender ends, in their
// order after one.
func (s *Service) Departing(ctx context.Context, tx db.Tx, lender, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT c.id FROM origination_lender_case c
		WHERE c.lender_id = $1 AND c.id > $2 AND (c.state IN ('invited', 'interested', 'file_requested', 'consent_granted', 'assessing')
			OR c.state = 'offered' AND EXISTS (SELECT 1 FROM origination_offer o WHERE o.case_id = c.id AND o.state = 'issued'))
		ORDER BY c.id LIMIT $3`, lender, after, limit)
}

// Depart ends a case whose lender left. It authorises nothing; who calls has.
func (s *Service) Depart(ctx context.Context, tx db.Tx, id, reason string) error {
	c, err := caseByID(ctx, tx, id)
	if err != nil {
		return err
	}
	a, err := applicationByID(ctx, tx, c.Application)
	if err != nil {
		return err
	}
	if err := s.takeBack(ctx, tx, &a, &c); err != nil {
		return err
	}
	c.Reason, c.Answered = Reason{Code: reasonLeft, Note: reason}, s.Now()
	if err := s.advanceCase(ctx, tx, &a, &c, "leave"); err != nil {
		return err
	}
	if err := s.Consents.Revoke(ctx, tx, a.ID, c.Lender, reasonLeft); err != nil {
		return err
	}
	if err := s.answered(ctx, tx, &a); err != nil {
		return err
	}
	if err := s.leftAlone(ctx, tx, &a); err != nil {
		return err
	}
	lender, err := s.Parties.Party(ctx, tx, c.Lender)
	if err != nil {
		return err
	}
	key, href := "origination.notice.left", "/applications/"+a.ID
	switch {
	case a.Resharable():
		href += "/reshare"
	case a.State == DeclinedByAll:
		key = "origination.notice.left_alone"
	case a.State == OffersOpen:
		key, href = "origination.notice.left_others", href+"/offers"
	}
	return s.Notices.Tell(ctx, tx, a.Borrower, kernel.Owner, key, href, a.ID, map[string]any{"ref": a.Ref, "lender": lender.Short})
}

// leftAlone gives an application whose last open offer went with its lender to the
// liaison, who refers it, so that others can be asked.
func (s *Service) leftAlone(ctx context.Context, tx db.Tx, a *Application) error {
	offers, err := offersOf(ctx, tx, a.ID)
	if err != nil || a.State != OffersOpen || slices.ContainsFunc(offers, func(o Offer) bool { return o.State == Issued }) {
		return err
	}
	return s.advance(ctx, tx, a, "decline_all")
}

// alone reports whether no lender works on an application any more, nor has one
// offered: whoever is asked now gets the whole time to answer.
func alone(cases []LenderCase) bool {
	return !slices.ContainsFunc(cases, func(c LenderCase) bool { return !c.Done() || c.State == Offered })
}
