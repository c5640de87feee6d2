package solver

// Beginning with a plan that exists: yesterday's, or one that a street was
// taken from.

import (
	"math"
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
)

// resume reads the orders of tasks from a plan, one route per tank load, and
// the route of each task, -1 where the plan does not treat it. Loads that have
// grown too heavy are cut, tasks that the plan lacks follow at the end for the
// search to place.
func resume(types []*problem, plan *arcroute.Plan) (orders, home []int32) {
	p, task := types[0], map[int]int32{}
	for t, e := range p.edges {
		task[e] = int32(t)
	}
	home = make([]int32, p.m)
	for t := range home {
		home[t] = -1
	}
	b := &loader{home: home}
	for i := range plan.Routes {
		k := slices.IndexFunc(types, func(p *problem) bool { return p.vehicle == plan.Routes[i].Vehicle })
		b.p = types[max(0, k)]
		for _, s := range plan.Routes[i].Steps {
			t, known := task[s.Edge]
			switch {
			case s.Act == arcroute.Fill:
				b.end()
			case s.Act == arcroute.Treat && known && home[t] < 0 && b.p.serves(int(t)):
				b.put(t)
			}
		}
		b.end()
	}
	return complete(types, b.orders, home), home
}

// loader writes routes as state.load reads them.
type loader struct {
	p      *problem
	orders []int32
	home   []int32
	load   int64
	open   bool
	route  int32
}

func (b *loader) put(t int32) {
	if b.load+b.p.demand[t] > b.p.cap {
		b.end()
	}
	b.orders = append(b.orders, t)
	b.home[t] = b.route
	b.load, b.open = b.load+b.p.demand[t], true
}

func (b *loader) end() {
	if b.open {
		b.orders = append(b.orders, b.p.end())
		b.route++
	}
	b.load, b.open = 0, false
}

// complete puts the tasks without a route where they cost least.
func complete(types []*problem, orders, home []int32) []int32 {
	s := newState(types, orders)
	calm := newChance(0)
	for t, h := range home {
		if h < 0 {
			s.removed = append(s.removed, int32(t))
		}
	}
	s.recreate(&calm, math.MaxInt64)
	s.keep()
	return s.store(nil)
}

// away is what a task pays for standing in another route than in the plan to
// keep.
func (s *state) away(t int32, r *route) int64 {
	if s.leaving == 0 || s.home[t] < 0 || s.home[t] == r.home {
		return 0
	}
	return int64(s.leaving)
}

// settleHome finds which route of the plan to keep a route continues: the one
// that most of its tasks come from, if no route before it does.
func (s *state) settleHome(r *route) {
	count := map[int32]int{}
	for _, t := range r.seq[1 : len(r.seq)-1] {
		count[s.home[t]]++
	}
	for _, x := range s.routes {
		if x != r {
			delete(count, x.home)
		}
	}
	r.home = -1
	for _, t := range r.seq[1 : len(r.seq)-1] {
		if h := s.home[t]; h >= 0 && count[h] > count[r.home] {
			r.home = h
		}
	}
	for _, t := range r.seq[1 : len(r.seq)-1] {
		s.cost += s.away(t, r)
	}
}
