package relief

// A promise that is not kept: notice, time to mend it, and only then the end of
// the relief, decided by somebody else than who gave notice. What a revocation
// changes is a version of the terms as well: the ones before the relief count
// again from its day; what fell due or was waived stays.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// GiveNotice tells the borrower that its promise is broken, and by when to mend
// it.
func (s *Service) GiveNotice(ctx context.Context, id string, in Notice) (Case, error) {
	return s.act(ctx, id, "relief.notice", func(ctx context.Context, tx db.Tx, c *Case, p *Proposal) error {
		if err := in.check(s.today()); err != nil {
			return err
		}
		if c.Ask.Jobs == 0 || p.PromiseUntil < s.today().String() {
			return fault.New(fault.WrongTurn, "relief.notice.no_promise")
		}
		c.Breach = Breach{SeenOn: c.Breach.SeenOn, Seen: c.Breach.Seen, Reason: in.Reason, CureBy: in.CureBy, By: kernel.From(ctx).Person, At: s.Now()}
		if err := s.advance(ctx, tx, c, "notice", field("cure_by", in.CureBy)); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice.breach", fault.Args{"on": in.CureBy})
	})
}

// Cure notes that the promise is kept again; the relief goes on.
func (s *Service) Cure(ctx context.Context, id, text string) (Case, error) {
	return s.act(ctx, id, "relief.cure", func(ctx context.Context, tx db.Tx, c *Case, _ *Proposal) error {
		var k fault.Check
		note(&k, &text, "note", "relief.note")
		if err := k.Err(); err != nil {
			return err
		}
		c.Breach.Outcome = text
		if err := s.advance(ctx, tx, c, "cure"); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice.cured", nil)
	})
}

// Revocation is what the end of a relief would change today.
type Revocation struct {
	Terms      kernel.TermsVersion `json:"terms"`
	Comparison plan.Comparison     `json:"comparison"`
	Hash       string              `json:"hash"`
}

// Revoke is how an approver ends a relief.
type Revoke struct {
	Hash   string `json:"hash" form:"hash" doc:"Of the revocation as it was shown"`
	Reason string `json:"reason" form:"reason" doc:"Why it ends; the borrower reads it"`
}

// Revoke ends a relief whose promise was not kept, freshly confirmed. The terms
// before it count again from today.
func (s *Service) Revoke(ctx context.Context, id string, in Revoke) (Case, error) {
	return s.act(ctx, id, "relief.revoke", func(ctx context.Context, tx db.Tx, c *Case, p *Proposal) error {
		var k fault.Check
		note(&k, &in.Reason, "reason", "relief.note")
		if err := k.Err(); err != nil {
			return err
		}
		if _, err := CaseMachine.Take(c.State, "revoke"); err != nil {
			return err
		}
		r, err := s.revocation(ctx, tx, c, p)
		if err != nil {
			return err
		}
		if in.Hash != r.Hash {
			return fault.New(fault.Conflict, "relief.revoke.changed")
		}
		if err := sure(ctx, "revoke:"+r.Hash); err != nil {
			return err
		}
		v, err := s.Loans.Restate(ctx, tx, c.Contract, r.Terms.NewTerms, r.Terms.FromOn, c.Ref)
		if err != nil {
			return err
		}
		c.Breach.Outcome, c.EndsOn = in.Reason, r.Terms.FromOn
		if err := s.advance(ctx, tx, c, "revoke", field("terms_version", v.No), field("terms_hash", v.Hash()), field("reason", in.Reason)); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice.revoked", nil)
	})
}

// revocation puts the terms before a relief in force again. Where the loan would
// be over by now it ends a month from today.
func (s *Service) revocation(ctx context.Context, tx db.Tx, c *Case, p *Proposal) (r Revocation, err error) {
	l, err := s.Loans.Loan(ctx, tx, c.Contract)
	if err != nil {
		return r, err
	}
	if err := over(&l); err != nil {
		return r, err
	}
	if p.Terms.No != len(l.Versions) {
		return r, fault.New(fault.WrongTurn, "relief.revoke.later")
	}
	before, today := l.Versions[p.Terms.No-2], s.today()
	n := before.NewTerms
	if n.EndsOn, err = plan.EndOf(before, l.Versions[0].FromOn); err != nil {
		return r, err
	}
	if n.EndsOn <= today.String() {
		n.EndsOn = today.AddMonths(1).String()
	}
	r.Terms, r.Comparison, err = s.foresee(ctx, tx, &l, plan.Action{FromOn: today.String()}, n)
	r.Hash = Proposal{No: -p.No, Terms: r.Terms, Comparison: r.Comparison}.seal(c.ID, 0)
	return r, err
}

// lapsed reports whether the day by which a breach is to be mended is over.
func (b Breach) lapsed(today clock.Date) bool { return b.CureBy < today.String() }
