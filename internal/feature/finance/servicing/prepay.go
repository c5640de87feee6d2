package servicing

// Early repayment in full: quoted for a day, asked for by the borrower, booked
// by the lender when the quoted sum has come in.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Settle quotes what repays a contract in full on a day. It changes nothing.
func (s *Service) Settle(ctx context.Context, id, on string) (q Quote, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.on(ctx, tx, id, "servicing.read")
		if err != nil {
			return err
		}
		q, err = s.settle(ctx, tx, &c, on)
		return err
	})
	return q, err
}

func (s *Service) settle(ctx context.Context, tx db.Tx, c *Contract, on string) (Quote, error) {
	if c.State != Performing && c.State != Disbursing && c.State != ReliefActive {
		_, err := ContractMachine.Take(c.State, "prepay")
		return Quote{}, err
	}
	day, err := clock.ParseDate(on)
	var k fault.Check
	k.That(err == nil, "on", "servicing.date.form")
	k.That(err != nil || !day.Before(s.today()), "on", "servicing.date.past")
	if err := k.Err(); err != nil {
		return Quote{}, err
	}
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return Quote{}, err
	}
	return f.Quoted(on, s.collect)
}

// AskPrepay freezes a quote: the borrower will pay that sum on that day.
func (s *Service) AskPrepay(ctx context.Context, id, on string) (Contract, error) {
	return s.act(ctx, id, "servicing.ask_prepay", func(ctx context.Context, tx db.Tx, c *Contract) error {
		q, err := s.settle(ctx, tx, c, on)
		if err != nil {
			return err
		}
		q.AskedBy = kernel.From(ctx).Person
		c.Quote = &q
		if err := s.record(ctx, tx, c, "ask_prepay", c.State, field("on", q.On), field("total_fen", int64(q.TotalFen))); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, c.Lender, kernel.PostLoan, "servicing.notice.prepay", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref, "on": q.On})
	})
}

// Prepay books the quoted sum and closes the loan.
func (s *Service) Prepay(ctx context.Context, in Repayment) (r Receipt, err error) {
	_, err = s.act(ctx, in.Contract, "servicing.prepay", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if err := s.payable(ctx, tx, c, &in); err != nil {
			return err
		}
		if err := matches(c, in); err != nil {
			return err
		}
		r = s.received(ctx, c, in, "prepayment")
		return s.settleUp(ctx, tx, c, &r)
	})
	return r, err
}

// matches compares a receipt with the quote that it answers.
func matches(c *Contract, in Repayment) error {
	if c.Quote == nil {
		return fault.New(fault.WrongTurn, "servicing.prepay.none")
	}
	var k fault.Check
	k.That(in.ReceivedOn == c.Quote.On, "received_on", "servicing.prepay.other_day", fault.Args{"on": c.Quote.On})
	k.That(in.AmountFen == c.Quote.TotalFen, "amount", "servicing.prepay.other_sum", fault.Args{"total": c.Quote.TotalFen})
	return k.Err()
}

// settleUp books the receipt, and with it what ends the loan.
func (s *Service) settleUp(ctx context.Context, tx db.Tx, c *Contract, r *Receipt) error {
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return err
	}
	f.Receipts = append(f.Receipts, *r)
	c.Quote = nil
	st, err := s.rebook(ctx, tx, f, r.Number)
	if err != nil {
		return err
	}
	if !st.PaidUp() || st.Unapplied != 0 {
		return fmt.Errorf("servicing: %s is settled with %s owed and %s waiting", c.Ref, st.Balance.Text(), st.Unapplied.Text())
	}
	if *r, err = loanbook.ReceiptByNumber(ctx, tx, c.Lender, r.Number); err != nil {
		return err
	}
	if err := s.move(ctx, tx, c, "prepay", receiptFields(r)...); err != nil {
		return err
	}
	return s.close(ctx, tx, c, r.ReceivedOn)
}

func receiptFields(r *Receipt) []auditlog.Field {
	return []auditlog.Field{field("receipt", r.Number), field("amount_fen", int64(r.AmountFen)), field("principal_fen", int64(r.PrincipalFen)), field("interest_fen", int64(r.InterestFen)), field("penalty_fen", int64(r.PenaltyFen)), field("received_on", r.ReceivedOn)}
}
