package distance_test

import (
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/distance"
)

// drawn is a small network of chance, with turns on demand.
func drawn(t *rapid.T, turns bool) *arcroute.Instance {
	n := rapid.IntRange(2, 7).Draw(t, "vertices")
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, n), Fleet: []arcroute.Vehicle{{Capacity: 1, Access: []string{"road"}, TravelRate: 2000}}}
	for range rapid.IntRange(1, 12).Draw(t, "edges") {
		e := arcroute.Edge{From: rapid.IntRange(0, n-1).Draw(t, "from"), To: rapid.IntRange(0, n-1).Draw(t, "to"), Travel: int64(rapid.IntRange(1, 9).Draw(t, "travel"))}
		e.OneWay, e.Blocked = rapid.Bool().Draw(t, "one way"), rapid.IntRange(0, 9).Draw(t, "blocked") == 0
		if rapid.IntRange(0, 9).Draw(t, "narrow") == 0 {
			e.Access = "narrow"
		}
		in.Edges = append(in.Edges, e)
	}
	if !turns {
		return in
	}
	in.UTurn = int64(rapid.IntRange(0, 20).Draw(t, "u-turn"))
	for range rapid.IntRange(1, 20).Draw(t, "turns") {
		in.Turns = append(in.Turns, arcroute.Turn{At: rapid.IntRange(0, n-1).Draw(t, "at"), From: rapid.IntRange(0, len(in.Edges)-1).Draw(t, "into"), To: rapid.IntRange(0, len(in.Edges)-1).Draw(t, "out"),
			Cost: int64(rapid.IntRange(0, 9).Draw(t, "cost")), Forbidden: rapid.IntRange(0, 4).Draw(t, "forbidden") == 0})
	}
	return in
}

// walker finds distances by going over all steps until nothing gets shorter;
// it knows nothing of heaps or of trees.
type walker struct {
	in   *arcroute.Instance
	tail func(a int) int
	head func(a int) int
}

func newWalker(in *arcroute.Instance) *walker {
	w := &walker{in: in}
	w.tail = func(a int) int {
		if a%2 == 1 {
			return in.Edges[a/2].To
		}
		return in.Edges[a/2].From
	}
	w.head = func(a int) int { return w.tail(a ^ 1) }
	return w
}

func (w *walker) open(a int) bool {
	e := w.in.Edges[a/2]
	return !e.Blocked && e.Access != "narrow" && (a%2 == 0 || !e.OneWay)
}

// turn is the price of b after a, less than 0 where it is forbidden.
func (w *walker) turn(a, b int) (sum int64) {
	if a/2 == b/2 {
		sum += w.in.UTurn
	}
	for _, t := range w.in.Turns {
		if t.At == w.head(a) && t.From == a/2 && t.To == b/2 {
			if t.Forbidden {
				return -1
			}
			sum += t.Cost
		}
	}
	return sum
}

// entered is the least cost of standing at the beginning of each arc, about to
// drive it, after a first arc.
func (w *walker) entered(first int) []int64 {
	cost := make([]int64, 2*len(w.in.Edges))
	for a := range cost {
		cost[a] = distance.Unreachable
	}
	step := func(before int64, a int) (changed bool) {
		for b := range cost {
			if !w.open(b) || w.tail(b) != w.head(a) {
				continue
			}
			if x := w.turn(a, b); x >= 0 && before+x < cost[b] {
				cost[b], changed = before+x, true
			}
		}
		return changed
	}
	step(0, first)
	for again := true; again; {
		again = false
		for a := range cost {
			if cost[a] < distance.Unreachable && step(cost[a]+2*w.in.Edges[a/2].Travel, a) {
				again = true
			}
		}
	}
	return cost
}

func TestAgainstRelaxation(t *testing.T) {
	for _, turns := range []bool{false, true} {
		rapid.Check(t, func(t *rapid.T) {
			in := drawn(t, turns)
			w, net := newWalker(in), distance.New(in, 0)
			tree := net.NewTree()
			for first := range 2 * len(in.Edges) {
				want := w.entered(first)
				tree.Grow(distance.On(distance.Arc(first)))
				for a, c := range want {
					if got := tree.To(distance.On(distance.Arc(a))); got != c {
						t.Fatalf("from arc %d to arc %d: %d, want %d", first, a, got, c)
					}
					if c < distance.Unreachable {
						checkWay(t, w, first, a, c, tree.Way(distance.On(distance.Arc(a))))
					}
				}
			}
		})
	}
}

// checkWay drives a way, enters the last arc, and compares what it costs.
func checkWay(t *rapid.T, w *walker, first, last int, want int64, way []distance.Arc) {
	cost, at := int64(0), first
	for i, a := range append(way, distance.Arc(last)) {
		x := w.turn(at, int(a))
		if x < 0 || w.tail(int(a)) != w.head(at) || !w.open(int(a)) {
			t.Fatalf("the way from %d to %d over %v cannot be driven", first, last, way)
		}
		cost += x
		if i < len(way) {
			cost += 2 * w.in.Edges[a.Edge()].Travel
		}
		at = int(a)
	}
	if cost != want {
		t.Fatalf("the way from %d to %d over %v costs %d, not %d", first, last, way, cost, want)
	}
}
