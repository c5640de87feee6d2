package bound

// The linear programme, solved from its dual: as much weight as possible is
// laid on cuts, no row carries more than its cost. Cuts join as they are
// found, and the weights at hand are a valid bound at any time.

// cut is one inequality: at least so many deadheads on these rows.
type cut struct {
	rows  []int32
	least int
}

// packing is the revised simplex method on the dual with a dense inverse.
type packing struct {
	cost    []float64   // by row, a little less than its cost, against ties
	cuts    []cut       // columns after the slacks
	basis   []int       // by row: a row's slack if below len(cost), else a cut
	value   []float64   // by row, the weight of what is in the basis
	inverse [][]float64 // of the basis
	work    int64       // elementary operations so far
	x       []float64   // by row, the prices: deadheads of the primal programme
}

// tiny separates rounding from meaning.
const tiny = 1e-7

func newPacking(g *graph) *packing {
	n := len(g.rows)
	p := &packing{cost: make([]float64, n), basis: make([]int, n), value: make([]float64, n), inverse: make([][]float64, n), x: make([]float64, n)}
	for i := range n {
		spread := uint32(i+1) * 2654435761 % 1000
		p.cost[i] = float64(g.rows[i]) * (1 - 1e-8*float64(spread))
		p.basis[i], p.value[i] = i, p.cost[i]
		p.inverse[i] = make([]float64, n)
		p.inverse[i][i] = 1
	}
	return p
}

// gain is what a unit of weight on a cut adds to the bound at the prices now.
func (p *packing) gain(c *cut) float64 {
	sum := float64(c.least)
	for _, i := range c.rows {
		sum -= p.x[i]
	}
	return sum
}

// improve pivots until no cut and no slack gains. It answers false when the
// number of pivots is used up or it is stopped; the weights hold all the same.
func (p *packing) improve(pivots int, stop func() bool) bool {
	column := make([]float64, len(p.cost))
	for k := range pivots {
		if k%stride == stride-1 && stop() {
			return false
		}
		entering, gain := p.price()
		if entering < 0 {
			return true
		}
		p.expand(entering, column)
		row := p.ratio(column)
		if row < 0 {
			return false // weight without bound: a cut that no link crosses
		}
		p.pivot(row, entering, gain, column)
	}
	return false
}

// stride is how many pivots pass between two looks at the budget.
const stride = 8

// price finds what gains most, -1 when nothing does.
func (p *packing) price() (entering int, most float64) {
	entering, most = -1, tiny
	for i, x := range p.x {
		if -x > most {
			entering, most = i, -x
		}
	}
	for j := range p.cuts {
		if g := p.gain(&p.cuts[j]); g > most {
			entering, most = len(p.cost)+j, g
		}
	}
	return entering, most
}

// expand writes the column of what enters, in terms of the basis.
func (p *packing) expand(entering int, column []float64) {
	rows := []int32{int32(entering)}
	if entering >= len(p.cost) {
		rows = p.cuts[entering-len(p.cost)].rows
	}
	for r, row := range p.inverse {
		sum := 0.0
		for _, i := range rows {
			sum += row[i]
		}
		column[r] = sum
	}
}

// ratio finds the row whose weight reaches zero first.
func (p *packing) ratio(column []float64) int {
	row, least := -1, 0.0
	for r, d := range column {
		if d <= 1e-9 {
			continue
		}
		if q := p.value[r] / d; row < 0 || q < least || q == least && p.basis[r] > p.basis[row] {
			row, least = r, q
		}
	}
	return row
}

func (p *packing) pivot(row, entering int, gain float64, column []float64) {
	p.work += int64(len(p.cost)) * int64(len(p.cost))
	lead := p.inverse[row]
	scale := 1 / column[row]
	for i := range lead {
		lead[i] *= scale
	}
	p.value[row] *= scale
	for r, d := range column {
		if r == row || d == 0 {
			continue
		}
		to := p.inverse[r]
		for i, v := range lead {
			to[i] -= d * v
		}
		p.value[r] = max(0, p.value[r]-d*p.value[row])
	}
	for i, v := range lead {
		p.x[i] += gain * v
	}
	p.basis[row] = entering
}

// grain is the fineness of weights in the certificate.
const grain = 1 << 20

// certified is the bound that the weights prove in whole numbers, without any
// trust in floating point: weights are rounded down, and where a row would
// carry more than its cost, all are lowered until none does.
func (p *packing) certified(g *graph) int64 {
	weights := make([]int64, len(p.cuts))
	for r, b := range p.basis {
		if b >= len(p.cost) {
			weights[b-len(p.cost)] = int64(p.value[r] * grain)
		}
	}
	for range 64 {
		carried, over := make([]int64, len(g.rows)), false
		for j, w := range weights {
			for _, i := range p.cuts[j].rows {
				carried[i] += w
			}
		}
		for i, w := range carried {
			over = over || w > g.rows[i]*grain
		}
		if !over {
			return p.sum(weights)
		}
		for j := range weights {
			weights[j] -= weights[j]/10_000 + 1
			weights[j] = max(0, weights[j])
		}
	}
	return 0
}

// sum rounds up: the deadheads of a plan cost a whole number.
func (p *packing) sum(weights []int64) int64 {
	total := int64(0)
	for j, w := range weights {
		total += w * int64(p.cuts[j].least)
	}
	// What rounding the weights down took is less than one grain per deadhead
	// of a cut, and is not given back: the bound stays on the safe side.
	return (total + grain - 1) / grain
}
