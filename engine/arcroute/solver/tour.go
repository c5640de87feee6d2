package solver

// Tours of crews: one order of tasks with as many fillings of the tank as it
// needs. Where to fill, and in which direction each task is driven, follow from
// the order by dynamic programming (the split of Ulusoy 1985, with directions).

import (
	"context"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/distance"
)

// beat is what one type of vehicle pays, fillings included.
type beat struct {
	*problem
	cap   int64
	via   []quad  // as problem.to, with a filling on the way
	stops []int   // vertices where it fills
	least []int32 // the least of each quad of to, by row and task
	// Tables of the split, used again for every tour.
	done   []pair // by number of tasks, cheapest with a filling to follow
	halves []half
	from   []cameFrom
	// Distances to and from the stops.
	toStop, fromStop [][]pair
}

// cameFrom remembers where the last load of a split began, and in which
// direction the task before it was driven.
type cameFrom struct {
	begin [2]int32
	dir   [2]int8
}

func newBeat(ctx context.Context, in *arcroute.Instance, vehicle int, edges []int, able func(edge int) bool) (*beat, error) {
	p, err := newProblem(ctx, in, vehicle, edges, able)
	if err != nil {
		return nil, err
	}
	n := p.m + 1
	b := &beat{problem: p, cap: in.Fleet[vehicle].Capacity, via: make([]quad, n*n), least: make([]int32, n*n),
		stops: append([]int{in.Depot}, in.Refills...), done: make([]pair, n), from: make([]cameFrom, n)}
	b.reachStops()
	for i := range n * n {
		q := &p.to[i]
		b.least[i] = min(q[0], q[1], q[2], q[3])
		for k := range q {
			b.via[i][k] = never
			for s := range b.stops {
				there, on := b.toStop[s][i/n][k>>1], b.fromStop[s][i%n][k&1]
				b.via[i][k] = min(b.via[i][k], there+on)
			}
		}
	}
	return b, nil
}

// reachStops fills the distances between tasks and places to fill; what
// filling costs is paid on the way there.
func (b *beat) reachStops() {
	load := int32(b.in.Fleet[b.vehicle].LoadCost)
	tree := b.net.NewTree()
	b.toStop, b.fromStop = make([][]pair, len(b.stops)), make([][]pair, len(b.stops))
	for s, v := range b.stops {
		b.toStop[s], b.fromStop[s] = make([]pair, b.m+1), make([]pair, b.m+1)
		tree.Grow(distance.At(v))
		for t := range b.m + 1 {
			for d := range 2 {
				b.fromStop[s][t][d] = int32(min(tree.To(b.place(t, d)), int64(never)))
			}
		}
	}
	for t := range b.m + 1 {
		for d := range 2 {
			tree.Grow(b.place(t, d))
			for s, v := range b.stops {
				b.toStop[s][t][d] = int32(min(tree.To(distance.At(v)), int64(never)/2)) + load
			}
		}
	}
}

// cost is the least that a tour costs, never or more where the vehicle cannot
// drive it.
func (b *beat) cost(order []int32) int64 {
	n := len(order)
	if n == 0 {
		return 0
	}
	for i := 1; i <= n; i++ {
		b.done[i] = pair{never, never}
	}
	for begin := range n {
		b.extend(order, begin)
	}
	home := &b.to[b.row(order[n-1])+b.m]
	return int64(min(b.done[n][0]+home[0], b.done[n][1]+home[2]))
}

