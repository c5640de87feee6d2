package bound

// Finding sets of vertices whose border has too few deadheads: by components
// of what the relaxation drives, by flows, and by walking from good sets to
// better ones.

import "slices"

// separator looks for violated cuts at the prices of a packing.
type separator struct {
	g     *graph
	p     *packing
	r     *region
	known map[string]bool // sets whose cut is in the programme
	sets  []string        // by cut
	added int
	work  int64 // elementary operations so far
	tabu  []int
	key   []byte
}

func newSeparator(g *graph, p *packing) *separator {
	return &separator{g: g, p: p, r: newRegion(g, p.x), known: map[string]bool{}, tabu: make([]int, g.n), key: make([]byte, (g.n+7)/8, (g.n+7)/8+1)}
}

// carried is how often the relaxation deadheads a link now.
func (s *separator) carried(l *link) float64 {
	sum := 0.0
	if l.rows[0] >= 0 {
		sum = s.p.x[l.rows[0]]
	}
	if l.rows[1] >= 0 && l.rows[1] != l.rows[0] {
		sum += s.p.x[l.rows[1]]
	}
	return sum
}

// lacking is the least violation that is worth a cut.
const lacking = 0.01

// round looks for cuts, the quick ways first, and answers how many it added.
func (s *separator) round() int {
	s.added = 0
	for _, threshold := range []float64{1e-6, 0.2, 0.45, 0.7, 0.95} {
		s.components(threshold, false)
		s.components(threshold, true)
	}
	if s.g.mixed {
		s.balance()
	}
	if s.added < 3 {
		for _, share := range []float64{1, 1.3, 0.8, 1.7, 0.6, 2.5} {
			s.fractional(share)
		}
	}
	if s.added == 0 && s.g.n <= 600 {
		s.exact()
	}
	if s.added == 0 {
		s.single()
	}
	if s.added == 0 {
		s.active()
	}
	return s.added
}

// take sets the region to a set, on the side without the depot.
func (s *separator) take(side func(v int32) bool) {
	s.r.clear()
	flip := side(s.g.depot)
	for v := range int32(s.g.n) {
		if side(v) != flip {
			s.r.toggle(v)
		}
	}
}

// offer adds the region's cuts where they are violated and new.
func (s *separator) offer() {
	if s.r.size == 0 || s.r.violation() < lacking {
		return
	}
	clear(s.key)
	for v, in := range s.r.in {
		if in {
			s.key[v/8] |= 1 << (v % 8)
		}
	}
	all, in, out := s.r.least()
	s.add(cut{least: all}, s.r.enter+s.r.leave, true, true)
	if s.g.mixed {
		s.add(cut{least: in}, s.r.enter, true, false)
		s.add(cut{least: out}, s.r.leave, false, true)
	}
}

// add adds a cut over the rows that cross the border inwards, outwards or both.
func (s *separator) add(c cut, crossing float64, inwards, outwards bool) {
	if float64(c.least)-crossing < lacking {
		return
	}
	kind := byte(0)
	if inwards != outwards {
		kind = 1
		if outwards {
			kind = 2
		}
	}
	key := string(append(s.key, kind))
	if s.known[key] {
		return
	}
	s.known[key] = true
	for i := range s.g.links {
		l := &s.g.links[i]
		if s.r.in[l.u] == s.r.in[l.v] {
			continue
		}
		in, out := l.rows[0], l.rows[1]
		if s.r.in[l.u] {
			in, out = out, in
		}
		if inwards && in >= 0 {
			c.rows = append(c.rows, in)
		}
		if outwards && out >= 0 && (out != in || !inwards) {
			c.rows = append(c.rows, out)
		}
	}
	if c.rows == nil {
		return
	}
	s.p.cuts = append(s.p.cuts, c)
	s.sets = append(s.sets, key)
	s.added++
}

// components tries each connected part of the links that carry more than a
// threshold, required links counted as driven where asked.
func (s *separator) components(threshold float64, required bool) {
	mark := make([]int32, s.g.n)
	parts := int32(0)
	for v := range int32(s.g.n) {
		if mark[v] == 0 {
			parts++
			s.flood(v, parts, threshold, required, mark)
		}
	}
	if parts == 1 {
		return
	}
	for part := int32(1); part <= parts; part++ {
		s.take(func(v int32) bool { return mark[v] == part })
		s.offer()
		s.walk()
	}
}

func (s *separator) flood(v, part int32, threshold float64, required bool, mark []int32) {
	stack := []int32{v}
	for mark[v] = part; len(stack) > 0; {
		v, stack = stack[len(stack)-1], stack[:len(stack)-1]
		for _, id := range s.g.at[v] {
			l := &s.g.links[id]
			u := l.u ^ l.v ^ v
			carried := s.carried(l)
			if required && l.required {
				carried++
			}
			if mark[u] == 0 && carried > threshold {
				mark[u] = part
				stack = append(stack, u)
			}
		}
	}
}

