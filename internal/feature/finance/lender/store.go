package lender

// SQL beside its scanner: one row for each lender that said something.

import (
	"context"
	"encoding/json"
	"errors"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const profileColumns = `id, body, version, published_by, published_us`

func scanProfile(scan db.Scan) (p Profile, err error) {
	var lender string
	var version, published int64
	var by string
	if err = scan(&lender, &p.body, &version, &by, &published); err != nil {
		return p, err
	}
	err = json.Unmarshal([]byte(p.body), &p)
	p.Lender, p.Version, p.By, p.Published = lender, version, by, db.Instant(published)
	return p, err
}

// profileOf is what a lender said last, the zero Profile while it said nothing.
func profileOf(ctx context.Context, tx db.Tx, lender string) (Profile, error) {
	p, err := db.One(ctx, tx, scanProfile, `SELECT `+profileColumns+` FROM lender_profile WHERE id = $1`, lender)
	if errors.Is(err, db.ErrNoRow) {
		return Profile{Lender: lender}, nil
	}
	return p, err
}

// saveProfile stores the next version, and refuses to pass over one that it has
// not seen.
func saveProfile(ctx context.Context, tx db.Tx, p *Profile) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO lender_profile (`+profileColumns+`) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body, version = excluded.version,
			published_by = excluded.published_by, published_us = excluded.published_us
		WHERE lender_profile.version = excluded.version - 1`,
		p.Lender, p.body, p.Version, p.By, db.Micros(p.Published))
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}
