package solver_test

import (
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/arcroutetest"
	"kaigong.example/kaigong/engine/arcroute/bound"
	"kaigong.example/kaigong/engine/arcroute/solver"
)

// TestPublished plans the published instances with few iterations: every plan
// must hold, none may be below what is proven, and none far above what is
// known. make bench-route gives them the time they deserve.
func TestPublished(t *testing.T) {
	for _, set := range []string{"kshs/*", "gdb/*", "val/*", "bmcv/?05", "bmcv/?18"} {
		for _, in := range arcroutetest.Published(t, set) {
			planPublished(t, in)
		}
	}
}

func planPublished(t *testing.T, in *arcroute.Instance) {
	b := bound.Lower(in, in.Required(), bound.Options{Reached: in.KnownUpper})
	r, err := solver.Solve(t.Context(), in, solver.Options{Seed: 1, Iterations: 15_000, Target: b.Value})
	if err != nil {
		t.Fatalf("%s: %v", in.Name, err)
	}
	accept(t, in, r.Plan)
	if c := r.Plan.Cost; c < in.KnownLower || c < b.Value || float64(c) > 1.04*float64(in.KnownUpper) {
		t.Errorf("%s: cost %d, known %d to %d, bound %d", in.Name, c, in.KnownLower, in.KnownUpper, b.Value)
	}
}
