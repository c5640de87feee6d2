// Package disclosure decides which cells of a table of counts are told, so that
// no small cell can be read or computed.
//
// A count of at least one and fewer than the threshold is a small cell: it would
// tell about each of those whom it counts. Protect marks it Few, and keeps
// further cells back until every small cell is ambiguous: there is another table
// that agrees with all that is told, and holds another count in that cell. The
// other table is found, not supposed: one more here and one less there, in the
// same columns, within what each mark says and what everybody knows of such
// tables. Where no cell helps, whole columns are closed, the fewest that do; the
// totals are kept back only where nothing else helps. The method is cell suppression as
// statistical offices do it (L. Willenborg and T. de Waal, Elements of
// Statistical Disclosure Control, 2001), for tables with totals of columns.
//
// Invariants, of which the tests know:
//
//   - a small cell is never told, nor is a total that is one
//   - whatever is subtracted from whatever, at least two counts remain possible
//     for each small cell
//   - nothing is kept back in a column without a small cell, but where its cells
//     protect those of a neighbouring column
package disclosure

import (
	"cmp"
	"slices"
)

// Mark says how a count is published.
type Mark int

// Marks of a count.
const (
	Told Mark = iota // as it is
	Few              // at least one, fewer than the threshold
	Kept             // kept back, so that others cannot be computed
)

// Grid is a table of counts, none negative. The total of each column is
// published with it. Valid is what everybody knows of such a table, nil for
// nothing; it must hold of Cells.
type Grid struct {
	Cells [][]int64 // rows of columns
	Valid func(cells [][]int64) bool
}

// Shown is how a table is published.
type Shown struct {
	Cells  [][]Mark
	Totals []Mark
	Sums   [][]Mark // of each column down to and with each row: Told where it may be
}

// Exact tells everything.
func Exact(g Grid) Shown {
	p := newProtection(g, 0)
	for _, row := range p.Sums {
		clear(row)
	}
	return p.Shown
}

// Protect marks the cells, totals and running sums of a table with a threshold.
func Protect(g Grid, least int64) Shown {
	p := newProtection(g, least)
	p.few()
	for p.secure() {
	}
	p.running()
	return p.Shown
}

// protection is a table on its way to being published.
type protection struct {
	Shown
	cells  [][]int64
	valid  func([][]int64) bool
	least  int64
	totals []int64
	closed []bool // columns in which every cell is kept back, whatever it is
}

func newProtection(g Grid, least int64) *protection {
	p := &protection{cells: make([][]int64, len(g.Cells)), valid: g.Valid, least: least}
	for i, row := range g.Cells {
		p.cells[i] = slices.Clone(row)
		p.Cells, p.Sums = append(p.Cells, make([]Mark, len(row))), append(p.Sums, make([]Mark, len(row)))
		if p.totals == nil {
			p.totals, p.Totals, p.closed = make([]int64, len(row)), make([]Mark, len(row)), make([]bool, len(row))
		}
		for j, n := range row {
			p.totals[j] += n
			p.Sums[i][j] = Kept
		}
	}
	return p
}

func (p *protection) small(n int64) bool { return n > 0 && n < p.least }

func (p *protection) few() {
	for i, row := range p.cells {
		for j, n := range row {
			if p.small(n) {
				p.Cells[i][j] = Few
			}
		}
	}
	for j, n := range p.totals {
		if p.small(n) {
			p.Totals[j] = Few
		}
	}
}

// secure protects the first small cell that stands open, and reports whether
// there was one. Of a table that is shut nothing is told, so nothing is left to do.
func (p *protection) secure() bool {
	if p.shut() {
		return false
	}
	for j := range p.totals {
		for i := range p.cells {
			if p.small(p.cells[i][j]) && !p.ambiguous(i, j) {
				if !p.coverBy(i, j) {
					p.closeUp(i, j)
				}
				return true
			}
		}
	}
	return false
}

// closeUp keeps whole columns back, the fewest around a cell that make it
// ambiguous; where none do, all of them and their totals.
func (p *protection) closeUp(i, j int) {
	for _, span := range p.spans(j) {
		closed, marks := slices.Clone(p.closed), make([][]Mark, len(p.Cells))
		for r, row := range p.Cells {
			marks[r] = slices.Clone(row)
		}
		for c := span[0]; c <= span[1]; c++ {
			p.close(c)
		}
		if p.ambiguous(i, j) {
			return
		}
		p.closed, p.Cells = closed, marks
	}
	for c := range p.totals {
		p.close(c)
		p.Totals[c] = Kept
	}
}

// shut reports whether every cell and every total is kept back.
func (p *protection) shut() bool {
	return !slices.Contains(p.closed, false) && !slices.ContainsFunc(p.Totals, func(m Mark) bool { return m != Kept })
}

