package solver

// The tables of the search: what is paid between any two tasks in any of their
// directions, for one type of vehicle.

import (
	"cmp"
	"context"
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
	kind    int32 // its index among the types that share their work
	cap     int64
	net     *distance.Net
	m       int
	edges   []int // by task
	demand  []int64
	serve   [][2]int32 // by task and direction; never where it is closed
	to      []quad     // to[i*(m+1)+j]: from task i to task j
	from    []quad     // from[j*(m+1)+i]: the same, ordered by where one arrives; nil where same
	floor   []int32    // by task, what it costs at least in a route: serving may stand for driving through
	alone   []int32    // by task, what a route for it alone costs
	near    [][]int32  // by task, the others, nearest first
	same    bool       // ways and serving cost the same in both directions: from is not needed
}

// end is what closes a route of this type, where routes are written one behind
// the other.
func (p *problem) end() int32 { return -1 - p.kind }

// row is where the quads of a task begin.
func (p *problem) row(i int32) int { return int(i) * (p.m + 1) }

// newProblem makes the tables for edges, of which the vehicle treats those that
// it is able to. It fails where the context ends, or numbers are too large.
func newProblem(ctx context.Context, in *arcroute.Instance, vehicle int, edges []int, able func(edge int) bool) (*problem, error) {
	p := &problem{in: in, vehicle: vehicle, cap: in.Fleet[vehicle].Capacity, net: distance.New(in, vehicle), m: len(edges), edges: edges}
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
	return p, p.tables(ctx)
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

// begin is the vertex where ways from a task begin.
func (p *problem) begin(task, direction int) int {
	if task == p.m {
		return p.in.Depot
	}
	return p.net.Head(p.arc(task, direction))
}

// tables fills the costs between tasks.
func (p *problem) tables(ctx context.Context) error {
	n := p.m + 1
	p.to, p.alone = make([]quad, n*n), make([]int32, n)
	dearest, err := p.measure(ctx)
	if err != nil {
		return err
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
	if dearest >= int64(dear) {
		return tooDear()
	}
	p.close()
	p.mirror()
	return nil
}

// measure fills in the ways, from one vertex after the other, and answers the
// dearest.
func (p *problem) measure(ctx context.Context) (dearest int64, err error) {
	n := p.m + 1
	tree := p.net.NewTree()
	ends := make([]int, 2*n) // task and direction, by where they end
	for i := range ends {
		ends[i] = i
	}
	slices.SortStableFunc(ends, func(a, b int) int { return cmp.Compare(p.begin(a/2, a%2), p.begin(b/2, b%2)) })
	for _, end := range ends {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		i, a := end/2, end%2
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
	return dearest, nil
}

// dear is what no single way and no route of a first plan may cost: costs are
// cut off at never, and the search must not come near it.
const dear = never / 4

func tooDear() error { return &arcroute.Fault{Key: "arcroute.size.cost"} }

// close closes directions that no route can drive, and makes ways from and to
// closed directions free, since treating in that direction already costs more
// than anything.
func (p *problem) close() {
	n := p.m + 1
	for i := range p.m {
		for a := range 2 {
			if p.to[p.m*n+i][a] < never && p.to[i*n+p.m][2*a] < never && p.serve[i][a] < never {
				continue
			}
			p.serve[i][a] = never
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
	if p.same = p.bothWays(); !p.same {
		p.from = make([]quad, n*n)
		for i := range n {
			for j := range n {
				p.from[j*n+i] = p.to[i*n+j]
			}
		}
	}
	p.floor = make([]int32, p.m)
	for i := range p.m {
		p.floor[i] = min(p.serve[i][0], p.serve[i][1]) - int32(p.in.Fleet[p.vehicle].TravelCost(&p.in.Edges[p.edges[i]]))
		out, home := p.to[p.m*n+i], p.to[i*n+p.m]
		p.alone[i] = min(out[0]+p.serve[i][0]+home[0], out[1]+p.serve[i][1]+home[2])
	}
	p.neighbours()
}

// bothWays reports whether each way costs what it costs back, directions turned.
func (p *problem) bothWays() bool {
	n := p.m + 1
	for i := range n {
		for j := range n {
			if w := &p.to[j*n+i]; p.to[i*n+j] != (quad{w[3], w[1], w[2], w[0]}) {
				return false
			}
		}
	}
	for t := range p.m {
		if p.serve[t][0] != p.serve[t][1] {
			return false
		}
	}
	return true
}
