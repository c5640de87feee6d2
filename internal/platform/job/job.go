// Package job runs what may happen a little later: a small outbox.
//
// A job is a plain row, written in the transaction that asks for it, so nothing
// important is lost between a commit and what follows. A worker claims due jobs
// under a lease; the handler's effect and the end of the job are one
// transaction, which also shows that the lease was still the worker's: a job
// that somebody else finished meanwhile leaves no second effect. A job that
// keeps failing rests among the dead ones, where the operator sees and revives
// it.
package job

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Files holds the migration of this package.
//
//go:embed migrations
var Files embed.FS

// Name is the prefix of this package's tables.
const Name = "job"

// Handler does a job in a transaction of its own. It may begin more than once,
// but only one run is kept, so it must touch nothing but its transaction.
type Handler func(ctx context.Context, tx db.Tx, payload []byte) error

// Queue holds jobs. Handlers are added before it runs.
type Queue struct {
	DB    *db.DB
	Now   func() time.Time // the system clock
	NewID func() string
	Log   *slog.Logger

	handlers     map[string]Handler
	periodic     []periodic
	wake         chan struct{}
	done, failed atomic.Int64
	stuck        atomic.Int64
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

// Done and Failed count the jobs that ended and the tries that failed since the
// program began, for the metrics.
func (q *Queue) Done() int64 { return q.done.Load() }

// Failed counts the tries that failed since the program began.
func (q *Queue) Failed() int64 { return q.failed.Load() }

// Handle says who does jobs of a kind.
func (q *Queue) Handle(kind string, h Handler) { q.handlers[kind] = h }

// Order asks for a job.
type Order struct {
	Kind     string
	Payload  any       // as JSON
	RunAfter time.Time // system time; at once when zero
	Key      string    // while a job of the kind with this key waits, no second one is added; "" for always
}

// Enqueue adds a job that is due at once, in the caller's transaction.
func (q *Queue) Enqueue(ctx context.Context, tx db.Tx, kind string, payload any) error {
	return q.Place(ctx, tx, Order{Kind: kind, Payload: payload})
}

// Place adds a job in the caller's transaction.
func (q *Queue) Place(ctx context.Context, tx db.Tx, o Order) error {
	body, err := json.Marshal(o.Payload)
	if err != nil {
		return err
	}
	due := q.Now()
	if o.RunAfter.After(due) {
		due = o.RunAfter
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO job_queue (id, kind, payload, run_after_us, leased_us, tries, dead, error, dedupe)
		VALUES ($1, $2, $3, $4, 0, 0, 0, '', $5)
		ON CONFLICT (kind, dedupe) WHERE dedupe <> '' AND dead = 0 DO NOTHING`, q.NewID(), o.Kind, string(body), db.Micros(due), o.Key)
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
	Tries             int64  // begun so far
	Error             string // of the last try; for the operator

	leased int64
}

func scanJob(scan db.Scan) (j Job, err error) {
	return j, scan(&j.ID, &j.Kind, &j.Payload, &j.Tries, &j.Error, &j.leased)
}

// claim takes due jobs under a lease, the oldest first. They come back in the
// order in which they were asked for.
func (q *Queue) claim(ctx context.Context) (jobs []Job, err error) {
	now := q.Now()
	err = q.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		jobs, err = db.All(ctx, tx, scanJob, `
			UPDATE job_queue SET leased_us = $1, tries = tries + 1
			WHERE id IN (SELECT id FROM job_queue WHERE dead = 0 AND run_after_us <= $2 AND leased_us < $3 ORDER BY id LIMIT $4)
			RETURNING id, kind, payload, tries, error, leased_us`,
			db.Micros(now), db.Micros(now), db.Micros(now.Add(-lease)), batch)
		return err
	})
	slices.SortFunc(jobs, func(a, b Job) int { return strings.Compare(a.ID, b.ID) })
	return jobs, err
}

// Drain does everything that is due, and what that brings, until nothing is
// left. Tests, simulation and demo call it. A job that fails waits for its next
// try and keeps no other one up; its error is told in the end.
func (q *Queue) Drain(ctx context.Context) error {
	var failures []error
	for ctx.Err() == nil {
		jobs, err := q.claim(ctx)
		if err != nil {
			return errors.Join(append(failures, err)...)
		}
		if len(jobs) == 0 {
			break
		}
		for _, j := range jobs {
			if err := q.do(ctx, j); err != nil {
				failures = append(failures, err)
			}
		}
	}
	return errors.Join(append(failures, ctx.Err())...)
}

// errLost means that the lease ran out while the job was waiting or running,
// and that another worker finished it or has it now.
var errLost = errors.New("job: the lease is lost")

// do runs a job's handler; the job ends in the same transaction. A failure is
// kept with the job, which waits longer each time and is dead in the end.
func (q *Queue) do(ctx context.Context, j Job) error {
	err := q.attempt(ctx, j)
	switch {
	case err == nil:
		q.done.Add(1)
		return nil
	case errors.Is(err, errLost):
		return nil
	case ctx.Err() != nil:
		return err // the program ends; the lease brings the job back
	}
	q.failed.Add(1)
	q.Log.Error("job failed", "kind", j.Kind, "id", j.ID, "try", j.Tries, "err", err)
	return errors.Join(fmt.Errorf("job %s: %w", j.Kind, err), q.postpone(ctx, j, err))
}

// attempt ends the job before it begins, so that two workers with the same job
// meet at its row and one of them undoes all it did. A handler's panic is a
// failure like any other: one bad job must not end the program.
func (q *Queue) attempt(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	h := q.handlers[j.Kind]
	if h == nil {
		return fmt.Errorf("nobody does %q", j.Kind)
	}
	return q.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, `DELETE FROM job_queue WHERE id = $1 AND leased_us = $2`, j.ID, j.leased)
		if err != nil {
			return err
		}
		if n == 0 {
			return errLost
		}
		return h(ctx, tx, []byte(j.Payload))
	})
}

// postpone lets a failed job wait, unless another worker has it by now.
func (q *Queue) postpone(ctx context.Context, j Job, cause error) error {
	message, _, _ := strings.Cut(cause.Error(), "\n")
	return q.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job_queue SET run_after_us = $1, leased_us = 0, dead = $2, error = $3 WHERE id = $4 AND leased_us = $5`,
			db.Micros(q.Now().Add(pause(j))), db.Flag(j.Tries >= maxTries), message, j.ID, j.leased)
		return err
	})
}

// pause doubles with every try. A part of it follows from the job's id, so that
// jobs which failed together do not all come back together.
func pause(j Job) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(j.ID))
	whole := min(maxPause, time.Second<<j.Tries)
	return whole/2 + whole/2*time.Duration(h.Sum32()%1000)/1000
}

// Dead lists the jobs that gave up, for the operator.
func (q *Queue) Dead(ctx context.Context, tx db.Tx) ([]Job, error) {
	return db.All(ctx, tx, scanJob, `SELECT id, kind, payload, tries, error, leased_us FROM job_queue WHERE dead = 1 ORDER BY id LIMIT 200`)
}

// Revive lets a dead job be tried again. It is refused while another job with
// its key waits, which will do the same work.
func (q *Queue) Revive(ctx context.Context, tx db.Tx, id string) error {
	n, err := tx.Exec(ctx, `
		UPDATE job_queue SET dead = 0, tries = 0, run_after_us = $1 WHERE id = $2 AND dead = 1
		AND NOT EXISTS (SELECT 1 FROM job_queue AS other WHERE other.kind = job_queue.kind AND other.dedupe = job_queue.dedupe AND other.dedupe <> '' AND other.dead = 0)`,
		db.Micros(q.Now()), id)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
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
