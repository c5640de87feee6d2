package solver_test

// Parks drawn by chance, with everything that a park can have: each plan must
// pass the verifier, no bound may be above it, and equal seeds give equal plans.

import (
	"context"
	"errors"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/bound"
	"kaigong.example/kaigong/engine/arcroute/solver"
	"kaigong.example/kaigong/engine/arcroute/verify"
)

// drawPark draws a small network; it may have parts that nobody reaches.
func drawPark(t *rapid.T) *arcroute.Instance {
	small := func(name string, lo, hi int) int { return rapid.IntRange(lo, hi).Draw(t, name) }
	chance := func(name string) bool { return small(name, 0, 3) == 0 }
	n := small("vertices", 2, 9)
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, n), Depot: small("depot", 0, n-1)}
	for v := 1; v < n; v++ {
		in.Edges = append(in.Edges, arcroute.Edge{From: small("from", 0, v-1), To: v})
	}
	for range small("more", 0, 8) {
		in.Edges = append(in.Edges, arcroute.Edge{From: small("from", 0, n-1), To: small("to", 0, n-1)})
	}
	for i := range in.Edges {
		e := &in.Edges[i]
		e.Travel, e.Demand = int64(small("travel", 1, 20)), int64(small("demand", 0, 6))
		e.Required, e.OneWay, e.Blocked = !chance("idle"), chance("one way"), chance("blocked") && chance("blocked too")
		e.NoTreat = !e.Required && chance("no treat")
		if chance("slow") {
			e.Treat = int64(small("treat", 1, 40))
		}
		if chance("narrow") {
			e.Access = "narrow"
		}
	}
	in.Fleet = []arcroute.Vehicle{{ID: "trike", Capacity: int64(small("tank", 6, 12)), LoadCost: int64(small("fill", 0, 5)), Crews: small("crews", 0, 2)}}
	if chance("truck") {
		in.Fleet = append(in.Fleet, arcroute.Vehicle{ID: "truck", Capacity: 20, Access: []string{"road"}, TravelRate: 700, TreatRate: 1500, Crews: small("crews", 0, 2)})
	}
	drawRules(t, in, small, chance)
	return in
}

// drawRules adds refill points, turns and an objective.
func drawRules(t *rapid.T, in *arcroute.Instance, small func(string, int, int) int, chance func(string) bool) {
	if chance("refill") {
		in.Refills = []int{small("refill at", 0, len(in.Vertices)-1)}
	}
	if chance("u-turn") {
		in.UTurn = int64(small("u-turn cost", 1, 9))
	}
	for i := range in.Edges {
		for j := range in.Edges {
			if a, b := in.Edges[i], in.Edges[j]; i != j && a.To == b.From && chance("turn") && chance("turn too") {
				in.Turns = append(in.Turns, arcroute.Turn{At: a.To, From: i, To: j, Cost: int64(small("turn cost", 0, 9)), Forbidden: chance("forbidden")})
			}
		}
	}
	if chance("longest") {
		in.Objective = arcroute.Longest
		for k := range in.Fleet {
			in.Fleet[k].Crews = max(1, in.Fleet[k].Crews)
		}
	}
}

func TestRandomParks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawPark(t)
		o := solver.Options{Seed: rapid.Uint64().Draw(t, "seed"), Iterations: 600}
		r, err := solver.Solve(context.Background(), in, o)
		if err != nil {
			if f := new(arcroute.Fault); !errors.As(err, &f) || f.Error() == f.Key {
				t.Fatalf("not a fault with a text: %v", err)
			}
			return
		}
		for _, f := range verify.Check(in, r.Plan) {
			t.Error(f)
		}
		first, err := solver.First(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range verify.Check(in, first) {
			t.Errorf("first plan: %s", f)
		}
		edges, skipped := solver.Treated(in)
		if len(skipped) != len(r.Plan.Skipped) {
			t.Errorf("%d skipped, then %d", len(skipped), len(r.Plan.Skipped))
		}
		if b := bound.Lower(in, edges, bound.Options{}); b.Value > r.Plan.Cost {
			t.Errorf("bound %d above a plan of %d", b.Value, r.Plan.Cost)
		}
		again, err := solver.Solve(context.Background(), in, o)
		if err != nil || !reflect.DeepEqual(again.Plan, r.Plan) {
			t.Errorf("another plan from the same seed: %d, then %d, %v", r.Plan.Cost, again.Plan.Cost, err)
		}
	})
}

