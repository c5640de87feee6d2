package servicing

// A loan that goes wrong: the lender declares a default, gives up what is owed
// in its books, and may still recover some of it. Who agrees to it is the
// caller's business; what it does to the books is decided here.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/ledger"
)

// owes reports whether money can still come in on a contract.
func owes(c *Contract) bool { return pays(c) || c.State == Defaulted || c.State == WrittenOff }

// Default declares a delinquent loan in default, as part of a larger act that
// its caller authorises. Interest and penalty interest run on.
func (s *Service) Default(ctx context.Context, tx db.Tx, contract, reason string) error {
	c, err := loanbook.ByID(ctx, tx, contract)
	if err != nil {
		return err
	}
	if err := s.endDrawing(ctx, tx, &c); err != nil {
		return err
	}
	if err := s.move(ctx, tx, &c, "default", field("reason", reason)); err != nil {
		return err
	}
	if err := s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.defaulted", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref}); err != nil {
		return err
	}
	return loanbook.Update(ctx, tx, &c)
}

// WriteOff gives up what is owed on a defaulted loan in the lender's books, as
// part of a larger act that its caller authorises. The debt itself is not
// forgiven: what comes in afterwards is a recovery.
func (s *Service) WriteOff(ctx context.Context, tx db.Tx, contract, reason string) error {
	c, err := loanbook.ByID(ctx, tx, contract)
	if err != nil {
		return err
	}
	if c.State != Defaulted {
		_, err := ContractMachine.Take(c.State, "write_off")
		return err
	}
	c.WrittenOn, c.Quote = s.today().String(), nil
	f, err := loanbook.FactsOn(ctx, tx, &c)
	if err != nil {
		return err
	}
	if _, err := s.rebook(ctx, tx, f, ""); err != nil {
		return err
	}
	if err := s.move(ctx, tx, &c, "write_off", field("amount_fen", int64(c.WrittenFen)), field("reason", reason)); err != nil {
		return err
	}
	if err := s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.written_off", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref}); err != nil {
		return err
	}
	return loanbook.Update(ctx, tx, &c)
}

// giveUp moves principal to the loss of a contract, by as much as it changed.
func (s *Service) giveUp(ctx context.Context, tx db.Tx, c *Contract, written money.Fen) error {
	more := written - c.WrittenFen
	if more == 0 {
		return nil
	}
	on, err := s.postedOn(ctx, tx, c, c.WrittenOn)
	if err != nil {
		return err
	}
	c.WrittenFen = written
	return s.post(ctx, tx, c.Lender, ledger.Transfer{Business: fmt.Sprintf("write_off:%s:%d:%d", c.ID, c.Version, written), Kind: "write_off", Case: c.ID, ValueOn: on, Note: c.Ref},
		leg(kernel.AccountPrincipal, c.ID, -more), leg(kernel.AccountLoss, c.ID, more))
}

// standingOfDefault names the move of a receipt on a loan that went wrong.
func standingOfDefault(c *Contract, st subledger.State) string {
	switch {
	case c.State == WrittenOff:
		return "recovery"
	case st.PaidUp() && st.Held == 0:
		return "recover"
	}
	return "repay_defaulted"
}
