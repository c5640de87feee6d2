package servicing

// Money out once, money in until nothing is owed.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/ledger"
)

// Disburse records the payout. Its day fixes the schedule; interest runs from
// it.
func (s *Service) Disburse(ctx context.Context, in Disbursement) (Contract, error) {
	return s.act(ctx, in.Contract, "servicing.disburse", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if c.State != Effective {
			_, err := ContractMachine.Take(c.State, "disburse")
			return err
		}
		on, err := in.check(c, s.today(), s.Calendar.Zone())
		if err != nil {
			return err
		}
		if day, err := s.postedOn(ctx, tx, c, in.ValueOn); err != nil || day != in.ValueOn {
			return errors.Join(err, fault.New(fault.WrongTurn, "servicing.disburse.closed"))
		}
		terms := c.Agreement.Terms
		c.DisbursedOn, c.PayoutRef = on.String(), in.Ref
		if err := s.payOut(ctx, tx, c, ledger.Transfer{Business: "disburse:" + c.ID, ValueOn: on.String(), Note: in.Ref}, terms.First(), terms.FeeFen); err != nil {
			return err
		}
		c.UndrawnFen = terms.AmountFen - terms.First()
		if err := s.schedule(ctx, tx, c); err != nil {
			return err
		}
		if err := s.move(ctx, tx, c, "disburse", field("amount_fen", int64(terms.First())), field("value_on", in.ValueOn), field("payout_ref", in.Ref)); err != nil {
			return err
		}
		if err := s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.paid_out", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref}); err != nil {
			return err
		}
		return s.publish(ctx, tx, kernel.EventLoanFunded, c)
	})
}

// schedule puts the signed terms in force, and nothing else.
func (s *Service) schedule(ctx context.Context, tx db.Tx, c *Contract) error {
	if c.Agreement.Terms.Hash() != c.TermsHash {
		return errors.New("servicing: the terms are not those that were signed")
	}
	v := kernel.TermsVersion{NewTerms: kernel.NewTerms{Terms: c.Agreement.Terms}, No: 1, FromOn: c.DisbursedOn}
	if err := loanbook.InsertTerms(ctx, tx, c.ID, Restatement{TermsVersion: v, Hash: c.TermsHash, By: c.ByLender.By, Made: s.Now()}); err != nil {
		return err
	}
	_, err := s.rebook(ctx, tx, facts{Contract: c, Versions: []kernel.TermsVersion{v}}, "")
	return err
}

// Repay books a receipt: it counts on the day on which it came in, and what was
// booked for later days is allocated anew. A rest waits for the next due date.
// More than is owed is refused.
func (s *Service) Repay(ctx context.Context, in Repayment) (r Receipt, err error) {
	_, err = s.act(ctx, in.Contract, "servicing.repay", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if err := s.payable(ctx, tx, c, &in); err != nil {
			return err
		}
		r, err = s.receive(ctx, tx, c, s.received(ctx, c, in, "repayment"))
		return err
	})
	return r, err
}

// received is a receipt before anybody knows what it goes to.
func (s *Service) received(ctx context.Context, c *Contract, in Repayment, kind string) Receipt {
	return Receipt{ID: s.NewID(), Contract: c.ID, Lender: c.Lender, Number: in.Number, Kind: kind, ReceivedOn: in.ReceivedOn, AmountFen: in.AmountFen, BookedBy: kernel.From(ctx).Person, Booked: s.Now()}
}

// receive books a receipt and moves the contract.
func (s *Service) receive(ctx context.Context, tx db.Tx, c *Contract, r Receipt) (Receipt, error) {
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return r, err
	}
	f.Receipts = append(f.Receipts, r)
	if err := s.refuseExcess(f, r); err != nil {
		return r, err
	}
	c.Quote = nil // a quote holds until money moves
	st, err := s.rebook(ctx, tx, f, r.Number)
	if err != nil {
		return r, err
	}
	if r, err = loanbook.ReceiptByNumber(ctx, tx, c.Lender, r.Number); err != nil {
		return r, err
	}
	return r, s.afterReceipt(ctx, tx, f, st, &r)
}

// payable refuses a receipt that cannot be.
func (s *Service) payable(ctx context.Context, tx db.Tx, c *Contract, in *Repayment) error {
	if !owes(c) {
		_, err := ContractMachine.Take(c.State, "repay")
		return err
	}
	if err := in.check(c, s.today()); err != nil {
		return err
	}
	return s.refuseTwice(ctx, tx, c.Lender, in.Number)
}

// refuseTwice says who booked a receipt, and when, when its number is taken.
func (s *Service) refuseTwice(ctx context.Context, tx db.Tx, lender, number string) error {
	r, err := loanbook.ReceiptByNumber(ctx, tx, lender, number)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	names, err := s.Parties.People(ctx, tx, []string{r.BookedBy})
	if err != nil {
		return err
	}
	return &fault.Fault{Kind: fault.Conflict, Key: "servicing.receipt.twice.title", Fields: []fault.Field{{Name: "number", Key: "servicing.receipt.twice",
		Args: fault.Args{"number": number, "by": names[r.BookedBy], "on": clock.DateOf(r.Booked, s.Calendar.Zone()).String(), "amount": r.AmountFen}}}}
}

// refuseExcess compares a receipt with all that is still to come: what would
// wait with nothing left to wait for is too much.
func (s *Service) refuseExcess(f facts, r Receipt) error {
	st, err := s.at(f, s.today().String())
	if err != nil {
		return told(err)
	}
	excess := -st.Open()
	if excess <= 0 {
		return nil
	}
	return &fault.Fault{Kind: fault.Invalid, Key: "fault.invalid", Args: fault.Args{"n": 1}, Fields: []fault.Field{{Name: "amount", Key: "servicing.repay.above",
		Args: fault.Args{"amount": r.AmountFen, "open": max(0, r.AmountFen-excess), "balance": f.Contract.BalanceFen}}}}
}

func (s *Service) afterReceipt(ctx context.Context, tx db.Tx, f facts, st subledger.State, r *Receipt) error {
	c := f.Contract
	name := standing(c, st, f.InForce(s.today().String()).GraceDays)
	if err := s.move(ctx, tx, c, name, receiptFields(r)...); err != nil {
		return err
	}
	if name == "mature" || name == "recover" {
		return s.close(ctx, tx, c, st.LastPaid().String())
	}
	return nil
}

// standing names the move of a receipt: what is still overdue decides. A
// contract gets no worse by money that comes in.
func standing(c *Contract, st subledger.State, grace int) string {
	days := st.DaysPastDue()
	switch {
	case !pays(c):
		return standingOfDefault(c, st)
	case st.PaidUp() && st.Held == 0: // what was asked back is paid back first
		return "mature"
	case days == 0 && st.Paused != 0 && c.State != Performing && c.State != Disbursing:
		return "repay_in_relief"
	case days == 0 || c.State == Performing || c.State == Disbursing:
		return "repay"
	case c.State == ReliefActive:
		return "repay_in_relief"
	case days <= grace:
		return "repay_in_grace"
	case c.State == Delinquent && days > delinquentDays:
		return "repay_late"
	}
	return "repay_part"
}

func (s *Service) close(ctx context.Context, tx db.Tx, c *Contract, on string) error {
	c.ClosedOn = on
	c.Version++ // a second step of the case in this transaction
	defer func() { c.Version-- }()
	if err := s.move(ctx, tx, c, "close"); err != nil {
		return err
	}
	if err := s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.closed", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref}); err != nil {
		return err
	}
	return s.publish(ctx, tx, kernel.EventLoanClosed, c)
}