func (p *protection) close(j int) {
	p.closed[j] = true
	for i := range p.Cells {
		p.Cells[i][j] = Kept
	}
}

// coverBy keeps the smallest cells of another row back that make a cell ambiguous.
func (p *protection) coverBy(i, j int) bool {
	rows := make([]int, 0, len(p.cells))
	for k := range p.cells {
		if k != i && p.Cells[k][j] == Told && p.cells[k][j] >= p.least {
			rows = append(rows, k)
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(p.cells[a][j], p.cells[b][j]) })
	for _, span := range p.spans(j) {
		for _, k := range rows {
			before := slices.Clone(p.Cells[k])
			for c := span[0]; c <= span[1]; c++ {
				if p.Cells[k][c] == Told {
					p.Cells[k][c] = Kept
				}
			}
			if !p.zeroKept(k, span) && p.ambiguous(i, j) {
				return true
			}
			p.Cells[k] = before
		}
	}
	return false
}

// zeroKept reports whether an empty cell would be kept back, which protects
// nothing.
func (p *protection) zeroKept(k int, span [2]int) bool {
	for c := span[0]; c <= span[1]; c++ {
		if p.Cells[k][c] == Kept && !p.closed[c] && p.cells[k][c] == 0 {
			return true
		}
	}
	return false
}

// spans are the runs of columns around one, the shortest first.
func (p *protection) spans(j int) (all [][2]int) {
	for from := 0; from <= j; from++ {
		for to := j; to < len(p.totals); to++ {
			all = append(all, [2]int{from, to})
		}
	}
	slices.SortStableFunc(all, func(a, b [2]int) int { return cmp.Compare(a[1]-a[0], b[1]-b[0]) })
	return all
}

// ambiguous reports whether another table agrees with all that is told and holds
// another count in a cell.
func (p *protection) ambiguous(i, j int) bool {
	for _, span := range p.spans(j) {
		for _, by := range []int64{1, -1} {
			if p.alternative(i, -1, span, by) {
				return true
			}
			for k := range p.cells {
				if k != i && p.alternative(i, k, span, by) {
					return true
				}
			}
		}
	}
	return false
}

// alternative tries the table in which row i has more in some columns, and row k
// as much less where the total may not change with it; k below 0 is no row.
func (p *protection) alternative(i, k int, span [2]int, by int64) bool {
	for c := span[0]; c <= span[1]; c++ {
		if !p.fits(i, c, p.cells[i][c]+by) || !p.loose(i, c, by) && (k < 0 || !p.fits(k, c, p.cells[k][c]-by) || p.parted(i, k, c)) {
			return false
		}
	}
	if p.valid == nil {
		return true
	}
	move := func(step int64) {
		for c := span[0]; c <= span[1]; c++ {
			p.cells[i][c] += step
			if !p.loose(i, c, by) {
				p.cells[k][c] -= step
			}
		}
	}
	move(by)
	ok := p.valid(p.cells)
	move(-by)
	return ok
}

// fits reports whether a cell may hold a count for all that its mark says.
func (p *protection) fits(i, j int, n int64) bool {
	switch {
	case p.Cells[i][j] == Told || n < 0:
		return false
	case p.closed[j]:
		return true
	case p.Cells[i][j] == Few:
		return p.small(n)
	}
	return n >= p.least
}

// parted reports whether a running sum between two rows is told, so that what
// one has less the other cannot have more.
func (p *protection) parted(i, k, j int) bool {
	for r := min(i, k); r < max(i, k); r++ {
		if p.Sums[r][j] == Told {
			return true
		}
	}
	return false
}

// loose reports whether the total may change with a cell without contradicting
// its mark, and no running sum below the cell is told.
func (p *protection) loose(i, j int, by int64) bool {
	for r := i; r < len(p.cells); r++ {
		if p.Sums[r][j] == Told {
			return false
		}
	}
	n := p.totals[j] + by
	return p.Totals[j] == Kept && n >= 0 || p.Totals[j] == Few && p.small(n)
}

// running tells the running sums that leave every small cell ambiguous, from the
// first row on.
func (p *protection) running() {
	for j := range p.totals {
		for r := range p.cells {
			p.Sums[r][j] = Told
			if r == len(p.cells)-1 && p.Totals[j] != Told || p.smallSum(r, j) || !p.allAmbiguous() {
				p.Sums[r][j] = Kept
			}
		}
	}
}

// smallSum reports whether a running sum is itself a small cell.
func (p *protection) smallSum(r, j int) bool {
	var sum int64
	for i := 0; i <= r; i++ {
		sum += p.cells[i][j]
	}
	return p.small(sum)
}

func (p *protection) allAmbiguous() bool {
	for i, row := range p.cells {
		for j, n := range row {
			if p.small(n) && !p.ambiguous(i, j) {
				return false
			}
		}
	}
	return true
}
