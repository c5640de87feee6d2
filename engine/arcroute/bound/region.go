package bound

// A set of vertices and what must cross its border.

// region is a set of vertices that grows and shrinks vertex by vertex.
type region struct {
	g       *graph
	x       []float64 // by link, deadheads of the relaxation now; may be nil
	in      []bool
	size    int
	touched []int64 // by type of vehicle, demand of its links that touch the set
	shared  int64   // demand that several types may meet
	needs   int     // required links that touch the set
	border  int     // required links on the border
	cross   float64 // deadheads on the border
	refills int     // vertices of the set where a tank is filled
	edge    []int32 // by vertex, how many of its links are on the border
}

func newRegion(g *graph, x []float64) *region {
	return &region{g: g, x: x, in: make([]bool, g.n), touched: make([]int64, len(g.capacity)), edge: make([]int32, g.n)}
}

func (r *region) clear() {
	for i := range r.in {
		r.in[i], r.edge[i] = false, 0
	}
	for i := range r.touched {
		r.touched[i] = 0
	}
	r.size, r.shared, r.needs, r.border, r.cross, r.refills = 0, 0, 0, 0, 0, 0
}

// toggle takes a vertex in or out.
func (r *region) toggle(v int32) {
	sign := 1
	if r.in[v] {
		sign = -1
	}
	for _, id := range r.g.at[v] {
		l := &r.g.links[id]
		other := l.u ^ l.v ^ v
		side := sign // the link comes onto the border, or leaves it
		if r.in[other] {
			side = -sign
		} else {
			r.meet(l, sign)
		}
		r.edge[v] += int32(side)
		r.edge[other] += int32(side)
		if l.required {
			r.border += side
		}
		if r.x != nil {
			r.cross += float64(side) * r.x[id]
		}
	}
	if r.g.refills[v] {
		r.refills += sign
	}
	r.size += sign
	r.in[v] = !r.in[v]
}

// meet counts a link that begins or ceases to touch the set.
func (r *region) meet(l *link, sign int) {
	if !l.required {
		return
	}
	r.needs += sign
	if l.kind >= 0 {
		r.touched[l.kind] += int64(sign) * l.demand
	} else {
		r.shared += int64(sign) * l.demand
	}
}

// loads is how many tank loads at least touch the set from outside.
func (r *region) loads() int64 {
	if r.needs == 0 {
		return 0
	}
	apart, all := int64(0), r.shared
	for k, d := range r.touched {
		apart += (d + r.g.capacity[k] - 1) / r.g.capacity[k]
		all += d
	}
	return max(1, apart, (all+r.g.largest-1)/r.g.largest)
}

// least is how many deadheads at least cross the border: every load that
// touches the set enters and leaves it, and the crossings of closed routes are
// even. A set with a place to fill inside need only be entered once.
func (r *region) least() int {
	entered := 0
	switch {
	case r.in[r.g.depot]:
	case r.refills > 0 && r.needs > 0:
		entered = 1
	case r.refills == 0:
		entered = int(r.loads())
	}
	return max(2*entered-r.border, r.border&1)
}

// violation is how many deadheads are lacking on the border.
func (r *region) violation() float64 { return float64(r.least()) - r.cross }
