package solve

// Column generation: solve the master, price everybody with its duals, add what
// pays, until nothing does. Prices are smoothed towards those of the best bound
// (Wentges), which keeps them from jumping while columns are few.

import (
	"math"

	"kaigong.example/kaigong/engine/roster/dp"
)

// limits of one call of generate.
type effort struct {
	rounds int   // of pricing
	gap    int64 // stop when program and bound are this near, scaled
	cutoff int64 // stop when the bound reaches this, scaled
}

// A program that is not solved exactly may be off by this part of the distance
// between program and bound, and by this part of its cost.
const (
	nearer  = 0.1
	nearest = 0.005
)

// generate improves the program and its bound. It reports false when the bound
// reached the cutoff, so that nothing better is to be found here.
func (m *master) generate(e effort) bool {
	if !m.large() {
		m.bound = math.MinInt64
	}
	if !m.startLP() {
		return true
	}
	smooth := 0.0
	if m.warmed {
		smooth = 0.8
	}
	for range e.rounds {
		value := m.rest + int64(math.Ceil(m.lp.solve(m.near)*scale))
		for {
			m.prices(smooth)
			added := m.price()
			if m.bound >= e.cutoff {
				return false
			}
			if m.s.stopped() || value-m.bound <= max(e.gap, m.lp.gap(value)) {
				return true
			}
			m.near = min(float64(value-m.bound)*nearer, math.Abs(float64(value))*nearest) / scale
			if added > 0 {
				break
			}
			if smooth == 0 {
				return true
			}
			smooth = 0
		}
		smooth = 0.6
	}
	return true
}

// prices sets the duals for pricing: those of the program, drawn towards the
// stable ones.
func (m *master) prices(smooth float64) {
	for r, c := range m.cell {
		y := smooth * m.stable[r]
		if smooth < 1 {
			y += (1 - smooth) * m.lp.prices()[r]
		}
		y = min(max(y, -float64(m.s.p.over[c])), float64(m.s.p.under[c]))
		m.dual[r] = int64(math.Round(y * scale))
	}
}

// price asks everybody for the cheapest roster at the present prices, adds the
// rosters that pay for the program, and keeps the bound.
func (m *master) price() (added int) {
	low := m.rest
	for r, y := range m.dual {
		low += y * int64(m.rhs[r])
	}
	for k := range m.people {
		path, bound, ok := m.cheapest(k)
		if !ok {
			return 0
		}
		low += bound
		if m.add(k, path) && m.lp != nil && m.lp.pays(k) {
			added++
		}
	}
	if low > m.bound {
		m.bound = low
		for r, y := range m.dual {
			m.stable[r] = float64(y) / scale
		}
	}
	return added
}

// cheapest is the cheapest roster of a person at the present prices under the
// fixings, with its lower bound. The path belongs to the search.
func (m *master) cheapest(k int) ([]int8, int64, bool) {
	s, p, i := m.s, m.s.p, m.people[k]
	cost := append(s.cost[:0], p.base[i]...)
	s.cost = cost
	for r, c := range m.cell {
		cost[c] -= m.dual[r]
	}
	m.spend(k, cost)
	must := s.mustOf(i)
	for d, f := range m.fixed[k] {
		if f == open {
			continue
		}
		if f >= 0 {
			must[d] = true
		}
		for t := range p.types {
			if t != int(f) {
				cost[d*p.types+t] = dp.Never
			}
		}
	}
	s.work++
	s.ws.Rough = m.large() && p.days > 4*week // where multipliers are the rule
	_, bound, ok := s.ws.Best(p.people[i], cost, must)
	s.ws.Rough = false
	return s.narrow(), bound + p.idle[i], ok
}

// spend closes the types whose maximum the fixings of a person have used up.
func (m *master) spend(k int, cost []int64) {
	p := m.s.p
	most := p.in.People[m.people[k]].MaxShifts
	if most == nil {
		return
	}
	used := m.s.used[:p.types]
	clear(used)
	for _, f := range m.fixed[k] {
		if f >= 0 {
			used[f]++
		}
	}
	for t, n := range used {
		if n == 0 || most[t] < 0 || n < most[t] {
			continue
		}
		for d, f := range m.fixed[k] {
			if f == open {
				cost[d*p.types+t] = dp.Never
			}
		}
	}
}

// warm finds good prices and first columns before the program is solved at all,
// by an incremental subgradient: each person answers the present prices, and the
// prices move at once by what the latest answers of all lack or have too much. It
// answers the latest roster of each person, which together come near the need.
func (m *master) warm(sweeps int) [][]int8 {
	p := m.s.p
	load := make([]int, len(m.cell))
	last := make([][]int8, len(m.people))
	for k := range m.people {
		last[k] = append([]int8(nil), m.cols[k].path...)
		m.count(load, last[k], 1)
	}
	price := make([]float64, len(m.cell))
	step := 0.2 / float64(len(m.people))
	for range sweeps {
		for k := range m.people {
			for r, y := range price {
				m.dual[r] = int64(y * scale)
			}
			path, _, ok := m.cheapest(k)
			if !ok || m.s.stopped() {
				return last
			}
			m.count(load, last[k], -1)
			copy(last[k], path)
			m.count(load, last[k], 1)
			m.add(k, path)
			for r, c := range m.cell {
				y := price[r] + step*float64(p.under[c]+p.over[c])*float64(m.rhs[r]-load[r])
				price[r] = min(max(y, -float64(p.over[c])), float64(p.under[c]))
			}
		}
		step *= 0.85
	}
	copy(m.stable, price)
	m.warmed = true
	return last
}

// count adds a path to the load of the rows, or takes it off.
func (m *master) count(load []int, path []int8, by int) {
	for d, t := range path {
		if r := m.rowOf(d, t); r != empty {
			load[r] += by
		}
	}
}