// exact finds the optimum of a plain instance by trying every set of tasks,
// order and direction: best[set] over closed walks of the sets that fit.
func exact(in *arcroute.Instance) int64 {
	d := floyd(in)
	tasks := in.Required()
	full := 1<<len(tasks) - 1
	type key struct{ set, last, dir int }
	walk := map[key]int64{}
	load := func(set int) (sum int64) {
		for i, e := range tasks {
			if set>>i&1 == 1 {
				sum += in.Edges[e].Demand
			}
		}
		return sum
	}
	ends := func(i, dir int) (from, to int) {
		e := &in.Edges[tasks[i]]
		if dir == 1 {
			return e.To, e.From
		}
		return e.From, e.To
	}
	closed := make([]int64, full+1)
	for set := 1; set <= full; set++ {
		closed[set] = math.MaxInt64 / 4
		if load(set) > in.Fleet[0].Capacity {
			continue
		}
		for i := range tasks {
			for dir := range 2 {
				if set>>i&1 == 0 || dir == 1 && in.Edges[tasks[i]].OneWay {
					continue
				}
				from, to := ends(i, dir)
				best := int64(math.MaxInt64 / 4)
				if set == 1<<i {
					best = d[in.Depot][from]
				}
				for j := range tasks {
					for dj := range 2 {
						if c, ok := walk[key{set &^ (1 << i), j, dj}]; ok {
							_, at := ends(j, dj)
							best = min(best, c+d[at][from])
						}
					}
				}
				best += in.Edges[tasks[i]].Travel
				walk[key{set, i, dir}] = best
				closed[set] = min(closed[set], best+d[to][in.Depot])
			}
		}
	}
	for set := 1; set <= full; set++ {
		for part := (set - 1) & set; part > 0; part = (part - 1) & set {
			closed[set] = min(closed[set], closed[part]+closed[set&^part])
		}
	}
	return closed[full]
}

func floyd(in *arcroute.Instance) [][]int64 {
	n := len(in.Vertices)
	d := make([][]int64, n)
	for i := range d {
		d[i] = make([]int64, n)
		for j := range d[i] {
			if i != j {
				d[i][j] = math.MaxInt64 / 8
			}
		}
	}
	for _, e := range in.Edges {
		d[e.From][e.To] = min(d[e.From][e.To], e.Travel)
		if !e.OneWay {
			d[e.To][e.From] = min(d[e.To][e.From], e.Travel)
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	return d
}

// TestAgainstExact compares plans and bounds of small networks with a search
// that leaves nothing out.
func TestAgainstExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		small := func(name string, lo, hi int) int { return rapid.IntRange(lo, hi).Draw(t, name) }
		n := small("vertices", 3, 6)
		in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, n), Fleet: []arcroute.Vehicle{{Capacity: int64(small("tank", 5, 12))}}}
		for v := range n { // a ring, so that one-way lanes leave everything reachable
			in.Edges = append(in.Edges, arcroute.Edge{From: v, To: (v + 1) % n, Travel: int64(small("travel", 1, 15))})
		}
		for range small("more", 0, 2) {
			in.Edges = append(in.Edges, arcroute.Edge{From: small("from", 0, n-1), To: small("to", 0, n-1), Travel: int64(small("travel", 1, 15)), OneWay: small("way", 0, 1) == 0})
		}
		for i := range in.Edges {
			in.Edges[i].Required, in.Edges[i].Demand = i < 7, int64(small("demand", 1, 5))
		}
		want := exact(in)
		r, err := solver.Solve(context.Background(), in, solver.Options{Seed: 1, Iterations: 20_000, Target: want})
		if err != nil {
			t.Fatal(err)
		}
		if b := bound.Lower(in, in.Required(), bound.Options{}); r.Plan.Cost != want || b.Value > want {
			t.Errorf("plan %d, bound %d, optimum %d", r.Plan.Cost, b.Value, want)
		}
	})
}
