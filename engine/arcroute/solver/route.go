package solver

// Routes of the search: the order of tasks alone. The directions follow from
// it, by two tables of best costs that meet at every task.

// pair holds one cost per direction.
type pair [2]int32

// route is one tank load: tasks in order between two visits of the depot.
type route struct {
	p    *problem // of the type of vehicle that drives it
	seq  []int32  // the depot, the tasks, the depot
	head []pair   // by place in seq: the cheapest way from the start to the end of that task
	tail []pair   // the cheapest way from the beginning of that task to the end
	load int64
	cost int32
	// stamp changes with every change of seq, and comes back when seq does.
	stamp uint64
	home  int32 // the route of the plan to keep, -1 for none
}

func (r *route) size() int { return len(r.seq) - 2 }

// clear empties the route for a vehicle of this type.
func (p *problem) clear(r *route) {
	depot := int32(p.m)
	r.p = p
	r.seq = append(r.seq[:0], depot, depot)
	r.head = append(r.head[:0], pair{}, pair{})
	r.tail = append(r.tail[:0], pair{}, pair{})
	r.load, r.cost = 0, 0
}

func (r *route) copy(x *route) {
	r.seq = append(r.seq[:0], x.seq...)
	r.head = append(r.head[:0], x.head...)
	r.tail = append(r.tail[:0], x.tail...)
	r.p, r.load, r.cost, r.stamp, r.home = x.p, x.load, x.cost, x.stamp, x.home
}

// evaluate brings both tables up to date where seq changed from place first to
// place last. Costs never pass the bound of a table, so that they add up.
func (p *problem) evaluate(r *route, first, last int) {
	end := len(r.seq) - 1
	if p.same {
		p.evaluateHead(r, first)
	}
	for i := max(first, 1); i <= end && !p.same; i++ {
		h, t := r.head[i-1], r.seq[i]
		q, s := &p.from[p.row(t)+int(r.seq[i-1])], &p.serve[t]
		r.head[i] = pair{min(min(h[0]+q[0], h[1]+q[2])+s[0], never), min(min(h[0]+q[1], h[1]+q[3])+s[1], never)}
	}
	for i := min(last, end-1); i >= 0; i-- {
		b, t := r.tail[i+1], r.seq[i]
		q, s := &p.to[p.row(t)+int(r.seq[i+1])], &p.serve[t]
		r.tail[i] = pair{min(min(q[0]+b[0], q[1]+b[1])+s[0], never), min(min(q[2]+b[0], q[3]+b[1])+s[1], never)}
	}
	r.cost = min(r.head[end][0], r.head[end][1])
	if end == 1 {
		r.cost = 0
	}
}

// evaluateHead is the first half of evaluate where directions cost the same, by
// the table that cheapest reads too.
func (p *problem) evaluateHead(r *route, first int) {
	for i := max(first, 1); i < len(r.seq); i++ {
		h, t := r.head[i-1], r.seq[i]
		w, s := &p.to[p.row(t)+int(r.seq[i-1])], p.serve[t][0]
		r.head[i] = pair{min(min(h[0]+w[3], h[1]+w[2])+s, never), min(min(h[0]+w[1], h[1]+w[0])+s, never)}
	}
}

// insert puts a task before a place of seq.
func (p *problem) insert(r *route, task int32, at int) {
	r.seq = append(r.seq, 0)
	r.head = append(r.head, pair{})
	r.tail = append(r.tail, pair{})
	copy(r.seq[at+1:], r.seq[at:])
	copy(r.tail[at+1:], r.tail[at:])
	r.seq[at] = task
	r.load += p.demand[task]
	p.evaluate(r, at, at)
}

// cheapest finds where a task costs least in a route, with the directions of
// all its tasks chosen anew.
func (p *problem) cheapest(r *route, task int32) (extra int32, at int32) {
	if p.same {
		return p.cheapestBothWays(r, task)
	}
	row := p.row(task)
	in, out := p.from[row:row+p.m+1], p.to[row:row+p.m+1]
	s0, s1 := p.serve[task][0], p.serve[task][1]
	best, place := int32(1<<30), 0
	seq := r.seq
	head := r.head[:len(seq)]
	tail := r.tail[:len(seq)]
	for i := 0; i+1 < len(seq); i++ {
		q, h := &in[seq[i]], head[i]
		w, b := &out[seq[i+1]], tail[i+1]
		c0 := min(h[0]+q[0], h[1]+q[2]) + s0 + min(w[0]+b[0], w[1]+b[1])
		c1 := min(h[0]+q[1], h[1]+q[3]) + s1 + min(w[2]+b[0], w[3]+b[1])
		if c := min(c0, c1); c < best {
			best, place = c, i+1
		}
	}
	return best - r.cost, int32(place)
}

// cheapestBothWays is cheapest where directions cost the same: the ways to the
// task are then the ways from it, read once for the place before and the place
// behind.
func (p *problem) cheapestBothWays(r *route, task int32) (extra int32, at int32) {
	row := p.row(task)
	out := p.to[row : row+p.m+1]
	best, place := int32(1<<30), 0
	seq := r.seq
	head := r.head[:len(seq)]
	tail := r.tail[:len(seq)]
	x := &out[seq[0]]
	for i := 0; i+1 < len(seq); i++ {
		h := head[i]
		in0, in1 := min(h[0]+x[3], h[1]+x[2]), min(h[0]+x[1], h[1]+x[0])
		x = &out[seq[i+1]]
		b := tail[i+1]
		if c := min(in0+min(x[0]+b[0], x[1]+b[1]), in1+min(x[2]+b[0], x[3]+b[1])); c < best {
			best, place = c, i+1
		}
	}
	return best + p.serve[task][0] - r.cost, int32(place)
}

// directions are the cheapest directions for the order of a route.
func (p *problem) directions(r *route) []int {
	out := make([]int, r.size())
	came := 0
	for i := range out {
		t := r.seq[i+1]
		q := &p.to[p.row(r.seq[i])+int(t)]
		a, b := q[2*came]+r.tail[i+1][0], q[2*came+1]+r.tail[i+1][1]
		if b < a {
			came = 1
		} else {
			came = 0
		}
		out[i] = came
	}
	return out
}
