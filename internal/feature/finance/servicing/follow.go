package servicing

// What time brings: instalments that nobody paid make a contract late. The
// sweeper compares with the business clock; calling it often is harmless. Each
// contract is a transaction of its own, so that one that fails stops no other.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
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
		ids, err = payingContracts(ctx, tx, after, sweepBatch)
		return err
	})
	return ids, err
}

// follow ages one contract. Most have nothing due, and cost one reading.
func (s *Service) follow(ctx context.Context, id string) error {
	due := false
	err := s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := contractByID(ctx, tx, id)
		if err != nil {
			return err
		}
		rows, err := installmentsOf(ctx, tx, id)
		due = waiting(&c, rows, s.today().String()) != nil || ageing(c.State, DaysPastDue(rows, s.today()), c.Agreement.Terms.GraceDays) != ""
		return err
	})
	if err != nil || !due {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := contractByID(ctx, tx, id)
		if err != nil || !c.Pays() {
			return err
		}
		return s.age(ctx, tx, &c)
	})
}

// DaysPastDue counts whole calendar days from the collection day of the oldest
// unpaid instalment to a day, 0 when nothing is overdue.
func DaysPastDue(rows []Installment, today clock.Date) int {
	since, err := clock.ParseDate(overdueSince(rows, today.String()))
	if err != nil {
		return 0
	}
	return since.DaysUntil(today)
}

func (s *Service) age(ctx context.Context, tx db.Tx, c *Contract) error {
	if err := s.applyWaiting(ctx, tx, c, s.today().String()); err != nil || !c.Pays() {
		return err
	}
	rows, err := installmentsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	days := DaysPastDue(rows, s.today())
	name := ageing(c.State, days, c.Agreement.Terms.GraceDays)
	if name == "" {
		return nil
	}
	if err := s.move(ctx, tx, c, name, field("days_past_due", days)); err != nil {
		return err
	}
	if err := s.tellOverdue(ctx, tx, c, days); err != nil {
		return err
	}
	return updateContract(ctx, tx, c)
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

// applyWaiting gives what waits to the instalments that have fallen due by a
// day, each at its due date: money that was there in time is not late because
// nobody looked.
func (s *Service) applyWaiting(ctx context.Context, tx db.Tx, c *Contract, by string) error {
	for c.Pays() {
		rows, err := installmentsOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		next := waiting(c, rows, by)
		if next == nil {
			return nil
		}
		receipt := Receipt{ID: s.NewID(), Contract: c.ID, Lender: c.Lender, Number: fmt.Sprintf("%s/%d", c.Ref, next.No), Kind: applied, ReceivedOn: next.DueOn, Booked: s.Now()}
		if err := s.book(ctx, tx, c, rows, &receipt); err != nil {
			return err
		}
		if err := updateContract(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// waiting is the first instalment that is due while money waits, nil for none.
func waiting(c *Contract, rows []Installment, today string) *Installment {
	for i := range rows {
		if !rows[i].Paid() && rows[i].DueOn <= today && c.UnappliedFen != 0 {
			return &rows[i]
		}
	}
	return nil
}

// ageing names the move that days past due ask for, "" for none.
func ageing(state flow.State, days, grace int) string {
	switch {
	case days == 0:
		return ""
	case state == Performing && days <= grace:
		return "grace"
	case (state == Performing || state == InGrace) && days > grace:
		return "delay"
	case state == Delayed && days > delinquentDays:
		return "default_notice"
	}
	return ""
}
