package flow

// A Keeper writes, in the transaction that changes a case, whose turn it is
// and until when. Deadlines are never scheduled jobs: a sweeper asks what is
// due by the business clock.

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Files holds the migrations and locales of this package.
//
//go:embed migrations locales
var Files embed.FS

// Calendar counts working days in the park's time zone.
type Calendar interface {
	// Deadline is the end of the n-th working day after the start day of an
	// event, and whether it rests on holidays that are not announced yet.
	Deadline(from time.Time, days int) (due time.Time, provisional bool)
	// Extend moves a due time by the working days from one instant to another.
	Extend(due time.Time, from, to time.Time) time.Time
	// Provisional reports whether a year's holidays are not announced yet.
	Provisional(year int) bool
}

// Case is what the Keeper must know about a case to say whose turn it is.
type Case struct {
	Machine   *Machine
	ID        string
	State     State
	Ref       string            // "KG-AP-2020-0004"
	Subject   i18n.Text         // who or what it is about, for lists
	AmountFen int64             // 0 where there is no amount
	Path      string            // the page of the case
	Sides     map[string]string // side -> party id
	Days      map[string]int    // working days of a clock where the case differs from the table
	Due       time.Time         // of a turn without a clock: the day on which a payment falls due
	Hold      time.Time         // others are not told before that the clock ran out, zero for at once
	Role      string            // whose turn it is where that differs from the table, "" for the table's
}

// Keeper keeps turns and clocks.
type Keeper struct {
	Calendar Calendar
	Now      func() time.Time // the business clock

	// Opened hears of every move that begins to wait for somebody, in the same
	// transaction; nil for nobody.
	Opened func(ctx context.Context, tx db.Tx, t Turn) error
}

// Turn is one row of "Waiting for you".
type Turn struct {
	Machine     string
	Case        string
	Move        string
	Party       string
	Role        string
	Ref         string
	Subject     i18n.Text
	AmountFen   int64
	Path        string
	Clock       string // "" when no clock runs
	Since       time.Time
	Due         time.Time // zero when there is no clock
	Paused      bool
	Provisional bool
	Person      string // whom the party named for the case, "" for the role
}

// Enter records that a case is now in c.State: it replaces the turn and stops,
// starts, pauses or resumes the clock. The first Enter of a case begins it.
func (k *Keeper) Enter(ctx context.Context, tx db.Tx, c Case) error {
	clock, err := k.turnClock(ctx, tx, c)
	if err != nil {
		return err
	}
	before, _, err := k.Turn(ctx, tx, c.Machine.Name, c.ID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM flow_task WHERE machine = $1 AND case_id = $2`, c.Machine.Name, c.ID); err != nil {
		return err
	}
	row := c.Machine.Row(c.State)
	if c.Machine.Final(c.State) {
		_, err := tx.Exec(ctx, `DELETE FROM flow_charge WHERE machine = $1 AND case_id = $2`, c.Machine.Name, c.ID)
		return err
	}
	if row.Next == "" {
		return nil
	}
	if clock.Name == "" {
		clock.Due = c.Due
	}
	t := Turn{
		Machine: c.Machine.Name, Case: c.ID, Move: row.Next,
		Party: c.Sides[row.Turn.Side], Role: cmp.Or(c.Role, row.Turn.Role),
		Ref: c.Ref, Subject: c.Subject, AmountFen: c.AmountFen, Path: c.Path,
		Clock: clock.Name, Since: k.Now(), Due: clock.Due, Paused: !clock.PausedAt.IsZero(), Provisional: clock.Provisional,
	}
	if err := insertTurn(ctx, tx, t); err != nil || k.Opened == nil || before.sameMove(t) {
		return err
	}
	if t, _, err = k.Turn(ctx, tx, t.Machine, t.Case); err != nil { // with whom the party named
		return err
	}
	return k.Opened(ctx, tx, t)
}

// sameMove reports whether nothing new waits for anybody.
func (t Turn) sameMove(other Turn) bool {
	return t.Move == other.Move && t.Party == other.Party && t.Role == other.Role
}

// Running is a clock of a case.
type Running struct {
	Machine     string
	Case        string
	Name        string
	Started     time.Time
	Due         time.Time
	PausedAt    time.Time // zero while it runs
	Provisional bool
	Stopped     time.Time // zero while it runs
	Hold        time.Time // nobody else is told before that it ran out
	Raised      time.Time // when it was raised as late, zero if never
	RaisedAgain time.Time // when it was raised to the next above, zero if never
	Days        int       // working days that it allows
	Parties     string    // both sides, joined with commas
}

// Late reports whether the clock ran out before it stopped, or by now.
func (r Running) Late(now time.Time) bool {
	end := now
	switch {
	case !r.Stopped.IsZero():
		end = r.Stopped
	case !r.PausedAt.IsZero():
		end = r.PausedAt
	}
	return r.Name != "" && end.After(r.Due)
}

// turnClock moves the case's clock into the new state and answers the clock
// that now runs, the zero Running if none does.
func (k *Keeper) turnClock(ctx context.Context, tx db.Tx, c Case) (Running, error) {
	now := k.Now()
	old, err := runningClock(ctx, tx, c.Machine.Name, c.ID)
	running := err == nil
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Running{}, err
	}
	spec, paused, wanted := c.Machine.clock(c.State)
	if running && (!wanted || old.Name != spec.Name) {
		if err := k.endPause(ctx, tx, &old); err != nil {
			return Running{}, err
		}
		old.Stopped = now
		if err := updateClock(ctx, tx, old); err != nil {
			return Running{}, err
		}
		running = false
	}
	if !wanted {
		return Running{}, nil
	}
	if running {
		return k.carryOn(ctx, tx, old, paused)
	}
	return k.start(ctx, tx, c, spec, paused)
}

func (k *Keeper) start(ctx context.Context, tx db.Tx, c Case, spec Clock, paused bool) (Running, error) {
	now := k.Now()
	days := spec.Days
	if own := c.Days[spec.Name]; own > 0 {
		days = own
	}
	due, provisional := k.Calendar.Deadline(now, days)
	r := Running{Machine: c.Machine.Name, Case: c.ID, Name: spec.Name, Started: now, Due: due, Provisional: provisional, Hold: c.Hold, Days: days, Parties: parties(c)}
	if paused {
		r.PausedAt = now
	}
	if err := insertClock(ctx, tx, r); err != nil || !paused {
		return r, err
	}
	return r, insertPause(ctx, tx, r.pause(now))
}

// carryOn pauses or resumes a clock that goes on in the new state. A pause may
// carry the due time into a year whose holidays nobody knows yet.
func (k *Keeper) carryOn(ctx context.Context, tx db.Tx, r Running, paused bool) (Running, error) {
	if err := k.endPause(ctx, tx, &r); err != nil { // what was agreed ends with a move
		return r, err
	}
	now := k.Now()
	switch {
	case paused && r.PausedAt.IsZero():
		r.PausedAt = now
		if err := insertPause(ctx, tx, r.pause(now)); err != nil {
			return r, err
		}
	case !paused && !r.PausedAt.IsZero():
		if err := k.resume(ctx, tx, &r, now); err != nil {
			return r, err
		}
	}
	return r, updateClock(ctx, tx, r)
}
