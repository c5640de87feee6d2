package solve

// The restricted master: some people, some days, everybody else fixed. Columns
// are whole rosters of one person; rows are the cells that can still change and
// one convexity row per person. It is solved by column generation.

import (
	"math"

	"kaigong.example/kaigong/engine/roster/dp"
)

const (
	open  = int8(-2) // a day that is not fixed
	away  = 1e7      // cost of a column that a fixing excludes
	empty = int32(-1)
)

// column is a roster of one person in a master.
type column struct {
	who  int // index into master.people
	own  int64
	path []int8
	out  bool // excluded by a fixing
}

// master is one such program. fixed[k][d] is open, dp.Off or a type.
type master struct {
	s      *search
	people []int
	window []bool // days that may change, nil for all
	fixed  [][]int8
	row    []int32 // of a cell, empty when it has none
	cell   []int32 // of a row
	rhs    []int   // need that is left to these people, per row
	lp     relaxed
	cols   []column
	hash   map[uint64]bool
	dual   []int64   // scaled prices of rows
	stable []float64 // centre of smoothing: the prices of the best bound
	bound  int64     // best bound under the present fixings, scaled
	rest   int64     // cost of what is not in the program, scaled
	ready  bool
	pace   int     // fixings at a time, at least
	near   float64 // how near the next solution of the program has to be
	warmed bool    // stable holds prices worth following
}

// newMaster opens people on the days where window is true (nil: all). base is the
// roster whose other parts stay.
func newMaster(s *search, base *state, people []int, window []bool) *master {
	p := s.p
	m := &master{s: s, people: people, window: window, row: make([]int32, len(p.need)), hash: map[uint64]bool{}, bound: math.MinInt64}
	for _, i := range people {
		fix := make([]int8, p.days)
		for d := range fix {
			if fix[d] = open; window != nil && !window[d] {
				fix[d] = base.path[i][d]
			}
		}
		m.fixed = append(m.fixed, fix)
	}
	m.layRows(base)
	m.dual, m.stable = make([]int64, len(m.cell)), make([]float64, len(m.cell))
	for k, i := range people {
		m.add(k, base.path[i])
	}
	return m
}

// layRows gives a row to each cell that one of the people may fill.
func (m *master) layRows(base *state) {
	p := m.s.p
	m.rest = base.cost
	for c := range m.row {
		m.row[c] = empty
		if m.window != nil && !m.window[c/p.types] {
			continue
		}
		for _, i := range m.people {
			if p.base[i][c] < dp.Never {
				m.row[c] = int32(len(m.cell))
				m.cell = append(m.cell, int32(c))
				m.rhs = append(m.rhs, p.need[c]-base.have[c])
				m.rest -= p.coverCost(c, base.have[c])
				break
			}
		}
	}
	for _, i := range m.people {
		m.rest -= base.own[i]
		for d, t := range base.path[i] {
			if r := m.rowOf(d, t); r != empty {
				m.rhs[r]++
			}
		}
	}
}

// rowOf is the row that an assignment counts in, empty for a day off or a day
// outside the window.
func (m *master) rowOf(d int, t int8) int32 {
	if t < 0 || m.window != nil && !m.window[d] {
		return empty
	}
	return m.row[d*m.s.p.types+int(t)]
}

// add notes a path unless it is there, and puts it into the program if there is
// one.
func (m *master) add(k int, path []int8) bool {
	h := hashPath(k, path)
	if m.hash[h] {
		return false
	}
	m.hash[h] = true
	m.cols = append(m.cols, column{who: k, own: m.s.p.personal(m.people[k], path), path: append([]int8(nil), path...)})
	if m.lp != nil {
		m.enter(&m.cols[len(m.cols)-1])
	}
	return true
}

// enter puts a column into the program.
func (m *master) enter(c *column) {
	rows := m.s.rows[:0]
	for d, t := range c.path {
		if r := m.rowOf(d, t); r != empty {
			rows = append(rows, r)
		}
	}
	m.s.rows = rows
	m.lp.add(c.who, float64(c.own)/scale, rows)
}

func hashPath(k int, path []int8) uint64 {
	h := (uint64(14695981039346656037) ^ uint64(k)) * 1099511628211
	for _, t := range path {
		h = (h ^ uint64(uint8(t))) * 1099511628211
	}
	return h
}
