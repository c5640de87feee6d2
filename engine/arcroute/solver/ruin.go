package solver

// Ruin: strings of tasks leave routes that lie near each other (Christiaens and
// Vanden Berghe 2020, SISR), so that the space they free is useful to the same
// tasks.

// Shape of the ruin, as published.
var averageRemoved = 10

const (
	longestString = 10
	wider         = 3    // a wide ruin takes so many times more, and whole short routes
	splitChance   = 0.5  // a string is cut around tasks that stay
	splitDeepen   = 0.01 // the part that stays grows by one
)

// ruin takes strings of tasks out and lists them in s.removed.
func (s *state) ruin(rnd *chance) {
	s.removed = s.removed[:0]
	mean := max(1, s.p.m/max(1, len(s.routes)))
	longest := min(longestString, mean)
	average := s.average
	if rnd.below(256) < s.wide {
		average, longest = average*wider, longestString
	}
	strings := 1 + rnd.below(max(1, 4*average/(1+longest)))
	seed := int32(rnd.below(s.p.m))
	s.cut(seed, longest, rnd)
	for _, t := range s.p.near[seed] {
		if len(s.dirty) >= strings {
			break
		}
		if s.old[s.where[t]] == nil { // its route is whole
			s.cut(t, longest, rnd)
		}
	}
}

// cut takes a string around a task out of its route.
func (s *state) cut(task int32, longest int, rnd *chance) {
	i := s.where[task]
	r := s.touch(i)
	n := r.size()
	length := 1 + rnd.below(min(longest, n))
	kept := 0
	if length > 1 && length < n && rnd.unit() <= splitChance {
		for kept = 1; length+kept < n && rnd.unit() <= splitDeepen; kept++ {
		}
	}
	at := 1
	for r.seq[at] != task {
		at++
	}
	span := length + kept
	first := max(1, at-span+1)
	first += rnd.below(min(at, n-span+1) - first + 1)
	hole := first + span // where the kept part begins; nothing kept: behind all
	if kept > 0 {
		hole = first + 1 + rnd.below(length-1)
	}
	w, over := first, r.overload()
	for k := first; k < len(r.seq); k++ {
		t := r.seq[k]
		if k < first+span && (k < hole || k >= hole+kept) {
			s.removed = append(s.removed, t)
			s.origin[t] = i
			r.load -= s.p.demand[t]
			s.cost -= s.away(t, r)
			continue
		}
		r.seq[w] = t
		w++
	}
	s.reload(r, over)
	s.shrink(r, w, first, first+kept)
	s.mark(i)
}

// shrink shortens the tables of a route to its n places and evaluates it; the
// places from first to last have new neighbours.
func (s *state) shrink(r *route, n, first, last int) {
	gone := len(r.seq) - n
	copy(r.tail[first:], r.tail[first+gone:])
	r.seq, r.head, r.tail = r.seq[:n], r.head[:n], r.tail[:n]
	before := int64(r.cost)
	r.p.evaluate(r, first, min(n-2, last))
	r.stamp = s.tick()
	s.cost += int64(r.cost) - before
}
