package pause

// SQL beside its scanner, and what the transparency log must agree with.

import (
	"context"
	"errors"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const columns = `id, machine, case_id, asker_id, counter_id, reason, until_on, state, asked_by, asked_us, answered_by, answered_us`

func scan(row db.Scan) (r Request, err error) {
	var asked, answered int64
	err = row(&r.ID, &r.Machine, &r.Case, &r.Asker, &r.Counter, &r.Reason, &r.UntilOn, &r.State, &r.AskedBy, &asked, &r.AnsweredBy, &answered)
	r.Asked, r.Answered = db.Instant(asked), db.Instant(answered)
	return r, err
}

// insert stores a request, and refuses a second one while the first waits.
func insert(ctx context.Context, tx db.Tx, r *Request) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO pause_request (`+columns+`) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
		WHERE NOT EXISTS (SELECT 1 FROM pause_request WHERE machine = $2 AND case_id = $3 AND state = 'asked')`,
		r.ID, r.Machine, r.Case, r.Asker, r.Counter, r.Reason, r.UntilOn, r.State, r.AskedBy, db.Micros(r.Asked), r.AnsweredBy, db.Micros(r.Answered))
	if err == nil && n == 0 {
		return fault.New(fault.WrongTurn, "pause.asked_already")
	}
	return err
}

// update stores a move, and refuses to pass over one that it has not seen.
func update(ctx context.Context, tx db.Tx, r *Request, before flow.State) error {
	n, err := tx.Exec(ctx, `UPDATE pause_request SET state = $1, answered_by = $2, answered_us = $3 WHERE id = $4 AND state = $5`,
		r.State, r.AnsweredBy, db.Micros(r.Answered), r.ID, before)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// requestOf finds a request of a case.
func requestOf(ctx context.Context, tx db.Tx, machine, caseID, id string) (Request, error) {
	r, err := db.One(ctx, tx, scan, `SELECT `+columns+` FROM pause_request WHERE machine = $1 AND case_id = $2 AND id = $3`, machine, caseID, id)
	if errors.Is(err, db.ErrNoRow) {
		return r, fault.New(fault.NotFound, "fault.not_found")
	}
	return r, err
}

// requestsOf lists the requests of a case, the newest first.
func requestsOf(ctx context.Context, tx db.Tx, machine, caseID string) ([]Request, error) {
	return db.All(ctx, tx, scan, `SELECT `+columns+` FROM pause_request WHERE machine = $1 AND case_id = $2 ORDER BY asked_us DESC, id DESC LIMIT 100`, machine, caseID)
}

// overdue lists the ids of requests whose day came before anybody answered.
func overdue(ctx context.Context, tx db.Tx, on, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `SELECT id FROM pause_request WHERE state = 'asked' AND until_on <= $1 AND id > $2 ORDER BY id LIMIT $3`, on, after, limit)
}

func byID(ctx context.Context, tx db.Tx, id string) (Request, error) {
	return db.One(ctx, tx, scan, `SELECT `+columns+` FROM pause_request WHERE id = $1`, id)
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{requests{}} }

// requests is every request.
type requests struct{}

// Fields names the fields that the source answers for.
func (requests) Fields() []string {
	return []string{"pause_request.state", "pause_request.of", "pause_request.asked", "pause_request.answered"}
}

// Facts lists their present values.
func (requests) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM pause_request ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Request) (string, []auditlog.Field) { return x.ID, x.facts() })
}
