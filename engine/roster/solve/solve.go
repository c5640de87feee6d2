package solve

// The door: an instance and a budget in, a roster with its bound out.

import (
	"context"
	"math"

	"kaigong.example/kaigong/engine/roster"
)

// Options are the budget and the seed. The search ends when Iterations rosters of
// single people were computed (0: no limit), when Stop answers true, when the
// context ends, or when the best roster is proven to be optimal. With the same
// seed and iterations and without Stop the result is the same to the byte.
type Options struct {
	Seed       uint64
	Iterations int
	Stop       func() bool    // asked often, for instance whether CPU time is left; nil for never
	Progress   func(Progress) // told of each better roster and bound; nil for nobody
}

// Progress is how far a search is.
type Progress struct {
	Iterations int
	Cost       int64 // of the best roster
	Bound      int64 // no roster costs less; math.MinInt64 while none is known
}

// Result is what a search found.
type Result struct {
	Roster     roster.Roster
	Cost       int64 // of the roster, as package verify counts it, with heavy charges for broken hard pairs left out
	Bound      int64 // no roster costs less
	Iterations int
	BestAt     int // iterations after which the best roster was found
	Optimal    bool
	Faults     roster.Faults // what was left out, people without any roster among it
}

// Gap is how far the cost may be above the least possible, as a share of it; 0
// when it is proven optimal, NaN when there is no bound above 0.
func (r *Result) Gap() float64 {
	switch {
	case r.Cost <= r.Bound:
		return 0
	case r.Bound <= 0:
		return math.NaN()
	}
	return float64(r.Cost-r.Bound) / float64(r.Bound)
}

// Solve plans an instance. Faults in it are named in the result and the rest is
// planned; the error is roster.Faults when nothing can be. A person whose rules
// admit no roster stays off.
func Solve(ctx context.Context, in *roster.Instance, opt Options) (*Result, error) {
	clean, faults := roster.Mend(in)
	if clean == nil {
		return nil, faults
	}
	s := newSearch(ctx, clean, opt)
	s.run()
	faults = append(faults, s.impossible()...)
	r := &Result{Roster: s.best.roster(), Iterations: s.work, BestAt: s.at, Faults: faults}
	r.Cost, r.Bound = s.real(s.best), s.known()
	r.Optimal = r.Cost <= r.Bound
	return r, nil
}

func (s *search) progress() Progress {
	return Progress{s.work, s.real(s.best), s.known()}
}

// known is the lower bound in whole cost.
func (s *search) known() int64 {
	if s.low == math.MinInt64 {
		return s.low
	}
	return ceil(s.low)
}

// real is the cost without what hard rules between people are charged beyond
// their weight.
func (s *search) real(at *state) int64 {
	return (at.cost + s.p.ties.soft(s.p, at)) / scale
}
