// Package job runs what may happen a little later: a small outbox.
//
// A job is a plain row, written in the transaction that asks for it, so nothing
// important is lost between a commit and what follows. A worker claims due jobs
// under a lease; the handler's effect and the end of the job are one
// transaction. A job that keeps failing rests among the dead ones, where the
// operator sees and revives it.
package job

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

// Files holds the migration of this package.
//
//go:embed migrations
var Files embed.FS

// Name is the prefix of this package's tables.
const Name = "job"

// Handler does a job in a transaction of its own. It may run more than once.
type Handler func(ctx context.Context, tx db.Tx, payload []byte) error

// Queue holds jobs. Handlers are added before it runs.
type Queue struct {
	DB    *db.DB
	Now   func() time.Time // the system clock
	NewID func() string
	Log   *slog.Logger

	handlers map[string]Handler
	periodic []periodic
	wake     chan struct{}
}

type periodic struct {
	name  string
	every time.Duration
	do    func(context.Context) error
	last  time.Time
}

// New makes a queue without handlers.
func New(d *db.DB, now func() time.Time, newID func() string, log *slog.Logger) *Queue {
	return &Queue{DB: d, Now: now, NewID: newID, Log: log, handlers: map[string]Handler{}, wake: make(chan struct{}, 1)}
}

const (
	lease    = time.Minute      // how long a claimed job is left alone
	maxTries = 8                // after which a job is dead
	batch    = 50               // jobs claimed at once
	poll     = 2 * time.Second  // how often an idle worker looks
	maxPause = 10 * time.Minute // between two tries
)

// Handle says who does jobs of a kind.
func (q *Queue) Handle(kind string, h Handler) { q.handlers[kind] = h }

// Every does something again and again while the queue runs: sweepers, which
// ask what is due instead of being scheduled.
func (q *Queue) Every(name string, interval time.Duration, do func(context.Context) error) {
	q.periodic = append(q.periodic, periodic{name: name, every: interval, do: do})
}

// Enqueue adds a job in the caller's transaction.
func (q *Queue) Enqueue(ctx context.Context, tx db.Tx, kind string, payload any) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO job_queue (id, kind, payload, run_after_us, leased_us, tries, dead, error)
		VALUES ($1, $2, $3, $4, 0, 0, 0, '')`, q.NewID(), kind, string(body), db.Micros(q.Now()))
	return err
}

// Wake tells a running worker to look at once, after a commit.
func (q *Queue) Wake() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// Job is one row of the queue.
type Job struct {
	ID, Kind, Payload string
	Tries             int64
	Error             string
}

func scanJob(scan db.Scan) (j Job, err error) {
	return j, scan(&j.ID, &j.Kind, &j.Payload, &j.Tries, &j.Error)
}

// claim takes due jobs under a lease, the oldest first.
func (q *Queue) claim(ctx context.Context) (jobs []Job, err error) {
	now := q.Now()
	err = q.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		jobs, err = db.All(ctx, tx, scanJob, `
			UPDATE job_queue SET leased_us = $1, tries = tries + 1
			WHERE id IN (SELECT id FROM job_queue WHERE dead = 0 AND run_after_us <= $2 AND leased_us < $3 ORDER BY id LIMIT $4)
			RETURNING id, kind, payload, tries, error`,
			db.Micros(now), db.Micros(now), db.Micros(now.Add(-lease)), batch)
		return err
	})
	return jobs, err
}

// Drain does everything that is due, and what that brings, until nothing is
// left. Tests, simulation and demo call it; it returns the first failure.
func (q *Queue) Drain(ctx context.Context) error {
	for {
		jobs, err := q.claim(ctx)
		if err != nil || len(jobs) == 0 {
			return err
		}
		for _, j := range jobs {
			if err := q.do(ctx, j); err != nil {
				return err
			}
		}
	}
}

// do runs a job's handler; the job ends in the same transaction. A failure is
// kept with the job, which waits longer each time and is dead in the end.
func (q *Queue) do(ctx context.Context, j Job) error {
	err := q.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		h := q.handlers[j.Kind]
		if h == nil {
			return fmt.Errorf("job: nobody does %q", j.Kind)
		}
		if err := h(ctx, tx, []byte(j.Payload)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM job_queue WHERE id = $1`, j.ID)
		return err
	})
	if err == nil {
		return nil
	}
	q.Log.Error("job failed", "kind", j.Kind, "try", j.Tries, "err", err)
	return errors.Join(err, q.postpone(ctx, j, err))
}

func (q *Queue) postpone(ctx context.Context, j Job, cause error) error {
	pause := min(maxPause, time.Second<<j.Tries)
	return q.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job_queue SET run_after_us = $1, leased_us = 0, dead = $2, error = $3 WHERE id = $4`,
			db.Micros(q.Now().Add(pause)), db.Flag(j.Tries >= maxTries), cause.Error(), j.ID)
		return err
	})
}

// Run does jobs and periodic work until ctx ends.
func (q *Queue) Run(ctx context.Context) {
	tick := time.NewTicker(poll)
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

func (q *Queue) due(ctx context.Context) {
	for i := range q.periodic {
		p := &q.periodic[i]
		if now := q.Now(); now.Sub(p.last) >= p.every {
			p.last = now
			if err := p.do(ctx); err != nil && ctx.Err() == nil {
				q.Log.Error("periodic work failed", "name", p.name, "err", err)
			}
		}
	}
}

// Sweep does all periodic work once, now: when the business clock was moved.
func (q *Queue) Sweep(ctx context.Context) error {
	var all []error
	for _, p := range q.periodic {
		all = append(all, p.do(ctx))
	}
	return errors.Join(all...)
}

// Dead lists the jobs that gave up, for the operator.
func (q *Queue) Dead(ctx context.Context, tx db.Tx) ([]Job, error) {
	return db.All(ctx, tx, scanJob, `SELECT id, kind, payload, tries, error FROM job_queue WHERE dead = 1 ORDER BY id LIMIT 200`)
}

// Revive lets a dead job be tried again.
func (q *Queue) Revive(ctx context.Context, tx db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE job_queue SET dead = 0, tries = 0, run_after_us = $1 WHERE id = $2`, db.Micros(q.Now()), id)
	return err
}

// Depth counts what waits, for the metrics.
func (q *Queue) Depth(ctx context.Context) (n int64, err error) {
	err = q.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err = db.Count(ctx, tx, `SELECT COUNT(*) FROM job_queue WHERE dead = 0`)
		return err
	})
	return n, err
}
