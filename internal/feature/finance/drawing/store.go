package drawing

// SQL beside its scanners, and what the transparency log must agree with.

import (
	"context"
	"errors"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const columns = `id, contract_id, contract_ref, borrower_id, lender_id, draw_on, amount_fen, purpose, state, version, asked_by, asked_us, value_on, number, recorded_by, recorded_us, decided_by, decided_us, answer`

func scan(row db.Scan) (r Request, err error) {
	var asked, recorded, decided int64
	err = row(&r.ID, &r.Contract, &r.ContractRef, &r.Borrower, &r.Lender, &r.DrawOn, &r.AmountFen, &r.Purpose, &r.State, &r.Version, &r.AskedBy, &asked, &r.ValueOn, &r.Number, &r.RecordedBy, &recorded, &r.DecidedBy, &decided, &r.Answer)
	r.Asked, r.Recorded, r.Decided = db.Instant(asked), db.Instant(recorded), db.Instant(decided)
	return r, err
}

func insert(ctx context.Context, tx db.Tx, r *Request) error {
	r.Version = 1
	_, err := tx.Exec(ctx, `
		INSERT INTO drawing_request (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		r.ID, r.Contract, r.ContractRef, r.Borrower, r.Lender, r.DrawOn, r.AmountFen, r.Purpose, r.State, r.Version, r.AskedBy, db.Micros(r.Asked), r.ValueOn, r.Number, r.RecordedBy, db.Micros(r.Recorded), r.DecidedBy, db.Micros(r.Decided), r.Answer)
	return err
}

// passedBy refuses a write that would pass over another one.
func passedBy(n int64, err error) error {
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// update stores what a move changed.
func update(ctx context.Context, tx db.Tx, r *Request) error {
	n, err := tx.Exec(ctx, `
		UPDATE drawing_request SET state = $1, version = version + 1, value_on = $2, number = $3, recorded_by = $4, recorded_us = $5, decided_by = $6, decided_us = $7, answer = $8 WHERE id = $9 AND version = $10`,
		r.State, r.ValueOn, r.Number, r.RecordedBy, db.Micros(r.Recorded), r.DecidedBy, db.Micros(r.Decided), r.Answer, r.ID, r.Version)
	r.Version++
	return passedBy(n, err)
}

func found[T any](x T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return x, err
}

func byID(ctx context.Context, tx db.Tx, id string) (Request, error) {
	return found(db.One(ctx, tx, scan, `SELECT `+columns+` FROM drawing_request WHERE id = $1`, id))
}

// listLength bounds a list.
const listLength = 500

// waitingFor are the requests on a contract that nobody decided, the oldest first.
func waitingFor(ctx context.Context, tx db.Tx, contract string) ([]Request, error) {
	return db.All(ctx, tx, scan, `SELECT `+columns+` FROM drawing_request WHERE contract_id = $1 AND state IN ('scheduled', 'asked', 'recorded') ORDER BY id LIMIT $2`, contract, listLength)
}

// on are the requests on a contract, the newest first.
func requestsOn(ctx context.Context, tx db.Tx, contract string) ([]Request, error) {
	return db.All(ctx, tx, scan, `SELECT `+columns+` FROM drawing_request WHERE contract_id = $1 ORDER BY asked_us DESC, id DESC LIMIT $2`, contract, listLength)
}

// openRequests are the ids of requests that nobody decided, in their order after one.
func openRequests(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `SELECT id FROM drawing_request WHERE state IN ('scheduled', 'asked', 'recorded') AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

const waiverColumns = `id, contract_id, contract_ref, borrower_id, lender_id, due_on, amount_fen, reason, state, version, made_by, made_us, decided_by, decided_us, answer`

func scanWaiver(row db.Scan) (w Waiver, err error) {
	var made, decided int64
	err = row(&w.ID, &w.Contract, &w.ContractRef, &w.Borrower, &w.Lender, &w.DueOn, &w.AmountFen, &w.Reason, &w.State, &w.Version, &w.MadeBy, &made, &w.DecidedBy, &decided, &w.Answer)
	w.Made, w.Decided = db.Instant(made), db.Instant(decided)
	return w, err
}

func insertWaiver(ctx context.Context, tx db.Tx, w *Waiver) error {
	w.Version = 1
	_, err := tx.Exec(ctx, `
		INSERT INTO drawing_waiver (`+waiverColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		w.ID, w.Contract, w.ContractRef, w.Borrower, w.Lender, w.DueOn, w.AmountFen, w.Reason, w.State, w.Version, w.MadeBy, db.Micros(w.Made), w.DecidedBy, db.Micros(w.Decided), w.Answer)
	return err
}

func updateWaiver(ctx context.Context, tx db.Tx, w *Waiver) error {
	n, err := tx.Exec(ctx, `
		UPDATE drawing_waiver SET state = $1, version = version + 1, decided_by = $2, decided_us = $3, answer = $4 WHERE id = $5 AND version = $6`,
		w.State, w.DecidedBy, db.Micros(w.Decided), w.Answer, w.ID, w.Version)
	w.Version++
	return passedBy(n, err)
}

func waiverByID(ctx context.Context, tx db.Tx, id string) (Waiver, error) {
	return found(db.One(ctx, tx, scanWaiver, `SELECT `+waiverColumns+` FROM drawing_waiver WHERE id = $1`, id))
}

// proposedFor reports whether a waiver waits for a decision on fees of a due date.
func proposedFor(ctx context.Context, tx db.Tx, contract, dueOn string) (bool, error) {
	_, err := db.One(ctx, tx, db.Value[string], `SELECT id FROM drawing_waiver WHERE contract_id = $1 AND due_on = $2 AND state = 'proposed'`, contract, dueOn)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}

// waiversOn are the waivers of a contract, the newest first.
func waiversOn(ctx context.Context, tx db.Tx, contract string) ([]Waiver, error) {
	return db.All(ctx, tx, scanWaiver, `SELECT `+waiverColumns+` FROM drawing_waiver WHERE contract_id = $1 ORDER BY made_us DESC, id DESC LIMIT $2`, contract, listLength)
}

func openWaivers(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `SELECT id FROM drawing_waiver WHERE state = 'proposed' AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{requests{}, waivers{}} }

// names are those of fields.
func names(fields []auditlog.Field) (all []string) {
	for _, f := range fields {
		all = append(all, f.Name)
	}
	return all
}

// requests is every request.
type requests struct{}

// Fields names the fields that the source answers for.
func (requests) Fields() []string { return names((&Request{}).facts()) }

// Facts lists their present values.
func (requests) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM drawing_request ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Request) (string, []auditlog.Field) { return x.ID, x.facts() })
}

// waivers is every waiver.
type waivers struct{}

// Fields names the fields that the source answers for.
func (waivers) Fields() []string { return names((&Waiver{}).facts()) }

// Facts lists their present values.
func (waivers) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanWaiver, `SELECT `+waiverColumns+` FROM drawing_waiver ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Waiver) (string, []auditlog.Field) { return x.ID, x.facts() })
}
