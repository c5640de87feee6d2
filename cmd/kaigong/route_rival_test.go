package main

// The opponent of ROUTE_RIVAL=1: a hybrid genetic search with a split decoder and
// choice of directions in every move, written after Vidal (Operations Research
// 2017) and Vidal (Computers & Operations Research 2022) for comparison alone. It
// plans plain networks, open both ways, with one type of vehicle.

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/distance"
)

// Sizes of the population and of the neighbourhood, as published.
const (
	rivalSmall, rivalMore        = 25, 40
	rivalElite, rivalClose       = 4, 5
	rivalNear                    = 40
	rivalRestart, rivalCheck     = 20_000, 100
	rivalSoundLow, rivalSoundTop = 0.15, 0.25
)

type way [4]int32   // from a task to the next, by both directions
type costs [2]int32 // by direction

// rival is the search; task m is the depot.
type rival struct {
	m       int
	cap     int64
	to      []way
	serve   []int32
	demand  []int64
	near    [][]int
	rnd     *rand.Rand
	spent   func() float64
	penalty float64

	lanes  []*lane
	lane   []int // by task
	place  []int // by task, within its lane
	moves  int
	tested []int
	hold   []*person // plans that hold, and plans that do not
	loose  []*person
	sound  []bool // of the last plans, whether they held
	best   *person
	trial  []int
	rounds int
	at     float64 // share of the time at which the best was found
}

// lane is a route under local search, with the costs of its beginnings and ends.
type lane struct {
	seq      []int
	fwd, bwd []costs
	sum      []int64
	cost     int32
	changed  int
}

// person is one member of the population.
type person struct {
	tour       []int
	cost, over int64
	next, last []int
	fit        float64
	known      map[*person]float64 // distances to others
}

func newRival(in *arcroute.Instance, seed uint64, spent func() float64) *rival {
	tasks := in.Required()
	h := &rival{m: len(tasks), cap: in.Fleet[0].Capacity, rnd: rand.New(rand.NewPCG(seed, 1)), spent: spent}
	n := h.m + 1
	h.to, h.serve, h.demand, h.near = make([]way, n*n), make([]int32, n), make([]int64, n), make([][]int, h.m)
	h.lane, h.place, h.tested = make([]int, h.m), make([]int, h.m), make([]int, h.m)
	net := distance.New(in, 0)
	tree := net.NewTree()
	at := func(i, a int) distance.Place {
		if i == h.m {
			return distance.At(in.Depot)
		}
		return distance.On(distance.ArcOf(tasks[i], a == 1))
	}
	dearest, demand := int32(0), int64(1)
	for i := range n {
		for a := range 2 {
			tree.Grow(at(i, a))
			for j := range n {
				for b := range 2 {
					h.to[i*n+j][2*a+b] = int32(tree.To(at(j, b)))
					dearest = max(dearest, h.to[i*n+j][2*a+b])
				}
			}
		}
		if i < h.m {
			h.serve[i], h.demand[i] = int32(in.Edges[tasks[i]].Travel), in.Edges[tasks[i]].Demand
			demand = max(demand, h.demand[i])
		}
	}
	for i := range h.m {
		var others []int
		for j := range h.m {
			if j != i {
				others = append(others, j)
			}
		}
		gap := func(j int) int32 { return slices.Min(h.to[i*n+j][:]) }
		slices.SortStableFunc(others, func(a, b int) int { return cmp.Compare(gap(a), gap(b)) })
		h.near[i] = others[:min(len(others), rivalNear)]
	}
	h.penalty = max(0.1, min(1000, float64(dearest)/float64(demand)))
	return h
}

func (h *rival) link(i, j int) *way { return &h.to[i*(h.m+1)+j] }

// price is a route made of the beginning that ends with a, some tasks, and the
// end that begins with b.
func (h *rival) price(a int, f costs, mid []int, b int, g costs) int32 {
	for _, t := range mid {
		q, s := h.link(a, t), h.serve[t]
		f = costs{min(f[0]+q[0], f[1]+q[2]) + s, min(f[0]+q[1], f[1]+q[3]) + s}
		a = t
	}
	q := h.link(a, b)
	return min(f[0]+min(q[0]+g[0], q[1]+g[1]), f[1]+min(q[2]+g[0], q[3]+g[1]))
}

