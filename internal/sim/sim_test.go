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
	"testing"

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
	if all.Contracts == 0 || all.Payouts == 0 || all.Receipts == 0 || all.Refused == 0 || all.Readings == 0 || all.Meddled == 0 {
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
	return Result{r.Steps + x.Steps, r.Days + x.Days, r.Refused + x.Refused, r.Meddled + x.Meddled, r.Applications + x.Applications, r.Contracts + x.Contracts, r.Readings + x.Readings, r.Payouts + x.Payouts, r.Receipts + x.Receipts}
}

// A law that cannot be broken guards nothing: each is broken by hand here, and
// found.
func TestLawsAreFoundBroken(t *testing.T) {
	w, _ := load(t, dbtest.SQLite(t))
	for _, x := range []struct{ law, edit string }{
		{"never negative", `UPDATE ledger_guard SET balance_fen = -1 WHERE account_id = (SELECT MIN(account_id) FROM ledger_guard)`},
		{"what is set aside", `UPDATE origination_offer SET state = 'issued' WHERE id = (SELECT MIN(id) FROM origination_offer WHERE state = 'expired')`},
		{"at most one accepted", `UPDATE origination_offer SET state = 'accepted', application_id = (SELECT MIN(application_id) FROM origination_offer WHERE state = 'accepted')`},
		{"terms that were accepted", `UPDATE servicing_contract SET terms_hash = 'x'`},
		{"one open application", `UPDATE origination_application SET state = 'submitted', borrower_id = 'x', purpose = 'rent'`},
		{"names its ground", `UPDATE identity_disclosure SET ground = ''`},
		{"was live and covered", `UPDATE identity_consent SET to_us = 1`},
		{"was live and covered", `UPDATE identity_disclosure SET class = 'secrets'`},
		{"has one", `UPDATE identity_disclosure SET ground = 'contract_file' WHERE case_id IN (SELECT id FROM origination_application WHERE contract_id = '')`},
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
