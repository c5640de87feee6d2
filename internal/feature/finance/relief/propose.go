package relief

// The lender's side: proposing, rejecting, sending back, approving; and the day
// on which a relief takes effect.

import (
	"context"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Propose is an action that an officer proposes.
type Propose struct {
	plan.Action
	PromiseUntil string `json:"promise_until,omitempty" form:"promise_until" doc:"The day until which the borrower's promise binds; empty for none"`
	Scheme       string `json:"scheme,omitempty" form:"scheme" doc:"The scheme under which it is granted; empty for none"`
	Note         string `json:"note,omitempty" form:"note" doc:"A word to the borrower"`
}

func (in *Propose) check(c *Case, today clock.Date) error {
	in.Note = strings.TrimSpace(in.Note)
	var k fault.Check
	k.That(len([]rune(in.Note)) <= maxNote, "note", "relief.note.long", fault.Args{"max": maxNote})
	if in.PromiseUntil != "" {
		until, err := clock.ParseDate(in.PromiseUntil)
		k.That(err == nil, "promise_until", "relief.plan.date")
		k.That(err != nil || until.After(today), "promise_until", "relief.promise.past")
		k.That(c.Ask.Jobs > 0, "promise_until", "relief.promise.none")
	}
	return k.Err()
}

// drafted is a proposal as it would be stored.
func (s *Service) drafted(ctx context.Context, tx db.Tx, c *Case, in Propose) (p Proposal, err error) {
	if err := in.check(c, s.today()); err != nil {
		return p, err
	}
	p = Proposal{Action: in.Action, PromiseUntil: in.PromiseUntil, Note: in.Note, MadeBy: kernel.From(ctx).Person, Made: s.Now()}
	if p.Terms, p.Comparison, err = s.weigh(ctx, tx, c.Contract, in.Action); err != nil {
		return p, err
	}
	if in.Scheme != "" {
		g := Granted{Contract: c.Contract, Action: in.Action, PenaltyFen: p.Comparison.After.PenaltyFen, PrincipalFen: p.Comparison.Before.PrincipalFen, Jobs: c.Ask.Jobs, PromiseUntil: in.PromiseUntil}
		if p.Cites, err = s.Schemes.Cite(ctx, tx, in.Scheme, clock.DateOf(c.Asked, s.Calendar.Zone()).String(), g); err != nil {
			return p, err
		}
	}
	all, err := proposals(ctx, tx, c.ID)
	p.No = len(all) + 1
	p.Hash = p.seal(c.ID, c.Ask.Jobs)
	return p, err
}

// Preview works out what an action would change, and stores nothing.
func (s *Service) Preview(ctx context.Context, id string, in Propose) (p Proposal, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, _, err := s.on(ctx, tx, id, "relief.propose")
		if err != nil {
			return err
		}
		p, err = s.drafted(ctx, tx, &c, in)
		return err
	})
	return p, err
}

// Propose puts an action on the table. It replaces an earlier proposal, and
// whatever was agreed to falls with it.
func (s *Service) Propose(ctx context.Context, id string, in Propose) (Case, error) {
	return s.act(ctx, id, "relief.propose", func(ctx context.Context, tx db.Tx, c *Case, old *Proposal) error {
		if _, err := CaseMachine.Take(c.State, "propose"); err != nil {
			return err
		}
		p, err := s.drafted(ctx, tx, c, in)
		if err != nil {
			return err
		}
		if old.No > 0 && old.Terms.Hash() == p.Terms.Hash() && old.Comparison.Fingerprint == p.Comparison.Fingerprint && old.PromiseUntil == p.PromiseUntil && old.Cites == p.Cites {
			return fault.New(fault.Conflict, "relief.propose.same", fault.Args{"no": old.No})
		}
		if err := insertProposal(ctx, tx, c.ID, p); err != nil {
			return err
		}
		c.Proposal = p.No
		if err := s.advance(ctx, tx, c, "propose", field("proposal_hash", p.Hash), field("terms_hash", p.Terms.Hash())); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice.proposed", nil)
	})
}

