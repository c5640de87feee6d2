package solve

// A roster under construction: paths, what they cover, what they cost.

import (
	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/dp"
)

// state is a whole roster with its cost, kept up to date by put and lift.
type state struct {
	path [][]int8
	own  []int64 // personal cost, scaled
	have []int   // people per day*types+type
	cost int64   // personal and cover, scaled
	tied int64   // ties, scaled
}

func newState(p *problem) *state {
	s := &state{path: make([][]int8, p.n), own: make([]int64, p.n), have: make([]int, p.days*p.types)}
	for i := range s.path {
		s.path[i] = make([]int8, p.days)
		for d := range s.path[i] {
			s.path[i][d] = int8(dp.Off)
		}
		s.own[i] = p.personal(i, s.path[i])
		s.cost += s.own[i]
	}
	for c := range s.have {
		s.cost += p.coverCost(c, 0)
	}
	return s
}

func (s *state) copyFrom(o *state) {
	for i := range s.path {
		copy(s.path[i], o.path[i])
	}
	copy(s.own, o.own)
	copy(s.have, o.have)
	s.cost, s.tied = o.cost, o.tied
}

// total is the cost that is compared: everything, scaled.
func (s *state) total() int64 { return s.cost + s.tied }

// coverCost is what n people at a cell cost, scaled.
func (p *problem) coverCost(cell, n int) int64 {
	if lack := p.need[cell] - n; lack > 0 {
		return int64(lack*p.under[cell]) * scale
	} else {
		return int64(-lack*p.over[cell]) * scale
	}
}

// joining is the cost of one more at a cell where n are, scaled.
func (p *problem) joining(cell, n int) int64 {
	if n < p.need[cell] {
		return -int64(p.under[cell]) * scale
	}
	return int64(p.over[cell]) * scale
}

// recount computes the cost anew.
func (s *state) recount(p *problem) {
	s.cost = 0
	for i, path := range s.path {
		s.own[i] = p.personal(i, path)
		s.cost += s.own[i]
	}
	for c, n := range s.have {
		s.cost += p.coverCost(c, n)
	}
	s.tied = p.ties.total(p, s)
}

// lift takes a person's work out of the cover.
func (s *state) lift(p *problem, i int) {
	for d, t := range s.path[i] {
		if t >= 0 {
			c := d*p.types + int(t)
			s.have[c]--
			s.cost -= p.joining(c, s.have[c])
		}
	}
	s.cost -= s.own[i]
}

// put gives a lifted person a path.
func (s *state) put(p *problem, i int, path []int8) {
	copy(s.path[i], path)
	for d, t := range path {
		if t >= 0 {
			c := d*p.types + int(t)
			s.cost += p.joining(c, s.have[c])
			s.have[c]++
		}
	}
	s.own[i] = p.personal(i, path)
	s.cost += s.own[i]
}

// roster is the state as the caller knows it.
func (s *state) roster() roster.Roster {
	r := roster.Roster{Days: make([][]int, len(s.path))}
	for i, path := range s.path {
		r.Days[i] = make([]int, len(path))
		for d, t := range path {
			r.Days[i][d] = int(t)
		}
	}
	return r
}