// fractional finds the set that lacks most when loads need not be whole, by
// one least cut (Belenguer and Benavent 2003); share scales the demand.
func (s *separator) fractional(share float64) {
	g := s.g
	w := newNetwork(g.n + 1)
	source := int32(g.n)
	pull := make([]float64, g.n)
	for i := range g.links {
		l := &g.links[i]
		weight, part := max(0, s.carried(l)), 0.0
		if l.required {
			weight++
			capacity := g.largest
			if l.kind >= 0 {
				capacity = g.capacity[l.kind]
			}
			part = min(1, share*float64(l.demand)/float64(capacity))
		}
		pull[l.u] += part
		pull[l.v] += part
		if c := max(0, weight-part); c > 0 {
			w.join(l.u, l.v, c, c)
		}
	}
	for v, c := range pull {
		if c > 0 && int32(v) != g.depot {
			w.join(source, int32(v), c, 0)
		}
	}
	w.cut(source, g.depot)
	side := slices.Clone(w.level)
	s.take(func(v int32) bool { return side[v] >= 0 })
	s.offer()
	s.walk()
}

// balance finds the set into which too few deadheads lead for what one-way links
// that must be treated lead out of it, by one least cut: exact for directions.
func (s *separator) balance() {
	g := s.g
	w := newNetwork(g.n + 2)
	source, sink := int32(g.n), int32(g.n+1)
	surplus := make([]float64, g.n)
	for i := range g.links {
		l := &g.links[i]
		if l.required && l.oneWay {
			surplus[l.u]++
			surplus[l.v]--
		}
		into := [2]float64{} // u, v
		for d, row := range l.rows {
			if row >= 0 {
				into[1-d] = max(0, s.p.x[row])
			}
			if l.required && !l.oneWay {
				into[1-d]++
			}
		}
		w.join(l.u, l.v, into[0], into[1])
	}
	for v, d := range surplus {
		if d > 0 {
			w.join(source, int32(v), d, 0)
		} else if d < 0 {
			w.join(int32(v), sink, -d, 0)
		}
	}
	w.cut(source, sink)
	side := slices.Clone(w.level)
	s.take(func(v int32) bool { return side[v] >= 0 })
	s.offer()
	s.walk()
}

// exact tries every cut of a tree of least cuts, and so finds every odd set
// that lacks a deadhead if there is one.
func (s *separator) exact() {
	w := newNetwork(s.g.n)
	for i := range s.g.links {
		if l := &s.g.links[i]; s.carried(l) > 1e-9 {
			w.join(l.u, l.v, s.carried(l), s.carried(l))
		}
	}
	w.tree(func(side []bool) {
		s.take(func(v int32) bool { return side[v] })
		s.offer()
	})
}

// single walks from each vertex alone.
func (s *separator) single() {
	for v := range int32(s.g.n) {
		if v != s.g.depot {
			s.take(func(u int32) bool { return u == v })
			s.walk()
		}
	}
}

// active walks from the sets whose cuts carry weight now.
func (s *separator) active() {
	for _, b := range s.p.basis {
		if b < len(s.p.cost) {
			continue
		}
		set := s.sets[b-len(s.p.cost)]
		s.take(func(v int32) bool { return set[v/8]>>(v%8)&1 == 1 })
		s.walk()
	}
}

// steps is how far a walk goes.
const steps = 40

// walk takes vertices in and out of the region, the best step each time even
// if it is a step down, and offers the best set that it met.
func (s *separator) walk() {
	for i := range s.tabu {
		s.tabu[i] = 0
	}
	best := lacking
	var set []bool
	for step := 1; step <= steps; step++ {
		v := s.bestStep(step)
		if v < 0 {
			break
		}
		s.r.toggle(v)
		s.tabu[v] = step + 7
		if lack := s.r.violation(); lack > best {
			best, set = lack, append(set[:0], s.r.in...)
		}
	}
	if set != nil {
		s.take(func(v int32) bool { return set[v] })
		s.offer()
	}
}

// bestStep finds the vertex at the border whose change lacks most.
func (s *separator) bestStep(step int) int32 {
	s.work += 20 * int64(s.g.n)
	pick, most := int32(-1), float64(nothing)
	for v := range int32(s.g.n) {
		if v == s.g.depot || s.tabu[v] > step || s.r.edge[v] == 0 {
			continue
		}
		if lack := s.r.peek(v); lack > most {
			pick, most = v, lack
		}
	}
	return pick
}