// extend tries every load that begins with a task of the order.
func (b *beat) extend(order []int32, begin int) {
	t := order[begin]
	link, before := &b.to[b.row(int32(b.m))+int(t)], pair{}
	if begin > 0 {
		link, before = &b.via[b.row(order[begin-1])+int(t)], b.done[begin]
	}
	var w pair
	var came [2]int8
	for d := range 2 {
		x, y := before[0]+link[d], before[1]+link[2+d]
		w[d] = min(x, y, never) + b.serve[t][d]
		if y < x {
			came[d] = 1
		}
	}
	load := b.demand[t]
	for i := begin + 1; ; i++ {
		for d := range 2 {
			if w[d] < b.done[i][d] {
				b.done[i][d] = w[d]
				b.from[i].begin[d], b.from[i].dir[d] = int32(begin), came[d]
			}
		}
		if i == len(order) {
			return
		}
		u := order[i]
		if load += b.demand[u]; load > b.cap {
			return
		}
		q := &b.to[b.row(t)+int(u)]
		var next pair
		var first [2]int8
		for d := range 2 {
			x, y := w[0]+q[d], w[1]+q[2+d]
			next[d], first[d] = min(x, y, never)+b.serve[u][d], came[0]
			if y < x {
				first[d] = came[1]
			}
		}
		w, came, t = next, first, u
	}
}

// drive turns the order of a tour into a route.
func (b *beat) drive(order []int32, crew int) arcroute.Route {
	out := arcroute.Route{Vehicle: b.vehicle, Crew: crew, Cost: b.cost(order)}
	tree := b.net.NewTree()
	here := distance.At(b.in.Depot)
	for k, l := range b.loads(order) {
		dirs := b.along(order, l)
		if k > 0 {
			stop := b.stop(here, order[l.begin], dirs[0], tree)
			out.Steps = append(ways(out.Steps, tree, here, stop), arcroute.Step{Act: arcroute.Fill, Edge: -1})
			here = stop
		}
		for i, d := range dirs {
			a := b.arc(int(order[l.begin+i]), d)
			out.Steps = append(ways(out.Steps, tree, here, distance.On(a)), arcroute.Step{Act: arcroute.Treat, Edge: a.Edge(), Reverse: a.Reverse()})
			here = distance.On(a)
		}
	}
	out.Steps = ways(out.Steps, tree, here, distance.At(b.in.Depot))
	return out
}

// span is one load of a split: the tasks from begin to end, not included, the
// direction of the task before it and of its last.
type span struct{ begin, end, before, last int }

// loads reads the split that cost found.
func (b *beat) loads(order []int32) []span {
	n := len(order)
	home := &b.to[b.row(order[n-1])+b.m]
	last := 0
	if b.done[n][1]+home[2] < b.done[n][0]+home[0] {
		last = 1
	}
	var back []span
	for i := n; i > 0; {
		f := b.from[i]
		l := span{int(f.begin[last]), i, int(f.dir[last]), last}
		back = append(back, l)
		i, last = l.begin, l.before
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}

// along finds the directions of the tasks of one load, its ends being given.
func (b *beat) along(order []int32, l span) []int {
	n := l.end - l.begin
	t := order[l.begin]
	link := b.to[b.row(int32(b.m))+int(t)]
	if l.begin > 0 {
		link = b.via[b.row(order[l.begin-1])+int(t)]
	}
	cost, came := make([]pair, n), make([][2]int, n)
	for d := range 2 {
		cost[0][d] = min(link[2*l.before+d], never) + b.serve[t][d]
	}
	for i := 1; i < n; i++ {
		u := order[l.begin+i]
		q := &b.to[b.row(order[l.begin+i-1])+int(u)]
		for d := range 2 {
			x, y := cost[i-1][0]+q[d], cost[i-1][1]+q[2+d]
			cost[i][d] = min(x, y, never) + b.serve[u][d]
			if y < x {
				came[i][d] = 1
			}
		}
	}
	dirs := make([]int, n)
	for i, d := n-1, l.last; i >= 0; i-- {
		dirs[i], d = d, came[i][d]
	}
	return dirs
}

// stop is the best place to fill between two places.
func (b *beat) stop(from distance.Place, task int32, dir int, tree *distance.Tree) distance.Place {
	tree.Grow(from)
	best, least := distance.At(b.in.Depot), int64(-1)
	for s, v := range b.stops {
		if c := tree.To(distance.At(v)) + int64(b.fromStop[s][task][dir]); least < 0 || c < least {
			best, least = distance.At(v), c
		}
	}
	return best
}
