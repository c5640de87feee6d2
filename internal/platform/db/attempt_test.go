package db_test

import (
	"context"
	"errors"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
)

// TestAttempts: what is not kept leaves nothing, inside of others as well, and
// the transaction goes on after it, also after SQL that failed.
func TestAttempts(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			try := func(id string, keep bool, fail error) error {
				return tx.Attempt(ctx, func(ctx context.Context) (bool, error) { return keep, errors.Join(add(ctx, tx, id, 1), fail) })
			}
			if err := try("kept", true, nil); err != nil {
				return err
			}
			if err := try("seen", false, nil); err != nil {
				return err
			}
			if err := try("failed", true, errStop); !errors.Is(err, errStop) {
				t.Errorf("%v", err)
			}
			if err := try("kept", true, nil); err == nil {
				t.Error("one key twice is no error")
			}
			err := tx.Attempt(ctx, func(ctx context.Context) (bool, error) { return false, try("inner", true, nil) })
			if err != nil {
				return err
			}
			err = tx.Attempt(ctx, func(ctx context.Context) (bool, error) { return true, try("outer", false, nil) })
			return errors.Join(err, add(ctx, tx, "after", 1))
		})
		if err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]int64{"kept": 1, "seen": -1, "failed": -1, "inner": -1, "outer": -1, "after": 1} {
			if got := number(t, d, id); got != want {
				t.Errorf("%s: %d, want %d", id, got, want)
			}
		}
	})
}
