package solver

import (
	"math"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
)

// TestCheapest compares the price of a task in a route with the route evaluated
// anew with the task at each place, open both ways, with one-way lanes, and with
// treating that costs less than driving.
func TestCheapest(t *testing.T) {
	for name, change := range map[string]func(i int, e *arcroute.Edge){
		"both ways":  func(int, *arcroute.Edge) {},
		"one-way":    func(i int, e *arcroute.Edge) { e.OneWay = i%7 == 3 },
		"cheap work": func(i int, e *arcroute.Edge) { e.Treat = e.Travel/2 + int64(i%3) },
	} {
		in := streets(5, 4, 40)
		for i := range in.Edges {
			change(i, &in.Edges[i])
		}
		p, err := newProblem(t.Context(), in, 0, share(in).treated, func(int) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		if p.same != (name != "one-way") || newState([]*problem{p}, nil).rising != (name != "cheap work") {
			t.Errorf("%s: same %v", name, p.same)
		}
		rnd := newChance(3)
		for range 100 {
			order := make([]int32, p.m)
			for i := range order {
				order[i] = int32(i)
				j := rnd.below(i + 1)
				order[i], order[j] = order[j], order[i]
			}
			task, order := order[0], order[1:1+rnd.below(p.m)]
			r := &route{}
			p.clear(r)
			for _, x := range order {
				p.insert(r, x, len(r.seq)-1)
			}
			least := int32(math.MaxInt32)
			for at := range len(order) + 1 {
				x := &route{}
				x.copy(r)
				p.insert(x, task, at+1)
				least = min(least, x.cost-r.cost)
			}
			extra, at := p.cheapest(r, task)
			p.insert(r, task, int(at))
			if extra != least || extra < p.floor[task] || r.cost != direct(p, r.seq) {
				t.Fatalf("%s: task %d in %v costs %d before place %d, want %d, at least %d; route %d, want %d", name, task, order, extra, at, least, p.floor[task], r.cost, direct(p, r.seq))
			}
		}
	}
}

// direct is what a route costs, by plain dynamic programming over directions.
func direct(p *problem, seq []int32) int32 {
	best := [2]int64{0, 0}
	for i := 1; i < len(seq); i++ {
		next := [2]int64{math.MaxInt32, math.MaxInt32}
		for a := range 2 {
			for b := range 2 {
				next[b] = min(next[b], best[a]+int64(p.to[p.row(seq[i-1])+int(seq[i])][2*a+b])+int64(p.serve[seq[i]][b]))
			}
		}
		best = next
	}
	return int32(min(best[0], best[1]))
}
