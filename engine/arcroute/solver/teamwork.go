package solver

// The search over tours of crews.

import (
	"math"
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
)

// Shape of the search over tours, which are few and long.
const (
	tourString  = 6    // tasks of one string at most
	tourRemoved = 10   // tasks of one ruin at most
	tourHot     = 1.0  // temperatures in units of what a task costs
	tourEnd     = 0.02 //
	tourPeriod  = 16   // trials between two looks at the meter
)

// memo is a solution to come back to.
type memo struct {
	crews  []crew
	where  []int
	energy float64
}

func (t *team) store(to *memo, energy float64) {
	if to.crews == nil {
		to.crews = make([]crew, len(t.crews))
	}
	for i, c := range t.crews {
		to.crews[i].copy(c)
	}
	to.where, to.energy = append(to.where[:0], t.where...), energy
}

func (t *team) restore(from *memo) {
	for i, c := range t.crews {
		c.copy(&from.crews[i])
	}
	copy(t.where, from.where)
}

// search lowers the energy until the budget is used up.
func (t *team) search(m *meter, rnd *chance) {
	now, best := &memo{}, &memo{}
	e := t.energy()
	t.store(now, e)
	t.store(best, e)
	unit := e / float64(max(1, t.m))
	if t.leaving > 0 {
		unit /= 10 // a plan to keep is not shaken up
	}
	for x := m.read(); x < 1 && !m.met(t.judged()); x = m.tick(tourPeriod) {
		temperature := unit * tourHot * math.Pow(tourEnd/tourHot, x)
		for range tourPeriod {
			t.ruin(rnd)
			t.recreate(rnd, blink)
			if e := t.energy(); e < now.energy+temperature*rnd.patience() {
				t.store(now, e)
			} else {
				t.restore(now)
			}
			if now.energy < best.energy-1e-9 {
				t.store(best, now.energy)
				m.found(t.judged())
			}
		}
	}
	t.restore(best)
}

// ruin takes short strings around neighbours of a task out of their tours.
func (t *team) ruin(rnd *chance) {
	goal := 1 + rnd.below(min(tourRemoved, t.m))
	seed := int32(rnd.below(t.m))
	t.cut(seed, rnd)
	for _, task := range t.near[seed] {
		if len(t.removed) >= goal {
			break
		}
		if t.where[task] >= 0 && rnd.below(4) > 0 {
			t.cut(task, rnd)
		}
	}
	for _, c := range t.crews {
		if len(c.done) != len(c.order)+1 {
			c.table()
		}
	}
}

func (t *team) cut(task int32, rnd *chance) {
	c := t.crews[t.where[task]]
	length := 1 + rnd.below(min(tourString, len(c.order)))
	at := slices.Index(c.order, task)
	first := max(0, at-rnd.below(length))
	last := min(len(c.order), first+length)
	for _, x := range c.order[first:last] {
		t.where[x] = -1
		t.removed = append(t.removed, x)
	}
	c.order = slices.Delete(c.order, first, last)
}

// resume begins with the tours of a plan.
func (t *team) resume(plan *arcroute.Plan, edges []int, leaving int64) {
	task := map[int]int32{}
	for i, e := range edges {
		task[e] = int32(i)
	}
	t.home, t.leaving = make([]int, t.m), float64(leaving)
	for i := range t.home {
		t.home[i] = -1
	}
	for i := range plan.Routes {
		k := t.crewOf(&plan.Routes[i])
		for _, e := range plan.Routes[i].Treated() {
			x, known := task[e]
			if !known || k < 0 || t.where[x] >= 0 || !t.crews[k].beat.serves(int(x)) {
				continue
			}
			t.crews[k].order = append(t.crews[k].order, x)
			t.where[x], t.home[x] = k, k
		}
	}
	for _, c := range t.crews {
		c.table()
	}
}

func (t *team) crewOf(r *arcroute.Route) int {
	for k, c := range t.crews {
		if c.beat.vehicle == r.Vehicle && c.index == r.Crew {
			return k
		}
	}
	return -1
}
