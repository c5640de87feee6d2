// Package lp solves the restricted master of a column generation, a linear
// program to which columns are added between solves, in two ways: a Problem is
// solved exactly, a Saddle comes near and takes many more rows.
//
// A Problem is in equality form; its columns hold one sign, +1 or -1, in each of
// their rows, and its variables are not negative. It is solved by the revised
// primal simplex method with an explicit dense inverse that is kept by columns:
// rows number a few hundreds, columns are short, and both the pivot row and the
// pivot column are mostly zeros, which are skipped. Right-hand sides are shifted by
// tiny fixed amounts against cycling (the perturbation of Charnes); the duals are
// those of the true program, and a caller who needs a bound recomputes it from
// them. A Saddle is described at its type.
//
// Nothing is random and no clock is read: the same calls give the same bytes.
package lp

import "math"

const (
	tiny   = 1e-9
	better = 1e-7 // a reduced cost below minus this is worth a pivot
)

// Problem is a linear program with its current basis.
type Problem struct {
	m     int
	rhs   []float64
	cost  []float64
	sign  []float64
	from  []int32 // entries of column j are rows[from[j]:from[j+1]]
	rows  []int32
	basis []int32 // column of each row
	place []int32 // row of each column, -1 outside the basis
	inv   []float64
	x     []float64
	y     []float64
	alpha []float64
	hot   []int32 // rows where alpha is not zero
	row   []float64
	cands []cand
	since int // pivots since the inverse was made
}

type cand struct {
	col  int32
	cost float64
}

// New makes a program without columns. rhs is copied.
func New(rhs []float64) *Problem {
	m := len(rhs)
	return &Problem{m: m, rhs: append([]float64(nil), rhs...), from: []int32{0},
		basis: make([]int32, m), inv: make([]float64, m*m), x: make([]float64, m), y: make([]float64, m), alpha: make([]float64, m), row: make([]float64, m)}
}

// Add appends a column with the same sign in every listed row and answers its number.
func (p *Problem) Add(cost, sign float64, rows ...int32) int {
	p.cost, p.sign = append(p.cost, cost), append(p.sign, sign)
	p.rows = append(p.rows, rows...)
	p.from = append(p.from, int32(len(p.rows)))
	p.place = append(p.place, -1)
	return len(p.cost) - 1
}

// Columns is how many columns there are.
func (p *Problem) Columns() int { return len(p.cost) }

// SetCost changes the cost of a column; call Refresh before the next Solve.
func (p *Problem) SetCost(col int, cost float64) { p.cost[col] = cost }

// Value is the value of a column in the current basis.
func (p *Problem) Value(col int) float64 {
	if r := p.place[col]; r >= 0 {
		return max(0, p.x[r])
	}
	return 0
}

// Dual is the price of a row. The slice belongs to the program.
func (p *Problem) Dual() []float64 { return p.y }

// Objective is the cost of the current basis.
func (p *Problem) Objective() (sum float64) {
	for r, j := range p.basis {
		sum += p.cost[j] * p.x[r]
	}
	return sum
}

// Reduced is the reduced cost of a column.
func (p *Problem) Reduced(col int) float64 {
	sum := 0.0
	for _, r := range p.rows[p.from[col]:p.from[col+1]] {
		sum += p.y[r]
	}
	return p.cost[col] - p.sign[col]*sum
}

// Start sets the basis, one column per row, and makes the inverse. It reports
// false when the columns do not form a feasible basis.
func (p *Problem) Start(basis []int) bool {
	for i := range p.place {
		p.place[i] = -1
	}
	for r, j := range basis {
		p.basis[r], p.place[j] = int32(j), int32(r)
	}
	return p.invert()
}

// Refresh recomputes the duals after costs have changed.
func (p *Problem) Refresh() {
	for j := range p.m {
		col, sum := p.inv[j*p.m:(j+1)*p.m], 0.0
		for r, v := range col {
			if v != 0 {
				sum += p.cost[p.basis[r]] * v
			}
		}
		p.y[j] = sum
	}
}

// Solve pivots until no column is worth a pivot or the limit of pivots is
// reached; it answers how many were made.
func (p *Problem) Solve(limit int) int {
	n := 0
	for n < limit && p.collect() {
		worked := false
		for n < limit {
			q := p.choose()
			if q < 0 {
				break
			}
			if !p.pivot(q) {
				continue
			}
			worked = true
			n++
		}
		if p.since > 500+10*p.m && !p.invert() || !worked {
			break
		}
	}
	return n
}

