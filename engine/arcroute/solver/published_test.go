package solver_test

import (
	"os"
	"path/filepath"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/bound"
	"kaigong.example/kaigong/engine/arcroute/solver"
)

// TestPublished plans the published instances with few iterations: every plan
// must hold, none may be below what is proven, and none far above what is
// known. make bench-route gives them the time they deserve.
func TestPublished(t *testing.T) {
	root := os.Getenv("KAIGONG_BENCH")
	if root == "" {
		t.Log("KAIGONG_BENCH is not set: the published instances were not planned")
		return
	}
	for _, set := range []string{"kshs/*", "gdb/*", "val/*", "bmcv/?05", "bmcv/?18"} {
		files, err := filepath.Glob(filepath.Join(root, "carp", set+".json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no instances of %s: %v", set, err)
		}
		for _, name := range files {
			f, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			in, err := arcroute.Read(f)
			f.Close()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
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
