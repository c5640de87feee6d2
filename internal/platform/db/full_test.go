package db

// What needs the inside of a DB: a disk that is full, and the settings that
// the guarantees rest on.

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"kaigong.example/kaigong/internal/platform/fault"
)

func small(t *testing.T) *DB {
	t.Helper()
	d, err := Open(context.Background(), filepath.Join(t.TempDir(), "a b%20c.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func TestAFullDiskIsSaidAndReadingGoesOn(t *testing.T) {
	d, ctx := small(t), context.Background()
	fill := func() error {
		return d.Write(ctx, func(ctx context.Context, tx Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO db_blob (body) VALUES (zeroblob(100000))`)
			return err
		})
	}
	if _, err := d.write.Exec(`CREATE TABLE db_blob (body TEXT); PRAGMA max_page_count = 100`); err != nil {
		t.Fatal(err)
	}
	var err error
	written := int64(0)
	for ; err == nil && written < 100; written++ {
		err = fill()
	}
	if !fault.Is(err, fault.Full) || written < 2 {
		t.Fatalf("%v after %d rows", err, written)
	}
	d.Read(ctx, func(ctx context.Context, tx Tx) error {
		if n, err := Count(ctx, tx, `SELECT COUNT(*) FROM db_blob`); err != nil || n != written-1 {
			t.Errorf("%d rows, want %d: %v", n, written-1, err)
		}
		return nil
	})
	if _, err := d.write.Exec(`PRAGMA max_page_count = 10000`); err != nil {
		t.Fatal(err)
	}
	if err := fill(); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// TestSettings reads back what the measurements decided.
func TestSettings(t *testing.T) {
	d := small(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000"} {
		for name, pool := range map[string]*sql.DB{"write": d.write, "read": d.read} {
			var got string
			if err := pool.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s on the %s pool: %q, want %q (%v)", pragma, name, got, want, err)
			}
		}
	}
	if n := d.write.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d writers", n)
	}
	if filepath.Base(d.Path()) != "a b%20c.db" {
		t.Error(d.Path())
	}
}

func TestOpenSaysWhatFailed(t *testing.T) {
	for _, dsn := range []string{filepath.Join(t.TempDir(), "no", "folder.db"), "postgres://127.0.0.1:1/x?connect_timeout=1"} {
		if _, err := Open(context.Background(), dsn); err == nil {
			t.Errorf("%s opened", dsn)
		}
	}
}
