package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

var ctx = context.Background()

// place asks for a job, each a moment after the one before.
func (b *bench) place(t *testing.T, o Order) {
	t.Helper()
	b.now = b.now.Add(time.Millisecond)
	if err := b.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return b.Place(ctx, tx, o) }); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) depth(t *testing.T) int64 {
	t.Helper()
	n, err := b.Depth(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAFailingJobKeepsNoOtherUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, did := queue(t, d), 0
		q.Handle("bad", func(context.Context, db.Tx, []byte) error { return errors.New("bad") })
		q.Handle("worse", func(context.Context, db.Tx, []byte) error { panic("worse") })
		q.Handle("good", func(context.Context, db.Tx, []byte) error { did++; return nil })
		for _, kind := range []string{"bad", "good", "worse", "good", "unknown", "good"} {
			q.add(t, kind)
			q.now = q.now.Add(time.Millisecond)
		}
		if err := q.Drain(ctx); err == nil || did != 3 || q.depth(t) != 3 {
			t.Fatalf("%v; %d done, %d left", err, did, q.depth(t))
		}
		if q.Done() != 3 || q.Failed() != 3 {
			t.Errorf("counted %d done, %d failed", q.Done(), q.Failed())
		}
	})
}

func TestJobsRunInTheOrderOfAsking(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, got := queue(t, d), ""
		q.Handle("x", func(_ context.Context, _ db.Tx, payload []byte) error { got += string(payload); return nil })
		for i := range 9 {
			q.place(t, Order{Kind: "x", Payload: i})
		}
		if err := q.Drain(ctx); err != nil || got != "012345678" {
			t.Errorf("%s %v", got, err)
		}
	})
}

func TestAJobWaitsForItsTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, did := queue(t, d), 0
		q.Handle("x", func(context.Context, db.Tx, []byte) error { did++; return nil })
		q.place(t, Order{Kind: "x", RunAfter: q.now.Add(time.Hour)})
		for _, want := range []int{0, 1} {
			if err := q.Drain(ctx); err != nil || did != want {
				t.Fatalf("%d runs, want %d: %v", did, want, err)
			}
			q.now = q.now.Add(time.Hour)
		}
	})
}

func TestOneJobWaitsForEachKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, did := queue(t, d), 0
		q.Handle("x", func(ctx context.Context, tx db.Tx, _ []byte) error {
			did++
			if did == 1 {
				return q.Place(ctx, tx, Order{Kind: "x", Key: "a"}) // asks for the next one of its key
			}
			return nil
		})
		q.Handle("y", func(context.Context, db.Tx, []byte) error { did += 100; return nil })
		for range 3 {
			q.place(t, Order{Kind: "x", Key: "a"})
		}
		q.place(t, Order{Kind: "x", Key: "b"})
		q.place(t, Order{Kind: "y", Key: "a"})
		q.place(t, Order{Kind: "y"})
		q.place(t, Order{Kind: "y"})
		if err := q.Drain(ctx); err != nil || did != 303 {
			t.Errorf("%d: %v", did, err)
		}
	})
}

func TestADeadJobWithAKeyIsNotInTheWay(t *testing.T) {
	q, broken := queue(t, dbtest.SQLite(t)), true
	q.Handle("x", func(context.Context, db.Tx, []byte) error {
		if broken {
			return errors.New("broken")
		}
		return nil
	})
	q.place(t, Order{Kind: "x", Key: "a"})
	for range maxTries {
		q.Drain(ctx)
		q.now = q.now.Add(time.Hour)
	}
	q.place(t, Order{Kind: "x", Key: "a"})
	err := q.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		dead, err := q.Dead(ctx, tx)
		if err != nil || len(dead) != 1 {
			t.Fatalf("%+v %v", dead, err)
		}
		return q.Revive(ctx, tx, dead[0].ID)
	})
	if !fault.Is(err, fault.NotFound) || q.depth(t) != 1 {
		t.Errorf("beside a waiting job of its key a dead one stays dead: %v, %d wait", err, q.depth(t))
	}
}

func TestAWorkerWhoLostTheLeaseUndoesItsWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, effects := queue(t, d), 0
		q.Handle("effect", func(context.Context, db.Tx, []byte) error { effects++; return nil })
		q.Handle("x", func(ctx context.Context, tx db.Tx, _ []byte) error { return q.Enqueue(ctx, tx, "effect", nil) })
		q.add(t, "x")
		slow, err := q.claim(ctx)
		if err != nil || len(slow) != 1 {
			t.Fatal(err)
		}
		q.now = q.now.Add(2 * lease)
		if err := q.Drain(ctx); err != nil { // another worker does it
			t.Fatal(err)
		}
		if err := q.do(ctx, slow[0]); err != nil { // and then the slow one
			t.Fatal(err)
		}
		if err := q.Drain(ctx); err != nil || effects != 1 {
			t.Errorf("%d effects: %v", effects, err)
		}
	})
}

