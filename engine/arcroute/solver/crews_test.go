package solver_test

// Several crews, filling on the way, an end at any time: cases that can be
// checked on paper.

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/solver"
)

// star is a depot with dead-end streets of these lengths, a demand of 1 each.
func star(lengths ...int64) *arcroute.Instance {
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, len(lengths)+1), Fleet: []arcroute.Vehicle{{ID: "v", Capacity: 100}}}
	for i, l := range lengths {
		in.Edges = append(in.Edges, arcroute.Edge{From: 0, To: i + 1, Travel: l, Demand: 1, Required: true})
	}
	return in
}

func solve(t *testing.T, in *arcroute.Instance, iterations int64) *arcroute.Plan {
	t.Helper()
	r, err := solver.Solve(t.Context(), in, solver.Options{Seed: 1, Iterations: iterations})
	if err != nil {
		t.Fatal(err)
	}
	accept(t, in, r.Plan)
	return r.Plan
}

// TestLongest shares the streets 8, 7, 6, 5, 4 between two crews: 15 and 15 are
// driven there and back, so the last ends at 30.
func TestLongest(t *testing.T) {
	in := star(8, 7, 6, 5, 4)
	in.Objective, in.Fleet[0].Crews = arcroute.Longest, 2
	if p := solve(t, in, 5000); p.Cost != 30 || len(p.Routes) != 2 {
		t.Errorf("ends at %d with %d routes", p.Cost, len(p.Routes))
	}
}

// TestRefill has a street of four parts, 10 each, where a tank holds one part:
// filled at the depot alone they cost 20+40+60+80.
func TestRefill(t *testing.T) {
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, 5), Fleet: []arcroute.Vehicle{{ID: "v", Capacity: 1}}}
	for i := range 4 {
		in.Edges = append(in.Edges, arcroute.Edge{From: i, To: i + 1, Travel: 10, Demand: 1, Required: true})
	}
	if p := solve(t, in, 2000); p.Cost != 200 {
		t.Errorf("from the depot: %d", p.Cost)
	}
	// Each part is treated and the tank filled again before the next: out to the
	// refill point with part 1 done, filled, parts 3, back, filled, 4, back,
	// filled, and part 2 on the way home: 20 + 20 + 40 + 20.
	in.Refills = []int{2}
	if p := solve(t, in, 2000); p.Cost != 100 || p.Loads(0) != 4 {
		t.Errorf("with a refill point: %d in %d loads", p.Cost, p.Loads(0))
	}
}

// TestSharedStreets lets a cheap and a dear vehicle treat the same streets: the
// narrow one falls to the trike, everything else to the truck.
func TestSharedStreets(t *testing.T) {
	in := star(10, 20, 30)
	in.Edges[1].Access = "narrow"
	in.Fleet = []arcroute.Vehicle{{ID: "trike", Capacity: 100, TravelRate: 3000, TreatRate: 3000}, {ID: "truck", Capacity: 100, Access: []string{"road"}}}
	p := solve(t, in, 2000)
	if p.Cost != 20*6+2*10+2*30 {
		t.Errorf("cost %d", p.Cost)
	}
	for _, r := range p.Routes {
		if got := r.Treated(); r.Vehicle == 0 && !slices.Equal(got, []int{1}) {
			t.Errorf("the trike treats %v", got)
		}
	}
}

// TestTurns drives around the block rather than turning left for 50.
func TestTurns(t *testing.T) {
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, 4), Fleet: []arcroute.Vehicle{{ID: "v", Capacity: 9}}, UTurn: 50}
	for _, e := range [][3]int{{0, 1, 10}, {1, 2, 10}, {2, 3, 10}, {3, 0, 10}, {0, 2, 12}} {
		in.Edges = append(in.Edges, arcroute.Edge{From: e[0], To: e[1], Travel: int64(e[2])})
	}
	in.Edges[0].Required, in.Edges[0].Demand = true, 1
	// There and back would be 20 and a turn of 50; on over 1-2 and the diagonal
	// it is 10 + 10 + 12.
	if p := solve(t, in, 500); p.Cost != 32 {
		t.Errorf("cost %d", p.Cost)
	}
	// The turn into the diagonal forbidden, around the whole block: 40.
	in.Turns = []arcroute.Turn{{At: 2, From: 1, To: 4, Forbidden: true}, {At: 2, From: 4, To: 1, Forbidden: true}}
	if p := solve(t, in, 500); p.Cost != 40 {
		t.Errorf("cost %d with a forbidden turn", p.Cost)
	}
}

