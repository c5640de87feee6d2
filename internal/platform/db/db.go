// Package db opens the one database and hands out transactions.
//
// One SQL text serves SQLite and PostgreSQL; docs/sql.md lists the subset.
// A store can only talk to a Tx, and a Tx only comes from Write or Read, so
// every use case is one transaction or one snapshot.
//
// On SQLite there is one writer connection and BEGIN IMMEDIATE, with
// synchronous=FULL: an acknowledged write survives a power cut. On PostgreSQL
// writes are serialisable and repeated when they lose a race, so a closure
// must touch nothing but its Tx.
package db

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"
)

// Engine names the database behind a DB.
type Engine string

const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB hands out transactions. It is safe for concurrent use.
type DB struct {
	Engine Engine

	write, read *sql.DB // one pool on PostgreSQL; a single writer beside readers on SQLite
	path        string  // the SQLite file, "" otherwise
	repeats     atomic.Int64

	writes, reads *prepared // nil on PostgreSQL
}

// Tx is one transaction. It is the only thing a store can talk to.
type Tx struct {
	tx    *sql.Tx
	known *prepared
}

// Repeats counts the transactions that lost a race and were tried again.
func (d *DB) Repeats() int64 { return d.repeats.Load() }

// Path is the SQLite file, or "" on PostgreSQL.
func (d *DB) Path() string { return d.path }

// Close closes every connection.
func (d *DB) Close() error { return errors.Join(d.write.Close(), d.read.Close()) }

// Ping reports whether the database answers on both pools.
func (d *DB) Ping(ctx context.Context) error {
	return errors.Join(d.write.PingContext(ctx), d.read.PingContext(ctx))
}

type ambientKey struct{ *DB }

// ambient is the transaction that an outer Write or Read of d opened on ctx.
type ambient struct {
	tx       Tx
	writable bool
}

func (d *DB) ambient(ctx context.Context) (ambient, bool) {
	a, ok := ctx.Value(ambientKey{d}).(ambient)
	return a, ok
}

func (d *DB) within(ctx context.Context, tx Tx, writable bool) context.Context {
	return context.WithValue(ctx, ambientKey{d}, ambient{tx, writable})
}

// errReadOnly is a programming mistake: a use case that writes was called
// inside a snapshot.
var errReadOnly = errors.New("db: Write inside Read")

// Write runs do in one transaction: all of it happens, or none of it.
//
// Inside another Write of the same context it joins that transaction, which is
// how an edge keeps its idempotency record together with the effect. ctx is
// looked at before the transaction starts and never during it: once begun, it
// commits or fails on its own merits.
func (d *DB) Write(ctx context.Context, do func(context.Context, Tx) error) error {
	if a, ok := d.ambient(ctx); ok {
		if !a.writable {
			return errReadOnly
		}
		return do(ctx, a.tx)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return d.retry(ctx, func() error { return d.writeOnce(context.WithoutCancel(ctx), do) })
}

func (d *DB) writeOnce(ctx context.Context, do func(context.Context, Tx) error) error {
	tx, err := d.write.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return translate(err)
	}
	defer d.writes.settle(ctx)
	defer tx.Rollback()
	t := Tx{tx, d.writes}
	if err := do(d.within(ctx, t, true), t); err != nil {
		return translate(err)
	}
	return translateCommit(tx.Commit())
}

// Read runs do against one snapshot. Inside a Write it sees that transaction.
func (d *DB) Read(ctx context.Context, do func(context.Context, Tx) error) error {
	if a, ok := d.ambient(ctx); ok {
		return do(ctx, a.tx)
	}
	opt := &sql.TxOptions{ReadOnly: true}
	if d.Engine == Postgres {
		opt.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.read.BeginTx(ctx, opt)
	if err != nil {
		return err
	}
	defer d.reads.settle(ctx)
	defer tx.Rollback()
	t := Tx{tx, d.reads}
	return do(d.within(ctx, t, false), t)
}
