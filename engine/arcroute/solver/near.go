package solver

// Which tasks lie near which: the order in which parts of routes are taken out
// together.

import (
	"cmp"
	"slices"
)

// nearest bounds how many neighbours of a task are kept.
const nearest = 256

func (p *problem) neighbours() {
	p.near = make([][]int32, p.m)
	type other struct {
		task     int32
		gap, sum int64
	}
	all := make([]other, 0, p.m)
	for i := range p.m {
		all = all[:0]
		for j := range p.m {
			if j == i {
				continue
			}
			gap, sum := p.gap(i, j)
			all = append(all, other{int32(j), gap, sum})
		}
		slices.SortFunc(all, func(a, b other) int {
			return cmp.Or(cmp.Compare(a.gap, b.gap), cmp.Compare(a.sum, b.sum), cmp.Compare(a.task, b.task))
		})
		for _, x := range all[:min(nearest, len(all))] {
			p.near[i] = append(p.near[i], x.task)
		}
	}
}

// gap is the shortest way between two tasks in any of their open directions,
// and the sum of all of them to break ties.
func (p *problem) gap(i, j int) (gap, sum int64) {
	n := p.m + 1
	gap = int64(never)
	for a := range 2 {
		for b := range 2 {
			if p.serve[i][a] == never || p.serve[j][b] == never {
				continue
			}
			there, back := int64(p.to[i*n+j][2*a+b]), int64(p.to[j*n+i][2*b+a])
			gap, sum = min(gap, there, back), sum+there+back
		}
	}
	return gap, sum
}
