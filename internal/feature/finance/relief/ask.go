package relief

// The borrower's side: asking, asking for other terms, agreeing, taking back.

import (
	"context"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
)

// loan loads a contract and asks permission on it.
func (s *Service) loan(ctx context.Context, tx db.Tx, contract string, action authz.Action) (Loan, error) {
	l, err := s.Loans.Loan(ctx, tx, contract)
	if err != nil {
		return l, err
	}
	return l, s.Guard.Require(ctx, action, loanResource(&l))
}

// askable says why relief cannot be asked for on a loan, nil where it can.
func (s *Service) askable(ctx context.Context, tx db.Tx, l *Loan) error {
	if err := over(l); err != nil {
		return err
	}
	other, found, err := underWay(ctx, tx, l.ID)
	if err != nil {
		return err
	}
	if found {
		return fault.New(fault.Conflict, "relief.ask.another", fault.Args{"ref": other.Ref})
	}
	if on := l.Standing.PausedUntil; on != "" {
		return fault.New(fault.Conflict, "relief.ask.relieved", fault.Args{"on": on})
	}
	return nil
}

// over says why the terms of a loan cannot change, and what to do instead; nil
// where they can.
func over(l *Loan) error {
	if l.Pays {
		return nil
	}
	key := "relief.loan_over"
	switch l.State {
	case "prepared", "signed_borrower", "effective":
		key = "relief.loan_over.unpaid"
	case "cancelled", "defaulted", "written_off", "renewed":
		key = "relief.loan_over." + l.State
	}
	return fault.New(fault.WrongTurn, key)
}

// Ask begins a case. Of two requests at once one wins, and the other is told
// which.
func (s *Service) Ask(ctx context.Context, contract string, in Ask) (c Case, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err := s.loan(ctx, tx, contract, "relief.ask")
		if err != nil {
			return err
		}
		if err := in.check(s.today()); err != nil {
			return err
		}
		if err := s.askable(ctx, tx, &l); err != nil {
			return err
		}
		if err := s.under(ctx, tx, l.ID, in.Scheme); err != nil {
			return err
		}
		ref, err := id.Reference(ctx, tx, series, s.today().Year)
		if err != nil {
			return err
		}
		c = Case{
			ID: s.NewID(), Ref: ref, Contract: l.ID, ContractRef: l.Ref, Borrower: l.Borrower, Lender: l.Lender, Park: l.Park,
			State: Requested, Version: 1, AmountFen: l.AmountFen, Ask: in, AskedBy: kernel.From(ctx).Person, Asked: s.Now(), UnderWay: true,
		}
		if err := insertCase(ctx, tx, c); err != nil {
			return err
		}
		if err := s.enter(ctx, tx, &c); err != nil {
			return err
		}
		if err := s.record(ctx, tx, &c, "ask", ""); err != nil {
			return err
		}
		return s.tell(ctx, tx, &c, Lender, kernel.Officer, "relief.notice.asked", nil)
	})
	return c, err
}

// under refuses a request under a scheme for which the loan is not eligible.
func (s *Service) under(ctx context.Context, tx db.Tx, contract, scheme string) error {
	if scheme == "" {
		return nil
	}
	all, err := s.Schemes.Offered(ctx, tx, contract)
	if err == nil && !slices.ContainsFunc(all, func(c Citation) bool { return c.ID == scheme }) {
		err = fault.New(fault.WrongTurn, "relief.ask.scheme")
	}
	return err
}

// answered notes an answer that is no proposal.
func (s *Service) answered(ctx context.Context, c *Case, code, text string) {
	c.Answer = Answer{Code: code, Note: text, By: kernel.From(ctx).Person, At: s.Now()}
}

// Counter is how the borrower asks for other terms than those proposed.
func (s *Service) Counter(ctx context.Context, id, text string) (Case, error) {
	return s.act(ctx, id, "relief.counter", func(ctx context.Context, tx db.Tx, c *Case, _ *Proposal) error {
		var k fault.Check
		note(&k, &text, "note", "relief.note")
		if err := k.Err(); err != nil {
			return err
		}
		s.answered(ctx, c, "counter", text)
		c.Proposal = 0
		if err := s.advance(ctx, tx, c, "counter"); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Lender, kernel.Officer, "relief.notice.countered", nil)
	})
}

// Withdraw ends a case before it is approved, as its borrower wishes.
func (s *Service) Withdraw(ctx context.Context, id string) (Case, error) {
	return s.act(ctx, id, "relief.withdraw", func(ctx context.Context, tx db.Tx, c *Case, _ *Proposal) error {
		if err := s.advance(ctx, tx, c, "withdraw"); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Lender, kernel.Officer, "relief.notice.withdrawn", nil)
	})
}

// Agree is the borrower's consent to the proposal with a hash, freshly confirmed.
// A proposal that was replaced while it was read is refused with what changed.
func (s *Service) Agree(ctx context.Context, id, hash string) (Case, error) {
	return s.act(ctx, id, "relief.agree", func(ctx context.Context, tx db.Tx, c *Case, p *Proposal) error {
		if _, err := CaseMachine.Take(c.State, "agree"); err != nil {
			return err // somebody else has answered
		}
		if err := s.same(ctx, tx, c, p, hash); err != nil {
			return err
		}
		if err := s.stands(ctx, tx, c, p); err != nil {
			return err
		}
		if err := sure(ctx, "agree:"+p.Hash); err != nil {
			return err
		}
		p.AgreedBy, p.Agreed = kernel.From(ctx).Person, s.Now()
		if err := signProposal(ctx, tx, c.ID, p); err != nil {
			return err
		}
		if err := s.advance(ctx, tx, c, "agree", field("proposal_hash", p.Hash)); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Lender, kernel.Approver, "relief.notice.agreed", nil)
	})
}

// same reports whether a hash is that of the proposal on the table, and says
// what is different where it is not.
func (s *Service) same(ctx context.Context, tx db.Tx, c *Case, p *Proposal, hash string) error {
	if p.No != 0 && p.Hash == strings.TrimSpace(hash) {
		return nil
	}
	if p.No == 0 {
		return fault.New(fault.WrongTurn, "relief.agree.none")
	}
	all, err := proposals(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, old := range all {
		if old.Hash == hash {
			return &fault.Fault{Kind: fault.Conflict, Key: "relief.agree.changed", Args: fault.Args{"was": old.No, "is": p.No}, Fields: p.differs(old)}
		}
	}
	return fault.New(fault.Conflict, "relief.agree.unknown")
}
