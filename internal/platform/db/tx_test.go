package db_test

// What Write and Read promise, on both databases.

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

var errStop = errors.New("stop")

// each gives every database a table of numbers.
func each(t *testing.T, run func(*testing.T, *db.DB)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `CREATE TABLE db_number (id TEXT PRIMARY KEY, n BIGINT NOT NULL)`)
		run(t, d)
	})
}

func write(t testing.TB, d *db.DB, query string, args ...any) {
	t.Helper()
	if err := exec(context.Background(), d, query, args...); err != nil {
		t.Fatal(err)
	}
}

func exec(ctx context.Context, d *db.DB, query string, args ...any) error {
	return d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}

func add(ctx context.Context, tx db.Tx, id string, n int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO db_number (id, n) VALUES ($1, $2)`, id, n)
	return err
}

// number reads one number from a snapshot of its own; -1 when it is not there.
func number(t testing.TB, d *db.DB, id string) (n int64) {
	t.Helper()
	err := d.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		n, err = db.One(ctx, tx, db.Value[int64], `SELECT n FROM db_number WHERE id = $1`, id)
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		return -1
	}
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAWriteHappensWholeOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
			return errors.Join(add(ctx, tx, "a", 1), errStop)
		})
		if !errors.Is(err, errStop) || number(t, d, "a") != -1 {
			t.Errorf("%v, a = %d", err, number(t, d, "a"))
		}
		if err := d.Write(ctx, func(ctx context.Context, tx db.Tx) error { return add(ctx, tx, "a", 2) }); err != nil || number(t, d, "a") != 2 {
			t.Errorf("%v, a = %d", err, number(t, d, "a"))
		}
	})
}

func TestAPanicRollsBackAndFreesTheWriter(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic must go on to its caller")
				}
			}()
			d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
				add(ctx, tx, "a", 1)
				panic("a bug")
			})
		}()
		if number(t, d, "a") != -1 {
			t.Error("half a write stayed")
		}
		if err := exec(context.Background(), d, `INSERT INTO db_number (id, n) VALUES ('b', 1)`); err != nil {
			t.Errorf("the writer is lost: %v", err)
		}
	})
}

func TestAWriteJoinsTheOneAroundIt(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		inner := func(ctx context.Context) error {
			return d.Write(ctx, func(ctx context.Context, tx db.Tx) error { return add(ctx, tx, "inner", 1) })
		}
		err := d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			if err := inner(ctx); err != nil {
				return err
			}
			err := d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
				n, err := db.Count(ctx, tx, `SELECT COUNT(*) FROM db_number`)
				if n != 1 {
					t.Errorf("a Read inside a Write must see it: %d", n)
				}
				return err
			})
			return errors.Join(err, errStop)
		})
		if !errors.Is(err, errStop) || number(t, d, "inner") != -1 {
			t.Error("the inner write must go with the outer one")
		}
	})
}

func TestTheTransactionOfAnotherDatabaseIsNotJoined(t *testing.T) {
	a, b := dbtest.SQLite(t), dbtest.SQLite(t)
	for _, d := range []*db.DB{a, b} {
		write(t, d, `CREATE TABLE db_number (id TEXT PRIMARY KEY, n BIGINT NOT NULL)`)
	}
	a.Write(context.Background(), func(ctx context.Context, _ db.Tx) error {
		if err := exec(ctx, b, `INSERT INTO db_number (id, n) VALUES ('x', 1)`); err != nil {
			t.Error(err)
		}
		return errStop
	})
	if number(t, b, "x") != 1 || number(t, a, "x") != -1 {
		t.Error("the row landed in the wrong database")
	}
}

func TestASnapshotIsReadOnlyAndStandsStill(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `INSERT INTO db_number (id, n) VALUES ('a', 1)`)
		err := d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			before, err := db.Count(ctx, tx, `SELECT SUM(n) FROM db_number`)
			if err != nil {
				return err
			}
			write(t, d, `UPDATE db_number SET n = n + 10`) // somebody else, meanwhile
			after, err := db.Count(ctx, tx, `SELECT SUM(n) FROM db_number`)
			if before != 1 || after != 1 {
				t.Errorf("the snapshot moved from %d to %d", before, after)
			}
			if err := d.Write(ctx, func(context.Context, db.Tx) error { t.Error("a write began"); return nil }); err == nil {
				t.Error("Write inside Read must be refused")
			}
			return err
		})
		if err != nil || number(t, d, "a") != 11 {
			t.Errorf("%v, a = %d", err, number(t, d, "a"))
		}
	})
}

// TestNothingStaysOfAWriteInASnapshot is the wall behind the rule: PostgreSQL
// refuses the statement, SQLite forgets it with the snapshot.
func TestNothingStaysOfAWriteInASnapshot(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error { return add(ctx, tx, "a", 1) })
		if number(t, d, "a") != -1 || d.Engine == db.Postgres && err == nil {
			t.Errorf("a snapshot wrote: %v", err)
		}
	})
}

func TestCancellationCountsBeforeAWriteAndNotDuringIt(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(context.Background())
		err := d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
			cancel()
			return add(ctx, tx, "during", 1)
		})
		if err != nil || number(t, d, "during") != 1 {
			t.Errorf("a write that began must end on its own merits: %v", err)
		}
		err = d.Write(ctx, func(ctx context.Context, tx db.Tx) error { return add(ctx, tx, "before", 1) })
		if !errors.Is(err, context.Canceled) || number(t, d, "before") != -1 {
			t.Errorf("a write whose caller has gone must not begin: %v", err)
		}
	})
}

// TestNoIncrementIsLost reads and writes back, which only serialisable
// transactions keep right.
func TestNoIncrementIsLost(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `INSERT INTO db_number (id, n) VALUES ('counter', 0)`)
		const workers, rounds = 4, 50
		done := make([]int64, workers)
		var wait sync.WaitGroup
		for i := range workers {
			wait.Go(func() {
				for done[i] < rounds {
					switch err := increment(d); {
					case err == nil:
						done[i]++
					case !fault.Is(err, fault.Conflict): // which says: nothing happened, look again
						t.Error(err)
						return
					}
				}
			})
		}
		wait.Wait()
		if got := number(t, d, "counter"); got != workers*rounds {
			t.Errorf("%d, want %d", got, workers*rounds)
		}
		t.Logf("%d repeats", d.Repeats())
	})
}

func increment(d *db.DB) error {
	return d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		n, err := db.One(ctx, tx, db.Value[int64], `SELECT n FROM db_number WHERE id = 'counter'`)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE db_number SET n = $1 WHERE id = 'counter'`, n+1)
		return err
	})
}

