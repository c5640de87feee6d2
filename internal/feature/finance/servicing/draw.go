package servicing

// Money that is drawn after the first payout, what stays set aside for it, and fees
// that are let go. Who asks and who agrees is another feature's business.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/ledger"
)

// ready sets aside what may still be drawn, and frees what may not any more, by as
// much as it changed.
func (s *Service) ready(ctx context.Context, tx db.Tx, c *Contract, undrawn money.Fen) error {
	more := undrawn - c.UndrawnFen
	c.UndrawnFen = undrawn
	kind := "reservation"
	if more < 0 {
		kind = "release"
	}
	return s.post(ctx, tx, c.Lender, ledger.Transfer{Business: "ready:" + s.NewID(), Kind: kind, Case: c.Agreement.Offer, Note: c.Ref},
		leg(kernel.AccountReserved, "", more), leg(kernel.AccountFunds, "", -more))
}

// payOut moves a part of what is set aside to the borrower.
func (s *Service) payOut(ctx context.Context, tx db.Tx, c *Contract, t ledger.Transfer, amount, fee money.Fen) error {
	t.Kind, t.Case = "disbursement", c.ID
	return s.post(ctx, tx, c.Lender, t, leg(kernel.AccountPrincipal, c.ID, amount), leg(kernel.AccountReserved, "", -amount),
		leg(kernel.AccountFunds, "", fee), leg(kernel.AccountFees, "", -fee))
}

// Draw pays out more, as part of a larger act of two people that its caller
// authorises: the balance grows on the day, the schedule is derived anew to the
// same end, and receipts of later days are allocated anew.
func (s *Service) Draw(ctx context.Context, tx db.Tx, contract string, d loanbook.Draw) error {
	c, err := loanbook.ByID(ctx, tx, contract)
	if err != nil {
		return err
	}
	if c.State != Disbursing {
		_, err := ContractMachine.Take(c.State, "draw")
		return err
	}
	if day, err := s.postedOn(ctx, tx, &c, d.ValueOn); err != nil || day != d.ValueOn {
		return errors.Join(err, fault.New(fault.WrongTurn, "servicing.disburse.closed"))
	}
	f, err := loanbook.FactsOn(ctx, tx, &c)
	if err != nil {
		return err
	}
	f.Draws = append(f.Draws, d)
	if _, err := s.at(f, s.today().String()); err != nil {
		return told(err)
	}
	if err := s.payOut(ctx, tx, &c, ledger.Transfer{ID: d.ID, Business: "draw:" + d.ID, ValueOn: d.ValueOn, Note: d.Number}, d.AmountFen, 0); err != nil {
		return err
	}
	if err := loanbook.InsertDraw(ctx, tx, c.ID, d); err != nil {
		return err
	}
	c.UndrawnFen, c.Quote = c.UndrawnFen-d.AmountFen, nil
	if _, err := s.rebook(ctx, tx, f, d.Number); err != nil {
		return err
	}
	name := "draw"
	if c.DrawUntil == "" {
		name = "draw_last"
	}
	if err := s.move(ctx, tx, &c, name, field("amount_fen", int64(d.AmountFen)), field("value_on", d.ValueOn), field("payout_ref", d.Number)); err != nil {
		return err
	}
	return loanbook.Update(ctx, tx, &c)
}

// ForeseeDraw is the schedule as it stands today, and as it would be with more drawn
// on a day that may lie ahead. It changes nothing.
func (s *Service) ForeseeDraw(ctx context.Context, tx db.Tx, contract string, d loanbook.Draw) (before, after []Installment, err error) {
	before, after, err = loanbook.ForeseeDraw(ctx, tx, contract, d, s.today().String(), s.collect)
	return before, after, told(err)
}

// Waive lets go of fees of one due date, as part of a larger act of two people that
// its caller authorises. What is paid of them stays paid.
func (s *Service) Waive(ctx context.Context, tx db.Tx, contract string, w loanbook.Waiver) error {
	c, err := loanbook.ByID(ctx, tx, contract)
	if err != nil {
		return err
	}
	if !pays(&c) && c.State != Defaulted {
		_, err := ContractMachine.Take(c.State, "repay")
		return err
	}
	f, err := loanbook.FactsOn(ctx, tx, &c)
	if err != nil {
		return err
	}
	w.WaivedOn = s.today().String()
	if err := loanbook.InsertWaiver(ctx, tx, c.ID, w); err != nil {
		return err
	}
	f.Waivers, c.Quote = append(f.Waivers, w), nil
	st, err := s.rebook(ctx, tx, f, "")
	if err != nil {
		return err
	}
	if err := errors.Join(s.enter(ctx, tx, &c), s.record(ctx, tx, &c, "waive", c.State, field("due_on", w.DueOn), field("amount_fen", int64(w.AmountFen)), field("reason", w.Reason))); err != nil {
		return err
	}
	return errors.Join(s.endIfPaid(ctx, tx, &c, st), loanbook.Update(ctx, tx, &c))
}

// endDrawing frees what is undrawn where the lender declares a default.
func (s *Service) endDrawing(ctx context.Context, tx db.Tx, c *Contract) error {
	if c.DrawUntil == "" {
		return nil
	}
	c.LapsedOn = s.today().String()
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return err
	}
	_, err = s.rebook(ctx, tx, f, "")
	return err
}

// lineMoved reports whether time has changed what may be drawn.
func lineMoved(c *Contract, st subledger.State) bool {
	return c.UndrawnFen != st.Undrawn || c.DrawUntil != loanbook.OnDay(st.Until)
}
