// Package distance finds the cheapest ways between the places of a road
// network for one type of vehicle: Dijkstra's method over vertices, or over
// arcs where turns cost something or are forbidden.
//
// A place is a vertex, or an edge driven in one direction (an arc): one comes
// from the end of an arc, and one arrives at the beginning of the next, so
// that the price of both turns is known. One-way lanes, blocked edges and
// lanes too narrow for the vehicle are not driven.
package distance

// The network as arcs, for one type of vehicle.

import "kaigong.example/kaigong/engine/arcroute"

// Unreachable is the distance of what cannot be reached. Sums of four do not
// overflow.
const Unreachable = int64(1) << 60

// Arc is an edge driven in one direction: twice the edge's index, plus one in
// reverse.
type Arc int32

// ArcOf is the arc of an edge.
func ArcOf(edge int, reverse bool) Arc {
	if reverse {
		return Arc(2*edge + 1)
	}
	return Arc(2 * edge)
}

// Edge is the index of the arc's edge.
func (a Arc) Edge() int { return int(a >> 1) }

// Reverse reports whether the arc runs from To to From.
func (a Arc) Reverse() bool { return a&1 == 1 }

// Place is where a way begins or ends.
type Place struct {
	Vertex int // where Arc is negative
	Arc    Arc
}

// At is the place of a vertex.
func At(vertex int) Place { return Place{vertex, -1} }

// On is the place of an arc: a way from it begins at its end, a way to it ends
// at its beginning.
func On(a Arc) Place { return Place{-1, a} }

// Net is the part of a network that one type of vehicle may drive.
type Net struct {
	out   [][]Arc // by vertex, the arcs that leave it
	in    [][]Arc // by vertex, the arcs that end there
	cost  []int64 // by arc
	open  []bool  // by arc
	ends  [][2]int
	uTurn int64
	turns map[[3]int32]int64 // vertex, edge, edge: more than nothing
	byArc bool               // turns matter
}

// New takes what a type of vehicle, an index into the fleet, may drive.
func New(in *arcroute.Instance, vehicle int) *Net {
	n := &Net{out: make([][]Arc, len(in.Vertices)), in: make([][]Arc, len(in.Vertices)), cost: make([]int64, 2*len(in.Edges)),
		open: make([]bool, 2*len(in.Edges)), ends: make([][2]int, len(in.Edges)), uTurn: in.UTurn, turns: map[[3]int32]int64{}, byArc: in.Turning()}
	for i := range in.Edges {
		e := &in.Edges[i]
		n.ends[i] = [2]int{e.From, e.To}
		if in.MayEnter(vehicle, i) {
			n.add(ArcOf(i, false), in.Fleet[vehicle].TravelCost(e))
			if !e.OneWay {
				n.add(ArcOf(i, true), in.Fleet[vehicle].TravelCost(e))
			}
		}
	}
	for _, t := range in.Turns {
		c := t.Cost
		if t.Forbidden {
			c = Unreachable
		}
		n.turns[[3]int32{int32(t.At), int32(t.From), int32(t.To)}] += c
	}
	return n
}

func (n *Net) add(a Arc, cost int64) {
	n.cost[a], n.open[a] = cost, true
	n.out[n.Tail(a)] = append(n.out[n.Tail(a)], a)
	n.in[n.Head(a)] = append(n.in[n.Head(a)], a)
}

// Tail is the vertex where an arc begins.
func (n *Net) Tail(a Arc) int { return n.ends[a>>1][a&1] }

// Head is the vertex where an arc ends.
func (n *Net) Head(a Arc) int { return n.ends[a>>1][1-a&1] }

// Open reports whether an arc may be driven.
func (n *Net) Open(a Arc) bool { return n.open[a] }

// turn is the price of going from one arc into the next.
func (n *Net) turn(a, b Arc) int64 {
	c := n.turns[[3]int32{int32(n.Head(a)), int32(a >> 1), int32(b >> 1)}]
	if a>>1 == b>>1 {
		c += n.uTurn
	}
	return min(c, Unreachable)
}
