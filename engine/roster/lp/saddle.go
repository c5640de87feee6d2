package lp

// A first-order method for large restricted masters. Where the simplex method
// needs thousands of pivots to be exact, this comes near with a few hundred passes
// over the columns, and its prices move little between rounds, which is what column
// generation wants.

import "math"

// Saddle is a program of the same kind in another form: each group mixes its
// columns (fractions that add up to one) at least cost, and each row is charged by
// what it lacks or has too much. With A the matrix of the columns, which hold +1 in
// each of their rows, it is the saddle point
//
//	min over mixes x, max over prices low <= y <= high of  cost x + y (rhs - A x),
//
// found by a primal-dual hybrid gradient (Chambolle and Pock 2011) with the step
// sizes and the restarts from the average of PDLP (Applegate and others 2021);
// Strandmark, Qu and Curtois (2020) use such a method for rosters.
type Saddle struct {
	rhs, low, high []float64
	groups         [][]int32 // columns of a group
	cost           []float64
	from           []int32 // entries of column j are rows[from[j]:from[j+1]]
	rows           []int32
	out            []bool // columns that may not be used

	now, next  point // the present point and the one after a step
	sum        point // of the points since the restart, times their steps
	mean, base point // their average; where the restart began
	active     [][]int32
	scaleX     []float64 // step sizes of groups and rows
	scaleY     []float64
	ratio      float64 // of steps of prices to steps of mixes
	pace       float64 // length of a step
	weight     float64 // of the sum
	steps      int     // in all
	since      int     // steps since the restart
	gap, last  float64 // at the restart and at the last look
	value      float64
}

// point is a mix of columns with what it puts into the rows, and prices.
type point struct{ x, y, load []float64 }

func newPoint(rows int) point { return point{y: make([]float64, rows), load: make([]float64, rows)} }

func (p *point) copyFrom(o *point) {
	p.x = append(p.x[:0], o.x...)
	copy(p.y, o.y)
	copy(p.load, o.load)
}

// NewSaddle makes a program without columns; the slices are copied.
func NewSaddle(rhs, low, high []float64, groups int) *Saddle {
	clone := func(s []float64) []float64 { return append([]float64(nil), s...) }
	n := len(rhs)
	return &Saddle{rhs: clone(rhs), low: clone(low), high: clone(high), from: []int32{0},
		groups: make([][]int32, groups), active: make([][]int32, groups), scaleX: make([]float64, groups), scaleY: make([]float64, n),
		now: newPoint(n), next: newPoint(n), sum: newPoint(n), mean: newPoint(n), base: newPoint(n), ratio: 10, pace: 1}
}

// Add appends a column of a group and answers its number.
func (s *Saddle) Add(group int, cost float64, rows ...int32) int {
	j := len(s.cost)
	s.cost, s.out = append(s.cost, cost), append(s.out, false)
	s.rows = append(s.rows, rows...)
	s.from = append(s.from, int32(len(s.rows)))
	for _, p := range []*point{&s.now, &s.next, &s.sum, &s.mean, &s.base} {
		for len(p.x) <= j {
			p.x = append(p.x, 0)
		}
	}
	s.groups[group] = append(s.groups[group], int32(j))
	return j
}

// Exclude takes a column out for good.
func (s *Saddle) Exclude(col int) { s.out[col] = true }

// Value is the fraction of a column.
func (s *Saddle) Value(col int) float64 { return s.now.x[col] }

// Dual is the price of each row. The slice belongs to the program.
func (s *Saddle) Dual() []float64 { return s.now.y }

// SetDual sets the prices from which the next Solve starts.
func (s *Saddle) SetDual(y []float64) { copy(s.now.y, y) }

// Objective is the cost of the present mix.
func (s *Saddle) Objective() float64 { return s.value }

// reduced is the cost of a column less the prices of its rows.
func (s *Saddle) reduced(j int32, y []float64) float64 {
	sum := s.cost[j]
	for _, r := range s.rows[s.from[j]:s.from[j+1]] {
		sum -= y[r]
	}
	return sum
}

// Steps between two looks at the gap, and what the gap has to come down to for a
// restart: at once, or when it has stopped shrinking.
const (
	look    = 40
	atOnce  = 0.2
	atLeast = 0.8
	longest = 0.36 // of all steps
)

// Solve makes up to so many steps, fewer when the mix is proven to cost at most so
// much more than the best mix of the columns.
func (s *Saddle) Solve(steps int, near float64) {
	s.gather()
	s.restart(&s.now)
	for n := 1; n <= steps; n++ {
		s.step()
		if n%look > 0 && n < steps {
			continue
		}
		best, gap := s.better()
		enough := gap <= near || n == steps
		if stuck := gap > s.last && gap <= atLeast*s.gap; enough || stuck || gap <= atOnce*s.gap || float64(s.since) >= longest*float64(s.steps) {
			s.tune(best)
			s.restart(best)
		}
		if s.last = gap; enough {
			break
		}
	}
	s.value = s.primal(&s.now)
}

// restart begins a new average at a point.
func (s *Saddle) restart(at *point) {
	if at != &s.now {
		s.now.copyFrom(at)
	}
	s.base.copyFrom(at)
	for _, list := range [][]float64{s.sum.x, s.sum.y} {
		clear(list)
	}
	s.gap = s.primal(&s.now) - s.dual(&s.now)
	s.last, s.weight, s.since = s.gap, 0, 0
}

