package servicing

// A loan that the lender's own books kept so far is taken over: what stood there
// becomes the first fact of the loan book here, and everything after it is booked
// like anything else.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/takeover"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/ledger"
)

// Import takes over a loan, as part of a larger act that its caller authorises:
// two people of the lender stand behind it, who drafted the agreement and who
// acts now. The books begin with the opening balance against the account of
// opening balances; the schedule is the engine's from there. A figure that
// cannot be is a fault that names its field.
func (s *Service) Import(ctx context.Context, tx db.Tx, a kernel.Agreement) (Contract, error) {
	a.TermsHash = a.Terms.Hash()
	c := Contract{
		ID: s.NewID(), Borrower: a.Borrower, Lender: a.Lender, Park: a.Park, State: Prepared, Agreement: a, TermsHash: a.TermsHash, Prepared: s.Now(),
		DisbursedOn: a.Opening.PaidOutOn, PayoutRef: a.Opening.Number, ByLender: Signature{By: kernel.From(ctx).Person, At: s.Now()},
	}
	if err := s.takeable(ctx, tx, &c); err != nil {
		return c, err
	}
	var err error
	if c.Ref, err = id.Reference(ctx, tx, series, s.today().Year); err != nil {
		return c, err
	}
	text, err := takeover.Handover(c, s.Calendar.Zone())
	if err != nil {
		return c, err
	}
	c.FileHash = loanbook.Digest(text)
	if err := loanbook.Insert(ctx, tx, c, string(text)); err != nil {
		return c, err
	}
	if err := s.open(ctx, tx, &c); err != nil {
		return c, err
	}
	if err := s.move(ctx, tx, &c, "take_over", field("amount_fen", int64(a.Opening.BalanceFen)), field("accrued_fen", int64(a.Opening.AccruedFen)), field("as_of", a.Opening.AsOf),
		field("source", a.Opening.Source), field("upload_hash", a.Opening.FileHash), field("drafted_by", a.DraftedBy), field("terms_hash", c.TermsHash), field("file_hash", c.FileHash)); err != nil {
		return c, err
	}
	if err := loanbook.Update(ctx, tx, &c); err != nil {
		return c, err
	}
	return c, s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.taken_over", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref})
}

// open puts the terms in force and the opening balance into the ledger. Interest
// that has accrued is income once it is paid, as everywhere in these books.
func (s *Service) open(ctx context.Context, tx db.Tx, c *Contract) error {
	o := c.Agreement.Opening
	on, err := s.postedOn(ctx, tx, c, o.AsOf)
	if err != nil {
		return err
	}
	if err := s.post(ctx, tx, c.Lender, ledger.Transfer{Business: "take_over:" + c.ID, Kind: "take_over", Case: c.ID, ValueOn: on, Note: o.Number},
		leg(kernel.AccountPrincipal, c.ID, o.BalanceFen), leg(kernel.AccountOpening, "", -o.BalanceFen)); err != nil {
		return err
	}
	return s.schedule(ctx, tx, c)
}

// takeable refuses a loan that cannot be as it is told.
func (s *Service) takeable(ctx context.Context, tx db.Tx, c *Contract) error {
	if err := takeover.Check(&c.Agreement, s.today()); err != nil {
		return err
	}
	known, err := loanbook.KnownTo(ctx, tx, c.Lender)
	if err != nil {
		return err
	}
	o := c.Agreement.Opening
	if _, taken := known[o.Number]; taken {
		return takeover.Wrong("number", "servicing.import.number_taken", fault.Args{"number": o.Number})
	}
	f := facts{Contract: c, Versions: []kernel.TermsVersion{{NewTerms: kernel.NewTerms{Terms: c.Agreement.Terms}, No: 1, FromOn: o.PaidOutOn}}}
	st, err := s.at(f, o.AsOf)
	var term *loan.TermError
	var fact *subledger.FactError
	if errors.As(err, &term) || errors.As(err, &fact) || errors.Is(err, kernel.ErrAllocation) {
		return fault.New(fault.Invalid, "servicing.import.impossible").Because(err)
	}
	if err != nil {
		return err
	}
	return takeover.Agrees(&c.Agreement, st)
}
