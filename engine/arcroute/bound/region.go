package bound

// A set of vertices and what must cross its border.

// region is a set of vertices that grows and shrinks vertex by vertex.
type region struct {
	g       *graph
	x       []float64 // by row, deadheads of the relaxation now; may be nil
	in      []bool
	size    int
	touched []int64 // by type of vehicle, demand of its links that touch the set
	shared  int64   // demand that several types may meet
	needs   int     // required links that touch the set
	refills int     // vertices of the set where a tank is filled
	edge    []int32 // by vertex, how many of its links are on the border

	// Required links on the border: open both ways, one-way into the set, out of it.
	both, into, outOf int
	// Deadheads on the border, into the set and out of it; where the rows do not
	// tell directions apart, all of them are in enter.
	enter, leave float64

	kept []int64 // touched, while peeking
}

func newRegion(g *graph, x []float64) *region {
	return &region{g: g, x: x, in: make([]bool, g.n), touched: make([]int64, len(g.capacity)), edge: make([]int32, g.n)}
}

func (r *region) clear() {
	in, touched, edge := r.in, r.touched, r.edge
	clear(in)
	clear(touched)
	clear(edge)
	*r = region{g: r.g, x: r.x, in: in, touched: touched, edge: edge, kept: r.kept}
}

// toggle takes a vertex in or out.
func (r *region) toggle(v int32) {
	r.count(v)
	for _, id := range r.g.at[v] {
		other := r.g.links[id].u ^ r.g.links[id].v ^ v
		side := int32(1) // the link comes onto the border, or leaves it
		if r.in[v] != r.in[other] {
			side = -1
		}
		r.edge[v] += side
		r.edge[other] += side
	}
	r.in[v] = !r.in[v]
}

// count accounts for a vertex that is taken in or out.
func (r *region) count(v int32) {
	sign := 1
	if r.in[v] {
		sign = -1
	}
	for _, id := range r.g.at[v] {
		l := &r.g.links[id]
		other := l.u ^ l.v ^ v
		if r.in[other] {
			r.cross(l, other == l.v, -sign)
		} else {
			r.meet(l, sign)
			r.cross(l, v == l.v, sign)
		}
	}
	if r.g.refills[v] {
		r.refills += sign
	}
	r.size += sign
}

// nothing is what a region without vertices lacks.
const nothing = -1e18

// peek answers what would be lacking with a vertex taken in or out.
func (r *region) peek(v int32) float64 {
	kept := *r
	r.kept = append(r.kept[:0], r.touched...)
	kept.kept = r.kept
	r.count(v)
	lack := float64(nothing)
	if r.size > 0 {
		lack = r.violation()
	}
	copy(r.touched, r.kept)
	*r = kept
	return lack
}

// cross counts a link that comes onto the border or leaves it; head says that
// its end v lies inside.
func (r *region) cross(l *link, head bool, side int) {
	switch {
	case !l.required:
	case !l.oneWay:
		r.both += side
	case head:
		r.into += side
	default:
		r.outOf += side
	}
	if r.x == nil {
		return
	}
	in, out := l.rows[0], l.rows[1]
	if !head && r.g.mixed {
		in, out = out, in
	}
	if in >= 0 {
		r.enter += float64(side) * r.x[in]
	}
	if out >= 0 && r.g.mixed {
		r.leave += float64(side) * r.x[out]
	}
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
		if d > 0 {
			apart += (d + r.g.capacity[k] - 1) / r.g.capacity[k]
			all += d
		}
	}
	return max(1, apart, (all+r.g.largest-1)/r.g.largest)
}

// entered is how often rounds at least come into the set, and leave it again.
func (r *region) entered() int {
	if r.in[r.g.depot] {
		return 0
	}
	return r.entries()
}

// entries are those into a set without the depot: once for every load that
// touches it. A set with a place to fill inside need only be entered once.
func (r *region) entries() int {
	switch {
	case r.refills == 0:
		return int(r.loads())
	case r.needs > 0:
		return 1
	}
	return 0
}

// least is how many deadheads at least cross the border, how many of them into
// the set, and how many out of it.
func (r *region) least() (all, in, out int) { return r.needed(r.entered()) }

// needed is the same for a set that is entered so often: rounds come in as often
// as they go out.
func (r *region) needed(k int) (all, in, out int) {
	border := r.both + r.into + r.outOf
	all = max(2*max(k, r.into, r.outOf)-border, border&1)
	if r.g.mixed {
		in, out = max(k, r.outOf)-r.into-r.both, max(k, r.into)-r.outOf-r.both
	}
	return all, in, out
}

// violation is how many deadheads are lacking on the border.
func (r *region) violation() float64 {
	all, in, out := r.least()
	lack := float64(all) - r.enter - r.leave
	if r.g.mixed {
		lack = max(lack, float64(in)-r.enter, float64(out)-r.leave)
	}
	return lack
}