// state is an error as PostgreSQL's driver gives it.
type state string

func (s state) Error() string    { return string(s) }
func (s state) SQLState() string { return string(s) }

// TestARaceThatIsLostAgainAndAgainIsAConflict runs on a clock of its own, so
// that the pauses between the repeats cost nothing.
func TestARaceThatIsLostAgainAndAgainIsAConflict(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		for code, repeated := range map[state]bool{"40001": true, "40P01": true, "42601": false} {
			synctest.Test(t, func(t *testing.T) {
				runs, began := 0, time.Now()
				err := d.Write(context.Background(), func(context.Context, db.Tx) error {
					runs++
					return fmt.Errorf("storing: %w", code)
				})
				if fault.Is(err, fault.Conflict) != repeated || repeated != (runs > 5) || runs > 20 || err == nil {
					t.Errorf("%s: %v after %d runs", code, err, runs)
				}
				if waited := time.Since(began); waited > 10*time.Second || repeated != (waited > 100*time.Millisecond) {
					t.Errorf("%s: gave up after %v", code, waited)
				}
			})
		}
	})
}

func TestACallerWhoLeavesEndsTheRepeats(t *testing.T) {
	d := dbtest.SQLite(t)
	ctx, cancel := context.WithCancel(context.Background())
	runs := 0
	err := d.Write(ctx, func(context.Context, db.Tx) error {
		if runs++; runs == 2 {
			cancel()
		}
		return state("40001")
	})
	if !errors.Is(err, context.Canceled) || runs != 2 {
		t.Errorf("%v after %d runs", err, runs)
	}
}

