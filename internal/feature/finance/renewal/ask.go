package renewal

// The borrower's side: asking, asking for other terms, signing, taking back.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/engine/money"
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

// askable says why a loan cannot be renewed, nil where it can.
func (s *Service) askable(ctx context.Context, tx db.Tx, l *Loan) error {
	if err := renewable(l); err != nil {
		return err
	}
	other, found, err := underWay(ctx, tx, l.ID)
	if err != nil {
		return err
	}
	if found {
		return fault.New(fault.Conflict, "renewal.ask.another", fault.Args{"ref": other.Ref})
	}
	ref, found, err := s.Reliefs.UnderWay(ctx, tx, l.ID)
	if err == nil && found {
		err = fault.New(fault.Conflict, "renewal.ask.relief", fault.Args{"ref": ref})
	}
	return err
}

// renewable says why a loan as it stands cannot be renewed, nil where it can.
func renewable(l *Loan) error {
	switch {
	case l.State == "renewed":
		return fault.New(fault.WrongTurn, "renewal.loan.renewed")
	case l.PausedUntil != "":
		return fault.New(fault.WrongTurn, "renewal.loan.deferred", fault.Args{"on": l.PausedUntil})
	case l.DaysPastDue > 0 || l.State == "defaulted":
		return fault.New(fault.WrongTurn, "renewal.loan.late", fault.Args{"days": l.DaysPastDue})
	case !l.Performs:
		return fault.New(fault.WrongTurn, "renewal.loan.over")
	case l.Today >= l.EndsOn:
		return fault.New(fault.WrongTurn, "renewal.loan.due", fault.Args{"on": l.EndsOn})
	}
	return nil
}

// Ask begins a case. Of two requests at once one wins, and the other is told
// which.
func (s *Service) Ask(ctx context.Context, contract string, in Ask) (c Case, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err := s.loan(ctx, tx, contract, "renewal.ask")
		if err != nil {
			return err
		}
		if err := s.askable(ctx, tx, &l); err != nil {
			return err
		}
		if err := in.check(&l); err != nil {
			return err
		}
		ref, err := id.Reference(ctx, tx, series, s.today().Year)
		if err != nil {
			return err
		}
		c = Case{
			ID: s.NewID(), Ref: ref, Contract: l.ID, ContractRef: l.Ref, Borrower: l.Borrower, Lender: l.Lender, Park: l.Park,
			State: Requested, Version: 1, Ask: in, AskedBy: kernel.From(ctx).Person, Asked: s.Now(), EffectiveOn: l.EndsOn, UnderWay: true,
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
		return s.tell(ctx, tx, &c, Lender, kernel.Officer, "asked")
	})
	return c, err
}

// answer takes a step that leaves an answer and takes the proposal off the table.
func (s *Service) answer(ctx context.Context, caseID, move, said string, side string, role kernel.Role) (Case, error) {
	return s.act(ctx, caseID, authz.Action("renewal."+move), func(ctx context.Context, tx db.Tx, c *Case, _ *Proposal) error {
		var k fault.Check
		note(&k, &said, "note", "renewal.note")
		if err := k.Err(); err != nil {
			return err
		}
		c.Answer = Answer{Code: move, Note: said, By: kernel.From(ctx).Person, At: s.Now()}
		c.Proposal = 0
		if err := s.advance(ctx, tx, c, move); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, side, role, move)
	})
}

// Counter is how the borrower asks for other terms than those proposed.
func (s *Service) Counter(ctx context.Context, caseID, said string) (Case, error) {
	return s.answer(ctx, caseID, "counter", said, Lender, kernel.Officer)
}

// Withdraw ends a case before both have signed, as its borrower wishes.
func (s *Service) Withdraw(ctx context.Context, caseID string) (Case, error) {
	return s.act(ctx, caseID, "renewal.withdraw", func(ctx context.Context, tx db.Tx, c *Case, _ *Proposal) error {
		if err := s.advance(ctx, tx, c, "withdraw"); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Lender, kernel.Officer, "withdrawn")
	})
}

