// Package dbtest gives tests a real database of their own: a fresh SQLite
// file, and the same again on PostgreSQL when KAIGONG_TEST_PG names a server.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
)

// Each runs a test once on every database at hand.
func Each(t *testing.T, run func(*testing.T, *db.DB)) {
	t.Run("sqlite", func(t *testing.T) { run(t, SQLite(t)) })
	EachServer(t, run)
}

// EachServer runs a test on the databases that several programs share: not on
// SQLite, where a file has one program.
func EachServer(t *testing.T, run func(*testing.T, *db.DB)) {
	if os.Getenv("KAIGONG_TEST_PG") != "" {
		t.Run("postgres", func(t *testing.T) { run(t, Postgres(t)) })
	}
}

// SQLite opens a file that goes away with the test.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	return open(t, t.TempDir()+"/test.db")
}

var schemas atomic.Int64

// Postgres opens a schema of its own on the test server, dropped at the end.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	base := os.Getenv("KAIGONG_TEST_PG")
	if base == "" {
		t.Fatal("KAIGONG_TEST_PG is not set; make test sets it")
	}
	schema := fmt.Sprintf("t%d_%d", os.Getpid(), schemas.Add(1))
	admin, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec(`CREATE SCHEMA ` + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		admin.Exec(`DROP SCHEMA ` + schema + ` CASCADE`)
		admin.Close()
	})
	return open(t, withSchema(base, schema))
}

func withSchema(dsn, schema string) string {
	sep := "?"
	if strings.Contains(dsn, "?") {
		sep = "&"
	}
	return dsn + sep + "search_path=" + url.QueryEscape(schema)
}

func open(t testing.TB, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}
