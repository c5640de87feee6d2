package sim

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func load(t testing.TB, d *db.DB) (*World, Data) {
	t.Helper()
	ctx := context.Background()
	a, err := Open(ctx, Options{DB: d, BaseURL: "http://localhost"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := Fenghe()
	if err != nil {
		t.Fatal(err)
	}
	w := NewWorld(a, nil)
	if err := w.Load(ctx, data, Present()); err != nil {
		t.Fatal(err)
	}
	return w, data
}

// The loans of the demo come to what a second computation found, the log agrees
// with the tables, and the books with each other.
func TestDemoComesToWhatIsExpected(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, data := load(t, d)
		ctx := context.Background()
		diff, err := w.Compare(ctx, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range diff {
			t.Error(x)
		}
		r, err := w.App.Verify(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range r.Differences {
			t.Error(x)
		}
		t.Logf("%d entries, %d facts", r.Entries, r.Facts)
		states(t, w, map[string]string{"AP04": "funded", "AP08": "funded", "AP12": "expired", "AP16": "withdrawn"})
	})
}

func states(t *testing.T, w *World, want map[string]string) {
	t.Helper()
	ctx, err := w.As(context.Background(), Liaison, "")
	if err != nil {
		t.Fatal(err)
	}
	for ref, state := range want {
		v, err := w.App.Origination.View(ctx, w.ID(ref))
		if err != nil || string(v.Application.State) != state {
			t.Errorf("%s is %s (%v), expected %s", ref, v.Application.State, err, state)
		}
	}
}
