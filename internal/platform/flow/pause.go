package flow

// Pauses. A clock stands still while its case is in a state that pauses it, or
// because one side asked, with a reason and a day, and the other confirmed. What
// was agreed ends on its day, or with the next move of the case; it never goes on
// by itself. Every pause is an interval that stays written down.

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Pause is one interval in which a clock stood still.
type Pause struct {
	Machine     string    `json:"machine"`
	Case        string    `json:"case"`
	Clock       string    `json:"clock"`
	Started     time.Time `json:"started"` // of the clock
	From        time.Time `json:"from"`
	To          time.Time `json:"to"`    // zero while it lasts
	Until       time.Time `json:"until"` // ends at the latest; zero for as long as the state lasts
	Reason      string    `json:"reason"`
	AskedBy     string    `json:"asked_by"`
	AskedParty  string    `json:"asked_party"`
	AgreedBy    string    `json:"agreed_by"`
	AgreedParty string    `json:"agreed_party"`
}

// Agreed reports whether two people agreed on the pause; otherwise it came with a
// state.
func (p Pause) Agreed() bool { return !p.Until.IsZero() }

// parties are both sides of a case, in one order.
func parties(c Case) string {
	return strings.Join(slices.Compact(slices.Sorted(maps.Values(c.Sides))), ",")
}

// pause is an interval of a clock that begins now.
func (r Running) pause(now time.Time) Pause {
	return Pause{Machine: r.Machine, Case: r.Case, Clock: r.Name, Started: r.Started, From: now}
}

// Pause lets the clock of a case stand still, as two people agreed: p says why,
// until when and who. A clock that does not run, that stands still already or that
// is over is not paused: WrongTurn.
func (k *Keeper) Pause(ctx context.Context, tx db.Tx, machine, id string, p Pause) (Running, error) {
	now := k.Now()
	r, err := runningClock(ctx, tx, machine, id)
	switch {
	case errors.Is(err, db.ErrNoRow):
		return r, fault.New(fault.WrongTurn, "flow.pause.none")
	case err != nil:
		return r, err
	case !r.PausedAt.IsZero():
		return r, fault.New(fault.WrongTurn, "flow.pause.already")
	case now.After(r.Due):
		return r, fault.New(fault.WrongTurn, "flow.pause.late")
	case !p.Until.After(now):
		return r, fault.New(fault.WrongTurn, "flow.pause.over")
	}
	p.Machine, p.Case, p.Clock, p.Started, p.From, p.To = machine, id, r.Name, r.Started, now, time.Time{}
	r.PausedAt = now
	if err := insertPause(ctx, tx, p); err != nil {
		return r, err
	}
	if err := updateClock(ctx, tx, r); err != nil {
		return r, err
	}
	return r, markTurn(ctx, tx, r)
}

// Foresee is when a clock would be due if it stood still from now until an instant.
func (k *Keeper) Foresee(r Running, until time.Time) time.Time {
	return k.Calendar.Extend(r.Due, k.Now(), until)
}

// Clock is the clock of a case that runs or stands still now; false for none.
func (k *Keeper) Clock(ctx context.Context, tx db.Tx, machine, id string) (Running, bool, error) {
	r, err := runningClock(ctx, tx, machine, id)
	if errors.Is(err, db.ErrNoRow) {
		return r, false, nil
	}
	return r, err == nil, err
}

// Pauses lists every pause that the clocks of a case have had, the oldest first.
func (k *Keeper) Pauses(ctx context.Context, tx db.Tx, machine, id string) ([]Pause, error) {
	return db.All(ctx, tx, scanPause, `SELECT `+pauseColumns+` FROM flow_pause WHERE machine = $1 AND case_id = $2 ORDER BY from_us LIMIT 500`, machine, id)
}

