package db_test

// Statements are kept between transactions; nobody notices but the clock.

import (
	"context"
	"errors"
	"sync"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
)

// TestKeptStatementsFollowTheSchema asks one text while its table changes.
func TestKeptStatementsFollowTheSchema(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		const text = `INSERT INTO db_later (id, n) VALUES ($1, $2)`
		for range 2 {
			if err := exec(context.Background(), d, text, "early", 1); err == nil {
				t.Error("a row went into a table that is not there")
			}
		}
		write(t, d, `CREATE TABLE db_later (id TEXT PRIMARY KEY, n BIGINT NOT NULL)`)
		write(t, d, text, "a", 1)
		write(t, d, `ALTER TABLE db_later ADD COLUMN more TEXT NOT NULL DEFAULT ''`)
		write(t, d, text, "b", 2)
		write(t, d, `DROP TABLE db_later`)
		if err := exec(context.Background(), d, text, "late", 1); err == nil {
			t.Error("a row went into a table that is gone")
		}
	})
}

// TestKeptStatementsBindAnew asks one text with other arguments, many at once.
func TestKeptStatementsBindAnew(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ids := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}
		for i, id := range ids {
			write(t, d, `INSERT INTO db_number (id, n) VALUES ($1, $2)`, id, i)
		}
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for i, id := range ids {
					if n := number(t, d, id); n != int64(i) {
						t.Errorf("%s is %d, wants %d", id, n, i)
					}
				}
			})
		}
		group.Wait()
		if number(t, d, "nobody") != -1 {
			t.Error("a row that is not there was read")
		}
	})
}

// TestKeptStatementsRollBack undoes what a kept statement wrote.
func TestKeptStatementsRollBack(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		for range 3 {
			err := d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
				if err := add(ctx, tx, "x", 1); err != nil {
					return err
				}
				return errStop
			})
			if !errors.Is(err, errStop) || number(t, d, "x") != -1 {
				t.Fatalf("%v: %d", err, number(t, d, "x"))
			}
		}
	})
}
