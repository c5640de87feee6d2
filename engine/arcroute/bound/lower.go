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
	// Reached is a cost that a plan has: a bound that reaches it needs no better.
	Reached int64
}

// maxLinks is the largest network whose cuts are searched; the programme keeps
// a square table of it. Larger ones get the fixed part alone.
const maxLinks = 2500

// Lower finds a lower bound for every plan that treats the given edges, which
// are required and can be reached. The same input gives the same bound unless
// Stop ends it.
func Lower(in *arcroute.Instance, treated []int, o Options) Bound {
	g := newGraph(in, treated)
	b := Bound{Fixed: g.fixed}
	deadheads := int64(0)
	if len(g.links) <= maxLinks {
		deadheads = b.pack(g, in, treated, o)
	}
	if g.step > 1 {
		deadheads = (deadheads + g.step - 1) / g.step * g.step
	}
	b.Value = g.fixed + deadheads
	if in.Objective == arcroute.Longest {
		b.Value = longest(in, treated, b.Value)
	}
	return b
}

// rounds bounds how often cuts are looked for.
const rounds = 400

func (b *Bound) pack(g *graph, in *arcroute.Instance, treated []int, o Options) int64 {
	p := newPacking(g)
	s := newSeparator(g, p)
	for v := range int32(g.n) {
		s.take(func(u int32) bool { return u == v })
		s.offer()
	}
	s.take(func(v int32) bool { return v != g.depot })
	s.offer()
	best := int64(0)
	for range rounds {
		if !p.improve(20 * (len(g.links) + 50)) {
			break
		}
		best = max(best, p.certified(g))
		b.Cuts = len(p.cuts)
		if o.Stop != nil && o.Stop() || o.Reached > 0 && in.Objective != arcroute.Longest && g.fixed+best >= o.Reached {
			return best
		}
		if s.round() == 0 {
			b.Exhausted = true
			break
		}
	}
	return max(best, p.certified(g))
}

// longest bounds the crew that ends last: the crews share the total, and each
// segment takes somebody there and back.
func longest(in *arcroute.Instance, treated []int, total int64) int64 {
	crews := int64(0)
	for k := range in.Fleet {
		crews += int64(in.Fleet[k].Crews)
	}
	best := (total + crews - 1) / max(1, crews)
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
