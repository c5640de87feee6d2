package solver

// The innermost loop: no allocation, and how fast it turns.

import (
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
)

// streets is a grid of high × wide junctions with every street required.
func streets(wide, high int, capacity int64) *arcroute.Instance {
	in := &arcroute.Instance{Vertices: make([]arcroute.Vertex, wide*high), Fleet: []arcroute.Vehicle{{Capacity: capacity}}}
	join := func(u, v int) {
		in.Edges = append(in.Edges, arcroute.Edge{From: u, To: v, Travel: int64(50 + (u*37+v*91)%70), Demand: int64(5 + (u*13+v*7)%9), Required: true})
	}
	for v := range wide * high {
		if v%wide < wide-1 {
			join(v, v+1)
		}
		if v/wide < high-1 {
			join(v, v+wide)
		}
	}
	return in
}

// warmed is a run that has gone through enough trials to own all its memory.
func warmed(t testing.TB, in *arcroute.Instance) *run {
	if err := in.Check(); err != nil {
		t.Fatal(err)
	}
	p, err := newProblem(t.Context(), in, 0, in.Required(), func(int) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	rnd := newChance(1)
	q := newQuest([]*problem{p}, standard(), &meter{ctx: t.Context(), limit: 20_000}, &rnd)
	q.search(scan([]*problem{p}), 1)
	q.a.best, q.a.orders = q.a.s.cost, q.a.s.store(q.a.orders)
	return q.a
}

func TestNoAllocationInTheLoop(t *testing.T) {
	a := warmed(t, streets(11, 10, 90))
	if n := testing.AllocsPerRun(20_000, func() { a.trial(30) }); n > 0 {
		t.Errorf("%v allocations a trial", n)
	}
}

// TestAccounts compares what the search keeps account of, trial by trial, with
// a count from scratch.
func TestAccounts(t *testing.T) {
	a := warmed(t, streets(6, 5, 60))
	s := a.s
	s.charge(1 << 18)
	for i := range 3000 {
		a.trial(40)
		cost, over, seen := int64(0), int64(0), 0
		for k, r := range s.routes {
			fresh := &route{}
			r.p.clear(fresh)
			load := int64(0)
			for _, task := range r.seq[1 : len(r.seq)-1] {
				r.p.insert(fresh, task, len(fresh.seq)-1)
				load += s.p.demand[task]
				if s.where[task] != int32(k) {
					t.Fatalf("trial %d: task %d stands in route %d, not %d", i, task, k, s.where[task])
				}
				seen++
			}
			if fresh.cost != r.cost || load != r.load || s.signs[k] != (sign{r.p.cap - load, r.stamp}) {
				t.Fatalf("trial %d: route %d costs %d with load %d, kept as %d with %d", i, k, fresh.cost, load, r.cost, r.load)
			}
			cost += int64(r.cost) + s.fee(max(0, load-r.p.cap))
			over += max(0, load-r.p.cap)
		}
		if cost != s.cost || over != s.over || seen != s.p.m {
			t.Fatalf("trial %d: cost %d, overload %d, %d tasks; kept %d and %d of %d", i, cost, over, seen, s.cost, s.over, s.p.m)
		}
	}
}

func BenchmarkTrial(b *testing.B) {
	a := warmed(b, streets(11, 10, 90))
	b.ReportAllocs()
	for b.Loop() {
		a.trial(10)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "trials/s")
}
