package solver

// Path-scanning (Golden, DeArmon and Baker 1983): routes built one by one,
// always on to the nearest task that still fits, ties broken by five rules. It
// gives the first plan.

import (
	"math"
	"slices"
)

// rules are the five ways to break ties among equally near tasks.
const rules = 5

// scan gives each task to the type of vehicle that treats it alone at the least
// cost, and scans for each type.
func scan(types []*problem) (orders []int32) {
	tasks := make([][]int32, len(types))
	for t := range types[0].m {
		best := types[0]
		for _, p := range types[1:] {
			if p.alone[t] < best.alone[t] {
				best = p
			}
		}
		tasks[best.kind] = append(tasks[best.kind], int32(t))
	}
	for _, p := range types {
		orders = append(orders, p.scan(tasks[p.kind])...)
	}
	return orders
}

// scan is the best of the five rules for some tasks, as state.load reads it.
func (p *problem) scan(tasks []int32) []int32 {
	var best []int32
	least := int64(math.MaxInt64)
	for rule := range rules {
		orders, cost := p.scanBy(rule, tasks)
		if cost < least {
			best, least = orders, cost
		}
	}
	return best
}

// scanner is one construction.
type scanner struct {
	p    *problem
	rule int
	left []int32
	at   int32
	dir  int
	load int64
	cost int64
	cap  int64
}

func (p *problem) scanBy(rule int, tasks []int32) (orders []int32, cost int64) {
	s := &scanner{p: p, rule: rule, left: slices.Clone(tasks), at: int32(p.m), cap: p.cap}
	for len(s.left) > 0 {
		k, dir := s.next()
		if k < 0 {
			orders = append(orders, p.end())
			s.cost += int64(s.way(int32(p.m), 0))
			s.at, s.dir, s.load = int32(p.m), 0, 0
			continue
		}
		t := s.left[k]
		s.cost += int64(s.way(t, dir) + p.serve[t][dir])
		s.at, s.dir, s.load = t, dir, s.load+p.demand[t]
		s.left[k] = s.left[len(s.left)-1]
		s.left = s.left[:len(s.left)-1]
		orders = append(orders, t)
	}
	return append(orders, p.end()), s.cost + int64(s.way(int32(p.m), 0))
}

// way is the cost from where the route stands to the beginning of a task.
func (s *scanner) way(t int32, dir int) int32 { return s.p.to[s.p.row(s.at)+int(t)][2*s.dir+dir] }

// next picks the nearest task that fits and can be reached, -1 when none does.
func (s *scanner) next() (pick, dir int) {
	pick = -1
	var near int32
	var worth float64
	for k, t := range s.left {
		if s.load+s.p.demand[t] > s.cap {
			continue
		}
		for d := range 2 {
			if s.p.serve[t][d] == never {
				continue
			}
			way, value := s.way(t, d), s.value(t, d)
			if way == never {
				continue
			}
			if pick < 0 || way < near || way == near && value > worth {
				pick, dir, near, worth = k, d, way, value
			}
		}
	}
	return pick, dir
}

// value ranks equally near tasks: far from the depot, near it, much or little
// demand for its cost, or far in the first half of the load and near later.
func (s *scanner) value(t int32, dir int) float64 {
	home := float64(s.p.to[s.p.row(t)+s.p.m][2*dir])
	yield := float64(s.p.demand[t]) / float64(s.p.serve[t][dir]+1)
	switch {
	case s.rule == 0, s.rule == 4 && 2*s.load < s.cap:
		return home
	case s.rule == 1, s.rule == 4:
		return -home
	case s.rule == 2:
		return yield
	}
	return -yield
}