// head is the beginning of a lane up to a place, tail the end from one on.
func (h *rival) head(l *lane, place int) (int, costs) {
	if place < 0 {
		return h.m, costs{}
	}
	return l.seq[place], l.fwd[place]
}

func (h *rival) tail(l *lane, place int) (int, costs) {
	if place >= len(l.seq) {
		return h.m, costs{}
	}
	return l.seq[place], l.bwd[place]
}

func (h *rival) set(k int, seq []int) {
	l := h.lanes[k]
	l.seq = append(l.seq[:0], seq...)
	n := len(l.seq)
	l.fwd, l.bwd, l.sum = slices.Grow(l.fwd[:0], n)[:n], slices.Grow(l.bwd[:0], n)[:n], slices.Grow(l.sum[:0], n+1)[:n+1]
	a, f := h.m, costs{}
	l.sum[0] = 0
	for i, t := range l.seq {
		q, s := h.link(a, t), h.serve[t]
		f = costs{min(f[0]+q[0], f[1]+q[2]) + s, min(f[0]+q[1], f[1]+q[3]) + s}
		a, l.fwd[i], l.sum[i+1] = t, f, l.sum[i]+h.demand[t]
		h.lane[t], h.place[t] = k, i
	}
	b, g := h.m, costs{}
	for i := n - 1; i >= 0; i-- {
		t := l.seq[i]
		q, s := h.link(t, b), h.serve[t]
		g = costs{min(q[0]+g[0], q[1]+g[1]) + s, min(q[2]+g[0], q[3]+g[1]) + s}
		b, l.bwd[i] = t, g
	}
	l.cost = 0
	if n > 0 {
		l.cost = h.price(a, f, nil, h.m, costs{})
	}
	h.moves++
	l.changed = h.moves
}

func (h *rival) fee(load int64) float64 { return h.penalty * float64(max(0, load-h.cap)) }

// weight is what a lane counts, its fee included.
func (h *rival) weight(l *lane) float64 { return float64(l.cost) + h.fee(l.sum[len(l.seq)]) }

// educate is local search from given routes; first improvement, until nothing
// improves.
func (h *rival) educate(routes [][]int) *person {
	for len(h.lanes) < len(routes)+1 {
		h.lanes = append(h.lanes, &lane{})
	}
	for k := range h.lanes {
		if k < len(routes) {
			h.set(k, routes[k])
		} else {
			h.set(k, nil)
		}
	}
	for i := range h.tested {
		h.tested[i] = -1
	}
	order := h.rnd.Perm(h.m)
	for again := true; again; {
		again = false
		for _, u := range order {
			since := h.tested[u]
			h.tested[u] = h.moves
			for _, v := range h.near[u] {
				if max(h.lanes[h.lane[u]].changed, h.lanes[h.lane[v]].changed) > since && (h.try(u, h.lane[v], h.place[v]) || h.place[v] == 0 && h.try(u, h.lane[v], -1)) {
					again = true
				}
			}
			if empty := slices.IndexFunc(h.lanes, func(l *lane) bool { return len(l.seq) == 0 }); since >= 0 && empty >= 0 && h.try(u, empty, -1) {
				again = true
			}
		}
	}
	var out [][]int
	for _, l := range h.lanes {
		if len(l.seq) > 0 {
			out = append(out, l.seq)
		}
	}
	return h.born(out)
}

