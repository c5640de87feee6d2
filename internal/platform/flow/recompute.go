package flow

// A clock that reaches into a year whose holidays are not announced is provisional.
// Once they are, it is worked out anew from its start, its days and its pauses.

import (
	"context"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

// Settled is a clock whose due time is final now.
type Settled struct {
	Running
	Was  time.Time // when it was due while nobody knew
	Turn Turn      // whose turn it is, the zero Turn for nobody's
}

// Provisional lists the running clocks that rest on holidays that were not
// announced when they were worked out, as "machine case", after one.
func (k *Keeper) Provisional(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT machine || ' ' || case_id FROM flow_clock
		WHERE stopped_us = 0 AND provisional = 1 AND machine || ' ' || case_id > $1 ORDER BY machine || ' ' || case_id LIMIT $2`, after, limit)
}

// Settle works the clock of a case out anew, and answers false while the holidays
// that it needs are still not announced.
func (k *Keeper) Settle(ctx context.Context, tx db.Tx, machine, id string) (s Settled, done bool, err error) {
	r, err := runningClock(ctx, tx, machine, id)
	if errors.Is(err, db.ErrNoRow) {
		return s, false, nil
	}
	if err != nil || !r.Provisional {
		return s, false, err
	}
	s.Was = r.Due
	var unknown bool
	if r.Due, unknown = k.Calendar.Deadline(r.Started, r.Days); unknown {
		return s, false, nil
	}
	pauses, err := k.Pauses(ctx, tx, machine, id)
	if err != nil {
		return s, false, err
	}
	for _, p := range pauses {
		if p.Clock == r.Name && p.Started.Equal(r.Started) && !p.To.IsZero() {
			r.Due = k.Calendar.Extend(r.Due, p.From, p.To)
		}
	}
	if k.Calendar.Provisional(r.Due.Year()) {
		return s, false, nil
	}
	r.Provisional = false
	if err := updateClock(ctx, tx, r); err != nil {
		return s, false, err
	}
	if err := markTurn(ctx, tx, r); err != nil {
		return s, false, err
	}
	s.Running = r
	s.Turn, _, err = k.Turn(ctx, tx, machine, id)
	return s, err == nil, err
}
