package solve

// Why me? For an assignment the best roster that the person could have without
// it, everybody else as they are, and what that would cost more. And for a cover
// that is not met, why nobody fills it.

import (
	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/dp"
)

// Explanation answers for one assignment. Delta is what the best alternative
// costs more, by its parts; Alternative is the person's roster then. Without any
// alternative Only is set and the rest is zero.
type Explanation struct {
	Person, Day, Type int
	Only              bool
	Delta             int64
	Cover             int64 // of it: people missing or too many
	Own               int64 // of it: wishes and fair shares of the person
	Between           int64 // of it: rules between people
	Alternative       []int
	Changed           int // days on which the alternative differs
}

// Explain explains the assignment of a person on a day; a day off is explained
// by the best roster that works on it. The instance must be without faults
// (roster.Mend) and the roster have its size; out of range answers false.
func Explain(in *roster.Instance, r roster.Roster, person, day int) (Explanation, bool) {
	all := explain(in, r, func(p, d int) bool { return p == person && d == day })
	if len(all) == 0 {
		return Explanation{}, false
	}
	return all[0], true
}

// ExplainAll explains every shift of a roster, in the order of people and days.
func ExplainAll(in *roster.Instance, r roster.Roster) []Explanation {
	return explain(in, r, func(p, d int) bool { return r.Days[p][d] != roster.Off })
}

func explain(in *roster.Instance, r roster.Roster, wanted func(p, d int) bool) (out []Explanation) {
	s := replay(in, r)
	for i := range s.cur.path {
		for d := range s.cur.path[i] {
			if wanted(i, d) {
				out = append(out, s.explain(i, d))
			}
		}
	}
	return out
}

// replay is a search that stands at a given roster. What does not fit the size of
// the instance is off.
func replay(in *roster.Instance, r roster.Roster) *search {
	s := newSearch(nil, in, Options{})
	path := make([]int8, in.Days)
	for i := range min(len(r.Days), len(in.People)) {
		for d := range path {
			if path[d] = int8(dp.Off); d < len(r.Days[i]) && r.Days[i][d] >= 0 && r.Days[i][d] < len(in.Types) {
				path[d] = int8(r.Days[i][d])
			}
		}
		s.cur.lift(s.p, i)
		s.cur.put(s.p, i, path)
	}
	s.cur.tied = s.p.ties.total(s.p, s.cur)
	return s
}

func (s *search) explain(i, d int) Explanation {
	p, at := s.p, s.cur
	now := at.path[i][d]
	e := Explanation{Person: i, Day: d, Type: int(now)}
	before, own, tied := at.cost, at.own[i], p.ties.soft(p, at)
	old := append([]int8(nil), at.path[i]...)
	at.lift(p, i)
	path, ok := s.without(i, d, now)
	if !ok {
		e.Only = true
		at.put(p, i, old)
		return e
	}
	at.put(p, i, path)
	e.Own = (at.own[i] - own) / scale
	e.Cover = (at.cost-before)/scale - e.Own
	e.Between = (p.ties.soft(p, at) - tied) / scale
	e.Delta = e.Own + e.Cover + e.Between
	for k, t := range at.path[i] {
		e.Alternative = append(e.Alternative, int(t))
		if t != old[k] {
			e.Changed++
		}
	}
	at.lift(p, i)
	at.put(p, i, old)
	return e
}

// without is the best answer of a lifted person that does not repeat what a day
// had.
func (s *search) without(i, d int, now int8) ([]int8, bool) {
	cost := s.marginal(s.cur, i, 0)
	must := s.mustOf(i)
	if now < 0 {
		must[d] = true
	} else {
		cost[d*s.p.types+int(now)] = dp.Never
	}
	_, _, ok := s.ws.Best(s.p.people[i], cost, must)
	return s.narrow(), ok
}

// Reason says why people do not fill a cover: the rule that keeps them, or Busy
// or Dearer.
type Reason struct {
	Why    string
	People int
}

// Reasons beside the names of rules.
const (
	Busy   = "elsewhere" // works another shift on that day
	Limits = "limits"    // runs, totals, weekends or weeks leave no roster with it
	Dearer = "dearer"    // could, but it would cost more than it saves
)

// Shortage is a cover that is not met, and why.
type Shortage struct {
	Day, Type, Missing int
	Reasons            []Reason
}

// Shortages lists what is not covered. The instance must be without faults.
func Shortages(in *roster.Instance, r roster.Roster) (out []Shortage) {
	s := replay(in, r)
	for c, need := range s.p.need {
		if lack := need - s.cur.have[c]; lack > 0 {
			out = append(out, Shortage{c / s.p.types, c % s.p.types, lack, s.reasons(c/s.p.types, c%s.p.types)})
		}
	}
	return out
}

func (s *search) reasons(d, t int) (out []Reason) {
	count := map[string]int{}
	for i := range s.p.n {
		if int(s.cur.path[i][d]) != t {
			count[s.hindrance(i, d, t)]++
		}
	}
	for _, why := range []string{string(roster.RuleSkill), string(roster.RuleAbsence), string(roster.RulePin), string(roster.RuleMaxShifts), Busy, string(roster.RuleRest), Limits, Dearer} {
		if n := count[why]; n > 0 {
			out = append(out, Reason{why, n})
		}
	}
	return out
}

// hindrance is the first thing that keeps a person from a shift.
func (s *search) hindrance(i, d, t int) string {
	person, path := &s.p.in.People[i], s.cur.path[i]
	follow := func(a, b int) bool { return s.p.shape.Follow[a*s.p.types+b] }
	switch {
	case len(person.Lacks(&s.p.in.Types[t], d)) > 0:
		return string(roster.RuleSkill)
	case absent(person, d, t):
		return string(roster.RuleAbsence)
	case s.p.base[i][d*s.p.types+t] >= dp.Never:
		return string(roster.RulePin)
	case person.MaxShifts != nil && person.MaxShifts[t] == 0:
		return string(roster.RuleMaxShifts)
	case path[d] >= 0:
		return Busy
	case d > 0 && path[d-1] >= 0 && !follow(int(path[d-1]), t), d+1 < len(path) && path[d+1] >= 0 && !follow(t, int(path[d+1])):
		return string(roster.RuleRest)
	case !s.couldAlso(i, d, t):
		return Limits
	}
	return Dearer
}

// couldAlso reports whether the person has a roster that adds the shift to what
// the others days have.
func (s *search) couldAlso(i, d, t int) bool {
	cost, must := append(s.cost[:0], s.p.base[i]...), s.mustOf(i)
	s.cost = cost
	for day, now := range s.cur.path[i] {
		if day == d {
			now = int8(t)
		}
		must[day] = now >= 0
		for k := range s.p.types {
			if k != int(now) {
				cost[day*s.p.types+k] = dp.Never
			}
		}
	}
	_, _, ok := s.ws.Best(s.p.people[i], cost, must)
	return ok
}
