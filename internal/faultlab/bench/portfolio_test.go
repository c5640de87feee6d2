//go:build measure

package bench

// A county's loans under one relief policy, beside the same loans as agreed.

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/portfolio"
	"kaigong.example/kaigong/internal/platform/clock"
)

const positions = 1_000_000

// county hands the job's loans out, ten times over, with numbers of lenders,
// industries and classes.
func county() portfolio.Source {
	k := 0
	return func(batch []portfolio.Position) (int, error) {
		n := min(len(batch), positions-k)
		for i := range batch[:n] {
			p := &batch[i]
			p.Terms = terms()
			setTerms(&p.Terms, k%contracts)
			p.Lender, p.Industry, p.Class = k%12, k%97, k%5
			k++
		}
		return n, nil
	}
}

// deferral pauses principal and interest of every loan for three months, and
// moves its end by as many.
func deferral() portfolio.Scenario {
	return portfolio.Scenario{Name: "deferral", At: loan.Civil(2021, 3, 1), Change: func(_ *portfolio.Position, t *loan.Terms) {
		begin := t.InitialExchangeDate
		y, m, _ := begin.Date()
		resumes := begin.AddMonths((2021-y)*12 + 3 - m + 4)
		t.MaturityDate = t.MaturityDate.AddMonths(3)
		t.PrincipalRedemption.Anchor, t.InterestPayment.Anchor = resumes, resumes
	}}
}

// TestBenchPortfolio prints both runs, in processor time and as people wait.
func TestBenchPortfolio(t *testing.T) {
	cores := runtime.NumCPU()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	shape := portfolio.Shape{From: loan.Civil(2020, 1, 1), Months: 72, Lenders: 12, Industries: 97, Classes: 5}
	var took [2]time.Duration
	for i, s := range []portfolio.Scenario{{Name: "as agreed"}, deferral()} {
		var waited time.Duration
		var heap uint64
		for range 3 {
			begun, clockBegun := used(t), clock.System()
			sums, err := portfolio.Run(context.Background(), county(), []portfolio.Scenario{s}, shape, portfolio.Options{Workers: cores, Batch: 1000, Progress: func(done int) {
				if done%250_000 == 0 {
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					heap = max(heap, m.HeapAlloc)
				}
			}})
			if err != nil || sums[0].Contracts != positions {
				t.Fatalf("%d contracts, %v", sums[0].Contracts, err)
			}
			if d := used(t) - begun; took[i] == 0 || d < took[i] {
				took[i], waited = d, clock.System().Sub(clockBegun)
			}
		}
		fmt.Printf("%-10s %d contracts: %.2f s of processor time = %.2f of as agreed, %.2f s on %d cores, heap at most %.1f MB\n", s.Name, positions, took[i].Seconds(), took[i].Seconds()/took[0].Seconds(), waited.Seconds(), cores, float64(heap)/1e6)
	}
}
