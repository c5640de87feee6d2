package servicing

// What time brings: instalments that nobody paid make a contract late. The
// sweeper compares with the business clock; calling it often is harmless. Each
// contract is a transaction of its own, so that one that fails stops no other.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/job"
)

const (
	sweepBatch     = 200
	delinquentDays = 30
)

// Sweep moves contracts whose instalments are overdue, and applies what waits
// for a due date that has come.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	return job.Apart(ctx, s.paying, s.follow)
}

// paying lists some contracts that a sweep looks at.
func (s *Service) paying(ctx context.Context, after string) (ids []string, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		ids, err = loanbook.Paying(ctx, tx, after, sweepBatch)
		return err
	})
	return ids, err
}

// follow ages one contract. Most have nothing due, and cost one reading.
func (s *Service) follow(ctx context.Context, id string) error {
	due := false
	err := s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := loanbook.ByID(ctx, tx, id)
		if err != nil {
			return err
		}
		due, err = s.due(ctx, tx, &c)
		return err
	})
	if err != nil || !due {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := loanbook.ByID(ctx, tx, id)
		if err != nil || !pays(&c) && c.State != Defaulted {
			return err
		}
		return s.age(ctx, tx, &c)
	})
}

// due reports whether time has brought something: what waits goes to a due date
// that has come, or the contract is late or not any more.
func (s *Service) due(ctx context.Context, tx db.Tx, c *Contract) (bool, error) {
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return false, err
	}
	today := s.today().String()
	st, err := s.at(f, today)
	if err != nil {
		return false, err
	}
	return !s.compare(f, f.Receipts, st).None() || lineMoved(c, st) || ageing(c.State, st, f.InForce(today).GraceDays) != "", nil
}

func (s *Service) age(ctx context.Context, tx db.Tx, c *Contract) error {
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return err
	}
	today := s.today().String()
	st, err := s.at(f, today)
	if err != nil {
		return err
	}
	x := s.compare(f, f.Receipts, st)
	ended := lineMoved(c, st)
	if !x.None() || ended {
		if _, err := s.rebook(ctx, tx, f, ""); err != nil {
			return err
		}
	}
	if !x.None() {
		c.Quote = nil
		if err := s.afterReceipt(ctx, tx, f, st, x.Last()); err != nil {
			return err
		}
		if err := s.tellApplied(ctx, tx, c, x.Fresh); err != nil {
			return err
		}
		if err := loanbook.Update(ctx, tx, c); err != nil || !pays(c) && c.State != Defaulted {
			return err
		}
	}
	name, days := ageing(c.State, st, f.InForce(today).GraceDays), st.DaysPastDue()
	if name == "" && ended && x.None() { // a loan that is late goes on being late
		return errors.Join(s.record(ctx, tx, c, "end_drawing", c.State), loanbook.Update(ctx, tx, c))
	}
	if name == "" {
		return nil
	}
	if err := s.move(ctx, tx, c, name, field("days_past_due", days)); err != nil {
		return err
	}
	if days > 0 {
		if err := s.tellOverdue(ctx, tx, c, days); err != nil {
			return err
		}
	}
	if err := s.endIfPaid(ctx, tx, c, st); err != nil {
		return err
	}
	return loanbook.Update(ctx, tx, c)
}

// tellApplied tells the borrower which waiting money went to a due date.
func (s *Service) tellApplied(ctx context.Context, tx db.Tx, c *Contract, fresh []Receipt) error {
	for _, r := range fresh {
		if r.Kind != loanbook.Applied {
			continue
		}
		args := map[string]any{"ref": c.Ref, "amount": -r.UnappliedFen, "on": r.ReceivedOn}
		if err := s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.applied", "/contracts/"+c.ID, c.ID, args); err != nil {
			return err
		}
	}
	return nil
}

// tellOverdue reminds both sides of what is overdue.
func (s *Service) tellOverdue(ctx context.Context, tx db.Tx, c *Contract, days int) error {
	for _, to := range []struct {
		party string
		role  kernel.Role
	}{{c.Borrower, kernel.Owner}, {c.Lender, kernel.PostLoan}} {
		if err := s.Notices.Tell(ctx, tx, to.party, to.role, "servicing.notice.overdue", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref, "days": days}); err != nil {
			return err
		}
	}
	return nil
}

// ageing names the move that time asks for, "" for none.
func ageing(state flow.State, st subledger.State, grace int) string {
	days := st.DaysPastDue()
	well := state == Performing || state == Disbursing || state == ReliefActive
	switch {
	case days == 0 && (state == Performing || state == Disbursing) && st.Paused != 0:
		return "relieve"
	case days == 0 && state == ReliefActive && st.Paused == 0:
		return "resume"
	case state == Disbursing && st.Until == 0:
		return "end_drawing"
	case days == 0:
		return ""
	case well && days <= grace:
		return "grace"
	case (well || state == InGrace) && days > grace:
		return "delay"
	case state == Delayed && days > delinquentDays:
		return "default_notice"
	}
	return ""
}