// try looks for a move of u that improves, next to a place of a lane.
func (h *rival) try(u, to, j int) bool {
	from, i := h.lane[u], h.place[u]
	if from == to {
		return h.within(from, i, j)
	}
	a, b := h.lanes[from], h.lanes[to]
	before := h.weight(a) + h.weight(b)
	la, lb := a.sum[len(a.seq)], b.sum[len(b.seq)]
	better := func(ca, cb int32, load, other int64) bool {
		return float64(ca)+float64(cb)+h.fee(load)+h.fee(other) < before-1e-6
	}
	// Exchange n tasks from u on for k tasks behind place j.
	for n := 1; n <= 2 && i+n <= len(a.seq); n++ {
		for k := 0; k <= n; k++ {
			first := j + 1 // without exchange the tasks go behind j
			if k > 0 {
				first = j
			}
			if first < 0 || first+k > len(b.seq) {
				continue
			}
			da, db := a.sum[i+n]-a.sum[i], b.sum[first+k]-b.sum[first]
			if float64(h.fee(la-da+db)+h.fee(lb-db+da)) > before {
				continue
			}
			x, fx := h.head(a, i-1)
			y, gy := h.tail(a, i+n)
			ca := h.price(x, fx, b.seq[first:first+k], y, gy)
			if len(a.seq) == n && k == 0 {
				ca = 0
			}
			x, fx = h.head(b, first-1)
			y, gy = h.tail(b, first+k)
			if cb := h.price(x, fx, a.seq[i:i+n], y, gy); better(ca, cb, la-da+db, lb-db+da) {
				mine, yours := slices.Clone(a.seq[i:i+n]), slices.Clone(b.seq[first:first+k])
				h.set(from, slices.Replace(slices.Clone(a.seq), i, i+n, yours...))
				h.set(to, slices.Replace(slices.Clone(b.seq), first, first+k, mine...))
				return true
			}
		}
	}
	return h.tails(from, to, i, j, before)
}

// tails exchanges ends of two lanes, straight or turned round.
func (h *rival) tails(from, to, i, j int, before float64) bool {
	a, b := h.lanes[from], h.lanes[to]
	la, lb := a.sum[len(a.seq)], b.sum[len(b.seq)]
	x, fx := h.head(a, i)
	y, gy := h.tail(b, j+1)
	v, fv := h.head(b, j)
	w, gw := h.tail(a, i+1)
	ha, hb := a.sum[i+1], b.sum[j+1]
	c, d := h.price(x, fx, nil, y, gy), int32(0)
	if v != h.m || w != h.m {
		d = h.price(v, fv, nil, w, gw)
	}
	if float64(c)+float64(d)+h.fee(ha+lb-hb)+h.fee(hb+la-ha) < before-1e-6 {
		one := append(slices.Clone(a.seq[:i+1]), b.seq[j+1:]...)
		two := append(slices.Clone(b.seq[:j+1]), a.seq[i+1:]...)
		h.set(from, one)
		h.set(to, two)
		return true
	}
	c, d = h.price(x, fx, nil, v, costs{fv[1], fv[0]}), 0
	if w != h.m || y != h.m {
		d = h.price(w, costs{gw[1], gw[0]}, nil, y, gy)
	}
	if float64(c)+float64(d)+h.fee(ha+hb)+h.fee(la-ha+lb-hb) < before-1e-6 {
		one, two := slices.Clone(b.seq[:j+1]), slices.Clone(a.seq[i+1:])
		slices.Reverse(one)
		slices.Reverse(two)
		one, two = append(slices.Clone(a.seq[:i+1]), one...), append(two, b.seq[j+1:]...)
		h.set(from, one)
		h.set(to, two)
		return true
	}
	return false
}

// within moves, exchanges or turns round inside a lane.
func (h *rival) within(k, i, j int) bool {
	l := h.lanes[k]
	attempt := func(seq []int) bool {
		if h.price(h.m, costs{}, seq, h.m, costs{}) >= l.cost {
			return false
		}
		h.set(k, seq)
		return true
	}
	for n := 1; n <= 2 && i+n <= len(l.seq); n++ {
		if j >= i && j < i+n {
			continue
		}
		at := j + 1
		if j > i {
			at -= n
		}
		h.trial = slices.Delete(append(h.trial[:0], l.seq...), i, i+n)
		h.trial = slices.Insert(h.trial, at, l.seq[i:i+n]...)
		if attempt(h.trial) {
			return true
		}
	}
	if j < 0 || i == j {
		return false
	}
	h.trial = append(h.trial[:0], l.seq...)
	h.trial[i], h.trial[j] = h.trial[j], h.trial[i]
	if attempt(h.trial) {
		return true
	}
	h.trial = append(h.trial[:0], l.seq...)
	slices.Reverse(h.trial[min(i, j)+1 : max(i, j)+1])
	return attempt(h.trial)
}

