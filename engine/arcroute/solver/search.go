package solver

// The search as a whole: runs of annealing from hot starts and from the best
// solutions met, each generation longer than the one before.

import (
	"math"
	"slices"
)

// tuning holds what was tried out, on bmcv and on road networks drawn from seeds.
// Temperatures are in units of what the first solution pays per task; two thirds
// of these and half as much again find about as much. Chains are loose at 0.4 and
// nearly freeze at 0.03; most of what is hard is found between.
type tuning struct {
	hot     float64 // a fresh run begins here and falls fast
	warm    float64 // here runs from elites begin, and all fall slowly
	cool    float64 // to here
	end     float64 // then fast again to here
	slow    float64 // share of a run spent falling slowly
	removed int     // tasks taken out per trial, on average
	wide    int     // of 256 trials, how many take out three times as much
	fine    float64 // overload of a mean demand costs so much at first, 0 forbids it
	run     int     // trials of a run of the first generation, per task
	elites  int     // solutions kept
	again   int     // runs from elites of a generation, after one strict and one with fees
}

func standard() tuning {
	return tuning{hot: 0.3, warm: 0.11, cool: 0.05, end: 0.018, slow: 0.6, removed: 7, wide: 32, fine: 1, run: 1000, elites: 4, again: 2}
}

// freshLegs is the course of temperatures of a run from the first solution.
func (t tuning) freshLegs(unit float64) []leg {
	rest := (1 - t.slow) / 3
	return []leg{{rest, t.hot * unit, t.warm * unit}, {t.slow, t.warm * unit, t.cool * unit}, {2 * rest, t.cool * unit, t.end * unit}}
}

// againLegs is the course of a run from an elite.
func (t tuning) againLegs(unit float64) []leg {
	return []leg{{t.slow, t.warm * unit, t.cool * unit}, {1 - t.slow, t.cool * unit, t.end * unit}}
}

// quenchLegs is the course of a run that only tidies up.
func (t tuning) quenchLegs(unit float64) []leg {
	return []leg{{1, t.cool * unit, t.end * unit}}
}

// elite is a solution worth coming back to.
type elite struct {
	cost   int64
	orders []int32
}

// quest is the search for types of vehicles that share their work.
type quest struct {
	p      *problem // of the first type, for what all types have in common
	types  []*problem
	t      tuning
	rnd    *chance
	meter  *meter
	until  float64 // reading of the meter at which it ends
	first  []int32
	a      *run
	elites []elite
	demand float64 // mean of the tasks
	scale  float64 // cost that temperatures are shares of
	begun  int64   // iterations of the meter at the beginning
	zero   float64 // its reading then
}

func newQuest(types []*problem, t tuning, m *meter, rnd *chance) *quest {
	p := types[0]
	q := &quest{p: p, types: types, t: t, rnd: rnd, meter: m, begun: m.iterations, zero: m.read()}
	q.a = &run{s: newState(types, nil), rnd: rnd, meter: m}
	for _, d := range p.demand {
		q.demand += float64(d)/float64(p.m) + 1e-9
	}
	q.a.s.average, q.a.s.wide = t.removed, t.wide
	return q
}

// keep makes tasks pay when they leave the route of the plan to keep.
func (q *quest) keep(home []int32, leaving int64) {
	q.a.s.home, q.a.s.leaving = home, int32(min(leaving, int64(never)/4))
}

// hurried is the number of trials per task below which heating costs more than
// it finds.
const hurried = 150

// search improves a first solution until the meter reads so much.
func (q *quest) search(first []int32, until float64) (orders []int32, cost int64) {
	q.until = until
	q.a.s.load(first)
	q.scale = float64(q.a.s.cost) / float64(q.p.m)
	q.meet(q.a.s.cost, first)
	length := int64(q.t.run) * int64(q.p.m+10)
	q.first = first
	q.anneal(first, q.t.quenchLegs(q.scale), 0, length/100)
	if q.a.s.leaving > 0 {
		q.settle(length)
		return q.elites[0].orders, q.elites[0].cost
	}
	if left := q.left(); left < 1.5*float64(length) && left > float64(hurried*q.p.m) {
		// No time for generations: one long fresh run, and one that goes on.
		length = int64(left * 0.6)
		q.anneal(first, q.t.freshLegs(q.scale), 0, length)
		q.anneal(q.elites[0].orders, q.t.againLegs(q.scale), q.t.fine, length)
	}
	for generation := 0; !q.over(); generation++ {
		q.generation(generation, length)
		length *= 2
	}
	return q.elites[0].orders, q.elites[0].cost
}

// generation has a fresh run with strict tanks and one with fees; what did better
// goes on from the elites.
func (q *quest) generation(n int, length int64) {
	var did [2]int64
	for k := range did {
		fees := (n + k) % 2
		did[fees] = q.anneal(q.first, q.t.freshLegs(q.scale), q.t.fine*float64(fees), length)
	}
	fine := 0.0
	if did[1] < did[0] || did[1] == did[0] && n%2 == 1 {
		fine = q.t.fine
	}
	for k := range q.t.again {
		q.anneal(q.elites[k%len(q.elites)].orders, q.t.againLegs(q.scale), fine, length)
	}
}

// settle is the search that keeps to a plan: from the best solution alone, cold
// and warm in turn, with fees for overloads; what leaving costs holds the rest in
// place.
func (q *quest) settle(length int64) {
	q.anneal(q.elites[0].orders, q.t.quenchLegs(q.scale), 0, length/20)
	length = int64(min(float64(length), q.left())) // a whole run, however short
	for ; !q.over(); length = max(period, 2*length) {
		q.anneal(q.elites[0].orders, q.t.againLegs(q.scale), q.t.fine, length)
	}
}

func (q *quest) over() bool {
	return q.meter.read() >= q.until || q.meter.met(q.elites[0].cost)
}

// anneal is one run; when little would be left after it, it takes all. A run
// that becomes much shorter than it should be only tidies up the best solution.
// It answers the best cost of the run.
func (q *quest) anneal(from []int32, legs []leg, fine float64, length int64) int64 {
	if q.over() {
		return q.elites[0].cost
	}
	short, left := length/2, q.left()
	if float64(length)*1.5 > left {
		length = int64(left) + period
	}
	if length < short {
		from, legs = q.elites[0].orders, q.t.quenchLegs(q.scale) // too short for more than tidying up
	}
	q.a.s.fine = 0
	q.a.s.load(from)
	if fine > 0 {
		q.a.s.charge(1 + int64(fine*q.scale*65536/q.demand))
	}
	q.a.plan = legs
	q.a.anneal(length, q.until)
	q.meet(q.a.best, q.a.orders)
	return q.a.best
}

// left is how many trials the budget still allows, as far as one can tell.
func (q *quest) left() float64 {
	left := math.Inf(1)
	if q.meter.limit > 0 {
		left = q.until*float64(q.meter.limit) - float64(q.meter.iterations)
	}
	if used := q.meter.read() - q.zero; used > 0 {
		left = min(left, float64(q.meter.iterations-q.begun)*(q.until-q.meter.read())/used)
	}
	return left
}

// meet keeps a solution if it is among the best and not the twin of one.
func (q *quest) meet(cost int64, orders []int32) {
	for _, e := range q.elites {
		if e.cost == cost {
			return
		}
	}
	q.elites = append(q.elites, elite{cost, slices.Clone(orders)})
	slices.SortStableFunc(q.elites, func(a, b elite) int { return int(a.cost - b.cost) })
	q.elites = q.elites[:min(len(q.elites), q.t.elites)]
}
