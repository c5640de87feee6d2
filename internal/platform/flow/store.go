package flow

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

const turnColumns = `machine, case_id, move, party_id, role, ref, subject_zh, subject_en,
	amount_fen, path, clock, since_us, due_us, paused, provisional`

// turnRead are the columns of a turn with whom its party named.
const turnRead = `t.machine, t.case_id, t.move, t.party_id, t.role, t.ref, t.subject_zh, t.subject_en,
	t.amount_fen, t.path, t.clock, t.since_us, t.due_us, t.paused, t.provisional, COALESCE(c.person_id, '')`

const turnFrom = `flow_task t LEFT JOIN flow_charge c ON c.machine = t.machine AND c.case_id = t.case_id AND c.party_id = t.party_id`

func scanTurn(scan db.Scan) (t Turn, err error) {
	var since, due, paused, provisional int64
	err = scan(&t.Machine, &t.Case, &t.Move, &t.Party, &t.Role, &t.Ref, &t.Subject.Zh, &t.Subject.En,
		&t.AmountFen, &t.Path, &t.Clock, &since, &due, &paused, &provisional, &t.Person)
	t.Since, t.Due = db.Instant(since), db.Instant(due)
	t.Paused, t.Provisional = paused != 0, provisional != 0
	return t, err
}

func insertTurn(ctx context.Context, tx db.Tx, t Turn) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO flow_task (`+turnColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		t.Machine, t.Case, t.Move, t.Party, t.Role, t.Ref, t.Subject.Zh, t.Subject.En,
		t.AmountFen, t.Path, t.Clock, db.Micros(t.Since), db.Micros(t.Due), db.Flag(t.Paused), db.Flag(t.Provisional))
	return err
}

// Waiting lists the open turns of a party's roles, what is due first first.
// Turns without a clock come after those with one.
func (k *Keeper) Waiting(ctx context.Context, tx db.Tx, party string, roles []string, limit int) ([]Turn, error) {
	if len(roles) == 0 {
		return nil, nil
	}
	marks, args := inList(roles, 2)
	args = slices.Concat([]any{party}, args, []any{limit})
	return db.All(ctx, tx, scanTurn, `
		SELECT `+turnRead+` FROM `+turnFrom+`
		WHERE t.party_id = $1 AND t.role IN (`+marks+`)
		ORDER BY CASE WHEN t.due_us = 0 THEN 1 ELSE 0 END, t.due_us, t.since_us, t.case_id
		LIMIT $`+strconv.Itoa(len(roles)+2), args...)
}

// inList makes "$from, $from+1, …" for an IN list, with its arguments.
func inList(values []string, from int) (marks string, args []any) {
	var list []string
	for i, v := range values {
		list = append(list, "$"+strconv.Itoa(from+i))
		args = append(args, v)
	}
	return strings.Join(list, ", "), args
}

const clockColumns = `machine, case_id, name, started_us, due_us, paused_us, provisional, stopped_us, hold_us, raised_us, raised2_us, days, parties`

func scanClock(scan db.Scan) (r Running, err error) {
	var started, due, paused, provisional, stopped, hold, raised, again int64
	err = scan(&r.Machine, &r.Case, &r.Name, &started, &due, &paused, &provisional, &stopped, &hold, &raised, &again, &r.Days, &r.Parties)
	r.Started, r.Due, r.PausedAt = db.Instant(started), db.Instant(due), db.Instant(paused)
	r.Stopped, r.Provisional = db.Instant(stopped), provisional != 0
	r.Hold, r.Raised, r.RaisedAgain = db.Instant(hold), db.Instant(raised), db.Instant(again)
	return r, err
}

func runningClock(ctx context.Context, tx db.Tx, machine, id string) (Running, error) {
	return db.One(ctx, tx, scanClock, `
		SELECT `+clockColumns+` FROM flow_clock
		WHERE machine = $1 AND case_id = $2 AND stopped_us = 0`, machine, id)
}

// Clocks lists every clock that a case has had, the newest first.
func (k *Keeper) Clocks(ctx context.Context, tx db.Tx, machine, id string) ([]Running, error) {
	return db.All(ctx, tx, scanClock, `
		SELECT `+clockColumns+` FROM flow_clock
		WHERE machine = $1 AND case_id = $2 ORDER BY started_us DESC, name LIMIT 100`, machine, id)
}

// Overdue lists running clocks that are late and not raised yet, and those that
// were raised and are still late a working day after they were due. A clock that
// is held is nobody's business before the hold ends, and late from then on.
func (k *Keeper) Overdue(ctx context.Context, tx db.Tx, limit int) (first, second []Running, err error) {
	late, err := db.All(ctx, tx, scanClock, `
		SELECT `+clockColumns+` FROM flow_clock
		WHERE stopped_us = 0 AND paused_us = 0 AND raised2_us = 0 AND due_us < $1 AND hold_us <= $1
		ORDER BY due_us, case_id LIMIT $2`, db.Micros(k.Now()), limit)
	for _, r := range late {
		again, _ := k.Calendar.Deadline(r.told(), 1)
		switch {
		case r.Raised.IsZero():
			first = append(first, r)
		case k.Now().After(again):
			second = append(second, r)
		}
	}
	return first, second, err
}

// told is when others may first be told that the clock ran out.
func (r Running) told() time.Time {
	if r.Hold.After(r.Due) {
		return r.Hold
	}
	return r.Due
}

// Raise notes that a late clock has been raised, the first time or the second,
// so that each is done once.
func (k *Keeper) Raise(ctx context.Context, tx db.Tx, r Running) error {
	if r.Raised.IsZero() {
		r.Raised = k.Now()
	} else {
		r.RaisedAgain = k.Now()
	}
	return updateClock(ctx, tx, r)
}

// insertClock starts a clock. One that stopped at the very instant at which it
// started never ran, and gives way: business time stands still while data loads.
func insertClock(ctx context.Context, tx db.Tx, r Running) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO flow_clock (`+clockColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (machine, case_id, name, started_us) DO UPDATE SET
			due_us = excluded.due_us, paused_us = excluded.paused_us, provisional = excluded.provisional,
			stopped_us = 0, hold_us = excluded.hold_us, raised_us = 0, raised2_us = 0, days = excluded.days, parties = excluded.parties`,
		r.Machine, r.Case, r.Name, db.Micros(r.Started), db.Micros(r.Due), db.Micros(r.PausedAt),
		db.Flag(r.Provisional), db.Micros(r.Stopped), db.Micros(r.Hold), db.Micros(r.Raised), db.Micros(r.RaisedAgain), r.Days, r.Parties)
	return err
}

func updateClock(ctx context.Context, tx db.Tx, r Running) error {
	_, err := tx.Exec(ctx, `
		UPDATE flow_clock SET due_us = $1, paused_us = $2, provisional = $3, stopped_us = $4, raised_us = $5, raised2_us = $6
		WHERE machine = $7 AND case_id = $8 AND name = $9 AND started_us = $10`,
		db.Micros(r.Due), db.Micros(r.PausedAt), db.Flag(r.Provisional), db.Micros(r.Stopped), db.Micros(r.Raised), db.Micros(r.RaisedAgain),
		r.Machine, r.Case, r.Name, db.Micros(r.Started))
	return err
}

// Used is the share of a clock's time that has gone by, between 0 and 1.
func (r Running) Used(now time.Time) float64 {
	whole := r.Due.Sub(r.Started)
	if whole <= 0 {
		return 1
	}
	return min(1, max(0, float64(now.Sub(r.Started))/float64(whole)))
}
