package intake

import (
	"context"
	"encoding/json"
	"errors"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const batchColumns = `id, ref, kind, lender_id, state, version, file_name, file_hash, stated_fen, content, report, hash, changed, made_by, made_us, decided_by, decided_us, reason`

func scanBatch(scan db.Scan) (b Batch, err error) {
	var content, report string
	var changed, made, decided int64
	if err = scan(&b.ID, &b.Ref, &b.Kind, &b.Lender, &b.State, &b.Version, &b.FileName, &b.FileHash, &b.StatedFen, &content, &report, &b.Hash, &changed, &b.MadeBy, &made, &b.DecidedBy, &decided, &b.Reason); err != nil {
		return b, err
	}
	b.Changed, b.Made, b.Decided = changed != 0, db.Instant(made), db.Instant(decided)
	return b, errors.Join(json.Unmarshal([]byte(content), &b.Grid), json.Unmarshal([]byte(report), &b.Report))
}

// underWay reports whether a batch keeps its file from being brought again.
func (b *Batch) underWay() bool {
	return b.State != Faulty && b.State != Refused && b.State != Discarded
}

func insertBatch(ctx context.Context, tx db.Tx, b *Batch) error {
	content, err := json.Marshal(b.Grid)
	if err != nil {
		return err
	}
	report, err := json.Marshal(b.Report)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO intake_batch (`+batchColumns+`, under_way)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		b.ID, b.Ref, b.Kind, b.Lender, b.State, b.Version, b.FileName, b.FileHash, b.StatedFen, string(content), string(report), b.Hash, db.Flag(b.Changed), b.MadeBy, db.Micros(b.Made), "", 0, "", db.Flag(b.underWay()))
	return err
}

// updateBatch stores what a step changed, and refuses to pass over another step.
func updateBatch(ctx context.Context, tx db.Tx, b *Batch) error {
	report, err := json.Marshal(b.Report)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE intake_batch SET state = $1, version = version + 1, under_way = $2, report = $3, hash = $4, changed = $5, decided_by = $6, decided_us = $7, reason = $8
		WHERE id = $9 AND version = $10`,
		b.State, db.Flag(b.underWay()), string(report), b.Hash, db.Flag(b.Changed), b.DecidedBy, db.Micros(b.Decided), b.Reason, b.ID, b.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	b.Version++
	return err
}

func batchByID(ctx context.Context, tx db.Tx, id string) (Batch, error) {
	b, err := db.One(ctx, tx, scanBatch, `SELECT `+batchColumns+` FROM intake_batch WHERE id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return b, fault.New(fault.NotFound, "fault.not_found")
	}
	return b, err
}

// sameFile is the batch of a lender's file that still counts, and false for
// none.
func sameFile(ctx context.Context, tx db.Tx, lender, hash string) (Batch, bool, error) {
	b, err := db.One(ctx, tx, scanBatch, `SELECT `+batchColumns+` FROM intake_batch WHERE lender_id = $1 AND file_hash = $2 AND under_way = 1`, lender, hash)
	if errors.Is(err, db.ErrNoRow) {
		return b, false, nil
	}
	return b, err == nil, err
}

func batchesOf(ctx context.Context, tx db.Tx, lender string, limit int) ([]Batch, error) {
	return db.All(ctx, tx, scanBatch, `SELECT `+batchColumns+` FROM intake_batch WHERE lender_id = $1 ORDER BY made_us DESC, id DESC LIMIT $2`, lender, limit)
}

// bookedFiles are the lists of repayments of a lender that were booked before, by
// the numbers of their receipts; the last thousand files.
func bookedFiles(ctx context.Context, tx db.Tx, b *Batch) (map[string]Batch, error) {
	all, err := db.All(ctx, tx, scanBatch, `
		SELECT `+batchColumns+` FROM intake_batch WHERE lender_id = $1 AND kind = 'receipts' AND state = 'booked' AND id <> $2 ORDER BY made_us DESC, id DESC LIMIT 1000`, b.Lender, b.ID)
	files := map[string]Batch{}
	for _, old := range all {
		for _, o := range old.Report.Lines {
			files[o.Receipt] = old
		}
	}
	return files, err
}

const objectionColumns = `id, contract_id, borrower_id, lender_id, figure, told, note, made_by, made_us`

func scanObjection(scan db.Scan) (o Objection, err error) {
	var made int64
	err = scan(&o.ID, &o.Contract, &o.Borrower, &o.Lender, &o.Figure, &o.Told, &o.Note, &o.MadeBy, &made)
	o.Made = db.Instant(made)
	return o, err
}

func insertObjection(ctx context.Context, tx db.Tx, o Objection) error {
	_, err := tx.Exec(ctx, `INSERT INTO intake_objection (`+objectionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		o.ID, o.Contract, o.Borrower, o.Lender, o.Figure, o.Told, o.Note, o.MadeBy, db.Micros(o.Made))
	return err
}

func objectionsTo(ctx context.Context, tx db.Tx, contract string) ([]Objection, error) {
	return db.All(ctx, tx, scanObjection, `SELECT `+objectionColumns+` FROM intake_objection WHERE contract_id = $1 ORDER BY id LIMIT 200`, contract)
}

func objectionsOf(ctx context.Context, tx db.Tx, lender string, limit int) ([]Objection, error) {
	return db.All(ctx, tx, scanObjection, `SELECT `+objectionColumns+` FROM intake_objection WHERE lender_id = $1 ORDER BY id DESC LIMIT $2`, lender, limit)
}