func TestAWorkerWhoLostTheLeaseLeavesTheJobToItsHolder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, runs := queue(t, d), 0
		q.Handle("x", func(context.Context, db.Tx, []byte) error { runs++; return nil })
		q.add(t, "x")
		slow, err := q.claim(ctx)
		if err != nil {
			t.Fatal(err)
		}
		q.now = q.now.Add(2 * lease)
		holder, err := q.claim(ctx)
		if err != nil || len(slow) != 1 || len(holder) != 1 {
			t.Fatal(err)
		}
		if err := q.do(ctx, slow[0]); err != nil || runs != 0 || q.depth(t) != 1 {
			t.Errorf("the slow worker took it: %d runs, %v", runs, err)
		}
		if err := q.postpone(ctx, slow[0], errors.New("late")); err != nil {
			t.Error(err)
		}
		if err := q.do(ctx, holder[0]); err != nil || runs != 1 || q.depth(t) != 0 {
			t.Errorf("the holder could not end it: %d runs, %v", runs, err)
		}
	})
}

func TestManyWorkersDoEachJobOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first := queue(t, d)
		for range 60 {
			first.add(t, "x")
		}
		var kept atomic.Int64
		var wait sync.WaitGroup
		for range 3 {
			q := New(d, first.Now, first.NewID, first.Log)
			q.Handle("x", func(ctx context.Context, tx db.Tx, _ []byte) error { return nil })
			wait.Go(func() {
				if err := q.Drain(ctx); err != nil {
					t.Error(err)
				}
				kept.Add(q.Done())
			})
		}
		wait.Wait()
		if kept.Load() != 60 || first.depth(t) != 0 {
			t.Errorf("%d done, %d left", kept.Load(), first.depth(t))
		}
	})
}

func TestPausesDoubleAndDiffer(t *testing.T) {
	var all []time.Duration
	for i := range 20 {
		early, late := pause(Job{ID: fmt.Sprint(i), Tries: 1}), pause(Job{ID: fmt.Sprint(i), Tries: 8})
		if early < time.Second || early > 2*time.Second || late < 128*time.Second || late > 256*time.Second {
			t.Errorf("%v, %v", early, late)
		}
		all = append(all, early)
	}
	slices.Sort(all)
	if len(slices.Compact(all)) < 15 {
		t.Error("jobs that failed together come back together")
	}
}

func TestPeriodicWorkIsDoneByOneProgram(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a, did := queue(t, d), 0
		b := &bench{Queue: New(d, a.Now, a.NewID, a.Log)}
		programs := []*Queue{a.Queue, b.Queue}
		if d.Engine == db.SQLite {
			programs = programs[:1] // a file has one program
		}
		for _, q := range programs {
			q.Every("sweep", 5*time.Second, func(context.Context) error { did++; return nil })
		}
		for range 4 {
			for _, q := range programs {
				q.due(ctx)
				q.due(ctx)
			}
			a.now = a.now.Add(5 * time.Second)
		}
		if did != 4 {
			t.Errorf("%d turns in 4 intervals", did)
		}
	})
}

func TestATurnOfADeadProgramPassesOn(t *testing.T) {
	dbtest.EachServer(t, func(t *testing.T, d *db.DB) {
		q, did := queue(t, d), 0
		q.Every("sweep", time.Second, func(context.Context) error { did++; return nil })
		if mine, err := q.take(ctx, &q.periodic[0], q.now); !mine || err != nil { // and dies
			t.Fatal(err)
		}
		q.now = q.now.Add(lease / 2)
		q.due(ctx)
		if did != 0 {
			t.Error("the turn was taken away from a program that may be at it")
		}
		q.now = q.now.Add(lease)
		if q.due(ctx); did != 1 {
			t.Error("the turn was lost with the program")
		}
	})
}

func TestRunWakesUpAndSurvivesPanics(t *testing.T) {
	q := queue(t, dbtest.SQLite(t))
	did, swept := make(chan bool, 1), make(chan bool, 1)
	q.Handle("x", func(context.Context, db.Tx, []byte) error { did <- true; return nil })
	q.Every("bad", time.Hour, func(context.Context) error { panic("bad sweeper") })
	q.Every("good", time.Hour, func(context.Context) error { swept <- true; return nil })
	running, stop := context.WithCancel(ctx)
	ended := make(chan bool)
	go func() { q.Run(running); close(ended) }()
	<-swept
	began := time.Now()
	q.add(t, "x")
	q.Wake()
	<-did
	if waited := time.Since(began); waited > poll*3/4 {
		t.Errorf("woke after %v", waited)
	}
	stop()
	<-ended
	if err := q.Sweep(ctx); err == nil {
		t.Error("Sweep must tell that work failed")
	}
	<-swept
}
