package sim

// Loans told by seeds, over two years: on the day, late, in part, too much,
// backdated, taken back, chosen, paid back, restated, given up.

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// A thousand lives of a loan over two years: whatever becomes of it, after each
// step the trial balance is zero and ledger, schedule and statement agree; and
// over the seeds everything happens that the laws speak of.
func TestLives(t *testing.T) {
	ctx, seeds := context.Background(), 1000
	if n, err := strconv.Atoi(os.Getenv("KAIGONG_SEEDS")); err == nil {
		seeds = n
	}
	var stages []*Stage
	for variety := range uint64(6) {
		g, err := NewStage(ctx, t.TempDir(), variety)
		if err != nil {
			t.Fatal(err)
		}
		stages = append(stages, g)
	}
	all := Tally{}
	var mu sync.Mutex
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for seed := range next {
				r, err := stages[seed%len(stages)].Live(ctx, t.TempDir(), uint64(seed))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				all.Add(r)
				mu.Unlock()
			}
		})
	}
	for seed := range seeds {
		next <- seed
	}
	close(next)
	wait.Wait()
	t.Logf("%d seeds: %v", seeds, all)
	for _, what := range []string{"receipts", "backdated", "reversed", "chosen", "refunded", "restated", "defaulted", "written_off", "recovered", "drawn", "given_back", "waived", "months", "closed", "refused",
		"relief asked", "relief propose", "relief agree", "relief approve", "relief notice", "relief revoke", "taken over", "files refused", "receipts in files"} {
		if all[what] == 0 {
			t.Errorf("%s never happened", what)
		}
	}
}

func TestLivesOnEveryDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { lived(t, d, 5, 150) })
}

func lived(t *testing.T, d *db.DB, seed uint64, days int) Tally {
	t.Helper()
	r, err := RunLoans(context.Background(), d, seed, days)
	if err != nil {
		t.Errorf("%v", err)
	}
	return r
}
