package lp

// Which columns take part in the first-order method: of the many that a column
// generation leaves behind, those in use and those that nearly pay.

import (
	"cmp"
	"slices"
)

// few is how many unused columns of a group take part.
const few = 24

// gather chooses the active columns at the present prices, makes fractions of the
// mixes and sets the step sizes.
func (s *Saddle) gather() {
	clear(s.next.x)
	clear(s.mean.x)
	for g := range s.groups {
		s.active[g] = s.choose(s.groups[g], s.active[g][:0])
		s.whole(s.active[g])
	}
	s.fill(&s.now)
	for r := range s.scaleY {
		s.scaleY[r] = 1
	}
	for g, cols := range s.active {
		most := 1
		for _, j := range cols {
			rows := s.rows[s.from[j]:s.from[j+1]]
			most = max(most, len(rows))
			for _, r := range rows {
				s.scaleY[r]++
			}
		}
		s.scaleX[g] = 1 / float64(most)
	}
	for r, n := range s.scaleY {
		s.scaleY[r] = 1 / n
	}
}

// choose lists the columns in use and the few that are cheapest at the present
// prices, in the order of their numbers. What is left out is not in use.
func (s *Saddle) choose(all, into []int32) []int32 {
	type offer struct {
		col  int32
		cost float64
	}
	var offers []offer
	for _, j := range all {
		switch x := s.now.x[j]; {
		case s.out[j]:
			s.now.x[j] = 0
		case x > 1e-9:
			into = append(into, j)
		default:
			s.now.x[j] = 0
			offers = append(offers, offer{j, s.reduced(j, s.now.y)})
		}
	}
	slices.SortFunc(offers, func(a, b offer) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.col, b.col)) })
	for _, o := range offers[:min(few, len(offers))] {
		into = append(into, o.col)
	}
	slices.Sort(into)
	return into
}

// whole makes the fractions of a group add up to one.
func (s *Saddle) whole(cols []int32) {
	if len(cols) == 0 {
		return
	}
	sum, best := 0.0, cols[0]
	for _, j := range cols {
		sum += s.now.x[j]
		if s.reduced(j, s.now.y) < s.reduced(best, s.now.y) {
			best = j
		}
	}
	if sum < 1e-6 {
		s.now.x[best], sum = 1, 1
	}
	for _, j := range cols {
		s.now.x[j] /= sum
	}
}
