package db_test

// Migrations, on both databases.

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func source(name string, files ...string) db.Source {
	m := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		m["migrations/"+files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return db.Source{Name: name, Files: m}
}

const (
	createA = `CREATE TABLE a_one (id BIGINT PRIMARY KEY); INSERT INTO a_one (id) VALUES (1)`
	growA   = `ALTER TABLE a_one ADD COLUMN name TEXT NOT NULL DEFAULT 'x'`
)

func count(t *testing.T, d *db.DB, query string) (n int64) {
	t.Helper()
	err := d.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		n, err = db.Count(ctx, tx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMigrationsRunInOrderAndOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := source("a", "0002_grow.sql", growA, "0001_one.sql", createA)
		b := source("b", "0001_two.sql", `CREATE TABLE b_two (id BIGINT PRIMARY KEY)`)
		for range 2 {
			if err := d.Migrate(context.Background(), a, b); err != nil {
				t.Fatal(err)
			}
		}
		if count(t, d, `SELECT COUNT(*) FROM a_one WHERE name = 'x'`) != 1 || count(t, d, `SELECT COUNT(*) FROM migration`) != 3 {
			t.Error("a migration ran twice, or not at all")
		}
	})
}

func TestAnOlderDatabaseIsBroughtForward(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(context.Background(), source("a", "0001_one.sql", createA)); err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(context.Background(), source("a", "0001_one.sql", createA, "0002_grow.sql", growA)); err != nil {
			t.Fatal(err)
		}
		if count(t, d, `SELECT COUNT(*) FROM a_one WHERE name = 'x'`) != 1 {
			t.Error("the row of the older program is gone")
		}
	})
}

func TestAnEditedMigrationIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(context.Background(), source("a", "0001_one.sql", createA)); err != nil {
			t.Fatal(err)
		}
		err := d.Migrate(context.Background(), source("a", "0001_one.sql", createA+" "))
		if !errors.Is(err, db.ErrEdited) {
			t.Error(err)
		}
	})
}

func TestADatabaseOfANewerProgramIsRefusedUntouched(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(context.Background(), source("a", "0001_one.sql", createA, "0002_grow.sql", growA)); err != nil {
			t.Fatal(err)
		}
		err := d.Migrate(context.Background(), source("a", "0001_one.sql", createA), source("c", "0001_c.sql", `CREATE TABLE c_c (id BIGINT)`))
		if !errors.Is(err, db.ErrNewer) || count(t, d, `SELECT COUNT(*) FROM migration`) != 2 {
			t.Errorf("%v; the older program must change nothing", err)
		}
	})
}

func TestAFailingMigrationLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		broken := source("a", "0001_one.sql", createA, "0002_bad.sql", `INSERT INTO a_one (id) VALUES (2); INSERT INTO nowhere (id) VALUES (1)`)
		if err := d.Migrate(context.Background(), broken); err == nil {
			t.Fatal("passed")
		}
		if count(t, d, `SELECT COUNT(*) FROM a_one`) != 1 || count(t, d, `SELECT COUNT(*) FROM migration`) != 1 {
			t.Error("half a migration stayed")
		}
		mended := source("a", "0001_one.sql", createA, "0002_bad.sql", growA)
		if err := d.Migrate(context.Background(), mended); err != nil {
			t.Error(err)
		}
	})
}

func TestWallsOfPostgresStayThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		walls := source("a", "0001_one.sql", createA, "0002_wall.postgres.sql", `COMMENT ON TABLE a_one IS 'wall'`)
		if err := d.Migrate(context.Background(), walls); err != nil {
			t.Fatal(err)
		}
		want := int64(1)
		if d.Engine == db.Postgres {
			want = 2
		}
		if got := count(t, d, `SELECT COUNT(*) FROM migration`); got != want {
			t.Errorf("%d migrations, want %d", got, want)
		}
	})
}
