package servicing

// Money out once, money in until nothing is owed.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
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
		if err := s.schedule(ctx, tx, c, on); err != nil {
			return err
		}
		terms := c.Agreement.Terms
		c.DisbursedOn, c.PayoutRef, c.BalanceFen = on.String(), in.Ref, terms.AmountFen
		if err := s.post(ctx, tx, c.Lender, ledger.Transfer{Business: "disburse:" + c.ID, Kind: "disbursement", Case: c.ID, ValueOn: on.String(), Note: in.Ref},
			leg{kernel.AccountPrincipal, c.ID, terms.AmountFen}, leg{kernel.AccountReserved, "", -terms.AmountFen},
			leg{kernel.AccountFunds, "", terms.FeeFen}, leg{kernel.AccountFees, "", -terms.FeeFen}); err != nil {
			return err
		}
		if err := s.move(ctx, tx, c, "disburse", field("amount_fen", int64(terms.AmountFen)), field("value_on", in.ValueOn), field("payout_ref", in.Ref)); err != nil {
			return err
		}
		if err := s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.paid_out", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref}); err != nil {
			return err
		}
		return s.publish(ctx, tx, kernel.EventLoanFunded, c)
	})
}

// schedule posts the plan of the signed terms, and nothing else.
func (s *Service) schedule(ctx context.Context, tx db.Tx, c *Contract, on clock.Date) error {
	if c.Agreement.Terms.Hash() != c.TermsHash {
		return errors.New("servicing: the terms are not those that were signed")
	}
	posted, err := instalment.Post(plan(c.Agreement.Terms, on))
	if err != nil {
		return err
	}
	for _, r := range posted.Installments {
		due, err := clock.ParseDate(r.Due.String())
		if err != nil {
			return err
		}
		row := Installment{No: r.No, FromOn: r.From.String(), DueOn: r.Due.String(), CollectOn: s.Calendar.OnOrAfter(due).String(), Fraction: r.Fraction.String(),
			PrincipalFen: r.Principal, InterestFen: r.Interest, BalanceFen: r.Balance}
		if err := insertInstallment(ctx, tx, c.ID, row); err != nil {
			return err
		}
	}
	return nil
}

// Repay books a receipt: what is due first, oldest first, penalty interest
// before interest before principal; a rest waits for the next due date. More than is owed is refused.
func (s *Service) Repay(ctx context.Context, in Repayment) (r Receipt, err error) {
	_, err = s.act(ctx, in.Contract, "servicing.repay", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if err := s.payable(ctx, tx, c, &in); err != nil {
			return err
		}
		if err := s.applyWaiting(ctx, tx, c, dayBefore(in.ReceivedOn)); err != nil {
			return err
		}
		rows, err := rowsAt(ctx, tx, c, in.ReceivedOn)
		if err != nil {
			return err
		}
		if err := refuseExcess(c, rows, in.AmountFen); err != nil {
			return err
		}
		r = Receipt{ID: s.NewID(), Contract: c.ID, Lender: c.Lender, Number: in.Number, Kind: "repayment", ReceivedOn: in.ReceivedOn, AmountFen: in.AmountFen, BookedBy: kernel.From(ctx).Person, Booked: s.Now()}
		return s.book(ctx, tx, c, rows, &r)
	})
	return r, err
}

// dayBefore is the day before a civil date that was checked.
func dayBefore(on string) string {
	d, _ := clock.ParseDate(on)
	return d.AddDays(-1).String()
}

// payable refuses a receipt that cannot be.
func (s *Service) payable(ctx context.Context, tx db.Tx, c *Contract, in *Repayment) error {
	if !c.Pays() {
		_, err := ContractMachine.Take(c.State, "repay")
		return err
	}
	receipts, err := receiptsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	last := c.DisbursedOn
	for _, r := range receipts {
		last = max(last, r.ReceivedOn)
	}
	if _, err := in.check(c, s.today(), last); err != nil {
		return err
	}
	return s.refuseTwice(ctx, tx, c.Lender, in.Number)
}

// refuseTwice says who booked a receipt, and when, when its number is taken.
func (s *Service) refuseTwice(ctx context.Context, tx db.Tx, lender, number string) error {
	r, err := receiptByNumber(ctx, tx, lender, number)
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

// refuseExcess compares a receipt with all that is still to come.
func refuseExcess(c *Contract, rows []Installment, amount money.Fen) error {
	var open money.Fen
	for _, r := range rows {
		open += r.OpenFen()
	}
	if open -= c.UnappliedFen; amount <= open {
		return nil
	}
	return &fault.Fault{Kind: fault.Invalid, Key: "fault.invalid", Args: fault.Args{"n": 1}, Fields: []fault.Field{{Name: "amount", Key: "servicing.repay.above",
		Args: fault.Args{"amount": amount, "open": open, "balance": c.BalanceFen}}}}
}

// book spreads a receipt, posts it and moves the contract.
func (s *Service) book(ctx context.Context, tx db.Tx, c *Contract, rows []Installment, r *Receipt) error {
	left, err := allocate(c.Agreement.Terms, rows, r, c.UnappliedFen+r.AmountFen)
	if err != nil {
		return err
	}
	r.UnappliedFen = left - c.UnappliedFen
	c.UnappliedFen, c.Quote = left, nil // a quote holds until money moves
	c.BalanceFen -= r.PrincipalFen
	if err := updateInstallments(ctx, tx, c.ID, rows); err != nil {
		return err
	}
	if err := insertReceipt(ctx, tx, *r); err != nil {
		return err
	}
	if err := s.postReceipt(ctx, tx, c, r); err != nil {
		return err
	}
	return s.afterReceipt(ctx, tx, c, rows, r)
}

func (s *Service) afterReceipt(ctx context.Context, tx db.Tx, c *Contract, rows []Installment, r *Receipt) error {
	name := received(c, rows, s.today())
	if err := s.move(ctx, tx, c, name, receiptFields(r)...); err != nil {
		return err
	}
	if name == "mature" {
		return s.close(ctx, tx, c, r.ReceivedOn)
	}
	return nil
}

// received names the move of a receipt: what is still overdue decides.
func received(c *Contract, rows []Installment, today clock.Date) string {
	days := DaysPastDue(rows, today)
	switch {
	case allPaid(rows):
		return "mature"
	case days == 0 || c.State == Performing:
		return "repay"
	case c.State == InGrace && days <= c.Agreement.Terms.GraceDays:
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

func allPaid(rows []Installment) bool {
	for _, r := range rows {
		if !r.Paid() {
			return false
		}
	}
	return true
}

// overdueSince is the collection day of the oldest instalment that should have
// been paid before a day, "" when nothing is overdue.
func overdueSince(rows []Installment, today string) string {
	for _, r := range rows {
		if !r.Paid() && r.CollectOn < today {
			return r.CollectOn
		}
	}
	return ""
}
