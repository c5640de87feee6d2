package job

// The worker, and periodic work: sweepers that ask what is due by themselves.

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

// periodic is work that comes again and again.
type periodic struct {
	name  string
	every time.Duration
	do    func(context.Context) error
	last  time.Time
}

// Every does something again and again while the queue runs: sweepers, which
// ask what is due instead of being scheduled. When several programs share a
// database, one of them takes each turn.
func (q *Queue) Every(name string, interval time.Duration, do func(context.Context) error) {
	q.periodic = append(q.periodic, periodic{name: name, every: interval, do: do})
}

// Run does jobs and periodic work until ctx ends. Jobs run one after the other:
// on SQLite there is one writer anyway, and on PostgreSQL further programs add
// workers.
func (q *Queue) Run(ctx context.Context) {
	tick := time.NewTicker(q.interval())
	defer tick.Stop()
	for {
		q.Drain(ctx) // failures are logged where they happen and tried again later
		q.due(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-q.wake:
		}
	}
}

// interval is how often the worker looks: often enough for all periodic work.
func (q *Queue) interval() time.Duration {
	shortest := poll
	for _, p := range q.periodic {
		shortest = min(shortest, p.every)
	}
	return max(shortest, 10*time.Millisecond)
}

// due does the periodic work whose time has come and whose turn is ours.
func (q *Queue) due(ctx context.Context) {
	for i := range q.periodic {
		p := &q.periodic[i]
		now := q.Now()
		if ctx.Err() != nil || now.Sub(p.last) < p.every {
			continue
		}
		p.last = now
		mine, err := q.take(ctx, p, now)
		if mine && err == nil {
			if err = p.run(ctx); err != nil && ctx.Err() == nil {
				q.note(p.name, err)
			}
			err = q.give(ctx, p, now)
		}
		if err != nil && ctx.Err() == nil {
			q.Log.Error("the turn of periodic work failed", "name", p.name, "err", err)
		}
	}
}

// run survives a panic: the other sweepers must go on.
func (p *periodic) run(ctx context.Context) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("panic: %v\n%s", x, debug.Stack())
		}
	}()
	return p.do(ctx)
}

// take claims a turn. A SQLite file has one program, which spares itself the
// write.
func (q *Queue) take(ctx context.Context, p *periodic, now time.Time) (mine bool, err error) {
	if q.DB.Engine == db.SQLite {
		return true, nil
	}
	err = q.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `
			INSERT INTO job_turn (name, until_us) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET until_us = excluded.until_us WHERE job_turn.until_us <= $3`,
			p.name, db.Micros(now.Add(max(lease, p.every))), db.Micros(now))
		mine = n == 1
		return err
	})
	return mine, err
}

// give ends a turn: the next one may begin an interval after this one began. A
// program that dies in its turn leaves it to the others when its lease ends.
func (q *Queue) give(ctx context.Context, p *periodic, began time.Time) error {
	if q.DB.Engine == db.SQLite {
		return nil
	}
	return q.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job_turn SET until_us = $1 WHERE name = $2`, db.Micros(began.Add(p.every)), p.name)
		return err
	})
}

// Sweep does all periodic work once, now: when the business clock was moved.
func (q *Queue) Sweep(ctx context.Context) error {
	var all []error
	for i := range q.periodic {
		err := q.periodic[i].run(ctx)
		if err != nil && ctx.Err() == nil {
			q.note(q.periodic[i].name, err)
		}
		all = append(all, err)
	}
	return errors.Join(all...)
}
