package servicing

// A receipt that was booked by mistake is taken back by somebody else than who
// booked it. Nothing is overwritten: the ledger posts the opposite, the receipt
// moves to the reversals, and what is left is allocated anew.

import (
	"context"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/ledger"
)

// Reversal is how an approver takes back a receipt.
type Reversal struct {
	Contract string `json:"-" form:"-"`
	Number   string `json:"number" form:"number" doc:"The receipt's number, as the reader saw it"`
	Reason   string `json:"reason" form:"reason" doc:"Why it was wrong; both parties see it"`
}

func (in *Reversal) check() error {
	in.Number, in.Reason = strings.TrimSpace(in.Number), strings.TrimSpace(in.Reason)
	var k fault.Check
	k.That(in.Reason != "" && len(in.Reason) <= 300, "reason", "servicing.reverse.reason.missing")
	return k.Err()
}

// Reverse takes back a receipt of a contract that is still being paid. What came
// later is allocated anew.
func (s *Service) Reverse(ctx context.Context, in Reversal) (Contract, error) {
	return s.act(ctx, in.Contract, "servicing.reverse", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if !pays(c) && c.State != Defaulted {
			_, err := ContractMachine.Take(c.State, "reverse")
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		f, err := loanbook.FactsOn(ctx, tx, c)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(f.Receipts, func(r Receipt) bool { return r.Number == in.Number && r.Reversible() })
		if at < 0 {
			return fault.New(fault.Conflict, "servicing.reverse.gone")
		}
		own := resource(c)
		own.Attrs["booked_by"] = kernel.PersonRef(f.Receipts[at].BookedBy)
		if err := s.Guard.Require(ctx, "servicing.reverse", own); err != nil {
			return err
		}
		return s.takeBack(ctx, tx, f, at, in.Reason)
	})
}

// reversible finds the receipt of a number that can be taken back: without a
// number, the one that came in last.
func (v View) reversible(number string) (Receipt, bool) {
	for _, r := range slices.Backward(v.Receipts) {
		if r.Reversible() && (number == "" || r.Number == number) {
			return r, true
		}
	}
	return Receipt{}, false
}

// takeBack reverses a receipt and books what is left anew.
func (s *Service) takeBack(ctx context.Context, tx db.Tx, f facts, at int, reason string) error {
	c, r := f.Contract, f.Receipts[at]
	if err := s.undo(ctx, tx, c, Reversed{Receipt: r, Reason: reason, ReversedBy: kernel.From(ctx).Person, Reversed: s.Now()}); err != nil {
		return err
	}
	f.Receipts = slices.Delete(f.Receipts, at, at+1)
	c.Quote = nil
	if _, err := s.rebook(ctx, tx, f, r.Number); err != nil {
		return err
	}
	name := "reverse"
	if c.State == Defaulted {
		name = "reverse_defaulted"
	}
	if err := s.move(ctx, tx, c, name, append(receiptFields(&r), field("reason", reason))...); err != nil {
		return err
	}
	return s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.reversed", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref, "number": r.Number})
}

// undo posts the opposite of a receipt and of all adjustments to it, and moves
// it to the reversals.
func (s *Service) undo(ctx context.Context, tx db.Tx, c *Contract, r Reversed) error {
	on, err := s.postedOn(ctx, tx, c, r.ReceivedOn)
	if err != nil {
		return err
	}
	transfers, err := loanbook.AdjustmentsTo(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	for _, id := range append([]string{r.ID}, transfers...) { // in the order of posting, no account falls below what it held in between
		if _, err := s.Book.Reverse(ctx, tx, ledger.Reversal{Transfer: id, ValueOn: on, Reason: r.Reason}); err != nil {
			return err
		}
	}
	return loanbook.TakeBack(ctx, tx, r)
}
