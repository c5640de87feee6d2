package db

// Opening the two databases with the settings that measurements decided:
// see docs/adr/0003-database.md.

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"
)

// readers bounds the read pool of SQLite; more readers than cores only queue.
const readers = 8

// Open opens a database. A dsn starting with postgres:// is PostgreSQL; any
// other is the path of a SQLite file, made when it is not there.
func Open(ctx context.Context, dsn string) (*DB, error) {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return openPostgres(ctx, dsn)
	}
	return OpenSQLite(ctx, dsn, "FULL")
}

// OpenSQLite opens a SQLite file with a chosen synchronous level. Everything
// but the power-cut test's control calls Open, which says FULL.
func OpenSQLite(ctx context.Context, path, synchronous string) (*DB, error) {
	write, err := sql.Open("sqlite", sqliteDSN(path, synchronous, "immediate"))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", sqliteDSN(path, synchronous, "deferred"))
	if err != nil {
		return nil, err
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	d := &DB{Engine: SQLite, write: write, read: read, path: path, writes: newPrepared(write), reads: newPrepared(read)}
	if err := d.Ping(ctx); err != nil {
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), err)
	}
	return d, nil
}

func sqliteDSN(path, synchronous, lock string) string {
	q := url.Values{"_txlock": {lock}, "_pragma": {
		"busy_timeout(10000)",
		"journal_mode(WAL)",
		"synchronous(" + synchronous + ")",
		"foreign_keys(1)",
		"temp_store(2)",
		"cache_size(-16000)",
	}}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func openPostgres(ctx context.Context, dsn string) (*DB, error) {
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	d := &DB{Engine: Postgres, write: pool, read: pool}
	if err := pool.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("open PostgreSQL: %w", err)
	}
	return d, nil
}

// CopyTo writes a consistent copy of a SQLite database into a new file while
// it is in use, and syncs it.
func (d *DB) CopyTo(ctx context.Context, path string) error {
	if d.Engine != SQLite {
		return fmt.Errorf("db: only SQLite copies itself")
	}
	if _, err := d.read.ExecContext(ctx, `VACUUM INTO $1`, path); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
