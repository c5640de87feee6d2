package renewal

// The lender's side: reviewing, proposing a contract, rejecting, sending back,
// signing.

import (
	"context"
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Propose are the terms of a new contract. What they do not say is as in the old
// loan, or in the product that is named.
type Propose struct {
	Product    string           `json:"product,omitempty" form:"product" doc:"A product for renewals on sale; empty to go on with the old one's conditions"`
	AmountFen  money.Fen        `json:"amount_fen" form:"amount" doc:"At most the principal that falls due"`
	TermMonths int              `json:"term_months" form:"term_months"`
	RatePPM    money.PPM        `json:"rate_ppm" form:"rate"`
	Repayment  kernel.Repayment `json:"repayment" form:"repayment" enum:"interest_monthly_principal_end,equal_instalment,equal_principal,bullet"`
	Note       string           `json:"note,omitempty" form:"note" doc:"A word to the borrower"`
}

var repayments = []kernel.Repayment{kernel.InterestMonthly, kernel.EqualInstalment, kernel.EqualPrincipal, kernel.Bullet}

func (in *Propose) check(l *Loan, p *Product) error {
	in.Note = strings.TrimSpace(in.Note)
	var k fault.Check
	checkSum(&k, in.AmountFen, in.TermMonths, l)
	k.That(in.RatePPM > 0 && in.RatePPM <= maxRate, "rate", "renewal.rate", fault.Args{"max": maxRate})
	k.That(slices.Contains(repayments, in.Repayment), "repayment", "renewal.repayment")
	k.That(len([]rune(in.Note)) <= maxNote, "note", "renewal.note.long", fault.Args{"max": maxNote})
	if p != nil {
		k.That(in.AmountFen <= p.MaxFen, "amount", "renewal.product.max", fault.Args{"max": p.MaxFen})
		k.That(slices.Contains(p.Terms, in.TermMonths), "term_months", "renewal.product.term")
		k.That(in.Repayment == p.Repayment, "repayment", "renewal.product.repayment")
	}
	return k.Err()
}

// product finds a product for renewals of the lender, nil where none is named.
func (s *Service) product(ctx context.Context, tx db.Tx, lender, productID string) (*Product, error) {
	if productID == "" {
		return nil, nil
	}
	all, err := s.Products.ForRenewals(ctx, tx, lender)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == productID {
			return &all[i], nil
		}
	}
	return nil, &fault.Fault{Kind: fault.Invalid, Key: "fault.invalid", Args: fault.Args{"n": 1}, Fields: []fault.Field{{Name: "product", Key: "renewal.product.unknown"}}}
}

// terms of the new loan.
func (in *Propose) terms(l *Loan, p *Product) kernel.LoanTerms {
	t := l.Terms
	t.AmountFen, t.TermMonths, t.RatePPM, t.Repayment = in.AmountFen, in.TermMonths, in.RatePPM, in.Repayment
	t.FeeFen, t.Security = 0, "same_as_old" // no money moves, and what stands behind the loan goes on
	if p != nil {
		t.DayCount, t.Rounding, t.Allocation, t.UpliftPPM, t.UpliftOnInterest = p.DayCount, p.Rounding, p.Allocation, p.UpliftPPM, p.UpliftOnInterest
	}
	return t
}

// agreement is what the new contract is made from.
func (in *Propose) agreement(l *Loan, p *Product, officer string) kernel.Agreement {
	a := l.Agreement
	a.Application, a.ApplicationRef, a.Offer, a.Conditions = "", "", "", ""
	a.AcceptedBy, a.Opening = "", nil
	if p != nil {
		a.ProductName = p.Name
	}
	a.Purpose = i18n.Text{Zh: "归还 " + l.Ref + " 到期本金，不另划付资金", En: "settling the principal of " + l.Ref + "; no money is paid out"}
	a.Terms = in.terms(l, p)
	a.TermsHash, a.DraftedBy = a.Terms.Hash(), officer
	a.Renews = &kernel.Renews{Contract: l.ID, Ref: l.Ref, On: l.EndsOn, PrincipalFen: l.PrincipalFen, InterestFen: l.InterestFen}
	return a
}

