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
		e.rounds = m.lp.rounds()
		m.refill()
	}
}

// votes lists the fractional assignments on days that are not fixed, the surest
// first, and reports whether each person has one whole column.
func (m *master) votes() ([]vote, bool) {
	p := m.s.p
	sure, sum := m.lp.sure(), m.s.sum[:0]
	for range len(m.people) * p.days * (p.types + 1) {
		sum = append(sum, 0)
	}
	m.s.sum = sum
	whole := make([]bool, len(m.people))
	for j := range m.cols {
		x := m.lp.value(j)
		if x < 1e-6 || m.cols[j].out {
			continue
		}
		k := m.cols[j].who
		whole[k] = whole[k] || x > sure
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
// as good as whole are fixed with them. Slow dives end better than fast ones, but
// one of a large program fixes so many at a time that it ends.
const (
	share = 0.01
	fixes = 50
)

// fix takes the surest votes.
func (m *master) fix(votes []vote) {
	n := 0
	for _, v := range votes {
		if v.x < 0.9999 {
			n++
		}
	}
	if m.large() && m.pace == 0 {
		m.pace = m.loose() / fixes
	}
	take := max(1, int(share*float64(n)), m.pace)
	for _, v := range votes {
		if v.x < m.lp.sure() && take <= 0 {
			break
		}
		if !m.agrees(v) {
			continue
		}
		m.fixed[v.who][v.day] = v.what
		if v.x < 0.9999 {
			take--
		}
	}
	m.exclude()
}

// refill gives everybody the roster that suits the best known prices under the
// fixings, so that a program which lost many columns is whole before it is solved
// and its prices stay where they were.
func (m *master) refill() {
	if m.large() {
		m.prices(1)
		m.price()
	}
}

// agrees is whether a column of the person holds the vote and all fixings, so that
// what is fixed at the same time leaves a roster.
func (m *master) agrees(v vote) bool {
	for j := range m.cols {
		if c := &m.cols[j]; c.who == v.who && !c.out && c.path[v.day] == v.what && matches(c.path, m.fixed[v.who]) {
			return true
		}
	}
	return false
}

func matches(path, fixed []int8) bool {
	for d, f := range fixed {
		if f != open && f != path[d] {
			return false
		}
	}
	return true
}

// loose counts the open days of people who have no whole column yet.
func (m *master) loose() (n int) {
	for _, fixed := range m.fixed {
		for _, f := range fixed {
			if f == open {
				n++
			}
		}
	}
	return n
}

// exclude puts columns that contradict a fixing out of reach.
func (m *master) exclude() {
	for j := range m.cols {
		c := &m.cols[j]
		if c.out {
			continue
		}
		if !matches(c.path, m.fixed[c.who]) {
			c.out = true
			m.lp.exclude(j)
		}
	}
	m.lp.settle()
}

// chosen is the fullest column of each person: the only one, once nothing is
// fractional.
func (m *master) chosen() [][]int8 {
	out, full := make([][]int8, len(m.people)), make([]float64, len(m.people))
	for j := range m.cols {
		c := &m.cols[j]
		x := -1.0
		if m.lp != nil && m.ready {
			x = m.lp.value(j)
		}
		if out[c.who] == nil || x > full[c.who] {
			out[c.who], full[c.who] = c.path, x
		}
	}
	return out
}
