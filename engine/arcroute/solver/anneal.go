package solver

// One run of simulated annealing, from a solution and a temperature down to
// another temperature.

import "math"

// run is one annealing.
type run struct {
	s      *state
	rnd    *chance
	plan   []leg // temperatures over the run
	best   int64
	orders []int32 // of the best, as state.load reads it
	meter  *meter
}

// leg is a part of a run in which the temperature falls geometrically.
type leg struct {
	share    float64 // of the run
	from, to float64 // temperatures, in units of cost
}

// temperature is what the legs say at a share of the run.
func temperature(plan []leg, x float64) float64 {
	for _, l := range plan {
		if x < l.share {
			return l.from * math.Pow(l.to/l.from, x/l.share)
		}
		x -= l.share
	}
	return plan[len(plan)-1].to
}

// period is how many trials pass between two looks at the meter.
const period = 256

// anneal makes so many trials, fewer when the meter reads enough or the target
// is met.
func (a *run) anneal(length int64, until float64) {
	a.best, a.orders = a.s.cost, a.s.store(a.orders)
	for done := int64(0); done < length && a.meter.read() < until && !a.meter.met(a.best); done += period {
		t := temperature(a.plan, float64(done)/float64(length))
		sound := 0
		for range period {
			a.trial(t)
			if a.s.over == 0 {
				sound++
			}
		}
		a.adapt(sound)
		a.meter.tick(period)
	}
}

// trial is one ruin and recreate, kept or taken back.
func (a *run) trial(t float64) {
	s := a.s
	before, over := s.cost, s.over
	limit := before + 1 + int64(min(t*a.rnd.patience(), float64(never)))
	s.ruin(a.rnd)
	if !s.recreate(a.rnd, limit) {
		s.undo(before, over)
		return
	}
	s.keep()
	if s.over == 0 && s.cost < a.best {
		a.best = s.cost
		a.orders = s.store(a.orders)
		a.meter.found(a.best)
	}
}

// adapt raises the fine for overloads where too few solutions hold, and lowers
// it where most do.
func (a *run) adapt(sound int) {
	switch f := a.s.fine; {
	case f == 0:
	case sound < period*2/5:
		a.s.charge(f + f/8 + 1)
	default:
		a.s.charge(max(1, f-f/10))
	}
}
