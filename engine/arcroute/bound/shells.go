package bound

// Cuts at once: what lies farther from the depot than some distance falls into
// parts, and each is a set that tank loads must come to. Weighted by how far one
// goes from a distance to the next, these cuts lie on no link heavier than it
// costs, so that they are a bound by themselves, in networks of any size.

import (
	"cmp"
	"slices"
)

// shell is one part of what lies beyond a distance.
type shell struct {
	region // its counts alone, without the sets
	least  int64
}

// shells grows the parts from the farthest vertex inwards.
type shells struct {
	g     *graph
	order []int32 // vertices, the farthest first
	far   []int64 // by vertex, its distance from the depot; -1 where there is no way
	up    []int32 // by vertex, towards the vertex that stands for its part
	parts []*shell
	sum   int64 // of what each part lacks
}

// packed is the bound of all shells together. It calls visit with a member of
// each part as it comes to be, nil for none.
func (g *graph) packed(visit func(s *shells, v int32)) (value int64) {
	s := &shells{g: g, far: g.distances(), up: make([]int32, g.n), parts: make([]*shell, g.n)}
	for v := range int32(g.n) {
		s.up[v] = -1
		if s.far[v] > 0 {
			s.order = append(s.order, v)
		}
	}
	slices.SortStableFunc(s.order, func(a, b int32) int { return cmp.Compare(s.far[b], s.far[a]) })
	for i, v := range s.order {
		s.add(v)
		next := int64(0)
		if i+1 < len(s.order) {
			next = s.far[s.order[i+1]]
		}
		value += s.sum * (s.far[v] - next)
		if visit != nil {
			visit(s, s.root(v))
		}
	}
	return value
}

func (s *shells) root(v int32) int32 {
	for s.up[v] != v {
		s.up[v] = s.up[s.up[v]]
		v = s.up[v]
	}
	return v
}

// add takes a vertex in; it joins the parts next to it.
func (s *shells) add(v int32) {
	x := &shell{region: region{g: s.g, touched: make([]int64, len(s.g.capacity))}}
	s.up[v], s.parts[v] = v, x
	if s.g.refills[v] {
		x.refills++
	}
	for _, id := range s.g.at[v] {
		l := &s.g.links[id]
		other := l.u ^ l.v ^ v
		if s.up[other] < 0 {
			x.meet(l, 1)
			x.cross(l, v == l.v, 1)
			continue
		}
		if r := s.root(other); r != v {
			s.sum -= s.parts[r].least
			x.join(&s.parts[r].region)
			s.up[r], s.parts[r] = v, nil
		}
		x.cross(l, other == l.v, -1)
	}
	all, _, _ := x.needed(x.entries())
	x.least = int64(max(0, all))
	s.sum += x.least
}

// join adds the counts of another set that has nothing in common with this one.
func (r *region) join(x *region) {
	for k, d := range x.touched {
		r.touched[k] += d
	}
	r.shared, r.needs, r.refills = r.shared+x.shared, r.needs+x.needs, r.refills+x.refills
	r.both, r.into, r.outOf = r.both+x.both, r.into+x.into, r.outOf+x.outOf
}

// distances are those from the depot over links open both ways, by Bellman's
// method with a queue; -1 where there is no way.
func (g *graph) distances() []int64 {
	far := make([]int64, g.n)
	for v := range far {
		far[v] = -1
	}
	far[g.depot] = 0
	waits := make([]bool, g.n)
	for queue := []int32{g.depot}; len(queue) > 0; {
		v := queue[0]
		queue, waits[v] = queue[1:], false
		for _, id := range g.at[v] {
			l := &g.links[id]
			u := l.u ^ l.v ^ v
			if d := far[v] + l.cost; far[u] < 0 || d < far[u] {
				far[u] = d
				if !waits[u] {
					queue, waits[u] = append(queue, u), true
				}
			}
		}
	}
	return far
}
