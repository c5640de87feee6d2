package bound

// The bound as a whole.

import (
	"math"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/distance"
)

// Bound is a cost below which no plan can be.
type Bound struct {
	Value int64 // as the objective counts it
	Fixed int64 // of it, what treating and the first filling of tanks cost
	Cuts  int   // how many cuts were found
	// Exhausted says that no more cuts were found; otherwise the work was ended.
	Exhausted bool
}

// Options end the work early.
type Options struct {
	// Stop ends the work when it answers true; what was found stays valid.
	Stop func() bool
	// Work bounds the elementary operations, about 10⁹ of them a second; equal
	// bounds of work give equal bounds of cost. 0 sets no bound.
	Work int64
	// Reached is a cost that a plan has: a bound that reaches it needs no better.
	Reached int64
}

// maxRows is the largest programme that is solved; it keeps a square table.
// Larger networks get the cuts at distances from the depot alone.
const maxRows = 2500

// Lower finds a lower bound for every plan that treats the given edges, which
// are required and can be reached. Types of vehicles that share no work are
// bounded one by one. The same input gives the same bound unless Stop ends it.
func Lower(in *arcroute.Instance, treated []int, o Options) Bound {
	var parts []*part
	stop := func() bool {
		work := int64(0)
		for _, p := range parts {
			work += p.p.work + p.s.work
		}
		return o.Work > 0 && work > o.Work || o.Stop != nil && o.Stop()
	}
	for _, types := range groups(in, treated) {
		if edges := of(in, types, treated); len(edges) > 0 {
			parts = append(parts, newPart(in, types, edges))
		}
	}
	b := sum(parts)
	for busy := true; busy && !stop() && !b.reaches(in, o.Reached); b = sum(parts) {
		busy = false
		for _, p := range parts {
			busy = p.round(stop) || busy
		}
	}
	if in.Objective == arcroute.Longest {
		b.Value = longest(in, treated, parts)
	}
	return b
}

func (b *Bound) reaches(in *arcroute.Instance, cost int64) bool {
	return cost > 0 && in.Objective != arcroute.Longest && b.Value >= cost
}

// sum adds up what the parts prove.
func sum(parts []*part) Bound {
	b := Bound{Exhausted: true}
	for _, p := range parts {
		b.Fixed += p.g.fixed
		b.Value += p.value()
		b.Cuts += len(p.p.cuts)
		b.Exhausted = b.Exhausted && p.exhausted
	}
	return b
}

// part is the bound for some types of vehicles and what they treat.
type part struct {
	types, edges []int
	g            *graph
	p            *packing
	s            *separator
	best         int64 // deadheads
	rounds       int
	done         bool
	exhausted    bool
}

// rounds bounds how often cuts are looked for.
const rounds = 400

func newPart(in *arcroute.Instance, types, edges []int) *part {
	x := &part{types: types, edges: edges, g: newGraph(in, types, edges), p: &packing{}, s: &separator{}}
	if x.done = len(x.g.rows) > maxRows; x.done {
		x.best = x.g.packed(nil)
		return x
	}
	x.p = newPacking(x.g)
	x.s = newSeparator(x.g, x.p)
	for v := range int32(x.g.n) {
		if len(x.g.at[v]) > 0 {
			x.s.take(func(u int32) bool { return u == v })
			x.s.offer()
		}
	}
	x.s.take(func(v int32) bool { return v != x.g.depot })
	x.s.offer()
	x.best = x.g.packed(func(sh *shells, root int32) {
		x.s.take(func(v int32) bool { return sh.up[v] >= 0 && sh.root(v) == root })
		x.s.offer()
	})
	return x
}

// round solves the programme and looks for cuts; it answers whether there is
// more to do.
func (x *part) round(stop func() bool) bool {
	if x.done {
		return false
	}
	solved := x.p.improve(20*(len(x.g.rows)+50), stop)
	x.best = max(x.best, x.p.certified(x.g))
	x.rounds++
	switch {
	case !solved || x.rounds == rounds:
		x.done = true
	case stop():
	case x.s.round() == 0:
		x.done, x.exhausted = true, true
	}
	return !x.done
}

// value is what the rounds of these vehicles cost at least.
func (x *part) value() int64 {
	deadheads := x.best
	if s := x.g.step; s > 1 {
		deadheads = (deadheads + s - 1) / s * s
	}
	return x.g.fixed + deadheads
}

// longest bounds the crew that ends last.
func longest(in *arcroute.Instance, treated []int, parts []*part) int64 {
	best := int64(0)
	for _, p := range parts {
		best = max(best, p.shared(in))
	}
	for _, e := range treated {
		least := int64(math.MaxInt64)
		for k := range in.Fleet {
			if in.MayTreat(k, e) {
				least = min(least, there(in, k, e, treated))
			}
		}
		if least < distance.Unreachable/2 {
			best = max(best, least)
		}
	}
	return best
}

// there is the least that one vehicle pays in a round with one edge. Where
// treating is cheaper than driving, it may save by what else it treats; where
// it fills on the way, it may turn there for nothing.
func there(in *arcroute.Instance, vehicle, edge int, treated []int) int64 {
	if len(in.Refills) > 0 && in.Turning() {
		free := *in
		free.UTurn, free.Turns = 0, nil
		in = &free
	}
	net := distance.New(in, vehicle)
	tree := net.NewTree()
	least := distance.Unreachable
	v := &in.Fleet[vehicle]
	for _, a := range []distance.Arc{distance.ArcOf(edge, false), distance.ArcOf(edge, true)} {
		tree.Grow(distance.At(in.Depot))
		out := tree.To(distance.On(a))
		tree.Grow(distance.On(a))
		least = min(least, out+tree.To(distance.At(in.Depot))+v.TreatCost(&in.Edges[edge])+v.LoadCost)
	}
	for _, e := range treated {
		least -= max(0, v.TravelCost(&in.Edges[e])-v.TreatCost(&in.Edges[e]))
	}
	return least
}
