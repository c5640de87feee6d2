package bound

import (
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
)

// TestCertificate hands the certificate weights that no cost bears: whatever the
// simplex method got wrong, the bound must not pass the optimum, 24.
func TestCertificate(t *testing.T) {
	in := read(t, `{"vertices":4,"depot":0,"capacity":9,"edges":[{"u":0,"v":1,"cost":3,"demand":1},{"u":1,"v":2,"cost":4,"demand":1},{"u":2,"v":3,"cost":5,"demand":1}]}`)
	for _, factor := range []float64{1, 1.0000001, 1.5, 40} {
		g := newGraph(in, []int{0}, []int{0, 1, 2})
		p := newPacking(g)
		s := newSeparator(g, p)
		for s.round() > 0 && p.improve(100, func() bool { return false }) {
		}
		for i := range p.value {
			p.value[i] *= factor
		}
		got := g.fixed + p.certified(g)
		if got > 24 || factor == 1 && got != 24 {
			t.Errorf("weights times %v prove %d", factor, got)
		}
	}
}

// TestRefillInside fills the tank within the set that is cut off: the four
// parts of a street, a tank holds one of them, filled at the depot and after the
// second part. Only beyond the refill point does each load come and go.
func TestRefillInside(t *testing.T) {
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, 5), Fleet: []arcroute.Vehicle{{Capacity: 1}}, Refills: []int{2}}
	for i := range 4 {
		in.Edges = append(in.Edges, arcroute.Edge{From: i, To: i + 1, Travel: 10, Demand: 1, Required: true})
	}
	// Parts 3 and 4: 4 × 10 and 2 × 10; parts 1 and 2: 2 × 10 each.
	if got := Lower(in, in.Required(), Options{}).Value; got != 100 {
		t.Errorf("bound %d, want 100", got)
	}
	in.Refills = nil
	if got := Lower(in, in.Required(), Options{}).Value; got != 200 {
		t.Errorf("bound %d without it, want 200", got)
	}
	// A ring of 3 × 10 with a refill point on it, reached over 50 that need no
	// treating: 30 and 2 × 50, however many loads there are.
	in = &arcroute.Instance{Vertices: make([]arcroute.Vertex, 4), Fleet: []arcroute.Vehicle{{Capacity: 1}}, Refills: []int{2}, Edges: []arcroute.Edge{
		{From: 1, To: 2, Travel: 10, Demand: 1, Required: true}, {From: 2, To: 3, Travel: 10, Demand: 1, Required: true}, {From: 3, To: 1, Travel: 10, Demand: 1, Required: true}, {From: 0, To: 1, Travel: 50}}}
	if got := Lower(in, in.Required(), Options{}).Value; got < 130 || got > 150 {
		t.Errorf("bound %d of the ring, want 130 to 150", got)
	}
}