// handful is how many candidates are kept between full looks at the columns.
const handful = 24

// collect looks at every column and keeps the most promising.
func (p *Problem) collect() bool {
	p.cands = p.cands[:0]
	worst := -better
	for j := range p.cost {
		if p.place[j] >= 0 {
			continue
		}
		d := p.Reduced(j)
		if d >= worst {
			continue
		}
		if len(p.cands) < handful {
			p.cands = append(p.cands, cand{int32(j), d})
		} else {
			p.cands[p.weakest()] = cand{int32(j), d}
			worst = p.cands[p.weakest()].cost
		}
	}
	return len(p.cands) > 0
}

func (p *Problem) weakest() int {
	at := 0
	for i, c := range p.cands {
		if c.cost > p.cands[at].cost {
			at = i
		}
	}
	return at
}

// choose takes the best candidate by its present reduced cost and drops those
// that are no longer worth a pivot.
func (p *Problem) choose() int {
	best, at, kept := -better, -1, 0
	for _, c := range p.cands {
		if p.place[c.col] >= 0 {
			continue
		}
		d := p.Reduced(int(c.col))
		if d >= -better {
			continue
		}
		if p.cands[kept] = (cand{c.col, d}); d < best {
			best, at = d, kept
		}
		kept++
	}
	p.cands = p.cands[:kept]
	if at < 0 {
		return -1
	}
	col := p.cands[at].col
	p.cands[at] = p.cands[kept-1]
	p.cands = p.cands[:kept-1]
	return int(col)
}

// pivot brings a column into the basis; false when no row limits it.
func (p *Problem) pivot(q int) bool {
	d := p.Reduced(q)
	p.ftran(q)
	r := p.leave()
	if r < 0 {
		return false
	}
	a := p.alpha[r]
	theta := max(0, p.x[r]) / a
	for _, i := range p.hot {
		p.x[i] -= theta * p.alpha[i]
	}
	p.x[r] = theta
	p.place[p.basis[r]] = -1
	p.basis[r], p.place[q] = int32(q), int32(r)
	for j := range p.m {
		v := p.inv[j*p.m+r]
		if v == 0 {
			continue
		}
		v /= a
		p.y[j] += d * v
		col := p.inv[j*p.m : (j+1)*p.m]
		for _, i := range p.hot {
			col[i] -= v * p.alpha[i]
		}
		col[r] = v
	}
	p.since++
	return true
}

// ftran computes alpha, the column in terms of the basis.
func (p *Problem) ftran(q int) {
	clear(p.alpha)
	for _, r := range p.rows[p.from[q]:p.from[q+1]] {
		col := p.inv[int(r)*p.m : (int(r)+1)*p.m]
		for i, v := range col {
			p.alpha[i] += v
		}
	}
	p.hot = p.hot[:0]
	for i, v := range p.alpha {
		if math.Abs(v) < tiny {
			p.alpha[i] = 0
			continue
		}
		p.alpha[i] = v * p.sign[q]
		p.hot = append(p.hot, int32(i))
	}
}

// leave finds the row that limits the entering column: among those within a
// whisker of the limit the one with the largest element (Harris).
func (p *Problem) leave() int {
	limit := math.Inf(1)
	for _, i := range p.hot {
		if a := p.alpha[i]; a > 1e-7 {
			limit = min(limit, (max(0, p.x[i])+1e-9)/a)
		}
	}
	best, at := 0.0, -1
	for _, i := range p.hot {
		if a := p.alpha[i]; a > 1e-7 && max(0, p.x[i])/a <= limit && a > best {
			best, at = a, int(i)
		}
	}
	return at
}

// invert makes the inverse of the basis anew by Gauss-Jordan elimination with
// row exchange, then values and duals.
func (p *Problem) invert() bool {
	m := p.m
	a := make([]float64, m*m) // by columns: a[j*m+i] is row i of the basis column j
	for j, col := range p.basis {
		for _, r := range p.rows[p.from[col]:p.from[col+1]] {
			a[j*m+int(r)] = p.sign[col]
		}
	}
	if !gaussJordan(a, p.inv, m) {
		return false
	}
	clear(p.x)
	for j, b := range p.rhs {
		for i, v := range p.inv[j*m : (j+1)*m] {
			p.x[i] += v * b
		}
	}
	for _, v := range p.x {
		if v < -1e-4 {
			return false
		}
	}
	p.since = 0
	p.Refresh()
	return true
}