// born measures routes as they are.
func (h *rival) born(routes [][]int) *person {
	p := &person{next: make([]int, h.m), last: make([]int, h.m), known: map[*person]float64{}}
	for _, r := range routes {
		load, before := int64(0), h.m
		for i, t := range r {
			load += h.demand[t]
			p.last[t], p.next[t] = before, h.m
			if before = t; i+1 < len(r) {
				p.next[t] = r[i+1]
			}
		}
		p.over += max(0, load-h.cap)
		p.cost += int64(h.price(h.m, costs{}, r, h.m, costs{}))
		p.tour = append(p.tour, r...)
	}
	return p
}

// split cuts a giant tour into the cheapest routes, overloads up to half a tank
// for a fee.
func (h *rival) split(tour []int) [][]int {
	n := len(tour)
	best, from := make([]float64, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		best[i] = math.Inf(1)
	}
	for b := range n {
		a, f, load := h.m, costs{}, int64(0)
		for i := b; i < n; i++ {
			t := tour[i]
			if load += h.demand[t]; i > b && 2*load > 3*h.cap {
				break
			}
			q, s := h.link(a, t), h.serve[t]
			f = costs{min(f[0]+q[0], f[1]+q[2]) + s, min(f[0]+q[1], f[1]+q[3]) + s}
			a = t
			if c := best[b] + float64(h.price(a, f, nil, h.m, costs{})) + h.fee(load); c < best[i+1] {
				best[i+1], from[i+1] = c, b
			}
		}
	}
	var routes [][]int
	for i := n; i > 0; i = from[i] {
		routes = append(routes, tour[from[i]:i])
	}
	return routes
}

// cross is order crossover.
func (h *rival) cross(a, b *person) []int {
	i, j := h.rnd.IntN(h.m), h.rnd.IntN(h.m)
	child, taken := make([]int, h.m), make([]bool, h.m)
	for k := i; ; k = (k + 1) % h.m {
		child[k] = a.tour[k]
		taken[a.tour[k]] = true
		if k == j {
			break
		}
	}
	at := (j + 1) % h.m
	for k := range h.m {
		if t := b.tour[(j+1+k)%h.m]; !taken[t] {
			child[at] = t
			at = (at + 1) % h.m
		}
	}
	return child
}

// far is the share of neighbours that two plans do not have in common.
func (a *person) far(b *person) float64 {
	if d, known := a.known[b]; known {
		return d
	}
	n := 0
	for t := range a.next {
		if a.next[t] != b.next[t] && a.next[t] != b.last[t] {
			n++
		}
		if m := len(a.next); a.last[t] == m && b.last[t] != m && b.next[t] != m {
			n++
		}
	}
	d := float64(n) / float64(len(a.next))
	a.known[b], b.known[a] = d, d
	return d
}

func (h *rival) value(p *person) float64 { return float64(p.cost) + h.penalty*float64(p.over) }

// rank gives each member its biased fitness and answers who is to go.
func (h *rival) rank(pop []*person) (worst int) {
	slices.SortStableFunc(pop, func(a, b *person) int { return cmp.Compare(h.value(a), h.value(b)) })
	apart, twin := make([]float64, len(pop)), make([]bool, len(pop))
	for i, p := range pop {
		var near [rivalClose]float64
		for k := range near {
			near[k] = 1
		}
		for j, x := range pop {
			if i == j {
				continue
			}
			d := p.far(x)
			for k := range near {
				if d < near[k] {
					d, near[k] = near[k], d
				}
			}
		}
		twin[i] = near[0] < 1e-9
		for _, d := range near {
			apart[i] -= d / rivalClose
		}
	}
	order := make([]int, len(pop))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(apart[a], apart[b]) })
	n := float64(len(pop))
	for r, i := range order {
		pop[i].fit = float64(i)/n + (1-rivalElite/n)*float64(r)/n
	}
	for i := 1; i < len(pop); i++ {
		if worst == 0 || twin[i] && !twin[worst] || twin[i] == twin[worst] && pop[i].fit > pop[worst].fit {
			worst = i
		}
	}
	return worst
}

