package solve

// Diving: fix what the master is nearly sure of, generate again, until every
// person has one roster. Fixings are assignments of one person on one day, or
// whole rosters.

import (
	"cmp"
	"slices"
)

// vote is a fractional assignment of the program.
type vote struct {
	who, day int
	what     int8
	x        float64
}

// dive answers paths for all people, or false when the cutoff was reached.
func (m *master) dive(e effort) ([][]int8, bool) {
	if !m.startLP() {
		return nil, false
	}
	for {
		if !m.generate(e) || m.s.stopped() {
			return nil, false
		}
		votes, whole := m.votes()
		if whole {
			return m.chosen(), true
		}
		if len(votes) == 0 {
			return nil, false
		}
		m.fix(votes)
		e.rounds = 4
	}
}

// votes lists the fractional assignments on days that are not fixed, the surest
// first, and reports whether each person has one whole column.
func (m *master) votes() ([]vote, bool) {
	p := m.s.p
	sum := m.s.sum[:0]
	for range len(m.people) * p.days * (p.types + 1) {
		sum = append(sum, 0)
	}
	m.s.sum = sum
	whole := make([]bool, len(m.people))
	for j := range m.cols {
		x := m.lp.Value(m.first + j)
		if x < 1e-6 {
			continue
		}
		k := m.cols[j].who
		whole[k] = whole[k] || x > 0.999
		for d, t := range m.cols[j].path {
			sum[(k*p.days+d)*(p.types+1)+int(t)+1] += x
		}
	}
	var out []vote
	for i, x := range sum {
		k, d := i/(p.types+1)/p.days, i/(p.types+1)%p.days
		if x > 0.01 && !whole[k] && m.fixed[k][d] == open {
			out = append(out, vote{k, d, int8(i%(p.types+1)) - 1, x})
		}
	}
	slices.SortStableFunc(out, func(a, b vote) int { return cmp.Compare(b.x, a.x) })
	return out, !slices.Contains(whole, false)
}

// Of the fractional votes one in a hundred is fixed at a time, at least one; votes
// as good as whole are fixed with them. Slow dives end better than fast ones.
const (
	share = 0.01
	sure  = 0.999
)

// fix takes the surest votes.
func (m *master) fix(votes []vote) {
	n := 0
	for _, v := range votes {
		if v.x < 0.9999 {
			n++
		}
	}
	take := max(1, int(share*float64(n)))
	for _, v := range votes {
		if v.x < sure && take <= 0 {
			break
		}
		m.fixed[v.who][v.day] = v.what
		if v.x < 0.9999 {
			take--
		}
	}
	m.exclude()
}

// exclude puts columns that contradict a fixing out of reach.
func (m *master) exclude() {
	for j := range m.cols {
		c := &m.cols[j]
		if c.out {
			continue
		}
		for d, f := range m.fixed[c.who] {
			if f != open && f != c.path[d] {
				c.out = true
				m.lp.SetCost(m.first+j, away)
				break
			}
		}
	}
	m.lp.Refresh()
}

// chosen is the fullest column of each person: the only one, once nothing is
// fractional.
func (m *master) chosen() [][]int8 {
	out, full := make([][]int8, len(m.people)), make([]float64, len(m.people))
	for j := range m.cols {
		c := &m.cols[j]
		x := -1.0
		if m.lp != nil && m.ready {
			x = m.lp.Value(m.first + j)
		}
		if out[c.who] == nil || x > full[c.who] {
			out[c.who], full[c.who] = c.path, x
		}
	}
	return out
}