// TestAKeyTakenInARaceIsSeen: copies of one request look for the note that it was
// done, find none, and insert a row whose key nobody looked for. The losers run
// into that key, are repeated and find the winner's note, on every database.
func TestAKeyTakenInARaceIsSeen(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `CREATE TABLE db_name (name TEXT PRIMARY KEY)`)
		const copies = 4
		var together, looked sync.WaitGroup
		looked.Add(copies)
		errs := make(chan error, copies)
		for range copies {
			together.Go(func() {
				first := d.Engine == db.Postgres // SQLite lets one write at a time, so nobody else looks meanwhile
				errs <- d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
					n, err := db.One(ctx, tx, db.Value[int64], `SELECT COUNT(*) FROM db_number WHERE id = 'done'`)
					if first {
						first = false
						looked.Done()
						looked.Wait()
					}
					if err != nil || n > 0 {
						return err
					}
					if _, err := tx.Exec(ctx, `INSERT INTO db_name (name) VALUES ('x')`); err != nil {
						return err
					}
					return add(ctx, tx, "done", 1)
				})
			})
		}
		together.Wait()
		for range copies {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
	})
}

func TestDuplicate(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `CREATE TABLE db_pair (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, n BIGINT NOT NULL CHECK (n > 0))`)
		write(t, d, `INSERT INTO db_pair (id, name, n) VALUES (1, 'a', 1)`)
		for query, want := range map[string]bool{
			`INSERT INTO db_pair (id, name, n) VALUES (1, 'b', 1)`:  true, // primary key
			`INSERT INTO db_pair (id, name, n) VALUES (2, 'a', 1)`:  true, // unique
			`INSERT INTO db_pair (id, name, n) VALUES (3, 'c', -1)`: false,
			`INSERT INTO db_pair (id, name, n) VALUES (3, NULL, 1)`: false,
			`INSERT INTO nowhere (id) VALUES (1)`:                   false,
		} {
			if err := exec(context.Background(), d, query); err == nil || db.Duplicate(err) != want {
				t.Errorf("%s: %v", query, err)
			}
		}
		if db.Duplicate(nil) || db.Duplicate(errStop) {
			t.Error("other errors are no duplicates")
		}
	})
}

func TestReadingRows(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			for i := range int64(3) {
				if err := add(ctx, tx, fmt.Sprint(i), i); err != nil {
					return err
				}
			}
			all, err := db.All(ctx, tx, db.Value[int64], `SELECT n FROM db_number WHERE n > $1 ORDER BY n`, 0)
			if err != nil || len(all) != 2 || all[1] != 2 {
				t.Errorf("%v %v", all, err)
			}
			if n, err := db.Count(ctx, tx, `SELECT SUM(n) FROM db_number WHERE n > 99`); n != 0 || err != nil {
				t.Errorf("NULL counts as 0: %d %v", n, err)
			}
			if n, err := db.Count(ctx, tx, `SELECT n FROM db_number WHERE n > 99`); n != 0 || err != nil {
				t.Errorf("no row counts as 0: %d %v", n, err)
			}
			touched, err := tx.Exec(ctx, `UPDATE db_number SET n = n + 1 WHERE n >= 1`)
			if touched != 2 {
				t.Errorf("%d rows touched", touched)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestInstantsKeepTheirMicroseconds(t *testing.T) {
	at := time.Date(2020, 2, 29, 23, 59, 59, 123456789, time.FixedZone("CST", 8*3600))
	if got := db.Instant(db.Micros(at)); !got.Equal(at.Truncate(time.Microsecond)) || got.Location() != time.UTC {
		t.Error(got)
	}
	if db.Micros(time.Time{}) != 0 || !db.Instant(0).IsZero() {
		t.Error("the zero time is 0")
	}
	if db.Flag(true) != 1 || db.Flag(false) != 0 {
		t.Error("flags are 0 and 1")
	}
}
