package sim

// Days in the life of the alliance, told by seeds. A failure names seed and
// step, and the same seed tells the same story again.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// Whatever the actors do, the laws hold after every step; and over the seeds
// everything happens that the laws speak of, or they were never tried.
func TestSimulation(t *testing.T) {
	seeds, days := 6, 12
	if os.Getenv("KAIGONG_FAULTS") == "full" {
		seeds, days = 60, 40
	}
	if n, err := strconv.Atoi(os.Getenv("KAIGONG_SEEDS")); err == nil {
		seeds = n
	}
	var all Result
	for seed := range seeds {
		t.Run(fmt.Sprintf("sqlite/seed %d", seed), func(t *testing.T) {
			all = all.plus(simulated(t, dbtest.SQLite(t), uint64(seed), days))
		})
	}
	t.Logf("%d seeds of %d days: %+v", seeds, days, all)
	if all.Contracts == 0 || all.Payouts == 0 || all.Receipts == 0 || all.Refused == 0 || all.Readings == 0 || all.Meddled == 0 || all.Together == 0 {
		t.Errorf("something never happened: %+v", all)
	}
}

func TestSimulationOnEveryDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { simulated(t, d, 7, 6) })
}

// The seed alone decides what happens.
func TestSeedRepeats(t *testing.T) {
	if a, b := simulated(t, dbtest.SQLite(t), 3, 5), simulated(t, dbtest.SQLite(t), 3, 5); a != b {
		t.Errorf("one seed, two stories: %+v and %+v", a, b)
	}
}

func simulated(t *testing.T, d *db.DB, seed uint64, days int) Result {
	t.Helper()
	r, err := Run(context.Background(), d, seed, days)
	if err != nil {
		t.Errorf("%v\nrepeat with: kaigong sim --seed %d --days %d", err, seed, days)
	}
	return r
}

func (r Result) plus(x Result) Result {
	return Result{r.Steps + x.Steps, r.Days + x.Days, r.Refused + x.Refused, r.Meddled + x.Meddled, r.Applications + x.Applications, r.Contracts + x.Contracts, r.Together + x.Together, r.Readings + x.Readings, r.Payouts + x.Payouts, r.Receipts + x.Receipts}
}

// TestManyAtOnce: the laws hold in every snapshot while six people act at the
// same moment, lenders on the same funds and owners on the same offers.
func TestManyAtOnce(t *testing.T) {
	rounds := 25
	if os.Getenv("KAIGONG_FAULTS") == "full" {
		rounds = 300
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		s, err := cast(ctx, d, 21)
		if err != nil {
			t.Fatal(err)
		}
		var all Result
		for day := range 6 {
			all = all.plus(s.crowd(t, ctx, uint64(day), rounds))
			next := s.App.Calendar.OnOrAfter(clock.DateOf(s.App.Now(), s.App.Calendar.Zone()).AddDays(1))
			if err := s.until(ctx, next.At(9, 0, s.App.Calendar.Zone())); err != nil {
				t.Fatal(err)
			}
		}
		r, err := s.App.Verify(ctx)
		if err != nil || len(r.Differences) > 0 {
			t.Errorf("log and tables: %v, %v", r.Differences, err)
		}
		t.Logf("%+v", all)
		if all.Contracts == 0 || all.Refused == 0 || all.Applications == 0 {
			t.Error("something never happened")
		}
	})
}

// crowd lets six people act at once, each by dice of their own.
func (s *actors) crowd(t *testing.T, ctx context.Context, seed uint64, rounds int) (all Result) {
	t.Helper()
	workers := make([]*actors, 6)
	var wg sync.WaitGroup
	for i := range workers {
		w := &actors{World: s.World, data: s.data, people: s.people, dice: dice(seed*100 + uint64(i)), crowded: true}
		workers[i] = w
		wg.Go(func() {
			for range rounds {
				if err := w.step(ctx); err != nil {
					t.Errorf("day %d, worker %d, step %d: %v", seed, i, w.result.Steps, err)
					return
				}
			}
		})
	}
	wg.Wait()
	for _, w := range workers {
		all = all.plus(w.result)
	}
	return all
}

// A law that cannot be broken guards nothing: each is broken by hand here, and
// found.
func TestLawsAreFoundBroken(t *testing.T) {
	w, _ := load(t, dbtest.SQLite(t))
	for _, x := range []struct{ law, edit string }{
		{"never negative", `UPDATE ledger_guard SET balance_fen = -1 WHERE account_id = (SELECT MIN(account_id) FROM ledger_guard)`},
		{"what is set aside", `UPDATE origination_offer SET state = 'issued' WHERE id = (SELECT MIN(id) FROM origination_offer WHERE state = 'expired')`},
		{"one winning set", `UPDATE auditlog_entry SET case_id = (SELECT MIN(case_id) FROM auditlog_entry WHERE kind = 'origination.application.choose') WHERE kind = 'origination.application.choose'`},
		{"no more than was asked", `UPDATE origination_application SET amount_fen = 1 WHERE state = 'funded'`},
		{"one contract, with its terms", `UPDATE servicing_contract SET terms_hash = 'x'`},
		{"one contract, with its terms", `UPDATE origination_offer SET contract_id = (SELECT MIN(contract_id) FROM origination_offer WHERE contract_id <> '') WHERE contract_id <> ''`},
		{"what is sealed stores nothing", `UPDATE origination_offer SET opened_us = 0 WHERE id = (SELECT MIN(id) FROM origination_offer)`},
		{"no offer is open before", `UPDATE origination_application SET state = 'in_review' WHERE state = 'funded'`},
		{"one open application", `UPDATE origination_application SET state = 'offers_open', borrower_id = 'x', purpose = 'rent'`},
		{"names its ground", `UPDATE identity_disclosure SET ground = ''`},
		{"was live and covered", `UPDATE identity_consent SET to_us = 1`},
		{"was live and covered", `UPDATE identity_disclosure SET class = 'secrets'`},
		{"has one", `UPDATE identity_disclosure SET ground = 'contract_file' WHERE case_id IN (SELECT application_id FROM origination_offer WHERE contract_id = '')`},
		{"waits for nobody", `INSERT INTO flow_task SELECT 'offer', id, 'x', '', '', '', '', '', 0, '', '', 0, 0, 0, 0 FROM origination_offer WHERE state = 'expired'`},
	} {
		t.Run(x.law, func(t *testing.T) { broken(t, w, x.law, x.edit) })
	}
}

// broken edits the tables, asks, and takes the edit back.
func broken(t *testing.T, w *World, law, edit string) {
	undo := errors.New("undo")
	err := w.App.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		if err := obeyed(ctx, tx); err != nil {
			t.Errorf("before the edit: %v", err)
		}
		if _, err := tx.Exec(ctx, edit); err != nil {
			return err
		}
		if err := obeyed(ctx, tx); err == nil || !strings.Contains(err.Error(), law) {
			t.Errorf("%s\nfound %v, expected: %s", edit, err, law)
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Error(err)
	}
}
