package solver

// The tables of the search: what is paid between any two tasks in any of their
// directions, for one type of vehicle.

import (
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/distance"
)

// never is more than any route costs; sums of four stay within 32 bits.
const never = int32(1) << 28

// quad holds the four costs from a task to the next, by the direction of the
// first (twice) and of the second.
type quad [4]int32

// problem is what one type of vehicle has to treat. Task m is the depot.
type problem struct {
	in      *arcroute.Instance
	vehicle int
	net     *distance.Net
	m       int
	edges   []int // by task
	demand  []int64
	serve   [][2]int32 // by task and direction; never where it is closed
	to      []quad     // to[i*(m+1)+j]: from task i to task j
	from    []quad     // from[j*(m+1)+i]: the same, ordered by where one arrives
	floor   []int32    // by task, what serving it costs in its cheaper direction
	alone   []int32    // by task, what a route for it alone costs
	near    [][]int32  // by task, the others, nearest first
}

// row is where the quads of a task begin.
func (p *problem) row(i int32) int { return int(i) * (p.m + 1) }

// newProblem makes the tables for edges, of which the vehicle treats those that
// it is able to.
func newProblem(in *arcroute.Instance, vehicle int, edges []int, able func(edge int) bool) (*problem, error) {
	p := &problem{in: in, vehicle: vehicle, net: distance.New(in, vehicle), m: len(edges), edges: edges}
	p.demand = make([]int64, p.m+1)
	p.serve = make([][2]int32, p.m+1)
	for i, e := range p.edges {
		p.demand[i] = in.Edges[e].Demand
		for o := range 2 {
			p.serve[i][o] = never
			if able(e) && p.net.Open(p.arc(i, o)) {
				p.serve[i][o] = int32(in.Fleet[vehicle].TreatCost(&in.Edges[e]))
			}
		}
	}
	return p, p.tables()
}

// arc is the road of a task driven in one direction.
func (p *problem) arc(task, direction int) distance.Arc {
	return distance.ArcOf(p.edges[task], direction == 1)
}

// place is where the task is driven; the depot has one place for both
// directions.
func (p *problem) place(task, direction int) distance.Place {
	if task == p.m {
		return distance.At(p.in.Depot)
	}
	return distance.On(p.arc(task, direction))
}

// tables fills the costs between tasks. It fails where they add up beyond what
// 32 bits hold.
func (p *problem) tables() error {
	n := p.m + 1
	p.to, p.from, p.alone = make([]quad, n*n), make([]quad, n*n), make([]int32, n)
	tree, dearest := p.net.NewTree(), int64(1)
	for i := range n {
		for a := range 2 {
			tree.Grow(p.place(i, a))
			for j := range n {
				for b := range 2 {
					c := tree.To(p.place(j, b))
					if c < distance.Unreachable {
						dearest = max(dearest, c)
					}
					p.to[i*n+j][2*a+b] = int32(min(c, int64(never)))
				}
			}
		}
	}
	load := p.in.Fleet[p.vehicle].LoadCost
	for j := range p.m {
		for k := range p.to[p.m*n+j] {
			p.to[p.m*n+j][k] = min(never, p.to[p.m*n+j][k]+int32(load))
		}
		if s := min(p.serve[j][0], p.serve[j][1]); s != never {
			dearest = max(dearest, load+int64(s))
		}
	}
	if 2*dearest*int64(p.longest()+1) >= int64(never) {
		return &arcroute.Fault{Key: "arcroute.size.cost"}
	}
	p.close()
	p.mirror()
	return nil
}

// longest is how many tasks one load can hold.
func (p *problem) longest() int {
	demands := slices.Clone(p.demand[:p.m])
	slices.Sort(demands)
	left := p.in.Fleet[p.vehicle].Capacity
	for i, q := range demands {
		if left -= q; left < 0 {
			return i
		}
	}
	return len(demands)
}

// close makes ways from and to closed directions free, since treating in that
// direction already costs more than anything.
func (p *problem) close() {
	n := p.m + 1
	for i := range p.m {
		for a := range 2 {
			if p.serve[i][a] != never {
				continue
			}
			for j := range n {
				for b := range 2 {
					p.to[i*n+j][2*a+b], p.to[j*n+i][2*b+a] = 0, 0
				}
			}
		}
	}
}

func (p *problem) mirror() {
	n := p.m + 1
	for i := range n {
		for j := range n {
			p.from[j*n+i] = p.to[i*n+j]
		}
	}
	p.floor = make([]int32, p.m)
	for i := range p.m {
		p.floor[i] = min(p.serve[i][0], p.serve[i][1])
		out, home := p.to[p.m*n+i], p.to[i*n+p.m]
		p.alone[i] = min(out[0]+p.serve[i][0]+home[0], out[1]+p.serve[i][1]+home[2])
	}
	p.neighbours()
}