// Agree is the borrower's signature of the contract with a fingerprint, freshly
// confirmed and before the old loan falls due. A proposal that was replaced while
// it was read is refused with what changed.
func (s *Service) Agree(ctx context.Context, caseID, hash string) (Case, error) {
	return s.act(ctx, caseID, "renewal.agree", func(ctx context.Context, tx db.Tx, c *Case, p *Proposal) error {
		if err := s.signable(ctx, tx, c, p, hash, "agree"); err != nil {
			return err
		}
		p.AgreedBy, p.Agreed = kernel.From(ctx).Person, s.Now()
		return s.signed(ctx, tx, c, p, "agree", func() error { return s.tell(ctx, tx, c, Lender, kernel.Approver, "agreed") })
	})
}

// signed stores a signature and takes the step that it makes.
func (s *Service) signed(ctx context.Context, tx db.Tx, c *Case, p *Proposal, move string, tell func() error) error {
	if err := signProposal(ctx, tx, c.ID, p); err != nil {
		return err
	}
	if err := s.advance(ctx, tx, c, move, field("contract_file", p.FileHash)); err != nil {
		return err
	}
	return tell()
}

// signable checks that a signature is for the file on the table, that the loan is
// as the file says, and that it is not too late.
func (s *Service) signable(ctx context.Context, tx db.Tx, c *Case, p *Proposal, hash, move string) error {
	if _, err := CaseMachine.Take(c.State, move); err != nil {
		return err
	}
	if err := s.same(ctx, tx, c, p, hash); err != nil {
		return err
	}
	l, err := s.Loans.Loan(ctx, tx, c.Contract)
	if err != nil {
		return err
	}
	if err := renewable(&l); err != nil {
		return err
	}
	if err := p.stands(&l); err != nil {
		return err
	}
	return signing(ctx, p)
}

// same reports whether a fingerprint is that of the proposal on the table, and
// says what is different where it is not.
func (s *Service) same(ctx context.Context, tx db.Tx, c *Case, p *Proposal, hash string) error {
	hash = strings.TrimSpace(hash)
	if p.FileHash == hash {
		return nil
	}
	all, err := proposals(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, old := range all {
		if old.FileHash == hash {
			return &fault.Fault{Kind: fault.Conflict, Key: "renewal.changed", Args: fault.Args{"was": old.No, "is": p.No}, Fields: p.differs(old)}
		}
	}
	return fault.New(fault.Conflict, "renewal.unknown")
}

// differs names what is different from an older proposal.
func (p *Proposal) differs(old Proposal) (all []fault.Field) {
	was, is := old.Agreement, p.Agreement
	add := func(differ bool, name string, x, y any) {
		if differ {
			all = append(all, fault.Field{Name: name, Key: "renewal.differs." + name, Args: fault.Args{"was": x, "is": y}})
		}
	}
	add(was.Terms.AmountFen != is.Terms.AmountFen, "amount", was.Terms.AmountFen, is.Terms.AmountFen)
	add(was.Terms.RatePPM != is.Terms.RatePPM, "rate", was.Terms.RatePPM, is.Terms.RatePPM)
	add(was.Terms.TermMonths != is.Terms.TermMonths, "term_months", was.Terms.TermMonths, is.Terms.TermMonths)
	add(was.Terms.Repayment != is.Terms.Repayment, "repayment", "", "")
	add(old.CashFen() != p.CashFen(), "cash", old.CashFen(), p.CashFen())
	if len(all) == 0 {
		add(true, "file", "", "")
	}
	return all
}

// stands checks that a proposal still fits the loan: the same terms, and the same
// sums due on the day.
func (p *Proposal) stands(l *Loan) error {
	r := p.Agreement.Renews
	var all []fault.Field
	differ := func(name string, was, is money.Fen) {
		if was != is {
			all = append(all, fault.Field{Name: name, Key: "renewal.differs." + name, Args: fault.Args{"was": was, "is": is}})
		}
	}
	differ("principal", r.PrincipalFen, l.PrincipalFen)
	differ("interest", r.InterestFen, l.InterestFen)
	if len(all) == 0 && p.Basis == l.TermsHash && r.On == l.EndsOn {
		return nil
	}
	return &fault.Fault{Kind: fault.Conflict, Key: "renewal.stale", Fields: all}
}
