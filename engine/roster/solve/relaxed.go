package solve

// The linear program behind a master, in one of two ways: exact by the simplex
// method while rows are few, near by a first-order method where they are many.

import (
	"math"

	"kaigong.example/kaigong/engine/roster/lp"
)

// relaxed is a linear program over the columns of a master. Columns are numbered
// in the order in which they were added.
type relaxed interface {
	add(who int, cost float64, rows []int32)
	solve(near float64) float64 // the cost of the mix, at most about near above the least
	prices() []float64          // of the rows, and maybe more
	value(col int) float64
	pays(who int) bool // whether the last column, of this person, is worth another solve
	exclude(col int)
	settle()               // after columns were excluded
	sure() float64         // fractions above are as good as whole
	rounds() int           // of pricing between two fixings
	gap(value int64) int64 // of program and bound that is not worth closing
}

func (m *master) large() bool { return len(m.cell) > exactRows }

// exactRows is up to how many rows a program is solved by the simplex method,
// whose inverse is dense.
const exactRows = 320

// startLP makes the program of the columns found so far. It reports whether the
// program is ready.
func (m *master) startLP() bool {
	if m.lp != nil {
		return m.ready
	}
	if m.large() {
		m.lp = m.newMixed()
	} else {
		m.lp = m.newPivoted()
	}
	for j := range m.cols {
		m.enter(&m.cols[j])
	}
	m.ready = true
	if p, ok := m.lp.(*pivoted); ok {
		m.ready = p.lp.Start(p.basis)
	}
	return m.ready
}

// pivoted is the simplex method: slack columns, one stand-in per person with which
// it begins, then the columns of the master.
type pivoted struct {
	lp    *lp.Problem
	cells int
	first int // number of the first column of the master
	basis []int
	rows  []int32
}

func (m *master) newPivoted() *pivoted {
	p, rows := m.s.p, len(m.cell)
	rhs := make([]float64, rows+len(m.people))
	for r := range rows {
		rhs[r] = float64(m.rhs[r]) + wiggle(r)
	}
	for k := range m.people {
		rhs[rows+k] = 1
	}
	q := &pivoted{lp: lp.New(rhs), cells: rows, basis: make([]int, len(rhs))}
	for r, c := range m.cell {
		q.lp.Add(float64(p.under[c]), 1, int32(r))
		q.lp.Add(float64(p.over[c]), -1, int32(r))
	}
	for r := range rows {
		if q.basis[r] = 2 * r; m.rhs[r] < 0 {
			q.basis[r]++
		}
	}
	for k := range m.people {
		q.basis[rows+k] = q.lp.Add(away, 1, int32(rows+k))
	}
	q.first = q.lp.Columns()
	return q
}

// wiggle is the perturbation of a row: tiny, positive, without pattern.
func wiggle(r int) float64 {
	h := uint32(r+1) * 2654435761
	return 1e-4 * (0.5 + float64(h>>8)/float64(1<<25))
}

func (q *pivoted) add(who int, cost float64, rows []int32) {
	q.rows = append(append(q.rows[:0], rows...), int32(q.cells+who))
	q.lp.Add(cost, 1, q.rows...)
}

func (q *pivoted) solve(float64) float64 {
	q.lp.Solve(4*q.cells + 200)
	return q.lp.Objective()
}

func (q *pivoted) prices() []float64     { return q.lp.Dual() }
func (q *pivoted) value(col int) float64 { return q.lp.Value(q.first + col) }
func (q *pivoted) exclude(col int)       { q.lp.SetCost(q.first+col, away) }
func (q *pivoted) settle()               { q.lp.Refresh() }

func (q *pivoted) pays(who int) bool {
	d := q.lp.Reduced(q.lp.Columns() - 1)
	return d < -1e-6*(1+math.Abs(q.lp.Dual()[q.cells+who]))
}

func (q *pivoted) sure() float64   { return 0.999 }
func (q *pivoted) rounds() int     { return 4 }
func (q *pivoted) gap(int64) int64 { return 0 }

// mixed is the first-order method.
type mixed struct{ lp *lp.Saddle }

func (m *master) newMixed() mixed {
	p, n := m.s.p, len(m.cell)
	rhs, low, high := make([]float64, n), make([]float64, n), make([]float64, n)
	for r, c := range m.cell {
		rhs[r], low[r], high[r] = float64(m.rhs[r]), -float64(p.over[c]), float64(p.under[c])
	}
	q := mixed{lp.NewSaddle(rhs, low, high, len(m.people))}
	q.lp.SetDual(m.stable)
	return q
}

// passes is how many steps the first-order method makes between two pricings.
const passes = 400

func (q mixed) add(who int, cost float64, rows []int32) { q.lp.Add(who, cost, rows...) }

func (q mixed) solve(near float64) float64 {
	q.lp.Solve(passes, near)
	return q.lp.Objective()
}

func (q mixed) prices() []float64     { return q.lp.Dual() }
func (q mixed) value(col int) float64 { return q.lp.Value(col) }
func (q mixed) exclude(col int)       { q.lp.Exclude(col) }
func (q mixed) settle()               {}
func (q mixed) pays(int) bool         { return true }

func (q mixed) sure() float64         { return 0.97 }
func (q mixed) rounds() int           { return 7 }
func (q mixed) gap(value int64) int64 { return max(value, 0) / 200 }
