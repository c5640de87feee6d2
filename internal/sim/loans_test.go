package sim

// Loans told by seeds, over more than a year: late, in part, too much, backdated,
// taken back, chosen, paid back, restated. Over the seeds everything happens.

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func TestLives(t *testing.T) {
	seeds, days := 4, 420
	if os.Getenv("KAIGONG_FAULTS") == "full" {
		seeds, days = 60, 730
	}
	if n, err := strconv.Atoi(os.Getenv("KAIGONG_SEEDS")); err == nil {
		seeds = n
	}
	var all LoanResult
	for seed := range seeds {
		t.Run(fmt.Sprintf("sqlite/seed %d", seed), func(t *testing.T) {
			x := lived(t, dbtest.SQLite(t), uint64(seed), days)
			all = LoanResult{all.Steps + x.Steps, all.Refused + x.Refused, all.Receipts + x.Receipts, all.Backdated + x.Backdated, all.Reversed + x.Reversed,
				all.Chosen + x.Chosen, all.Refunded + x.Refunded, all.Restated + x.Restated, all.Defaulted + x.Defaulted, all.WrittenOff + x.WrittenOff, all.Recovered + x.Recovered, all.Months + x.Months, all.Closed + x.Closed}
		})
	}
	t.Logf("%d seeds of %d days: %+v", seeds, days, all)
	if all.Receipts == 0 || all.Backdated == 0 || all.Reversed == 0 || all.Chosen == 0 || all.Refunded == 0 || all.Restated == 0 || all.Defaulted == 0 || all.WrittenOff == 0 || all.Recovered == 0 || all.Months == 0 || all.Closed == 0 || all.Refused == 0 {
		t.Errorf("something never happened: %+v", all)
	}
}

func TestLivesOnEveryDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { lived(t, d, 5, 150) })
}

func lived(t *testing.T, d *db.DB, seed uint64, days int) LoanResult {
	t.Helper()
	r, err := RunLoans(context.Background(), d, seed, days)
	if err != nil {
		t.Errorf("%v", err)
	}
	return r
}
