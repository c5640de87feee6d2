package servicing

// Booking: the facts are folded anew, and what came out differently is posted.
// Nothing is overwritten: the ledger gets the opposite of what was and what is
// now, in one transfer for each receipt.

import (
	"context"
	"errors"
	"time"

	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/posting"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/ledger"
)

// compare lays what the facts come to beside the receipts.
func (s *Service) compare(f facts, stored []Receipt, st subledger.State) loanbook.Changes {
	return f.Compare(stored, st, func() (string, time.Time) { return s.NewID(), s.Now() })
}

// rebook stores what the facts come to today: receipts, instalments, ledger. A
// receipt among the facts that is not stored is booked with it. The cause is
// what made others move.
func (s *Service) rebook(ctx context.Context, tx db.Tx, f facts, cause string) (st subledger.State, err error) {
	c := f.Contract
	if st, err = s.at(f, s.today().String()); err != nil {
		return st, told(err)
	}
	stored, err := loanbook.Receipts(ctx, tx, c.ID)
	if err != nil {
		return st, err
	}
	// A loss or a line that gets smaller comes first: it raises the balance, or funds.
	if err := s.ready(ctx, tx, c, min(c.UndrawnFen, st.Undrawn)); err != nil {
		return st, err
	}
	if err := s.giveUp(ctx, tx, c, min(c.WrittenFen, st.WrittenOff)); err != nil {
		return st, err
	}
	if err := s.apply(ctx, tx, c, s.compare(f, stored, st), cause); err != nil {
		return st, err
	}
	if err := s.giveUp(ctx, tx, c, st.WrittenOff); err != nil {
		return st, err
	}
	if err := s.ready(ctx, tx, c, st.Undrawn); err != nil {
		return st, err
	}
	c.DrawnFen, c.DrawUntil = st.Drawn, loanbook.OnDay(st.Until)
	c.BalanceFen, c.UnappliedFen, c.BookedOn = st.Balance, st.Unapplied, st.On.String()
	return st, loanbook.Replace(ctx, tx, c.ID, loanbook.Rows(st))
}

func (s *Service) apply(ctx context.Context, tx db.Tx, c *Contract, x loanbook.Changes, cause string) error {
	for _, r := range x.Gone {
		if !r.Derived() {
			return errors.New("servicing: receipt " + r.ID + " is no fact any more")
		}
		if err := s.undo(ctx, tx, c, Reversed{Receipt: r, Reason: cause, Reversed: s.Now()}); err != nil {
			return err
		}
	}
	for _, m := range x.Moved {
		if err := s.adjust(ctx, tx, c, m[0], m[1], cause); err != nil {
			return err
		}
	}
	for i := range x.Fresh {
		if err := s.enterReceipt(ctx, tx, c, &x.Fresh[i]); err != nil {
			return err
		}
	}
	return nil
}

// enterReceipt stores a receipt and moves its parts to where they belong.
func (s *Service) enterReceipt(ctx context.Context, tx db.Tx, c *Contract, r *Receipt) (err error) {
	if r.PostedOn, err = s.postedOn(ctx, tx, c, r.ReceivedOn); err != nil {
		return err
	}
	if err := loanbook.InsertReceipt(ctx, tx, *r); err != nil {
		return err
	}
	return s.post(ctx, tx, c.Lender, ledger.Transfer{ID: r.ID, Business: "receipt:" + r.ID, Kind: r.Kind, Case: c.ID, ValueOn: r.PostedOn, Note: r.Number}, posting.Receipt(*r, c)...)
}

// adjust posts the opposite of what a receipt went to, and what it goes to now.
func (s *Service) adjust(ctx context.Context, tx db.Tx, c *Contract, was, now Receipt, cause string) (err error) {
	a := Adjustment{ID: s.NewID(), Receipt: now.ID, Number: now.Number, PrincipalFen: now.PrincipalFen - was.PrincipalFen, InterestFen: now.InterestFen - was.InterestFen,
		PenaltyFen: now.PenaltyFen - was.PenaltyFen, FeeFen: now.FeeFen - was.FeeFen, UnappliedFen: now.UnappliedFen - was.UnappliedFen, Cause: cause, Made: s.Now()}
	if a.PostedOn, err = s.postedOn(ctx, tx, c, now.ReceivedOn); err != nil {
		return err
	}
	if err := loanbook.Reallocate(ctx, tx, now); err != nil {
		return err
	}
	if err := loanbook.InsertAdjustment(ctx, tx, c.ID, a); err != nil {
		return err
	}
	return s.post(ctx, tx, c.Lender, ledger.Transfer{ID: a.ID, Business: "adjustment:" + a.ID, Kind: "adjustment", Case: c.ID, ValueOn: a.PostedOn, Note: now.Number}, posting.Moved(was, now, c)...)
}

// postedOn is the day on which the ledger posts what counts on a day: today where
// the lender has closed its month.
func (s *Service) postedOn(ctx context.Context, tx db.Tx, c *Contract, on string) (string, error) {
	open, err := s.Months.OpenFrom(ctx, tx, c.Lender)
	if on < open {
		on = s.today().String()
	}
	return on, err
}

// told is an error of the subledger for whoever caused it.
func told(err error) error {
	var x *subledger.FactError
	if errors.As(err, &x) && x.Reason == subledger.MoneyIsGone {
		return fault.New(fault.WrongTurn, "servicing.reverse.refunded", fault.Args{"short": x.Short}).Because(err)
	}
	if x != nil && (x.Reason == subledger.AboveLimit || x.Reason == subledger.LineEnded) {
		return fault.New(fault.WrongTurn, "servicing.draw.above", fault.Args{"on": x.Fact.On.String(), "amount": x.Fact.Amount, "short": x.Short}).Because(err)
	}
	return err
}