func (h *rival) add(p *person) {
	pop := &h.hold
	if p.over > 0 {
		pop = &h.loose
	} else if h.best == nil || p.cost < h.best.cost {
		h.best, h.at = p, h.spent()
	}
	*pop = append(*pop, p)
	if len(*pop) > rivalSmall+rivalMore {
		for len(*pop) > rivalSmall {
			k := h.rank(*pop)
			for _, x := range *pop {
				delete(x.known, (*pop)[k])
			}
			*pop = slices.Delete(*pop, k, k+1)
		}
	}
	h.rank(*pop)
}

// plan is the whole search; it answers the cost of the best plan.
func (h *rival) plan() int64 {
	for round, idle := 0, 0; h.spent() < 1; round++ {
		var tour []int
		if round < 4*rivalSmall {
			tour = h.rnd.Perm(h.m)
		} else {
			tour = h.cross(h.parent(), h.parent())
		}
		before := h.best
		p := h.educate(h.split(tour))
		h.add(p)
		h.rounds++
		h.sound = append(h.sound, p.over == 0)
		if p.over > 0 && h.rnd.IntN(2) == 0 {
			kept := h.penalty
			h.penalty *= 10
			if q := h.educate(h.split(p.tour)); q.over == 0 {
				h.penalty = kept
				h.add(q)
			}
			h.penalty = kept
		}
		if round%rivalCheck == rivalCheck-1 {
			h.adapt()
		}
		if idle++; h.best != before {
			idle = 0
		}
		if idle > rivalRestart {
			h.hold, h.loose, round, idle = nil, nil, -1, 0
		}
	}
	if h.best == nil {
		return math.MaxInt64
	}
	return h.best.cost
}

// parent is the better of two members drawn by chance.
func (h *rival) parent() *person {
	draw := func() *person {
		if k := h.rnd.IntN(len(h.hold) + len(h.loose)); k < len(h.hold) {
			return h.hold[k]
		} else {
			return h.loose[k-len(h.hold)]
		}
	}
	a, b := draw(), draw()
	if b.fit < a.fit {
		return b
	}
	return a
}

// adapt keeps about a fifth of the plans without overload.
func (h *rival) adapt() {
	n := 0
	h.sound = h.sound[max(0, len(h.sound)-rivalCheck):]
	for _, ok := range h.sound {
		if ok {
			n++
		}
	}
	switch share := float64(n) / float64(len(h.sound)); {
	case share < rivalSoundLow:
		h.penalty = min(100_000, h.penalty*1.2)
	case share > rivalSoundTop:
		h.penalty = max(0.1, h.penalty*0.85)
	}
	h.rank(h.loose)
}

// TestRival holds the opponent to networks that are solved on paper, lest a race
// be won against nothing.
func TestRival(t *testing.T) {
	for text, want := range map[string]int64{
		`{"vertices":4,"depot":0,"capacity":2,"edges":[{"u":0,"v":1,"cost":30,"demand":1},{"u":1,"v":2,"cost":40,"demand":1},{"u":2,"v":3,"cost":50,"demand":1}]}`:                                 300,
		`{"vertices":4,"depot":3,"capacity":2,"edges":[{"u":0,"v":1,"cost":3,"demand":1},{"u":1,"v":2,"cost":4,"demand":1},{"u":2,"v":0,"cost":5,"demand":1},{"u":3,"v":0,"cost":10,"demand":0}]}`: 58,
	} {
		in, err := arcroute.Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		asked := 0.0
		h := newRival(in, 1, func() float64 { asked++; return asked / 400 })
		if got := h.plan(); got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
}
