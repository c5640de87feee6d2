package servicing

// A loan that settles another: no money moves, both books balance.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/ledger"
)

// NextRef is a new reference number of a contract.
func (s *Service) NextRef(ctx context.Context, tx db.Tx) (string, error) {
	return id.Reference(ctx, tx, series, s.today().Year)
}

// Renew puts a contract in force that both have signed to renew a loan, and ends
// that loan, as part of a larger act that its caller authorises. The proceeds and
// the principal meet on a clearing account, which the same transaction empties:
// the lender's budget stays as it is. What the proceeds leave open must have come
// in before.
func (s *Service) Renew(ctx context.Context, tx db.Tx, next Contract, text string) (Contract, error) {
	renews := next.Agreement.Renews
	old, err := loanbook.ByID(ctx, tx, renews.Contract)
	if err != nil {
		return next, err
	}
	if _, err := ContractMachine.Take(old.State, "renew"); err != nil {
		return next, err
	}
	next.ID, next.State, next.Version = s.NewID(), Prepared, 1
	next.DisbursedOn, next.PayoutRef = renews.On, old.Ref
	if err := loanbook.Insert(ctx, tx, next, text); err != nil {
		return next, err
	}
	if err := s.begin(ctx, tx, &next); err != nil {
		return next, err
	}
	return next, s.settleOld(ctx, tx, &old, &next)
}

// begin pays the new loan out to the clearing account.
func (s *Service) begin(ctx context.Context, tx db.Tx, c *Contract) error {
	amount := c.Agreement.Terms.AmountFen
	on, err := s.postedOn(ctx, tx, c, c.DisbursedOn)
	if err != nil {
		return err
	}
	if err := s.post(ctx, tx, c.Lender, ledger.Transfer{Business: "disburse:" + c.ID, Kind: "disbursement", Case: c.ID, ValueOn: on, Note: c.PayoutRef},
		leg(kernel.AccountPrincipal, c.ID, amount), leg(kernel.AccountClearing, c.ID, -amount)); err != nil {
		return err
	}
	if err := s.schedule(ctx, tx, c); err != nil {
		return err
	}
	if err := s.move(ctx, tx, c, "take_effect", field("amount_fen", int64(amount)), field("value_on", c.DisbursedOn), field("file_hash", c.FileHash), field("renews", c.PayoutRef)); err != nil {
		return err
	}
	return loanbook.Update(ctx, tx, c)
}

// settleOld books what the new loan pays on the old one, and ends that.
func (s *Service) settleOld(ctx context.Context, tx db.Tx, c, next *Contract) error {
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return err
	}
	r := Receipt{ID: s.NewID(), Contract: c.ID, Lender: c.Lender, Number: next.Ref, Kind: loanbook.Renewal, ReceivedOn: next.DisbursedOn, AmountFen: next.Agreement.Terms.AmountFen, BookedBy: kernel.From(ctx).Person, Booked: s.Now()}
	f.Receipts = append(f.Receipts, r)
	c.Quote, c.RenewedBy, c.ClosedOn = nil, next.ID, next.DisbursedOn
	st, err := s.rebook(ctx, tx, f, r.Number)
	if err != nil {
		return err
	}
	if !st.PaidUp() || st.Unapplied != 0 {
		return fault.New(fault.WrongTurn, "servicing.renew.unsettled", fault.Args{"open": max(0, st.Open())})
	}
	if err := s.move(ctx, tx, c, "renew", field("amount_fen", int64(r.AmountFen)), field("renewed_by", next.Ref)); err != nil {
		return err
	}
	return errors.Join(s.publish(ctx, tx, kernel.EventLoanClosed, c), loanbook.Update(ctx, tx, c))
}