// drafted is a proposal as it would be stored.
func (s *Service) drafted(ctx context.Context, tx db.Tx, c *Case, l *Loan, in Propose) (p Proposal, err error) {
	product, err := s.product(ctx, tx, c.Lender, in.Product)
	if err != nil {
		return p, err
	}
	if err := in.check(l, product); err != nil {
		return p, err
	}
	all, err := proposals(ctx, tx, c.ID)
	if err != nil {
		return p, err
	}
	p = Proposal{No: len(all) + 1, Basis: l.TermsHash, Note: in.Note, MadeBy: kernel.From(ctx).Person, Made: s.Now()}
	p.Agreement = in.agreement(l, product, p.MadeBy)
	p.File, p.FileHash, err = s.Loans.Draft(c.NextRef, p.Agreement, p.Made)
	return p, err
}

// Preview works out what terms would come to, and stores nothing.
func (s *Service) Preview(ctx context.Context, caseID string, in Propose) (p Proposal, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, _, err := s.on(ctx, tx, caseID, "renewal.propose")
		if err != nil {
			return err
		}
		l, err := s.Loans.Loan(ctx, tx, c.Contract)
		if err != nil {
			return err
		}
		p, err = s.drafted(ctx, tx, &c, &l, in)
		return err
	})
	return p, err
}

// Review answers the checklist. It can be answered anew until terms are proposed.
func (s *Service) Review(ctx context.Context, caseID string, in Review) (Case, error) {
	return s.act(ctx, caseID, "renewal.review", func(ctx context.Context, tx db.Tx, c *Case, _ *Proposal) error {
		if err := in.check(); err != nil {
			return err
		}
		in.By, in.At = kernel.From(ctx).Person, s.Now()
		c.Review = in
		return s.advance(ctx, tx, c, "review", field("keeps_class", in.Keeps()))
	})
}

// Propose puts a contract on the table. It replaces an earlier proposal, and a
// signature on that falls with it.
func (s *Service) Propose(ctx context.Context, caseID string, in Propose) (Case, error) {
	return s.act(ctx, caseID, "renewal.propose", func(ctx context.Context, tx db.Tx, c *Case, old *Proposal) error {
		if _, err := CaseMachine.Take(c.State, "propose"); err != nil {
			return err
		}
		l, err := s.Loans.Loan(ctx, tx, c.Contract)
		if err != nil {
			return err
		}
		if err := renewable(&l); err != nil {
			return err
		}
		if c.NextRef == "" {
			if c.NextRef, err = s.Loans.NextRef(ctx, tx); err != nil {
				return err
			}
		}
		p, err := s.drafted(ctx, tx, c, &l, in)
		if err != nil {
			return err
		}
		if old.No > 0 && old.Agreement.TermsHash == p.Agreement.TermsHash && old.Agreement.ProductName == p.Agreement.ProductName && old.stands(&l) == nil {
			return fault.New(fault.Conflict, "renewal.propose.same", fault.Args{"no": old.No})
		}
		if err := insertProposal(ctx, tx, c.ID, p); err != nil {
			return err
		}
		c.Proposal = p.No
		if err := s.advance(ctx, tx, c, "propose", field("contract_file", p.FileHash), field("terms_hash", p.Agreement.TermsHash)); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Borrower, kernel.Owner, "proposed")
	})
}

// Reject ends a request with a structured reason.
func (s *Service) Reject(ctx context.Context, caseID string, in Refusal) (Case, error) {
	return s.act(ctx, caseID, "renewal.reject", func(ctx context.Context, tx db.Tx, c *Case, _ *Proposal) error {
		if err := in.check(); err != nil {
			return err
		}
		c.Answer = Answer{Code: in.Code, Note: in.Note, By: kernel.From(ctx).Person, At: s.Now()}
		if err := s.advance(ctx, tx, c, "reject", field("code", in.Code)); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Borrower, kernel.Owner, "rejected")
	})
}

// SendBack is how an approver does not sign: the officer proposes anew.
func (s *Service) SendBack(ctx context.Context, caseID, said string) (Case, error) {
	return s.answer(ctx, caseID, "send_back", said, Borrower, kernel.Owner)
}

// Approve is the lender's signature, by another person than who reviewed or
// proposed, freshly confirmed and before the old loan falls due.
func (s *Service) Approve(ctx context.Context, caseID, hash string) (Case, error) {
	return s.act(ctx, caseID, "renewal.approve", func(ctx context.Context, tx db.Tx, c *Case, p *Proposal) error {
		if err := s.signable(ctx, tx, c, p, hash, "approve"); err != nil {
			return err
		}
		p.ApprovedBy, p.Approved = kernel.From(ctx).Person, s.Now()
		return s.signed(ctx, tx, c, p, "approve", func() error { return s.tellBoth(ctx, tx, c, "approved") })
	})
}