// Ending lists agreed pauses whose day has come, as "machine case", after one.
func (k *Keeper) Ending(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT machine || ' ' || case_id FROM flow_pause
		WHERE to_us = 0 AND until_us > 0 AND until_us <= $1 AND machine || ' ' || case_id > $2 ORDER BY machine || ' ' || case_id LIMIT $3`, db.Micros(k.Now()), after, limit)
}

// Resume ends an agreed pause of a case whose day has come.
func (k *Keeper) Resume(ctx context.Context, tx db.Tx, machine, id string) error {
	r, running, err := k.Clock(ctx, tx, machine, id)
	if err != nil || !running {
		return err
	}
	p, agreed, err := k.open(ctx, tx, r)
	if err != nil || !agreed || p.Until.After(k.Now()) {
		return err
	}
	if err := k.endPause(ctx, tx, &r); err != nil {
		return err
	}
	if err := updateClock(ctx, tx, r); err != nil {
		return err
	}
	return markTurn(ctx, tx, r)
}

// open is the agreed pause that lasts, false for none.
func (k *Keeper) open(ctx context.Context, tx db.Tx, r Running) (Pause, bool, error) {
	p, err := db.One(ctx, tx, scanPause, `
		SELECT `+pauseColumns+` FROM flow_pause WHERE machine = $1 AND case_id = $2 AND clock = $3 AND started_us = $4 AND to_us = 0 AND until_us > 0`,
		r.Machine, r.Case, r.Name, db.Micros(r.Started))
	if errors.Is(err, db.ErrNoRow) {
		return p, false, nil
	}
	return p, err == nil, err
}

// endPause ends the agreed pause that lasts, if there is one: now, or on its day
// where that is over, however late somebody looks.
func (k *Keeper) endPause(ctx context.Context, tx db.Tx, r *Running) error {
	p, agreed, err := k.open(ctx, tx, *r)
	if err != nil || !agreed {
		return err
	}
	at := k.Now()
	if p.Until.Before(at) {
		at = p.Until
	}
	return k.resume(ctx, tx, r, at)
}

// resume ends the pause of a clock: it is due later by the working days that the
// pause took, which may lie in a year whose holidays nobody knows yet.
func (k *Keeper) resume(ctx context.Context, tx db.Tx, r *Running, at time.Time) error {
	r.Due, r.PausedAt = k.Calendar.Extend(r.Due, r.PausedAt, at), time.Time{}
	r.Provisional = r.Provisional || k.Calendar.Provisional(r.Due.Year())
	_, err := tx.Exec(ctx, `UPDATE flow_pause SET to_us = $1 WHERE machine = $2 AND case_id = $3 AND clock = $4 AND started_us = $5 AND to_us = 0`,
		db.Micros(at), r.Machine, r.Case, r.Name, db.Micros(r.Started))
	return err
}

// markTurn shows on the turn of a case how its clock stands.
func markTurn(ctx context.Context, tx db.Tx, r Running) error {
	_, err := tx.Exec(ctx, `UPDATE flow_task SET due_us = $1, paused = $2, provisional = $3 WHERE machine = $4 AND case_id = $5 AND clock = $6`,
		db.Micros(r.Due), db.Flag(!r.PausedAt.IsZero()), db.Flag(r.Provisional), r.Machine, r.Case, r.Name)
	return err
}

const pauseColumns = `machine, case_id, clock, started_us, from_us, to_us, until_us, reason, asked_by, asked_party, agreed_by, agreed_party`

func scanPause(scan db.Scan) (p Pause, err error) {
	var started, from, to, until int64
	err = scan(&p.Machine, &p.Case, &p.Clock, &started, &from, &to, &until, &p.Reason, &p.AskedBy, &p.AskedParty, &p.AgreedBy, &p.AgreedParty)
	p.Started, p.From, p.To, p.Until = db.Instant(started), db.Instant(from), db.Instant(to), db.Instant(until)
	return p, err
}

// insertPause begins an interval. One that ended at the very instant at which it
// began never was, and gives way.
func insertPause(ctx context.Context, tx db.Tx, p Pause) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO flow_pause (`+pauseColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (machine, case_id, clock, started_us, from_us) DO UPDATE SET to_us = 0, until_us = excluded.until_us, reason = excluded.reason,
			asked_by = excluded.asked_by, asked_party = excluded.asked_party, agreed_by = excluded.agreed_by, agreed_party = excluded.agreed_party`,
		p.Machine, p.Case, p.Clock, db.Micros(p.Started), db.Micros(p.From), db.Micros(p.To), db.Micros(p.Until), p.Reason, p.AskedBy, p.AskedParty, p.AgreedBy, p.AgreedParty)
	return err
}
