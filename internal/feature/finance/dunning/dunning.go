package dunning

// What is about to fall due, and who was told.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
)

// Due is an instalment that is not paid.
type Due struct {
	Contract, Ref, Borrower, Lender string
	DueOn, CollectOn                string
	OpenFen                         money.Fen // less what waits
}

// Loans lists instalments that are collected on a day of [from, to] and are not
// paid, the earliest first.
type Loans interface {
	Upcoming(ctx context.Context, tx db.Tx, from, to string) ([]Due, error)
}

// Notices tells people in the program what happened.
type Notices interface {
	Tell(ctx context.Context, tx db.Tx, party string, role kernel.Role, key, href, caseID string, args map[string]any) error
}

// Usual are the days before the collection day on which people are reminded.
var Usual = []int{7, 1, 0}

// Service sends reminders.
type Service struct {
	DB      *db.DB
	Loans   Loans
	Notices Notices
	Zone    *time.Location
	Now     func() time.Time // the business clock
	Before  []int            // days before the collection day, the largest first
}

// Sweep sends the reminders of the day. Calling it often is harmless.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	today := clock.DateOf(s.Now(), s.Zone)
	to := today.AddDays(s.Before[0]).String()
	var waiting []Due
	err := s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		all, err := s.Loans.Upcoming(ctx, tx, today.String(), to)
		for _, d := range all {
			sent, e := s.sent(ctx, tx, d, s.step(d, today))
			if err = e; err != nil {
				break
			}
			if !sent && d.OpenFen > 0 {
				waiting = append(waiting, d)
			}
		}
		return err
	})
	if err != nil || len(waiting) == 0 {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		for _, d := range waiting {
			if err := s.remind(ctx, tx, d, s.step(d, today)); err != nil {
				return err
			}
		}
		return nil
	})
}

// step is the reminder that is right on a day: the smallest number of days that
// is not below those that are left.
func (s *Service) step(d Due, today clock.Date) int {
	day, err := clock.ParseDate(d.CollectOn)
	if err != nil {
		return 0
	}
	left, step := today.DaysUntil(day), s.Before[0]
	for _, n := range s.Before {
		if n >= left {
			step = n
		}
	}
	return step
}

func (s *Service) sent(ctx context.Context, tx db.Tx, d Due, step int) (bool, error) {
	n, err := db.Count(ctx, tx, `
		SELECT COUNT(*) FROM dunning_reminder WHERE contract_id = $1 AND due_on = $2 AND days_before = $3`, d.Contract, d.DueOn, step)
	return n > 0, err
}

// remind tells both sides and remembers that it did.
func (s *Service) remind(ctx context.Context, tx db.Tx, d Due, step int) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO dunning_reminder (contract_id, due_on, days_before, sent_us) VALUES ($1, $2, $3, $4)
		ON CONFLICT (contract_id, due_on, days_before) DO NOTHING`, d.Contract, d.DueOn, step, db.Micros(s.Now()))
	if err != nil || n == 0 {
		return err
	}
	key := "dunning.notice.soon"
	if step == 0 {
		key = "dunning.notice.today"
	}
	args := map[string]any{"ref": d.Ref, "on": d.CollectOn, "amount": d.OpenFen}
	if err := s.Notices.Tell(ctx, tx, d.Borrower, kernel.Owner, key, "/contracts/"+d.Contract, d.Contract, args); err != nil {
		return err
	}
	return s.Notices.Tell(ctx, tx, d.Lender, kernel.PostLoan, key, "/contracts/"+d.Contract, d.Contract, args)
}
