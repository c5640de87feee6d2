package distance

// Dijkstra's method from one place, and the ways that it found.

// Tree holds the cheapest ways from one place.
type Tree struct {
	net  *Net
	from Place
	full bool    // grown from a vertex, from which other arcs may begin as well
	cost []int64 // to each vertex; with turns, to the beginning of each arc
	via  []Arc   // the arc driven last before, -1 at the start
	heap queue
}

// NewTree makes a tree whose memory serves many calls of Grow.
func (n *Net) NewTree() *Tree {
	size := len(n.out)
	if n.byArc {
		size = len(n.cost)
	}
	return &Tree{net: n, from: At(-1), cost: make([]int64, size), via: make([]Arc, size)}
}

// Grow finds the cheapest ways from a place to everywhere.
func (t *Tree) Grow(from Place) {
	before := t.start()
	t.from = from
	if t.full && t.start() == before {
		return
	}
	t.full = !t.net.byArc
	for i := range t.cost {
		t.cost[i], t.via[i] = Unreachable, -1
	}
	t.heap = t.heap[:0]
	if t.net.byArc {
		t.growByArc()
		return
	}
	t.reach(int32(t.start()), 0, -1)
	for len(t.heap) > 0 {
		x := t.heap.pop()
		if x.cost > t.cost[x.at] {
			continue
		}
		for _, a := range t.net.out[x.at] {
			t.reach(int32(t.net.Head(a)), x.cost+t.net.cost[a], a)
		}
	}
}

// start is the vertex where every way begins.
func (t *Tree) start() int {
	if t.from.Arc >= 0 {
		return t.net.Head(t.from.Arc)
	}
	return t.from.Vertex
}

func (t *Tree) growByArc() {
	n := t.net
	for _, b := range n.out[t.start()] {
		c := int64(0)
		if t.from.Arc >= 0 {
			c = n.turn(t.from.Arc, b)
		}
		t.reach(int32(b), c, -1)
	}
	for len(t.heap) > 0 {
		x := t.heap.pop()
		if x.cost > t.cost[x.at] {
			continue
		}
		a := Arc(x.at)
		for _, b := range n.out[n.Head(a)] {
			t.reach(int32(b), x.cost+n.cost[a]+n.turn(a, b), a)
		}
	}
}

func (t *Tree) reach(at int32, cost int64, via Arc) {
	if cost >= t.cost[at] || cost >= Unreachable {
		return
	}
	t.cost[at], t.via[at] = cost, via
	t.heap.push(item{cost, at})
}

// To is the cost of the cheapest way to a place, Unreachable where there is
// none. An arc that may not be driven is unreachable.
func (t *Tree) To(p Place) int64 {
	switch {
	case p.Arc >= 0 && !t.net.open[p.Arc]:
		return Unreachable
	case p.Arc >= 0 && t.net.byArc:
		return t.cost[p.Arc]
	case p.Arc >= 0:
		return t.cost[t.net.Tail(p.Arc)]
	case !t.net.byArc:
		return t.cost[p.Vertex]
	}
	_, c := t.into(p.Vertex)
	return c
}

// into finds the arc by which a vertex is reached, -1 where one stands there.
func (t *Tree) into(v int) (last Arc, cost int64) {
	if t.start() == v {
		return -1, 0
	}
	last, cost = -1, Unreachable
	for _, a := range t.net.in[v] {
		if c := t.cost[a] + t.net.cost[a]; c < cost {
			last, cost = a, c
		}
	}
	return last, cost
}

// Way lists the arcs driven on the cheapest way to a place that can be reached.
func (t *Tree) Way(p Place) []Arc {
	var back []Arc
	if t.net.byArc {
		last := Arc(-1)
		if p.Arc >= 0 {
			last = t.via[p.Arc]
		} else {
			last, _ = t.into(p.Vertex)
		}
		for a := last; a >= 0; a = t.via[a] {
			back = append(back, a)
		}
	} else {
		v := p.Vertex
		if p.Arc >= 0 {
			v = t.net.Tail(p.Arc)
		}
		for a := t.via[v]; a >= 0; a = t.via[t.net.Tail(a)] {
			back = append(back, a)
		}
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}

// item waits in the queue; ties go to the smaller index, so that equal input
// gives equal ways.
type item struct {
	cost int64
	at   int32
}

func (x item) before(y item) bool { return x.cost < y.cost || x.cost == y.cost && x.at < y.at }

// queue is a binary heap.
type queue []item

func (q *queue) push(x item) {
	*q = append(*q, x)
	h := *q
	i := len(h) - 1
	for i > 0 && x.before(h[(i-1)/2]) {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i] = x
}

func (q *queue) pop() item {
	h := *q
	top, x := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	for i := 0; len(h) > 0; {
		c := 2*i + 1
		if c+1 < len(h) && h[c+1].before(h[c]) {
			c++
		}
		if c >= len(h) || !h[c].before(x) {
			h[i] = x
			break
		}
		h[i] = h[c]
		i = c
	}
	return top
}
