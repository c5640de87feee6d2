package job

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/id"
)

type bench struct {
	*Queue
	now time.Time
}

func queue(t *testing.T, d *db.DB) *bench {
	t.Helper()
	if err := d.Migrate(context.Background(), db.Source{Name: Name, Files: Files}); err != nil {
		t.Fatal(err)
	}
	b := &bench{now: time.Date(2020, 2, 3, 9, 0, 0, 0, time.UTC)}
	now := func() time.Time { return b.now }
	b.Queue = New(d, now, id.New(now, rand.Reader).Next, slog.New(slog.NewTextHandler(io.Discard, nil)))
	return b
}

func (b *bench) add(t *testing.T, kind string) {
	t.Helper()
	if err := b.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error { return b.Enqueue(ctx, tx, kind, 7) }); err != nil {
		t.Fatal(err)
	}
}

func TestAJobOfARolledBackTransactionNeverRuns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(t, d)
		q.Handle("x", func(context.Context, db.Tx, []byte) error { t.Error("ran"); return nil })
		d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			q.Enqueue(ctx, tx, "x", nil)
			return errors.New("roll back")
		})
		if err := q.Drain(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestEffectAndEndOfAJobAreOneTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(t, d)
		runs := 0
		q.Handle("x", func(ctx context.Context, tx db.Tx, _ []byte) error {
			runs++
			if err := q.Enqueue(ctx, tx, "y", nil); err != nil {
				return err
			}
			if runs == 1 {
				return errors.New("fails after its effect")
			}
			return nil
		})
		effects := 0
		q.Handle("y", func(context.Context, db.Tx, []byte) error { effects++; return nil })
		q.add(t, "x")
		if err := q.Drain(context.Background()); err == nil {
			t.Fatal("the failure must be told")
		}
		q.now = q.now.Add(time.Hour)
		if err := q.Drain(context.Background()); err != nil || runs != 2 || effects != 1 {
			t.Fatalf("%v, %d runs, %d effects", err, runs, effects)
		}
	})
}

func TestAJobThatKeepsFailingIsDeadAndCanBeRevived(t *testing.T) {
	q := queue(t, dbtest.SQLite(t))
	broken := true
	q.Handle("x", func(context.Context, db.Tx, []byte) error {
		if broken {
			return errors.New("still broken")
		}
		return nil
	})
	q.add(t, "x")
	for range maxTries + 3 {
		q.Drain(context.Background())
		q.now = q.now.Add(time.Hour)
	}
	err := q.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		dead, err := q.Dead(ctx, tx)
		if err != nil || len(dead) != 1 || dead[0].Tries != maxTries || dead[0].Error != "still broken" {
			t.Fatalf("%+v %v", dead, err)
		}
		return q.Revive(ctx, tx, dead[0].ID)
	})
	broken = false
	if err != nil || q.Drain(context.Background()) != nil {
		t.Fatal(err)
	}
	if n, _ := q.Depth(context.Background()); n != 0 {
		t.Fatalf("%d left", n)
	}
}

func TestAClaimedJobIsLeftAloneUntilItsLeaseEnds(t *testing.T) {
	q := queue(t, dbtest.SQLite(t))
	q.Handle("x", func(context.Context, db.Tx, []byte) error { return nil })
	q.add(t, "x")
	first, _ := q.claim(context.Background())
	second, _ := q.claim(context.Background())
	q.now = q.now.Add(2 * lease)
	third, _ := q.claim(context.Background())
	if len(first) != 1 || len(second) != 0 || len(third) != 1 {
		t.Fatalf("%d %d %d", len(first), len(second), len(third))
	}
}
