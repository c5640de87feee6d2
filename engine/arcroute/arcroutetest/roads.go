package arcroutetest

// Road networks of the size and character of the larger published ones: sparse,
// with dead ends, a depot off the middle, tanks nearly full. They are drawn from
// a seed, so that everybody can measure on the same ones.

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
)

// Roads says what network is to be drawn.
type Roads struct {
	Seed                      uint64
	Vertices, Edges, Required int
	Loads                     int // tanks are so large that about as many loads are needed
}

// Counties are the networks that make bench-route measures on: up to 140
// junctions and 190 segments, in few and in many loads.
func Counties() []Roads {
	return []Roads{{1, 140, 190, 190, 19}, {2, 140, 190, 190, 35}, {3, 140, 190, 190, 27}, {4, 140, 190, 147, 14}, {5, 140, 190, 147, 27}, {6, 77, 98, 98, 14}}
}

// meanCost is what a segment costs on average.
const meanCost = 30

// Draw makes the network: junctions scattered on the plain and around villages,
// a tree of shortest segments over them, then the shortest ones that cross
// nothing. Equal requests give equal networks.
func (r Roads) Draw() *arcroute.Instance {
	d := &drawing{Roads: r, rnd: rand.New(rand.NewPCG(r.Seed, 7))}
	d.scatter()
	d.join()
	in := &arcroute.Instance{Name: fmt.Sprintf("roads-%d-%d-%d", r.Seed, r.Required, r.Loads), Vertices: make([]arcroute.Vertex, r.Vertices), Depot: d.rnd.IntN(r.Vertices)}
	sum := 0.0
	for _, e := range d.edges {
		sum += d.gap(e[0], e[1])
	}
	scale := meanCost * float64(len(d.edges)) / sum / 1.2
	for _, e := range d.edges {
		cost := max(1, int64(math.Round(d.gap(e[0], e[1])*scale*(1+0.4*d.rnd.Float64()))))
		in.Edges = append(in.Edges, arcroute.Edge{From: e[0], To: e[1], Travel: cost, Demand: 1 + int64(float64(cost)*(0.5+0.5*d.rnd.Float64()))})
	}
	d.require(in)
	return in
}

type drawing struct {
	Roads
	rnd   *rand.Rand
	at    [][2]float64
	edges [][2]int
}

func (d *drawing) gap(u, v int) float64 {
	return math.Hypot(d.at[u][0]-d.at[v][0], d.at[u][1]-d.at[v][1])
}

// scatter places three junctions of five on the plain, the others near one of
// the first.
func (d *drawing) scatter() {
	for v := range d.Vertices {
		p := [2]float64{100 * d.rnd.Float64(), 70 * d.rnd.Float64()}
		if v > 5 && v%5 < 2 {
			near := d.at[d.rnd.IntN(6)]
			p = [2]float64{near[0] + 6*d.rnd.NormFloat64(), near[1] + 6*d.rnd.NormFloat64()}
		}
		d.at = append(d.at, p)
	}
}

// join connects the junctions: Kruskal's tree first, then the shortest segments
// with no other junction within the circle over them (Gabriel and Sokal 1969),
// then whatever is shortest.
func (d *drawing) join() {
	var pairs [][2]int
	for u := range d.Vertices {
		for v := u + 1; v < d.Vertices; v++ {
			pairs = append(pairs, [2]int{u, v})
		}
	}
	slices.SortStableFunc(pairs, func(a, b [2]int) int { return cmp.Compare(d.gap(a[0], a[1]), d.gap(b[0], b[1])) })
	part := make([]int, d.Vertices)
	for v := range part {
		part[v] = v
	}
	var rest, last [][2]int
	for _, p := range pairs {
		a, b := part[p[0]], part[p[1]]
		switch {
		case a != b:
			d.edges = append(d.edges, p)
			for v := range part {
				if part[v] == b {
					part[v] = a
				}
			}
		case d.clear(p):
			rest = append(rest, p)
		default:
			last = append(last, p)
		}
	}
	rest = append(rest, last...)
	d.edges = append(d.edges, rest[:d.Edges-len(d.edges)]...)
}

func (d *drawing) clear(p [2]int) bool {
	x, y := (d.at[p[0]][0]+d.at[p[1]][0])/2, (d.at[p[0]][1]+d.at[p[1]][1])/2
	for v := range d.Vertices {
		if v != p[0] && v != p[1] && math.Hypot(d.at[v][0]-x, d.at[v][1]-y) < d.gap(p[0], p[1])/2 {
			return false
		}
	}
	return true
}

// require marks the segments nearest to a place, and sizes the tank.
func (d *drawing) require(in *arcroute.Instance) {
	middle := d.rnd.IntN(d.Vertices)
	order := make([]int, len(in.Edges))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(d.gap(middle, d.edges[a][0])+d.gap(middle, d.edges[a][1]), d.gap(middle, d.edges[b][0])+d.gap(middle, d.edges[b][1]))
	})
	total, largest := int64(0), int64(0)
	for _, e := range order[:d.Required] {
		in.Edges[e].Required = true
		total, largest = total+in.Edges[e].Demand, max(largest, in.Edges[e].Demand)
	}
	capacity := int64(math.Ceil(float64(total) / float64(d.Loads) * 1.04))
	in.Fleet = []arcroute.Vehicle{{Capacity: max(capacity, largest)}}
}
