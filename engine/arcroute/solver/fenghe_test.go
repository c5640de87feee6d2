package solver_test

// Fenghe Park, a fictional park: what its road data must come to was computed
// apart from this program.

import (
	"os"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/bound"
	"kaigong.example/kaigong/engine/arcroute/solver"
	"kaigong.example/kaigong/engine/arcroute/verify"
)

func fenghe(t testing.TB) *arcroute.Instance {
	f, err := os.Open("../testdata/fenghe.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := arcroute.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func accept(t testing.TB, in *arcroute.Instance, p *arcroute.Plan) {
	t.Helper()
	for _, f := range verify.Check(in, p) {
		t.Errorf("%s: %s", in.Name, f)
	}
}

// TestFengheTour drives every segment once, one-way lanes open both ways and
// no tank: the shortest closed tour is 8,313.6 m of 6,861.0 m of road.
func TestFengheTour(t *testing.T) {
	in := fenghe(t)
	total := int64(0)
	for i := range in.Edges {
		e := &in.Edges[i]
		e.OneWay, e.NoTreat, e.Required, e.Demand, e.Access = false, false, true, 0, ""
		total += e.Travel
	}
	in.Fleet = in.Fleet[:1]
	if total != 68_610 || len(in.Edges) != 65 {
		t.Fatalf("%d segments of %d tenths of a metre", len(in.Edges), total)
	}
	b := bound.Lower(in, in.Required(), bound.Options{})
	r, err := solver.Solve(t.Context(), in, solver.Options{Seed: 1, Target: b.Value})
	if err != nil {
		t.Fatal(err)
	}
	accept(t, in, r.Plan)
	if r.Plan.Cost != 83_136 || b.Value != 83_136 {
		t.Errorf("tour %d, bound %d, want 83136 twice", r.Plan.Cost, b.Value)
	}
}

// TestFenghePark is the park as it is: 9,373.6 l for the truck of 3,000 l are
// four loads, 599.1 l for the trike of 400 l are two.
func TestFenghePark(t *testing.T) {
	in := fenghe(t)
	litres := map[string]int64{}
	for _, e := range in.Required() {
		litres[in.Edges[e].Access] += in.Edges[e].Demand
	}
	if tenth := func(ml int64) int64 { return (ml + 50) / 100 }; tenth(litres["vehicle"]) != 93_736 || tenth(litres["narrow"]) != 5_991 {
		t.Errorf("millilitres %v", litres)
	}
	first, err := solver.First(in)
	if err != nil {
		t.Fatal(err)
	}
	accept(t, in, first)
	r, err := solver.Solve(t.Context(), in, solver.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	accept(t, in, r.Plan)
	edges, _ := solver.Treated(in)
	b := bound.Lower(in, edges, bound.Options{})
	if r.Plan.Loads(0) != 4 || r.Plan.Loads(1) != 2 || len(r.Plan.Skipped) > 0 {
		t.Errorf("%d and %d loads, %d skipped", r.Plan.Loads(0), r.Plan.Loads(1), len(r.Plan.Skipped))
	}
	if r.Plan.Cost > first.Cost || r.Plan.Cost < b.Value {
		t.Errorf("first %d, found %d, bound %d", first.Cost, r.Plan.Cost, b.Value)
	}
	t.Logf("first %d, found %d, bound %d", first.Cost, r.Plan.Cost, b.Value)
}
