package renewal

// What time brings: the day on which the old loan falls due and a signed renewal
// takes effect, and the end of one that can no longer. The sweeper compares with
// the business clock; calling it often is harmless.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/job"
)

const sweepBatch = 200

// Sweep moves the cases whose day has come, each in a transaction of its own.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	return job.Apart(ctx, s.moving, s.follow)
}

func (s *Service) moving(ctx context.Context, after string) (ids []string, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		ids, err = moving(ctx, tx, after, sweepBatch)
		return err
	})
	return ids, err
}

// follow looks at one case, and writes only where its day has come.
func (s *Service) follow(ctx context.Context, caseID string) error {
	move := ""
	look := func(ctx context.Context, tx db.Tx) (c Case, p Proposal, err error) {
		if c, p, err = s.on(ctx, tx, caseID, "renewal.follow"); err != nil {
			return c, p, err
		}
		l, err := s.Loans.Loan(ctx, tx, c.Contract)
		if err == nil {
			move = due(&c, &p, &l)
		}
		return c, p, err
	}
	err := s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		_, _, err := look(ctx, tx)
		return err
	})
	if err != nil || move == "" {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, p, err := look(ctx, tx)
		switch {
		case err != nil || move == "":
			return err
		case move == "take_effect":
			return s.takeEffect(ctx, tx, &c, &p)
		}
		if err := s.advance(ctx, tx, &c, move); err != nil {
			return err
		}
		return s.tellBoth(ctx, tx, &c, "lapsed")
	})
}

// due names the move that time asks for, "" for none. A signed renewal takes
// effect once all but its proceeds has come in; it waits for that until the
// working day on which the old loan is expected is over.
func due(c *Case, p *Proposal, l *Loan) string {
	switch {
	case !c.UnderWay:
		return ""
	case c.State != Approved && renewable(l) != nil:
		return "lapse"
	case c.State != Approved:
		return ""
	case !l.Performs || p.Basis != l.TermsHash || p.Agreement.Renews.On != l.EndsOn:
		return "lapse"
	case l.Today < c.EffectiveOn:
		return ""
	case l.OpenFen == p.Agreement.Terms.AmountFen:
		return "take_effect"
	case l.Today > l.CollectOn:
		return "lapse"
	}
	return ""
}

// takeEffect ends the old loan and puts the new one in force, in one transaction.
func (s *Service) takeEffect(ctx context.Context, tx db.Tx, c *Case, p *Proposal) (err error) {
	a := p.Agreement
	a.AcceptedBy, a.AcceptedAt = p.AgreedBy, p.Agreed
	c.Next, err = s.Loans.Renew(ctx, tx, Signed{Ref: c.NextRef, Text: p.File, FileHash: p.FileHash, Agreement: a, Prepared: p.Made, BorrowerBy: p.AgreedBy, BorrowerAt: p.Agreed, LenderBy: p.ApprovedBy, LenderAt: p.Approved})
	if err != nil {
		return err
	}
	if err := s.advance(ctx, tx, c, "take_effect", field("contract_file", p.FileHash)); err != nil {
		return err
	}
	return s.tellBoth(ctx, tx, c, "effective")
}

// Lineage answers from which loan a contract was renewed, and whether the class
// of risk of that one may go on: every line of its checklist held. It authorises
// nothing; the feature that keeps classes asks.
func (s *Service) Lineage(ctx context.Context, tx db.Tx, contract string) (from string, keeps, renewed bool, err error) {
	c, renewed, err := byNext(ctx, tx, contract)
	return c.Contract, c.Review.Keeps(), renewed, err
}
