package bound

// The relaxation: the undirected graph that all vehicles together may drive,
// with the least that any of them pays.

import (
	"math"

	"kaigong.example/kaigong/engine/arcroute"
)

// link is an edge of the relaxation.
type link struct {
	u, v     int32
	cost     int64 // of driving through once more, without treating
	demand   int64
	required bool
	kind     int32 // the only type of vehicle that treats it, -1 for several
}

type graph struct {
	n        int
	links    []link
	at       [][]int32 // by vertex, its links
	depot    int32
	refills  []bool  // where a tank is filled, the depot too
	capacity []int64 // by type of vehicle
	largest  int64
	fixed    int64 // what every plan pays: treating, filling
	step     int64 // every deadhead is a multiple of it
}

// newGraph relaxes an instance: one-way lanes are open both ways, turns are
// free, and every vehicle goes where any of them fits, at the lowest rate.
// treated are the edges that the plan treats.
func newGraph(in *arcroute.Instance, treated []int) *graph {
	g := &graph{n: len(in.Vertices), at: make([][]int32, len(in.Vertices)), depot: int32(in.Depot), refills: make([]bool, len(in.Vertices))}
	g.refills[in.Depot] = true
	for _, v := range in.Refills {
		g.refills[v] = true
	}
	for k := range in.Fleet {
		g.capacity = append(g.capacity, in.Fleet[k].Capacity)
		g.largest = max(g.largest, in.Fleet[k].Capacity)
	}
	must := map[int]bool{}
	for _, e := range treated {
		must[e] = true
	}
	for i := range in.Edges {
		g.add(in, i, must[i])
	}
	g.fixed += g.filling(in)
	if in.UTurn > 0 || len(in.Turns) > 0 {
		g.step = 1
	}
	return g
}

func (g *graph) add(in *arcroute.Instance, edge int, required bool) {
	e := &in.Edges[edge]
	x := link{u: int32(e.From), v: int32(e.To), cost: math.MaxInt64, kind: -1}
	treat, able := int64(math.MaxInt64), 0
	for k := range in.Fleet {
		if in.MayEnter(k, edge) {
			c := in.Fleet[k].TravelCost(e)
			x.cost = min(x.cost, c)
			g.step = gcd(g.step, c)
		}
		if required && in.MayTreat(k, edge) {
			treat, able = min(treat, in.Fleet[k].TreatCost(e)), able+1
			x.kind = int32(k)
		}
	}
	if x.cost == math.MaxInt64 {
		return
	}
	if able > 0 {
		x.required, x.demand = true, e.Demand
		g.fixed += treat
	}
	if able > 1 {
		x.kind = -1
		g.step = 1 // what is paid for treating depends on who does it
	}
	if x.u == x.v {
		return // a loop crosses no cut; its demand is met by the depot's cut alone
	}
	id := int32(len(g.links))
	g.links = append(g.links, x)
	g.at[x.u], g.at[x.v] = append(g.at[x.u], id), append(g.at[x.v], id)
}

// filling is the least that filling the tanks costs: with loads of the types
// counted apart, as many of each as its demand needs.
func (g *graph) filling(in *arcroute.Instance) int64 {
	r := newRegion(g, nil)
	for v := range g.n {
		r.toggle(int32(v))
	}
	cheapest := int64(math.MaxInt64)
	for k := range in.Fleet {
		cheapest = min(cheapest, in.Fleet[k].LoadCost)
		g.step = gcd(g.step, in.Fleet[k].LoadCost)
	}
	return cheapest * r.loads()
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
