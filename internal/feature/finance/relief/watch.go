package relief

// A promise on jobs beside what the borrower reports to the park. Only where the
// request says that it may be checked, and only as long as the promise binds, the
// lender is told of a headcount that falls below it, and of one that no longer
// does. What follows from it is the officer's to decide: notice, and time to mend.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// watched reports whether a promise may be checked on a day.
func watched(c *Case, p *Proposal, today string) bool {
	binds := c.State == Effective || c.State == Noticed || c.State == Breached
	return binds && c.Ask.Watched && c.Ask.Jobs > 0 && c.EffectiveOn <= today && today <= p.PromiseUntil
}

// Short reports whether the last headcount of which the lender was told lies below
// the promise.
func (c *Case) Short() bool { return c.Breach.SeenOn != "" && c.Breach.Seen < c.Ask.Jobs }

// news is a headcount of which the lender is still to be told: the first that falls
// short, and the first that does not any more.
func (s *Service) news(ctx context.Context, tx db.Tx, c *Case, p *Proposal) (now int, asOf string, is bool, err error) {
	today := s.today().String()
	if !watched(c, p, today) {
		return 0, "", false, nil
	}
	now, asOf, err = s.Jobs.Latest(ctx, tx, c.Borrower, today)
	short := now < c.Ask.Jobs
	return now, asOf, err == nil && asOf >= c.EffectiveOn && asOf > c.Breach.SeenOn && short != c.Short(), err
}

// notify tells the lender of a headcount, with the entry that says on which ground.
func (s *Service) notify(ctx context.Context, tx db.Tx, c *Case, now int, asOf string) error {
	c.Breach.Seen, c.Breach.SeenOn = now, asOf
	what := "made_good"
	if c.Short() {
		what = "fell_short"
	}
	if err := updateCase(ctx, tx, c); err != nil {
		return err
	}
	if err := s.record(ctx, tx, c, what, c.State, field("headcount", now), field("as_of", asOf), field("ground", "promise "+c.Ref)); err != nil {
		return err
	}
	args := fault.Args{"n": now, "on": asOf, "jobs": c.Ask.Jobs}
	if err := s.tell(ctx, tx, c, Borrower, kernel.Owner, "relief.notice."+what, args); err != nil {
		return err
	}
	return s.tell(ctx, tx, c, Lender, kernel.Officer, "relief.notice."+what, args)
}
