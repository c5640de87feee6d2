package servicing

// Money that came in beyond what is due waits. The borrower chooses what becomes
// of it; what nobody chose goes to the next due date.

import (
	"context"
	"errors"
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// SurplusChoice is what a borrower chooses.
type SurplusChoice struct {
	Contract  string    `json:"-" form:"-"`
	Way       string    `json:"way" form:"way" enum:"next,keep_instalment,keep_maturity,refund"`
	AmountFen money.Fen `json:"amount_fen" form:"amount" doc:"Of what waits; for an early repayment the principal, the charge comes on top"`
}

// Outlooks lays the ways beside each other, for all of what waits. It changes
// nothing.
func (s *Service) Outlooks(ctx context.Context, id string) (all []Outlook, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.on(ctx, tx, id, "servicing.read")
		if err != nil || !pays(&c) {
			return err
		}
		f, err := loanbook.FactsOn(ctx, tx, &c)
		if err != nil {
			return err
		}
		for _, way := range loanbook.Ways {
			x, err := f.Outlook(way, s.today().String(), s.collect)
			if err != nil {
				return err
			}
			all = append(all, x)
		}
		return nil
	})
	return all, err
}

func (in *SurplusChoice) check(free, most money.Fen) error {
	var k fault.Check
	k.That(slices.Contains(loanbook.Ways, in.Way), "way", "servicing.surplus.way")
	if in.Way != loanbook.NextDue {
		k.That(in.AmountFen > 0, "amount", "servicing.surplus.amount")
		k.That(in.AmountFen <= most, "amount", "servicing.surplus.above", fault.Args{"free": free, "most": most})
	}
	return k.Err()
}

// Choose says what becomes of money that waits.
func (s *Service) Choose(ctx context.Context, in SurplusChoice) (Contract, error) {
	return s.act(ctx, in.Contract, "servicing.choose", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if !pays(c) {
			_, err := ContractMachine.Take(c.State, "repay")
			return err
		}
		f, err := loanbook.FactsOn(ctx, tx, c)
		if err != nil {
			return err
		}
		st, err := s.at(f, s.today().String())
		if err != nil {
			return err
		}
		free := st.Unapplied - st.Held
		if free == 0 {
			return fault.New(fault.WrongTurn, "servicing.surplus.none")
		}
		most := free
		if in.Way == loanbook.KeepInstalment || in.Way == loanbook.KeepMaturity {
			x, err := f.Outlook(in.Way, s.today().String(), s.collect)
			if err != nil {
				return err
			}
			most = x.AmountFen
		}
		if err := in.check(free, most); err != nil {
			return err
		}
		return s.choose(ctx, tx, f, in)
	})
}

func (s *Service) choose(ctx context.Context, tx db.Tx, f facts, in SurplusChoice) (err error) {
	c := f.Contract
	var st subledger.State
	if in.Way != loanbook.NextDue {
		x := Choice{ID: s.NewID(), Way: in.Way, ChosenOn: s.today().String(), AmountFen: in.AmountFen, By: kernel.From(ctx).Person, Made: s.Now()}
		if err := loanbook.InsertChoice(ctx, tx, c.ID, x); err != nil {
			return err
		}
		f.Choices, c.Quote = append(f.Choices, x), nil
		if st, err = s.rebook(ctx, tx, f, ""); err != nil {
			return err
		}
	}
	if err := s.enter(ctx, tx, c); err != nil {
		return err
	}
	if err := s.record(ctx, tx, c, "choose", c.State, field("way", in.Way), field("amount_fen", int64(in.AmountFen))); err != nil {
		return err
	}
	if err := s.endIfPaid(ctx, tx, c, st); err != nil {
		return err
	}
	return s.Notices.Tell(ctx, tx, c.Lender, kernel.PostLoan, "servicing.notice.chosen."+in.Way, "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref, "amount": in.AmountFen})
}

// Refund is how a lender records that it paid back what the borrower asked for.
type Refund struct {
	Contract string `json:"-" form:"-"`
	PaidOn   string `json:"paid_on" form:"paid_on" format:"date"`
	Number   string `json:"number" form:"number" doc:"The lender's own number of the payment, booked once"`
}

func (in *Refund) check(today clock.Date, asked string) error {
	in.Number = strings.TrimSpace(in.Number)
	var k fault.Check
	d, err := clock.ParseDate(in.PaidOn)
	k.That(err == nil, "paid_on", "servicing.date.form")
	k.That(err != nil || !d.After(today), "paid_on", "servicing.date.future")
	k.That(err != nil || in.PaidOn >= asked, "paid_on", "servicing.refund.early", fault.Args{"on": asked})
	k.That(in.Number != "" && len(in.Number) <= 60, "number", "servicing.repay.number")
	k.That(!strings.HasPrefix(in.Number, series), "number", "servicing.repay.number_kept", fault.Args{"series": series})
	return k.Err()
}

// PayBack records that what the borrower asked back was paid, all of it.
func (s *Service) PayBack(ctx context.Context, in Refund) (r Receipt, err error) {
	_, err = s.act(ctx, in.Contract, "servicing.refund", func(ctx context.Context, tx db.Tx, c *Contract) error {
		f, err := loanbook.FactsOn(ctx, tx, c)
		if err != nil {
			return err
		}
		held, asked, err := s.held(f)
		if err != nil {
			return err
		}
		if held == 0 {
			return fault.New(fault.WrongTurn, "servicing.refund.none")
		}
		if err := in.check(s.today(), asked); err != nil {
			return err
		}
		if err := s.refuseTwice(ctx, tx, c.Lender, in.Number); err != nil {
			return err
		}
		r = s.received(ctx, c, Repayment{ReceivedOn: in.PaidOn, AmountFen: -held, Number: in.Number}, loanbook.Refunded)
		f.Receipts = append(f.Receipts, r)
		st, err := s.rebook(ctx, tx, f, r.Number)
		if err != nil {
			return err
		}
		if r, err = loanbook.ReceiptByNumber(ctx, tx, c.Lender, r.Number); err != nil {
			return err
		}
		if err := s.record(ctx, tx, c, "refund", c.State, receiptFields(&r)...); err != nil {
			return err
		}
		if err := s.endIfPaid(ctx, tx, c, st); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.refunded", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref, "amount": held})
	})
	return r, err
}

// endIfPaid closes a loan that nothing else keeps open, as a second step of its
// case in this transaction.
func (s *Service) endIfPaid(ctx context.Context, tx db.Tx, c *Contract, st subledger.State) error {
	if !st.PaidUp() || !pays(c) || st.Held > 0 {
		return nil
	}
	c.Version++
	defer func() { c.Version-- }()
	return errors.Join(s.move(ctx, tx, c, "mature"), s.close(ctx, tx, c, st.LastPaid().String()))
}

// held is what waits to be paid back, and the day on which it was last asked for.
func (s *Service) held(f facts) (sum money.Fen, asked string, err error) {
	if f.DisbursedOn == "" {
		return 0, "", nil
	}
	var st subledger.State
	if st, err = s.at(f, s.today().String()); err != nil {
		return 0, "", err
	}
	for _, c := range f.Choices {
		if c.Way == loanbook.PayBack {
			asked = max(asked, c.ChosenOn)
		}
	}
	return st.Held, asked, nil
}
