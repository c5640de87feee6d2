package bound

// What a park has beside plain streets, on networks that are solved on paper.

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
)

// ring is a network of four junctions around a block, each side 10.
func ring() *arcroute.Instance {
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, 4), Fleet: []arcroute.Vehicle{{ID: "v", Capacity: 9}}}
	for v := range 4 {
		in.Edges = append(in.Edges, arcroute.Edge{From: v, To: (v + 1) % 4, Travel: 10})
	}
	return in
}

func require(in *arcroute.Instance, edges ...int) *arcroute.Instance {
	for _, e := range edges {
		in.Edges[e].Required, in.Edges[e].Demand = true, 1
	}
	return in
}

func value(in *arcroute.Instance) int64 { return Lower(in, in.Required(), Options{}).Value }

// TestOneWay bounds rounds over one-way lanes.
func TestOneWay(t *testing.T) {
	// One side treated, there and back: 20. All sides one-way: around for it, 40.
	in := require(ring(), 0)
	if got := value(in); got != 20 {
		t.Errorf("one side: %d, want 20", got)
	}
	for i := range in.Edges {
		in.Edges[i].OneWay = true
	}
	if got := value(in); got != 40 {
		t.Errorf("one side, one-way lanes: %d, want 40", got)
	}
	// Two one-way lanes of 10 from 0 to 1, both to be treated, and a street of 25
	// back: parity asks for nothing, but each lane needs a way back: 20 + 50.
	in = require(&arcroute.Instance{Vertices: make([]arcroute.Vertex, 2), Fleet: []arcroute.Vehicle{{Capacity: 9}}, Edges: []arcroute.Edge{
		{From: 0, To: 1, Travel: 10, OneWay: true}, {From: 0, To: 1, Travel: 10, OneWay: true}, {From: 0, To: 1, Travel: 25}}}, 0, 1)
	if got := value(in); got != 70 {
		t.Errorf("two lanes: %d, want 70", got)
	}
}

// TestOwnWays has two types of vehicles that share no work: sides 0 and 2 of
// the block are the truck's, 1 and 3 the trike's. Together they would drive the
// block once, 40. Each by itself, filling nothing on the way, drives around.
func TestOwnWays(t *testing.T) {
	in := require(ring(), 0, 1, 2, 3)
	for i, class := range []string{"road", "lane", "road", "lane"} {
		in.Edges[i].Access = class
	}
	in.Fleet = []arcroute.Vehicle{{ID: "truck", Capacity: 9, Treats: []string{"road"}}, {ID: "trike", Capacity: 9, Treats: []string{"lane"}}}
	if got := value(in); got != 80 {
		t.Errorf("the sum is %d, want 80", got)
	}
	in.Objective, in.Fleet[0].Crews, in.Fleet[1].Crews = arcroute.Longest, 1, 1
	if got := value(in); got != 40 {
		t.Errorf("the last ends at %d, want 40", got)
	}
}

// TestDeadEnd pays for turning back at the end of a street: 20 and 7, and the
// price of that very turn.
func TestDeadEnd(t *testing.T) {
	in := require(&arcroute.Instance{Vertices: make([]arcroute.Vertex, 2), Fleet: []arcroute.Vehicle{{Capacity: 9}}, Edges: []arcroute.Edge{{From: 0, To: 1, Travel: 10}}, UTurn: 7}, 0)
	if got := value(in); got != 27 {
		t.Errorf("%d, want 27", got)
	}
	in.Turns = []arcroute.Turn{{At: 1, From: 0, To: 0, Cost: 3}, {At: 0, From: 0, To: 0, Cost: 100}}
	if got := value(in); got != 30 {
		t.Errorf("%d, want 30", got)
	}
	in.Refills = []int{1} // who fills there turns meanwhile
	if got := value(in); got != 20 {
		t.Errorf("%d, want 20", got)
	}
}

// TestStop ends the work in the middle of a large network: what was found holds.
func TestStop(t *testing.T) {
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, 30*30), Fleet: []arcroute.Vehicle{{Capacity: 40}}}
	for v := range in.Vertices {
		for _, u := range []int{v + 1, v + 30} {
			if u < len(in.Vertices) && (u != v+1 || u%30 > 0) {
				in.Edges = append(in.Edges, arcroute.Edge{From: v, To: u, Travel: 10 + int64(v*37%11), Demand: 1, Required: true})
			}
		}
	}
	asked := 0
	x := newPart(in, []int{0}, in.Required())
	if x.round(func() bool { asked++; return asked == 3 }) || asked != 3 || x.exhausted {
		t.Errorf("asked %d times, went on: %v", asked, !x.done)
	}
	if x.best <= 0 {
		t.Error("nothing was proven until then")
	}
	little, same, much := Lower(in, in.Required(), Options{Work: 1e7}), Lower(in, in.Required(), Options{Work: 1e7}), Lower(in, in.Required(), Options{Work: 4e8})
	if little != same || little.Value > much.Value || much.Exhausted {
		t.Errorf("little work %+v, again %+v, more %+v", little, same, much)
	}
}

