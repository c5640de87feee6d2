package servicing

// Early repayment in full: quoted for a day, asked for by the borrower, booked
// by the lender when the quoted sum has come in.

import (
	"context"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/ledger"
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
	if c.State != Performing {
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
	rows, err := installmentsOf(ctx, tx, c.ID)
	if err != nil {
		return Quote{}, err
	}
	return s.quote(c, rows, day)
}

// quote asks the engine, for the day and what has been paid. Instalments that
// fall due up to the day come first.
func (s *Service) quote(c *Contract, rows []Installment, on clock.Date) (Quote, error) {
	paid := 0
	for _, r := range rows {
		if r.Paid() {
			paid++
		} else if r.DueOn < on.String() || r.PaidOn != "" {
			return Quote{}, fault.New(fault.WrongTurn, "servicing.prepay.due_first", fault.Args{"no": r.No, "on": r.DueOn, "amount": r.OpenFen()})
		}
	}
	disbursed, err := clock.ParseDate(c.DisbursedOn)
	if err != nil {
		return Quote{}, err
	}
	posted, err := instalment.Post(plan(c.Agreement.Terms, disbursed))
	if err != nil {
		return Quote{}, err
	}
	x, err := posted.Settle(paid, loan.Civil(on.Year, int(on.Month), on.Day), c.Agreement.Terms.PrepayPPM)
	if err != nil {
		return Quote{}, fault.New(fault.WrongTurn, "servicing.prepay.no_day").Because(err)
	}
	if x.Total <= c.UnappliedFen {
		return Quote{}, fault.New(fault.WrongTurn, "servicing.prepay.covered", fault.Args{"waiting": c.UnappliedFen, "total": x.Total})
	}
	return Quote{On: on.String(), PrincipalFen: x.Principal, InterestFen: x.Interest, FeeFen: x.Penalty, TotalFen: x.Total - c.UnappliedFen, FromOn: x.From.String(), Fraction: x.Fraction.String()}, nil
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
		q := *c.Quote
		r = Receipt{ID: s.NewID(), Contract: c.ID, Lender: c.Lender, Number: in.Number, Kind: "prepayment", ReceivedOn: in.ReceivedOn, AmountFen: in.AmountFen,
			PrincipalFen: q.PrincipalFen, InterestFen: q.InterestFen, FeeFen: q.FeeFen, UnappliedFen: -c.UnappliedFen, BookedBy: kernel.From(ctx).Person, Booked: s.Now()}
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

// settleUp books the receipt, drops what would have come, and closes.
func (s *Service) settleUp(ctx context.Context, tx db.Tx, c *Contract, r *Receipt) error {
	if err := dropUnpaid(ctx, tx, c.ID); err != nil {
		return err
	}
	c.BalanceFen, c.UnappliedFen = c.BalanceFen-r.PrincipalFen, 0
	if err := insertReceipt(ctx, tx, *r); err != nil {
		return err
	}
	if err := s.postReceipt(ctx, tx, c, r); err != nil {
		return err
	}
	if err := s.move(ctx, tx, c, "prepay", receiptFields(r)...); err != nil {
		return err
	}
	return s.close(ctx, tx, c, r.ReceivedOn)
}

// postReceipt moves the parts of a receipt to where they belong.
func (s *Service) postReceipt(ctx context.Context, tx db.Tx, c *Contract, r *Receipt) error {
	return s.post(ctx, tx, c.Lender, ledger.Transfer{ID: r.ID, Business: "receipt:" + r.ID, Kind: r.Kind, Case: c.ID, ValueOn: r.ReceivedOn, Note: r.Number},
		leg{kernel.AccountFunds, "", r.AmountFen}, leg{kernel.AccountPrincipal, c.ID, -r.PrincipalFen}, leg{kernel.AccountInterest, "", -r.InterestFen},
		leg{kernel.AccountPenalty, "", -r.PenaltyFen}, leg{kernel.AccountFees, "", -r.FeeFen}, leg{kernel.AccountUnapplied, c.ID, -r.UnappliedFen})
}

func receiptFields(r *Receipt) []auditlog.Field {
	return []auditlog.Field{field("receipt", r.Number), field("amount_fen", int64(r.AmountFen)), field("principal_fen", int64(r.PrincipalFen)), field("interest_fen", int64(r.InterestFen)), field("penalty_fen", int64(r.PenaltyFen)), field("received_on", r.ReceivedOn)}
}
