package solver

// One run of simulated annealing, from a solution and a temperature down to
// another temperature.

import "math"

// run is one annealing.
type run struct {
	s        *state
	rnd      *chance
	hot, end float64 // temperatures, in units of cost
	best     int64
	orders   []int32 // of the best, as state.load reads it
	meter    *meter
}

// period is how many trials pass between two looks at the meter.
const period = 256

// anneal makes so many trials, fewer when the meter reads enough or the target
// is met.
func (a *run) anneal(length int64, until float64) {
	a.best, a.orders = a.s.cost, a.s.store(a.orders)
	for done := int64(0); done < length && a.meter.read() < until && !a.meter.met(a.best); done += period {
		temperature := a.hot * math.Pow(a.end/a.hot, float64(done)/float64(length))
		for range period {
			a.trial(temperature)
		}
		a.meter.tick(period)
	}
}

// trial is one ruin and recreate, kept or taken back.
func (a *run) trial(temperature float64) {
	s := a.s
	before := s.cost
	s.ruin(a.rnd)
	s.recreate(a.rnd)
	if d := s.cost - before; d > 0 && float64(d) >= temperature*a.rnd.patience() {
		s.undo(before)
		return
	}
	s.keep()
	if s.cost < a.best {
		a.best = s.cost
		a.orders = s.store(a.orders)
		a.meter.found(a.best)
	}
}