// TestRegion takes vertices in and out at random, and compares what the region
// keeps account of with a count from scratch.
func TestRegion(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, mixed := range []bool{false, true} {
		in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, 9), Fleet: []arcroute.Vehicle{{Capacity: 99}}}
		for range 25 {
			in.Edges = append(in.Edges, arcroute.Edge{From: rnd.IntN(9), To: rnd.IntN(9), Travel: 5, Required: rnd.IntN(2) == 0, OneWay: mixed && rnd.IntN(2) == 0})
		}
		g := newGraph(in, []int{0}, in.Required())
		x := make([]float64, len(g.rows))
		for i := range x {
			x[i] = float64(rnd.IntN(9))
		}
		r := newRegion(g, x)
		for range 200 {
			r.toggle(int32(rnd.IntN(9)))
			want := region{g: g}
			for _, l := range g.links {
				if r.in[l.u] == r.in[l.v] {
					continue
				}
				inwards, outwards := l.rows[0], l.rows[1] // where v lies inside
				if r.in[l.u] {
					inwards, outwards = outwards, inwards
				}
				switch {
				case l.required && !l.oneWay:
					want.both++
				case l.required && r.in[l.v]:
					want.into++
				case l.required:
					want.outOf++
				}
				if inwards >= 0 {
					want.enter += x[inwards]
				}
				if outwards >= 0 && mixed {
					want.leave += x[outwards]
				}
			}
			if r.both != want.both || r.into != want.into || r.outOf != want.outOf || r.enter != want.enter || r.leave != want.leave {
				t.Fatalf("mixed %v, set %v: %d %d %d %v %v, want %d %d %d %v %v", mixed, r.in, r.both, r.into, r.outOf, r.enter, r.leave, want.both, want.into, want.outOf, want.enter, want.leave)
			}
		}
	}
}

// TestShells bounds networks by their distances from the depot alone.
func TestShells(t *testing.T) {
	// A street of 3, 4 and 5 whose tank holds one part: beyond 7 there is one
	// load, beyond 3 there are two, beyond 0 three; each comes and goes, and one
	// crossing treats: 5×1 + 4×3 + 3×5 deadheads.
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, 4), Fleet: []arcroute.Vehicle{{Capacity: 1}}}
	for i, cost := range []int64{3, 4, 5} {
		in.Edges = append(in.Edges, arcroute.Edge{From: i, To: i + 1, Travel: cost})
	}
	require(in, 0, 1, 2)
	if got := newGraph(in, []int{0}, in.Required()).packed(nil); got != 32 {
		t.Errorf("%d deadheads, want 32", got)
	}
	// Two such arms of one part: beyond 0 each is a set of its own.
	in = require(&arcroute.Instance{Vertices: make([]arcroute.Vertex, 3), Fleet: []arcroute.Vehicle{{Capacity: 9}}, Edges: []arcroute.Edge{{From: 0, To: 1, Travel: 3}, {From: 0, To: 2, Travel: 4}}}, 0, 1)
	if got := newGraph(in, []int{0}, in.Required()).packed(nil); got != 7 {
		t.Errorf("%d deadheads of two arms, want 7", got)
	}
	// A ring of 4 × 10: the far corner alone, then the three others as one set.
	in = require(ring(), 1, 2)
	if got := newGraph(in, []int{0}, in.Required()).packed(nil); got != 20 {
		t.Errorf("%d deadheads of the ring, want 20", got)
	}
}

// TestSlowCrew shares six streets of 10 between a truck and a trike that pays
// twice as much for everything: four and two of them, both home at 80.
func TestSlowCrew(t *testing.T) {
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, 7), Objective: arcroute.Longest, Fleet: []arcroute.Vehicle{{ID: "truck", Capacity: 9, Crews: 1}, {ID: "trike", Capacity: 9, Crews: 1, TravelRate: 2000, TreatRate: 2000}}}
	for v := range 6 {
		in.Edges = append(in.Edges, arcroute.Edge{From: 0, To: v + 1, Travel: 10})
	}
	if got := value(require(in, 0, 1, 2, 3, 4, 5)); got != 80 {
		t.Errorf("%d, want 80", got)
	}
}

// TestGroups joins types of vehicles by the streets they share, by way of others
// too.
func TestGroups(t *testing.T) {
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, 2)}
	for _, treats := range [][]string{{"a"}, {"d"}, {"c", "b"}, {"a", "b"}, {"e"}} {
		in.Fleet = append(in.Fleet, arcroute.Vehicle{Capacity: 9, Treats: treats})
	}
	for _, class := range []string{"a", "b", "c", "d"} {
		in.Edges = append(in.Edges, arcroute.Edge{To: 1, Travel: 1, Required: true, Access: class})
	}
	if got := fmt.Sprint(groups(in, in.Required())); got != "[[1] [0 2 3] [4]]" {
		t.Error(got)
	}
}
