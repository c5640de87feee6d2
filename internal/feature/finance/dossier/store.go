package dossier

// SQL beside its scanner.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

const requestColumns = `id, application_id, case_id, lender_id, kind, reason, due_on, state, asked_by, asked_us, document_id, done_by, done_us`

func scanRequest(scan db.Scan) (r Request, err error) {
	var asked, done int64
	err = scan(&r.ID, &r.Application, &r.Case, &r.Lender, &r.Kind, &r.Reason, &r.DueOn, &r.State, &r.AskedBy, &asked, &r.Document, &r.DoneBy, &done)
	r.Asked, r.Done = db.Instant(asked), db.Instant(done)
	return r, err
}

func insertRequest(ctx context.Context, tx db.Tx, r *Request) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO dossier_request (`+requestColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.ID, r.Application, r.Case, r.Lender, r.Kind, r.Reason, r.DueOn, r.State, r.AskedBy, db.Micros(r.Asked), r.Document, r.DoneBy, db.Micros(r.Done))
	return err
}

// updateRequest stores a move, and refuses to pass over one that it has not seen.
func updateRequest(ctx context.Context, tx db.Tx, r *Request, before flow.State) error {
	n, err := tx.Exec(ctx, `
		UPDATE dossier_request SET state = $1, document_id = $2, done_by = $3, done_us = $4 WHERE id = $5 AND state = $6`,
		r.State, r.Document, r.DoneBy, db.Micros(r.Done), r.ID, before)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

func requestOf(ctx context.Context, tx db.Tx, caseID, id string) (Request, error) {
	r, err := db.One(ctx, tx, scanRequest, `SELECT `+requestColumns+` FROM dossier_request WHERE case_id = $1 AND id = $2`, caseID, id)
	if errors.Is(err, db.ErrNoRow) {
		return r, fault.New(fault.NotFound, "fault.not_found")
	}
	return r, err
}

// maxRequests bounds what a lender asks for on one case.
const maxRequests = 50

// requestsOf lists the requests on an application, of one lender's case or, with
// "", of all.
func requestsOf(ctx context.Context, tx db.Tx, application, caseID string) ([]Request, error) {
	return db.All(ctx, tx, scanRequest, `
		SELECT `+requestColumns+` FROM dossier_request
		WHERE application_id = $1 AND ($2 = '' OR case_id = $2) ORDER BY asked_us, id LIMIT 1000`, application, caseID)
}

// openAfter lists the ids of requests that wait, in the order of their ids.
func openAfter(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT id FROM dossier_request WHERE state = 'requested' AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

func requestByID(ctx context.Context, tx db.Tx, id string) (Request, error) {
	return db.One(ctx, tx, scanRequest, `SELECT `+requestColumns+` FROM dossier_request WHERE id = $1`, id)
}