// Reject ends a request with a structured reason.
func (s *Service) Reject(ctx context.Context, id string, in Refusal) (Case, error) {
	return s.act(ctx, id, "relief.reject", func(ctx context.Context, tx db.Tx, c *Case, _ *Proposal) error {
		if err := in.check(); err != nil {
			return err
		}
		s.answered(ctx, c, in.Code, in.Note)
		if err := s.advance(ctx, tx, c, "reject", field("code", in.Code)); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice.rejected", nil)
	})
}

// SendBack is how an approver does not approve: the officer proposes anew.
func (s *Service) SendBack(ctx context.Context, id, text string) (Case, error) {
	return s.act(ctx, id, "relief.send_back", func(ctx context.Context, tx db.Tx, c *Case, _ *Proposal) error {
		var k fault.Check
		note(&k, &text, "note", "relief.note")
		if err := k.Err(); err != nil {
			return err
		}
		s.answered(ctx, c, "sent_back", text)
		c.Proposal = 0
		if err := s.advance(ctx, tx, c, "send_back"); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice.sent_back", nil)
	})
}

// Approve is the lender's consent by another person than who proposed, freshly
// confirmed. Where its day has come the relief takes effect at once.
func (s *Service) Approve(ctx context.Context, id, hash string) (Case, error) {
	return s.act(ctx, id, "relief.approve", func(ctx context.Context, tx db.Tx, c *Case, p *Proposal) error {
		if _, err := CaseMachine.Take(c.State, "approve"); err != nil {
			return err // somebody else has answered
		}
		if err := s.same(ctx, tx, c, p, hash); err != nil {
			return err
		}
		if err := s.stands(ctx, tx, c, p); err != nil {
			return err
		}
		if err := sure(ctx, "approve:"+p.Hash); err != nil {
			return err
		}
		p.ApprovedBy, p.Approved = kernel.From(ctx).Person, s.Now()
		if err := signProposal(ctx, tx, c.ID, p); err != nil {
			return err
		}
		c.EffectiveOn = p.Action.FromOn
		c.EndsOn = max(p.Action.ResumesOn, p.PromiseUntil, p.Action.FromOn)
		if err := s.advance(ctx, tx, c, "approve", field("proposal_hash", p.Hash)); err != nil {
			return err
		}
		if c.EffectiveOn > s.today().String() {
			return s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice.approved", fault.Args{"on": c.EffectiveOn})
		}
		return s.takeEffect(ctx, tx, c, p)
	})
}

// takeEffect restates the loan to what was agreed, in the same transaction.
func (s *Service) takeEffect(ctx context.Context, tx db.Tx, c *Case, p *Proposal) error {
	v, err := s.Loans.Restate(ctx, tx, c.Contract, p.Terms.NewTerms, p.Terms.FromOn, c.Ref)
	if err != nil {
		return err
	}
	if v.Hash() != p.Terms.Hash() {
		return fault.New(fault.Conflict, "relief.stale")
	}
	if err := s.advance(ctx, tx, c, "take_effect", field("terms_version", v.No), field("terms_hash", v.Hash())); err != nil {
		return err
	}
	return s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice.effective", nil)
}

// stands checks that a proposal still is what the loan makes of it: no later
// terms, and the same due dates to the fen.
func (s *Service) stands(ctx context.Context, tx db.Tx, c *Case, p *Proposal) error {
	v, now, err := s.weigh(ctx, tx, c.Contract, p.Action)
	if err != nil {
		return err
	}
	if v.Hash() == p.Terms.Hash() && now.Fingerprint == p.Comparison.Fingerprint {
		return nil
	}
	f := &fault.Fault{Kind: fault.Conflict, Key: "relief.stale", Fields: plan.Differences(p.Comparison, now)}
	return f
}

// differs names what is different from an older proposal.
func (p Proposal) differs(old Proposal) []fault.Field {
	all := plan.Differences(old.Comparison, p.Comparison)
	if old.PromiseUntil != p.PromiseUntil {
		all = append(all, fault.Field{Name: "promise_until", Key: "relief.differs.promise", Args: fault.Args{"was": old.PromiseUntil, "is": p.PromiseUntil}})
	}
	if old.Cites != p.Cites {
		all = append(all, fault.Field{Name: "scheme", Key: "relief.differs.scheme", Args: fault.Args{"was": old.Cites.Document, "is": p.Cites.Document}})
	}
	return slices.Clip(all)
}
