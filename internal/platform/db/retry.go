package db

// What the databases' own errors mean to a caller: try again by ourselves,
// tell the user that the disk is full, or that the outcome is unknown.

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"modernc.org/sqlite"

	"kaigong.example/kaigong/internal/platform/fault"
)

// tries bounds how often a transaction that lost a race is repeated.
const tries = 12

// SQLite result codes, from https://www.sqlite.org/rescode.html.
const (
	sqliteFull  = 13
	sqliteIOErr = 10
)

// retry repeats do while PostgreSQL asks for it, with a jittered pause that
// doubles, and gives up as Conflict: the caller may look again and decide.
//
// A key that is taken may be a lost race too: the winner committed after our
// snapshot, and PostgreSQL reports its index before it would report the race.
// The repeat sees the winner's rows; a key that is still taken then is an error.
func (d *DB) retry(ctx context.Context, do func() error) error {
	pause, taken := time.Millisecond, false
	for range tries {
		err := do()
		if !lostRace(err) && (taken || d.Engine != Postgres || !Duplicate(err)) {
			return err
		}
		taken = taken || Duplicate(err)
		d.repeats.Add(1)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause/2 + rand.N(pause)):
			pause *= 2
		}
	}
	return fault.New(fault.Conflict, "fault.busy")
}

// lostRace recognises serialisation failures and deadlocks.
func lostRace(err error) bool {
	var state interface{ SQLState() string }
	if !errors.As(err, &state) {
		return false
	}
	s := state.SQLState()
	return s == "40001" || s == "40P01"
}

// translate turns a full disk into a fault; everything else passes.
func translate(err error) error {
	var lite *sqlite.Error
	if errors.As(err, &lite) && lite.Code()&0xff == sqliteFull {
		return fault.New(fault.Full, "fault.full").Because(err)
	}
	var state interface{ SQLState() string }
	if errors.As(err, &state) && state.SQLState() == "53100" {
		return fault.New(fault.Full, "fault.full").Because(err)
	}
	return err
}

// translateCommit says Unknown when the commit itself failed in a way that
// leaves the outcome open: a write reported as an error may be in the file.
func translateCommit(err error) error {
	var lite *sqlite.Error
	if errors.As(err, &lite) && lite.Code()&0xff == sqliteIOErr {
		return fault.New(fault.Unknown, "fault.unknown").Because(err)
	}
	return translate(err)
}

// Duplicate reports whether err says that a unique key is already taken.
func Duplicate(err error) bool {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code() == 2067 || lite.Code() == 1555 // UNIQUE, PRIMARYKEY
	}
	var state interface{ SQLState() string }
	return errors.As(err, &state) && state.SQLState() == "23505"
}
