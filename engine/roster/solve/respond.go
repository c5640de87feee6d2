package solve

// Best response: one person after the other gets the cheapest roster, given what
// all others do.

import (
	"slices"

	"kaigong.example/kaigong/engine/roster/dp"
)

// respond lifts a person and puts the best answer to the others in place. noise
// adds chance to every cell, in scaled cost. It reports whether a roster exists.
func (s *search) respond(at *state, i int, noise int64) bool {
	p := s.p
	at.lift(p, i)
	path, ok := s.answer(at, i, noise)
	if !ok {
		path = append(s.path[:0], at.path[i]...)
	}
	at.put(p, i, path)
	if p.ties.any {
		at.tied = p.ties.total(p, at)
	}
	return ok
}

// answer is the cheapest roster of a person who is lifted from at.
func (s *search) answer(at *state, i int, noise int64) ([]int8, bool) {
	cost := s.marginal(at, i, noise)
	s.work++
	_, _, ok := s.ws.Best(s.p.people[i], cost, s.mustOf(i))
	return s.narrow(), ok
}

// marginal is what each cell would cost a person who is lifted from at.
func (s *search) marginal(at *state, i int, noise int64) []int64 {
	p := s.p
	cost := append(s.cost[:0], p.base[i]...)
	s.cost = cost
	for c := range cost {
		if cost[c] >= dp.Never {
			continue
		}
		cost[c] += p.joining(c, at.have[c])
		if noise > 0 {
			cost[c] += s.rng.Int64N(2*noise) - noise
		}
	}
	p.ties.charge(p, at, i, cost)
	return cost
}

// mustOf is a fresh copy of the days on which pins demand work.
func (s *search) mustOf(i int) []bool {
	if s.p.must[i] == nil {
		clear(s.must)
	} else {
		copy(s.must, s.p.must[i])
	}
	return s.must
}

// narrow copies the path of the workspace.
func (s *search) narrow() []int8 {
	for d, t := range s.ws.Path {
		s.path[d] = int8(t)
	}
	return s.path
}

// strict is how much dearer unfair totals are while a first roster is made, so that
// nobody takes more than the share and leaves others short of theirs.
const strict = 40

// stress multiplies and divides what unfair totals and weekends cost.
func (p *problem) stress(times, by int64) {
	for i := range p.final {
		for _, list := range [][]int64{p.final[i].units, p.final[i].weekends} {
			for k := range list {
				list[k] = list[k] * times / by
			}
		}
	}
}

// greedy fills an empty roster person by person. Each sees only the part of the
// need that is due when as many have been planned, so that the first leave work
// for the last.
func (s *search) greedy(at *state) {
	p := s.p
	order := s.rng.Perm(p.n)
	p.stress(strict, 1)
	need := p.need
	p.need = make([]int, len(need))
	for j, i := range order {
		for c, n := range need {
			p.need[c] = (n*(j+1) + p.n - 1) / p.n
		}
		if !s.idle[i] && !s.first(at, i) {
			s.idle[i] = true
		}
	}
	p.need = need
	p.stress(1, strict)
	at.recount(p)
}

// answersOf lets people answer in turn until nothing gets better.
func (s *search) answersOf(at *state, people []int) {
	for before := at.total() + 1; at.total() < before && !s.stopped(); {
		before = at.total()
		for _, i := range people {
			if !s.idle[i] {
				s.respond(at, i, 0)
			}
		}
	}
}

// able lists the people who have a roster at all.
func (s *search) able() []int {
	var out []int
	for i := range s.p.n {
		if !s.idle[i] {
			out = append(out, i)
		}
	}
	return slices.Clip(out)
}
