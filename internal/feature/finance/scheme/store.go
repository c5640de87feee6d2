package scheme

// SQL beside its scanner.

import (
	"context"
	"encoding/json"
	"errors"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const columns = `id, scheme_id, no, lender_id, state, version, rules, hash, made_by, made_us, in_force, put_by, ended_on`

func scanVersion(scan db.Scan) (v Version, err error) {
	var rules string
	var made int64
	if err = scan(&v.ID, &v.Scheme, &v.No, &v.Lender, &v.State, &v.Version, &rules, &v.Hash, &v.MadeBy, &made, &v.InForce, &v.PutBy, &v.EndedOn); err != nil {
		return v, err
	}
	v.Made = db.Instant(made)
	return v, json.Unmarshal([]byte(rules), &v.Rules)
}

func insertVersion(ctx context.Context, tx db.Tx, v Version) error {
	rules, err := json.Marshal(v.Rules)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO scheme_version (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		v.ID, v.Scheme, v.No, v.Lender, v.State, v.Version, string(rules), v.Hash, v.MadeBy, db.Micros(v.Made), v.InForce, v.PutBy, v.EndedOn)
	return err
}

// updateVersion stores what a step changed, and refuses to pass over another step.
func updateVersion(ctx context.Context, tx db.Tx, v *Version) error {
	n, err := tx.Exec(ctx, `
		UPDATE scheme_version SET state = $1, version = version + 1, in_force = $2, put_by = $3, ended_on = $4 WHERE id = $5 AND version = $6`,
		v.State, v.InForce, v.PutBy, v.EndedOn, v.ID, v.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	v.Version++
	return err
}

func byID(ctx context.Context, tx db.Tx, id string) (Version, error) {
	v, err := db.One(ctx, tx, scanVersion, `SELECT `+columns+` FROM scheme_version WHERE id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return v, fault.New(fault.NotFound, "fault.not_found")
	}
	return v, err
}

// versionsOf are all versions of a scheme, the oldest first.
func versionsOf(ctx context.Context, tx db.Tx, scheme string) ([]Version, error) {
	return db.All(ctx, tx, scanVersion, `SELECT `+columns+` FROM scheme_version WHERE scheme_id = $1 ORDER BY no LIMIT 200`, scheme)
}

// inForce are the versions in force of a lender, of all lenders for "".
func inForce(ctx context.Context, tx db.Tx, lender string) ([]Version, error) {
	return db.All(ctx, tx, scanVersion, `
		SELECT `+columns+` FROM scheme_version WHERE state = 'in_force' AND ($1 = '' OR lender_id = $1) ORDER BY lender_id, made_us, id LIMIT 500`, lender)
}

// ofLender are all versions of a lender that can still matter, newest first.
func ofLender(ctx context.Context, tx db.Tx, lender string) ([]Version, error) {
	return db.All(ctx, tx, scanVersion, `
		SELECT `+columns+` FROM scheme_version WHERE lender_id = $1 AND state <> 'discarded' ORDER BY made_us DESC, id DESC LIMIT 500`, lender)
}
