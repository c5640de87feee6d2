package main

// One network planned under a budget of CPU time or iterations.

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"syscall"
	"time"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/bound"
	"kaigong.example/kaigong/engine/arcroute/solver"
	"kaigong.example/kaigong/engine/arcroute/verify"
)

// roundsWork is one network with its budget.
type roundsWork struct {
	in         *arcroute.Instance
	cpu        time.Duration // 0 for none
	iterations int64
	seed       uint64
	start      *arcroute.Plan
	leaving    int64
	progress   io.Writer // nil for none

	begun  time.Duration
	bestAt time.Duration
	first  time.Duration // CPU time until the first plan
	bound  int64
}

// The bound may take this share of the CPU time, and where that is less than
// half a second, up to the larger share.
const (
	boundShare = 0.08
	boundMost  = 0.25
	boundLeast = 500 * time.Millisecond
	boundWork  = 500_000_000 // operations, about half a second
)

// run bounds, plans and verifies. A plan that the verifier refuses is never
// handed out.
func (w *roundsWork) run(ctx context.Context) (*arcroute.PlanFile, *arcroute.Plan, error) {
	w.begun = cpuTime()
	edges, _ := solver.Treated(w.in)
	if w.progress != nil {
		fmt.Fprintf(w.progress, "%s: %d segments, looking for what no plan can be below", w.in.Name, len(edges))
	}
	w.bound = bound.Lower(w.in, edges, bound.Options{Work: w.work(), Stop: func() bool { return ctx.Err() != nil || w.bounded() }}).Value
	r, err := solver.Solve(ctx, w.in, solver.Options{Seed: w.seed, Iterations: w.iterations, Spent: w.meter(), Target: w.bound, Found: w.found, Start: w.start, Leaving: w.leaving})
	if w.progress != nil {
		fmt.Fprint(w.progress, "\r\033[K")
	}
	if err != nil {
		return nil, nil, err
	}
	if faults := verify.Check(w.in, r.Plan); len(faults) > 0 {
		return nil, nil, fmt.Errorf("the verifier refuses the plan: %w", faults[0])
	}
	f := r.Plan.File(w.in)
	f.Bound, f.Gap, f.Iterations = w.bound, gap(f.Cost, w.bound), r.Iterations
	if w.start != nil {
		f.Moved = solver.Moved(w.start, r.Plan)
	}
	if w.cpu > 0 { // under iterations alone, equal runs print equal bytes
		f.SecondsToBest = math.Round(w.bestAt.Seconds()*1000) / 1000
	}
	return f, r.Plan, nil
}

// meter is the share of CPU time used, nil where iterations alone count.
func (w *roundsWork) meter() func() float64 {
	if w.cpu == 0 {
		return nil
	}
	return w.spent
}

func (w *roundsWork) spent() float64 {
	if w.cpu == 0 {
		return 0
	}
	return float64(cpuTime()-w.begun) / float64(w.cpu)
}

// work bounds the bound where iterations alone count, so that equal runs give
// equal bounds: about a quarter of what the search takes.
func (w *roundsWork) work() int64 {
	if w.cpu > 0 {
		return 0
	}
	return boundWork + 1000*w.iterations
}

// bounded reports whether the bound has had its time.
func (w *roundsWork) bounded() bool {
	x := w.spent()
	return x > boundMost || x > boundShare && cpuTime()-w.begun > boundLeast
}

func (w *roundsWork) found(cost, iterations int64) {
	w.bestAt = cpuTime() - w.begun
	if w.first == 0 {
		w.first = w.bestAt
	}
	if w.progress != nil {
		fmt.Fprintf(w.progress, "\r\033[K%s: %s, at least %s, %.2f %% apart, %d iterations", w.in.Name, inUnit(cost, w.in.Unit), inUnit(w.bound, w.in.Unit), gap(cost, w.bound), iterations)
	}
}

// gap is how far a cost is above a bound, in percent of the bound.
func gap(cost, lower int64) float64 {
	if lower <= 0 {
		return 0
	}
	return math.Round(float64(cost-lower)/float64(lower)*1e6) / 1e4
}

// cpuTime is what the process has used so far, in user mode and in the system.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// terminal reports whether somebody watches.
func terminal(f *os.File) bool {
	s, err := f.Stat()
	return err == nil && s.Mode()&os.ModeCharDevice != 0
}