// better is the average or the present point, whichever has the smaller gap.
func (s *Saddle) better() (*point, float64) {
	for _, cols := range s.active {
		for _, j := range cols {
			s.mean.x[j] = s.sum.x[j] / s.weight
		}
	}
	for r, v := range s.sum.y {
		s.mean.y[r] = v / s.weight
	}
	s.fill(&s.mean)
	mean, now := s.primal(&s.mean)-s.dual(&s.mean), s.primal(&s.now)-s.dual(&s.now)
	if mean < now {
		return &s.mean, mean
	}
	return &s.now, now
}

// tune draws the ratio towards that of the ways that prices and mixes went.
func (s *Saddle) tune(to *point) {
	x, y := s.distance(to, &s.base)
	if x > 1e-12 && y > 1e-12 {
		s.ratio = math.Sqrt(s.ratio * math.Sqrt(y/x))
	}
}

// distance is the squared distance of mixes and of prices, by their step sizes.
func (s *Saddle) distance(a, b *point) (x, y float64) {
	for g, cols := range s.active {
		for _, j := range cols {
			d := a.x[j] - b.x[j]
			x += d * d / s.scaleX[g]
		}
	}
	for r, v := range a.y {
		d := v - b.y[r]
		y += d * d / s.scaleY[r]
	}
	return x, y
}

// primal is the cost of a mix, dual what its prices prove of the active columns.
func (s *Saddle) primal(p *point) (sum float64) {
	for _, cols := range s.active {
		for _, j := range cols {
			sum += s.cost[j] * p.x[j]
		}
	}
	for r, v := range p.load {
		lack := s.rhs[r] - v
		sum += max(lack*s.high[r], lack*s.low[r])
	}
	return sum
}

func (s *Saddle) dual(p *point) (sum float64) {
	for r, y := range p.y {
		sum += y * s.rhs[r]
	}
	for _, cols := range s.active {
		least := math.Inf(1)
		for _, j := range cols {
			least = min(least, s.reduced(j, p.y))
		}
		if len(cols) > 0 {
			sum += least
		}
	}
	return sum
}

// fill computes what a mix puts into the rows.
func (s *Saddle) fill(p *point) {
	clear(p.load)
	for _, cols := range s.active {
		for _, j := range cols {
			if x := p.x[j]; x > 0 {
				for _, r := range s.rows[s.from[j]:s.from[j+1]] {
					p.load[r] += x
				}
			}
		}
	}
}

// step moves to the next point; it shortens the step until it is safe, and
// lengthens it slowly. With the step sizes of gather a length of one is always
// safe, which keeps rounding from shortening it for ever.
func (s *Saddle) step() {
	s.steps++
	s.since++
	slow := float64(s.steps + 1)
	for {
		s.mix()
		s.charge()
		x, y := s.distance(&s.next, &s.now)
		bend := 0.0
		for r, v := range s.next.load {
			bend += (s.next.y[r] - s.now.y[r]) * (v - s.now.load[r])
		}
		limit := math.Inf(1)
		if bend = math.Abs(bend); bend > 1e-300 {
			limit = max(1, (s.ratio*x+y/s.ratio)/(2*bend))
		}
		made := s.pace
		s.pace = max(1, min((1-math.Pow(slow, -0.3))*limit, (1+math.Pow(slow, -0.6))*made))
		if made <= limit {
			s.accept(made)
			return
		}
	}
}

func (s *Saddle) accept(made float64) {
	s.now, s.next = s.next, s.now
	for _, cols := range s.active {
		for _, j := range cols {
			s.sum.x[j] += made * s.now.x[j]
		}
	}
	for r, y := range s.now.y {
		s.sum.y[r] += made * y
	}
	s.weight += made
}

// mix moves each group against its reduced costs and back to fractions.
func (s *Saddle) mix() {
	for g, cols := range s.active {
		step := s.pace / s.ratio * s.scaleX[g]
		for _, j := range cols {
			s.next.x[j] = s.now.x[j] - step*s.reduced(j, s.now.y)
		}
		s.project(cols)
	}
	s.fill(&s.next)
}

// project finds the nearest fractions that add up to one: all are lowered by the
// same amount, and those that would be negative leave (Michelot 1986).
func (s *Saddle) project(cols []int32) {
	x := s.next.x
	bar := math.Inf(-1)
	for left := len(cols) + 1; ; {
		sum, n := 0.0, 0
		for _, j := range cols {
			if x[j] > bar {
				sum += x[j]
				n++
			}
		}
		if n >= left || n == 0 { // as many as before: rounding may bring one back
			break
		}
		left, bar = n, (sum-1)/float64(n)
	}
	for _, j := range cols {
		x[j] = max(0, x[j]-bar)
	}
}

// charge moves prices by what the rows lack.
func (s *Saddle) charge() {
	for r, y := range s.now.y {
		y += s.pace * s.ratio * s.scaleY[r] * (s.rhs[r] - 2*s.next.load[r] + s.now.load[r])
		s.next.y[r] = min(max(y, s.low[r]), s.high[r])
	}
}
