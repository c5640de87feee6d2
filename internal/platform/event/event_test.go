package event

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
	"kaigong.example/kaigong/internal/platform/job"
)

var ctx = context.Background()

func bus(t *testing.T, d *db.DB) (*Bus, func(time.Duration)) {
	t.Helper()
	if err := d.Migrate(ctx, db.Source{Name: job.Name, Files: job.Files}); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2020, 2, 3, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	q := job.New(d, clock, id.New(clock, rand.Reader).Next, slog.New(slog.NewTextHandler(io.Discard, nil)))
	return New(q), func(by time.Duration) { now = now.Add(by) }
}

func publish(t *testing.T, d *db.DB, b *Bus, end error) {
	t.Helper()
	err := d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		return errors.Join(b.Publish(ctx, tx, "loan.funded", map[string]int{"n": 7}), end)
	})
	if !errors.Is(err, end) {
		t.Fatal(err)
	}
}

func TestEverySubscriberIsToldOnceAfterTheCommit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b, _ := bus(t, d)
		told := map[string]string{}
		for _, name := range []string{"origination", "notices"} {
			b.Subscribe("loan.funded", name, func(_ context.Context, _ db.Tx, payload []byte) error { told[name] += string(payload); return nil })
		}
		b.Subscribe("loan.closed", "notices", func(context.Context, db.Tx, []byte) error { t.Error("another event"); return nil })
		publish(t, d, b, nil)
		if len(told) != 0 {
			t.Error("told inside the publisher's transaction")
		}
		for range 2 {
			if err := b.Jobs.Drain(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if told["origination"] != `{"n":7}` || told["notices"] != `{"n":7}` {
			t.Errorf("%v", told)
		}
	})
}

func TestWhatWasRolledBackIsNotPublished(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b, _ := bus(t, d)
		b.Subscribe("loan.funded", "x", func(context.Context, db.Tx, []byte) error { t.Error("told"); return nil })
		publish(t, d, b, errors.New("refused"))
		if err := b.Jobs.Drain(ctx); err != nil {
			t.Fatal(err)
		}
	})
}

func TestASubscriberThatFailsKeepsNoOtherFromHearing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b, wait := bus(t, d)
		bad, good := 0, 0
		b.Subscribe("loan.funded", "bad", func(context.Context, db.Tx, []byte) error {
			if bad++; bad == 1 {
				return errors.New("not yet")
			}
			return nil
		})
		b.Subscribe("loan.funded", "good", func(context.Context, db.Tx, []byte) error { good++; return nil })
		publish(t, d, b, nil)
		if err := b.Jobs.Drain(ctx); err == nil {
			t.Error("the failure must be told")
		}
		wait(time.Minute)
		if err := b.Jobs.Drain(ctx); err != nil || bad != 2 || good != 1 {
			t.Errorf("bad %d, good %d: %v", bad, good, err)
		}
	})
}