// TestPlanForTheRest leaves out what cannot be reached and says why.
func TestPlanForTheRest(t *testing.T) {
	in := star(10, 20, 30)
	in.Edges[0].OneWay, in.Edges[2].Blocked = true, true
	p := solve(t, in, 500)
	keys := []string{p.Skipped[0].Reason.Key, p.Skipped[1].Reason.Key}
	if p.Cost != 40 || !slices.Equal(keys, []string{"arcroute.skip.unreachable", "arcroute.skip.blocked"}) {
		t.Errorf("cost %d, skipped %v", p.Cost, keys)
	}
	in.Edges[1].Blocked = true
	_, err := solver.Solve(t.Context(), in, solver.Options{})
	if f := new(arcroute.Fault); !errors.As(err, &f) || f.Key != "arcroute.skip.everything" || len(f.Elements) != 3 {
		t.Errorf("nothing to reach: %v", err)
	}
}

// TestCancel ends at once with a plan that holds, however large the budget.
func TestCancel(t *testing.T) {
	for _, crews := range []bool{false, true} {
		in := fenghe(t)
		if crews {
			in.Objective, in.Fleet[0].Crews, in.Fleet[1].Crews = arcroute.Longest, 1, 1
		}
		ctx, cancel := context.WithCancel(t.Context())
		found := 0
		r, err := solver.Solve(ctx, in, solver.Options{Iterations: 1 << 40, Found: func(int64, int64) {
			if found++; found == 3 {
				cancel()
			}
		}})
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		accept(t, in, r.Plan)
	}
}

// TestKeepsYesterday moves less the dearer leaving is, and never breaks a plan.
func TestKeepsYesterday(t *testing.T) {
	in := fenghe(t)
	yesterday := solve(t, in, 20_000)
	in.Edges[30].Blocked = true
	before := -1
	for _, leaving := range []int64{1, 1 << 20} {
		r, moved, err := solver.Replan(t.Context(), in, yesterday, solver.Options{Seed: 1, Iterations: 5000, Leaving: leaving})
		if err != nil {
			t.Fatal(err)
		}
		accept(t, in, r.Plan)
		if before >= 0 && moved > before {
			t.Errorf("%d moved for nothing, %d at a high price", before, moved)
		}
		before = moved
	}
	if before != 0 {
		t.Errorf("%d moved although it never pays", before)
	}
}

// TestLargeNumbers plans a wide district whose tank holds everything: 24 streets
// of 1,000 km there and back, in tenths of a metre. Twelve times as long they are
// more than costs can count.
func TestLargeNumbers(t *testing.T) {
	for _, crews := range []int{0, 2} {
		var lengths []int64
		for range 24 {
			lengths = append(lengths, 1_000_000)
		}
		in := star(lengths...)
		if in.Fleet[0].Crews = crews; crews > 0 {
			in.Refills = []int{1}
		}
		if p := solve(t, in, 300); p.Cost != 48_000_000 {
			t.Errorf("cost %d", p.Cost)
		}
		for i := range in.Edges {
			in.Edges[i].Travel *= 12
		}
		_, err := solver.Solve(t.Context(), in, solver.Options{Iterations: 300})
		if f := new(arcroute.Fault); !errors.As(err, &f) || f.Key != "arcroute.size.cost" {
			t.Errorf("got %v", err)
		}
	}
}

// TestCancelBeforeThePlan ends while the ways are measured.
func TestCancelBeforeThePlan(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := solver.Solve(ctx, fenghe(t), solver.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestFirstMindsTurns wants first plans that hold where turns are forbidden.
func TestFirstMindsTurns(t *testing.T) {
	first := func(in *arcroute.Instance) *arcroute.Plan {
		t.Helper()
		p, err := solver.First(in)
		if err != nil {
			t.Fatal(err)
		}
		accept(t, in, p)
		return p
	}
	// Two streets that one may not join at the depot: a route for each.
	in := star(10, 20)
	in.Turns = []arcroute.Turn{{At: 0, From: 0, To: 1, Forbidden: true}, {At: 0, From: 1, To: 0, Forbidden: true}}
	if p := first(in); p.Cost != 60 || len(p.Routes) != 2 {
		t.Errorf("cost %d, %d routes", p.Cost, len(p.Routes))
	}
	// A block of three streets; who treats the second one forwards stands at a
	// junction from which no turn leads on.
	in = &arcroute.Instance{Vertices: make([]arcroute.Vertex, 3), Fleet: []arcroute.Vehicle{{ID: "v", Capacity: 9}}}
	for v := range 3 {
		in.Edges = append(in.Edges, arcroute.Edge{From: v, To: (v + 1) % 3, Travel: 10})
	}
	in.Edges[1].Required = true
	in.Turns = []arcroute.Turn{{At: 2, From: 1, To: 2, Forbidden: true}, {At: 2, From: 1, To: 1, Forbidden: true}}
	if p := first(in); p.Cost != 30 || !p.Routes[0].Steps[1].Reverse {
		t.Errorf("cost %d, %v", p.Cost, p.Routes)
	}
}
