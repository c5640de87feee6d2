//go:build measure

package main

// The set "roads" of make bench-route: networks of 140 junctions drawn from
// seeds, for which nobody knows the optimum. What a run of ten times the budget
// or any other run found is what each is measured by.

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/arcroutetest"
)

// benchRoads compares with a run of ROUTE_LONG times the budget, 0 for none.
func benchRoads(b *testing.B, cpu time.Duration, seeds int, sums ...*score) {
	longer, err := strconv.Atoi(setting("ROUTE_LONG", "10"))
	if err != nil {
		b.Fatal(err)
	}
	fmt.Printf("\n%-16s the best of all runs counts as known, of them one of %d times the budget\n", "roads", longer)
	s, rival := &score{}, &score{}
	for _, r := range arcroutetest.Counties() {
		in := r.Draw()
		var runs []roundsRun
		known := int64(math.MaxInt64)
		if longer > 0 {
			known = runOnce(b, in, time.Duration(longer)*cpu, 1000).cost
		}
		for seed := 1; seed <= seeds; seed++ {
			runs = append(runs, runOnce(b, in, cpu, uint64(seed)))
			known = min(known, runs[seed-1].cost)
		}
		theirs := raced(in, cpu, seeds)
		for _, r := range theirs {
			known = min(known, r.cost)
		}
		in.KnownUpper = known
		reportRuns(in, runs, append(sums, s)...)
		if theirs != nil {
			reportRuns(in, theirs, rival)
		}
	}
	s.print("roads")
	if rival.runs > 0 {
		rival.print("genetic search on roads")
	}
}

// raced lets the genetic search plan the same network at equal CPU time, where
// ROUTE_RIVAL asks for it.
func raced(in *arcroute.Instance, cpu time.Duration, seeds int) (runs []roundsRun) {
	if setting("ROUTE_RIVAL", "") == "" {
		return nil
	}
	for seed := 1; seed <= seeds; seed++ {
		begun := cpuTime()
		h := newRival(in, uint64(seed), func() float64 { return float64(cpuTime()-begun) / float64(cpu) })
		runs = append(runs, roundsRun{cost: h.plan(), at: h.at * cpu.Seconds(), rate: float64(h.rounds) / cpu.Seconds()})
	}
	return runs
}

// roundsRun is what one run came to.
type roundsRun struct {
	cost, bound int64
	at, rate    float64
}

// runOnce plans one network; run has the verifier accept the plan.
func runOnce(b *testing.B, in *arcroute.Instance, cpu time.Duration, seed uint64) roundsRun {
	w := &roundsWork{in: in, cpu: cpu, seed: seed}
	f, _, err := w.run(context.Background())
	if err != nil {
		b.Fatalf("%s: %v", in.Name, err)
	}
	return roundsRun{f.Cost, f.Bound, f.SecondsToBest, float64(f.Iterations) / (cpuTime() - w.begun).Seconds()}
}

// reportRuns prints the row of one network and adds it to the sums.
func reportRuns(in *arcroute.Instance, runs []roundsRun, sums ...*score) {
	best, lower, n := runs[0].cost, int64(0), float64(len(runs))
	var at, rate, mean, worst float64
	for _, r := range runs {
		gap := 100 * float64(r.cost-in.KnownUpper) / float64(in.KnownUpper)
		best, lower, worst = min(best, r.cost), max(lower, r.bound), max(worst, gap)
		at, rate, mean = at+r.at/n, rate+r.rate/n, mean+gap/n
		for _, s := range sums {
			s.add(gap)
		}
	}
	for _, s := range sums {
		s.instances++
		s.boundGaps += 100 * float64(in.KnownUpper-lower) / float64(in.KnownUpper)
		if lower == best {
			s.proven++
		}
	}
	fmt.Printf("%-16s %8d %8d %8.3f %8.3f %8d %8v %8.2fs %9.0f\n", in.Name, best, in.KnownUpper, mean, worst, lower, lower == best, at, rate)
}
