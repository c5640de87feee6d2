package bound

// The relaxation: the graph that vehicles of some types together may drive, with
// the least that any of them pays.

import (
	"math"
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
)

// link is an edge of the relaxation.
type link struct {
	u, v     int32
	cost     int64 // of driving through once more, without treating
	demand   int64
	required bool
	oneWay   bool  // from u to v alone
	kind     int32 // the only type of vehicle that treats it, -1 for several
	// rows of the programme for driving from u to v and from v to u, -1 where
	// that is not possible. Without one-way links both are the same.
	rows [2]int32
}

type graph struct {
	n        int
	links    []link
	at       [][]int32 // by vertex, its links
	rows     []int64   // by row of the programme, the cost of driving there once
	mixed    bool      // some links are one-way: the rows tell directions apart
	depot    int32
	refills  []bool  // where a tank is filled, the depot too
	capacity []int64 // by type of vehicle, 0 for types that are not looked at
	largest  int64
	fixed    int64 // what every plan pays: treating, filling, turning back in dead ends
	back     int64 // of it, turning back
	step     int64 // every deadhead is a multiple of it
}

// newGraph relaxes what vehicles of the given types do: turns are free, and
// every vehicle goes where any of them fits, at the lowest rate. treated are the
// edges that they treat together.
func newGraph(in *arcroute.Instance, types, treated []int) *graph {
	g := &graph{n: len(in.Vertices), at: make([][]int32, len(in.Vertices)), depot: int32(in.Depot), refills: make([]bool, len(in.Vertices)), capacity: make([]int64, len(in.Fleet))}
	g.refills[in.Depot] = true
	for _, v := range in.Refills {
		g.refills[v] = true
	}
	for _, k := range types {
		g.capacity[k] = in.Fleet[k].Capacity
		g.largest = max(g.largest, in.Fleet[k].Capacity)
	}
	must := map[int]bool{}
	for _, e := range treated {
		must[e] = true
	}
	ends := make([][]int, g.n) // by vertex, the edges that some vehicle may drive there
	for i := range in.Edges {
		if g.add(in, types, i, must[i]) {
			ends[in.Edges[i].From] = append(ends[in.Edges[i].From], i)
			ends[in.Edges[i].To] = append(ends[in.Edges[i].To], i)
		}
	}
	g.lay()
	g.back = g.turningBack(in, ends, must)
	g.fixed += g.filling(in, types) + g.back
	if in.Turning() {
		g.step = 1
	}
	return g
}

// add takes an edge that some of the vehicles may drive.
func (g *graph) add(in *arcroute.Instance, types []int, edge int, required bool) bool {
	e := &in.Edges[edge]
	x := link{u: int32(e.From), v: int32(e.To), cost: math.MaxInt64, oneWay: e.OneWay, kind: -1}
	treat, able := int64(math.MaxInt64), 0
	for _, k := range types {
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
		return false
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
		return true // a loop crosses no cut; its demand is met by the depot's cut alone
	}
	g.mixed = g.mixed || x.oneWay
	id := int32(len(g.links))
	g.links = append(g.links, x)
	g.at[x.u], g.at[x.v] = append(g.at[x.u], id), append(g.at[x.v], id)
	return true
}

// lay gives the links their rows. A large network has one row for each link,
// as if all were open both ways.
func (g *graph) lay() {
	g.mixed = g.mixed && 2*len(g.links) <= maxRows
	for i := range g.links {
		l := &g.links[i]
		row := int32(len(g.rows))
		g.rows = append(g.rows, l.cost)
		switch {
		case !g.mixed:
			l.rows, l.oneWay = [2]int32{row, row}, false
		case l.oneWay:
			l.rows = [2]int32{row, -1}
		default:
			g.rows = append(g.rows, l.cost)
			l.rows = [2]int32{row, row + 1}
		}
	}
}

// filling is the least that filling the tanks costs: with loads of the types
// counted apart, as many of each as its demand needs.
func (g *graph) filling(in *arcroute.Instance, types []int) int64 {
	r := newRegion(g, nil)
	for v := range g.n {
		r.toggle(int32(v))
	}
	cheapest := int64(math.MaxInt64)
	for _, k := range types {
		cheapest = min(cheapest, in.Fleet[k].LoadCost)
		g.step = gcd(g.step, in.Fleet[k].LoadCost)
	}
	return cheapest * r.loads()
}

// turningBack is the price of the turns in dead ends that have to be treated:
// who goes in comes out the same way, unless the tank is filled there.
func (g *graph) turningBack(in *arcroute.Instance, ends [][]int, must map[int]bool) (sum int64) {
	if !in.Turning() {
		return 0
	}
	for v, edges := range ends {
		if len(edges) == 1 && must[edges[0]] && !g.refills[v] {
			sum += in.UTurn
			for _, t := range in.Turns {
				if t.At == v && t.From == edges[0] && t.To == edges[0] {
					sum += t.Cost
				}
			}
		}
	}
	return sum
}

// groups splits the types of vehicles where no edge may be treated by types of
// two groups: each group then has its own rounds, and pays for its own ways.
func groups(in *arcroute.Instance, treated []int) [][]int {
	group := make([]int, len(in.Fleet))
	for k := range group {
		group[k] = k
	}
	for _, e := range treated {
		first := -1
		for k := range in.Fleet {
			switch {
			case !in.MayTreat(k, e):
			case first < 0:
				first = group[k]
			case group[k] != first:
				merge(group, group[k], first)
			}
		}
	}
	var all [][]int
	for k := range group {
		var types []int
		for j := range group {
			if group[j] == k {
				types = append(types, j)
			}
		}
		if types != nil {
			all = append(all, types)
		}
	}
	return all
}

func merge(group []int, from, into int) {
	for j := range group {
		if group[j] == from {
			group[j] = into
		}
	}
}

// of lists the treated edges that one of some types may treat.
func of(in *arcroute.Instance, types, treated []int) []int {
	var out []int
	for _, e := range treated {
		if slices.ContainsFunc(types, func(k int) bool { return in.MayTreat(k, e) }) {
			out = append(out, e)
		}
	}
	return out
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
