package filter

// SQL beside its scanner.

import (
	"context"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const columns = `id, person_id, party_id, list, name, query, opening, shared, saved_us, removed_us`

func scan(scan db.Scan) (f SavedFilter, err error) {
	var opening, shared, saved, removed int64
	err = scan(&f.ID, &f.Person, &f.Party, &f.List, &f.Name, &f.Query, &opening, &shared, &saved, &removed)
	f.Opening, f.Shared, f.Saved, f.removed = opening == 1, shared == 1, db.Instant(saved), removed > 0
	return f, err
}

func byID(ctx context.Context, tx db.Tx, id string) (SavedFilter, error) {
	f, err := db.One(ctx, tx, scan, `SELECT `+columns+` FROM filter_saved WHERE id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return f, fault.New(fault.NotFound, "fault.not_found")
	}
	return f, err
}

// usable are a person's own filters and those that colleagues share; of one list,
// or of every list for "".
func usable(ctx context.Context, tx db.Tx, person, party, list string) ([]SavedFilter, error) {
	return db.All(ctx, tx, scan, `
		SELECT `+columns+` FROM filter_saved
		WHERE removed_us = 0 AND party_id = $1 AND (person_id = $2 OR shared = 1) AND (list = $3 OR $3 = '')
		ORDER BY list, name, id LIMIT 500`, party, person, list)
}

func kept(ctx context.Context, tx db.Tx, person, party, list string) (int64, error) {
	return db.Count(ctx, tx, `SELECT COUNT(1) FROM filter_saved WHERE removed_us = 0 AND person_id = $1 AND party_id = $2 AND list = $3`, person, party, list)
}

func insert(ctx context.Context, tx db.Tx, f SavedFilter) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO filter_saved (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
		ON CONFLICT (person_id, party_id, list, name) WHERE removed_us = 0 DO NOTHING`,
		f.ID, f.Person, f.Party, f.List, f.Name, f.Query, db.Flag(f.Opening), db.Flag(f.Shared), db.Micros(f.Saved))
	return once(n, err)
}

func update(ctx context.Context, tx db.Tx, f SavedFilter) error {
	n, err := tx.Exec(ctx, `
		UPDATE filter_saved SET name = $1, opening = $2, shared = $3
		WHERE id = $4 AND NOT EXISTS (SELECT 1 FROM filter_saved o WHERE o.person_id = $5 AND o.party_id = $6 AND o.list = $7 AND o.name = $1 AND o.removed_us = 0 AND o.id <> $4)`,
		f.Name, db.Flag(f.Opening), db.Flag(f.Shared), f.ID, f.Person, f.Party, f.List)
	return once(n, err)
}

// once refuses a name that is taken.
func once(n int64, err error) error {
	if err == nil && n == 0 {
		var c fault.Check
		c.That(false, "name", "filter.name.taken")
		return c.Err()
	}
	return err
}

// closeOthers lets the list open with no other filter of the person.
func closeOthers(ctx context.Context, tx db.Tx, f SavedFilter) error {
	_, err := tx.Exec(ctx, `
		UPDATE filter_saved SET opening = 0 WHERE person_id = $1 AND party_id = $2 AND list = $3 AND id <> $4`, f.Person, f.Party, f.List, f.ID)
	return err
}

// remove forgets what a filter asked for and was called. The row stays, so that
// a request that arrives twice finds whose it was.
func remove(ctx context.Context, tx db.Tx, id string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE filter_saved SET name = '', query = '', opening = 0, shared = 0, removed_us = $1 WHERE id = $2`, db.Micros(now), id)
	return err
}
