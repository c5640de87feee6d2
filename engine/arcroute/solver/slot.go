package solver

// What a task more costs at a place of a tour, with all loads split anew: two
// tables of best costs meet at the load that takes it.

// crew is one vehicle on its tour.
type crew struct {
	beat  *beat
	index int // among the crews of its type
	order []int32
	cost  int64
	done  []pair // by number of tasks, the cheapest way to have driven so many, by the last direction
	rest  []pair // by place, the cheapest way to begin a load with that task and drive all the rest
}

func (c *crew) copy(x *crew) {
	c.order, c.cost = append(c.order[:0], x.order...), x.cost
	c.done, c.rest = append(c.done[:0], x.done...), append(c.rest[:0], x.rest...)
}

// table brings the tables and the cost of a tour up to date.
func (c *crew) table() {
	b, n := c.beat, len(c.order)
	c.cost = b.cost(c.order)
	c.done = append(c.done[:0], b.done[:n+1]...)
	c.rest = c.rest[:0]
	for range n {
		c.rest = append(c.rest, pair{never, never})
	}
	for last := n - 1; last >= 0; last-- {
		c.backwards(last)
	}
}

// backwards tries every load that ends with a task of the order.
func (c *crew) backwards(last int) {
	b := c.beat
	var v pair
	load := int64(0)
	for i := last; i >= 0; i-- {
		t := c.order[i]
		if load += b.demand[t]; load > b.cap {
			return
		}
		if i == last {
			v = c.leave(last+1, t)
		} else {
			q := &b.to[b.row(t)+int(c.order[i+1])]
			v = pair{min(q[0]+v[0], q[1]+v[1]), min(q[2]+v[0], q[3]+v[1])}
		}
		for d := range 2 {
			v[d] = min(v[d]+b.serve[t][d], never)
			c.rest[i][d] = min(c.rest[i][d], v[d])
		}
	}
}

// leave is what follows a task that ends a load, by its direction: filling and
// the rest of the tour from a place on, or the way home.
func (c *crew) leave(at int, task int32) pair {
	b := c.beat
	if at == len(c.order) {
		q := &b.to[b.row(task)+b.m]
		return pair{q[0], q[2]}
	}
	q, r := &b.via[b.row(task)+int(c.order[at])], c.rest[at]
	return pair{min(q[0]+r[0], q[1]+r[1], never), min(q[2]+r[0], q[3]+r[1], never)}
}

// enter is what comes before a task that begins a load at a place, by its
// direction.
func (c *crew) enter(at int, task int32) pair {
	b := c.beat
	if at == 0 {
		q := &b.to[b.row(int32(b.m))+int(task)]
		return pair{q[0], q[1]}
	}
	q, d := &b.via[b.row(c.order[at-1])+int(task)], c.done[at]
	return pair{min(d[0]+q[0], d[1]+q[2], never), min(d[0]+q[1], d[1]+q[3], never)}
}

// half is a way to the task that is put in: the cheapest of those that are no
// heavier.
type half struct {
	load int64
	cost pair // by the direction of the task
}

// with is what the tour costs with a task more before a place. Of the loads that
// may take it, each way to the task is joined with the ways on that still fit.
func (c *crew) with(task int32, at int) int64 {
	b := c.beat
	b.halves = c.before(b.halves[:0], task, at)
	k, best := len(b.halves)-1, int64(never)
	s := b.serve[task]
	join := func(load int64, on pair) bool {
		for k >= 0 && b.halves[k].load+b.demand[task]+load > b.cap {
			k--
		}
		if k < 0 {
			return false
		}
		h := b.halves[k].cost
		best = min(best, int64(min(h[0]+s[0], never))+int64(on[0]), int64(min(h[1]+s[1], never))+int64(on[1]))
		return true
	}
	if !join(0, c.leave(at, task)) || at == len(c.order) {
		return best
	}
	t := c.order[at]
	q := &b.to[b.row(task)+int(t)]
	w := quad{min(q[0]+b.serve[t][0], never), min(q[1]+b.serve[t][1], never), min(q[2]+b.serve[t][0], never), min(q[3]+b.serve[t][1], never)}
	load := int64(0)
	for i := at; ; {
		out := c.leave(i+1, t)
		if load += b.demand[t]; !join(load, pair{min(w[0]+out[0], w[1]+out[1]), min(w[2]+out[0], w[3]+out[1])}) {
			return best
		}
		if i++; i == len(c.order) {
			return best
		}
		q, t = &b.to[b.row(t)+int(c.order[i])], c.order[i]
		w = chain(w, q, b.serve[t])
	}
}

// chain goes on from the second task of a pair of directions to a third.
func chain(w quad, q *quad, serve [2]int32) quad {
	return quad{
		min(min(w[0]+q[0], w[1]+q[2])+serve[0], never), min(min(w[0]+q[1], w[1]+q[3])+serve[1], never),
		min(min(w[2]+q[0], w[3]+q[2])+serve[0], never), min(min(w[2]+q[1], w[3]+q[3])+serve[1], never),
	}
}

// before lists the ways to a task before a place, the lightest first.
func (c *crew) before(halves []half, task int32, at int) []half {
	b := c.beat
	best := c.enter(at, task)
	halves = append(halves, half{0, best})
	if at == 0 {
		return halves
	}
	t := c.order[at-1]
	in := &b.to[b.row(t)+int(task)]
	// w is the way from the beginning of a load to the task, by the directions of
	// its first and of the task.
	w := quad{min(in[0]+b.serve[t][0], never), min(in[1]+b.serve[t][0], never), min(in[2]+b.serve[t][1], never), min(in[3]+b.serve[t][1], never)}
	load := int64(0)
	for i := at - 1; ; {
		if load += b.demand[t]; load+b.demand[task] > b.cap {
			return halves
		}
		e := c.enter(i, t)
		best = pair{min(best[0], e[0]+w[0], e[1]+w[2]), min(best[1], e[0]+w[1], e[1]+w[3])}
		halves = append(halves, half{load, best})
		if i--; i < 0 {
			return halves
		}
		u := c.order[i]
		q, s := &b.to[b.row(u)+int(t)], b.serve[u]
		w = quad{
			min(min(q[0]+w[0], q[1]+w[2])+s[0], never), min(min(q[0]+w[1], q[1]+w[3])+s[0], never),
			min(min(q[2]+w[0], q[3]+w[2])+s[1], never), min(min(q[2]+w[1], q[3]+w[3])+s[1], never),
		}
		t = u
	}
}
