package relief

// What time brings: the day on which an approved relief takes effect, the end of
// a relief, the end of the time to mend a breach. The sweeper compares with the
// business clock; calling it often is harmless.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/job"
)

const sweepBatch = 200

// Sweep moves the cases whose day has come, each in a transaction of its own.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	return job.Apart(ctx, s.moving, s.follow)
}

func (s *Service) moving(ctx context.Context, after string) (ids []string, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		ids, err = moving(ctx, tx, after, sweepBatch)
		return err
	})
	return ids, err
}

// follow looks at one case, and writes only where its day has come.
func (s *Service) follow(ctx context.Context, id string) error {
	due, told := "", false
	err := s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, p, err := s.on(ctx, tx, id, "relief.follow")
		if err != nil {
			return err
		}
		if due, err = s.due(ctx, tx, &c); err == nil && due == "" {
			_, _, told, err = s.news(ctx, tx, &c, &p)
		}
		return err
	})
	if err != nil || due == "" && !told {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, p, err := s.on(ctx, tx, id, "relief.follow")
		if err != nil {
			return err
		}
		move, err := s.due(ctx, tx, &c)
		if err != nil {
			return err
		}
		if move == "" {
			now, asOf, is, err := s.news(ctx, tx, &c, &p)
			if err != nil || !is {
				return err
			}
			return s.notify(ctx, tx, &c, now, asOf)
		}
		return s.take(ctx, tx, &c, &p, move)
	})
}

// asking are the states in which nothing is approved yet.
var asking = map[flow.State]bool{Requested: true, Proposed: true, AcceptedBoth: true}

// due names the move that time asks for, "" for none.
func (s *Service) due(ctx context.Context, tx db.Tx, c *Case) (string, error) {
	today := s.today()
	switch {
	case c.State == Approved && c.EffectiveOn <= today.String():
		return "take_effect", nil
	case c.State == Effective && c.EndsOn <= today.String():
		return "complete", nil
	case c.State == Noticed && c.Breach.lapsed(today):
		return "lapse", nil
	}
	l, err := s.Loans.Loan(ctx, tx, c.Contract)
	switch {
	case err != nil || l.Pays:
		return "", err
	case asking[c.State]:
		return "withdraw", nil
	case c.State == Approved:
		return "take_effect", nil // finds that the loan is over
	case c.State == Effective:
		return "complete", nil
	}
	return "", nil
}

func (s *Service) take(ctx context.Context, tx db.Tx, c *Case, p *Proposal, move string) error {
	switch move {
	case "take_effect":
		return s.begin(ctx, tx, c, p)
	case "lapse":
		if err := s.advance(ctx, tx, c, move); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Lender, kernel.Approver, "relief.notice.lapsed", nil)
	case "complete":
		if err := s.advance(ctx, tx, c, move); err != nil {
			return err
		}
		return s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice.completed", nil)
	}
	return s.advance(ctx, tx, c, move, field("reason", "the loan is over"))
}

// begin puts an approved relief in force on its day. Where the loan is no longer
// as it was agreed upon, the lender is asked for a new proposal instead.
func (s *Service) begin(ctx context.Context, tx db.Tx, c *Case, p *Proposal) error {
	err := s.stands(ctx, tx, c, p)
	if err == nil {
		return s.takeEffect(ctx, tx, c, p)
	}
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		return err
	}
	c.Answer = Answer{Code: "lost_ground", At: s.Now()}
	c.Proposal, c.EffectiveOn, c.EndsOn = 0, "", ""
	if err := s.advance(ctx, tx, c, "lose_ground"); err != nil {
		return err
	}
	return s.tell(ctx, tx, c, Lender, kernel.Officer, "relief.notice.lost_ground", nil)
}
