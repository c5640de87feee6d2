package db

// Migrations only go forward, one transaction each, and a binary refuses a
// database that a newer one has changed.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Source is one package's migrations/*.sql under the name that its tables carry.
type Source struct {
	Name  string
	Files fs.FS
}

// ErrNewer means that the database was changed by a newer program.
var ErrNewer = errors.New("db: the database was made by a newer version of Kaigong; use that version")

// ErrEdited means that a migration's text is not the one that was applied.
var ErrEdited = errors.New("db: a migration that was already applied has been edited")

type migration struct{ id, body string }

func (m migration) sum() string {
	h := sha256.Sum256([]byte(m.body))
	return hex.EncodeToString(h[:])
}

// Migrate applies what is missing of every source, in order, once each.
func (d *DB) Migrate(ctx context.Context, sources ...Source) error {
	todo, err := d.collect(sources)
	if err != nil {
		return err
	}
	if err := d.Write(ctx, createMigration); err != nil {
		return err
	}
	if err := d.refuseNewer(ctx, todo); err != nil {
		return err
	}
	for _, m := range todo {
		if err := d.Write(ctx, m.apply); err != nil {
			return fmt.Errorf("migrate %s: %w", m.id, err)
		}
	}
	return nil
}

func createMigration(ctx context.Context, tx Tx) error {
	_, err := tx.Exec(ctx, `CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL)`)
	return err
}

// collect reads the texts; NAME.postgres.sql applies on PostgreSQL alone.
func (d *DB) collect(sources []Source) ([]migration, error) {
	var all []migration
	for _, s := range sources {
		names, err := fs.Glob(s.Files, "migrations/*.sql")
		if err != nil {
			return nil, err
		}
		slices.Sort(names)
		for _, name := range names {
			if strings.HasSuffix(name, ".postgres.sql") && d.Engine != Postgres {
				continue
			}
			body, err := fs.ReadFile(s.Files, name)
			if err != nil {
				return nil, err
			}
			all = append(all, migration{s.Name + strings.TrimPrefix(name, "migrations"), string(body)})
		}
	}
	return all, nil
}

// apply runs a migration unless it has been applied. It compares the text,
// because an edited migration means two databases that only look alike.
func (m migration) apply(ctx context.Context, tx Tx) error {
	sum, err := One(ctx, tx, Value[string], `SELECT sha256 FROM migration WHERE id = $1`, m.id)
	if err == nil {
		if sum != m.sum() {
			return ErrEdited
		}
		return nil
	}
	if !errors.Is(err, ErrNoRow) {
		return err
	}
	if _, err := tx.Exec(ctx, m.body); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO migration (id, sha256) VALUES ($1, $2)`, m.id, m.sum())
	return err
}

func (d *DB) refuseNewer(ctx context.Context, known []migration) error {
	return d.Read(ctx, func(ctx context.Context, tx Tx) error {
		ids, err := All(ctx, tx, Value[string], `SELECT id FROM migration ORDER BY id LIMIT 10000`)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if !slices.ContainsFunc(known, func(m migration) bool { return m.id == id }) {
				return fmt.Errorf("%w (%s)", ErrNewer, id)
			}
		}
		return nil
	})
}
