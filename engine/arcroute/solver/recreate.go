package solver

// Recreate: the tasks that were taken out go back one by one, each where it
// costs least, with a chance to look away from a good place (SISR's blinks).

// blink is the chance, of 256, that a better route is not seen.
const blink = 3

// apart is the chance, of 256, that a task begins a route of its own whatever
// that costs: where the optimum has more routes than needed, none of their tasks
// would begin one by itself.
const apart = 1

// recreate puts every removed task back. It gives up and answers false as soon
// as the cost reaches a limit from which it cannot fall.
func (s *state) recreate(rnd *chance, limit int64) bool {
	s.sort(rnd)
	for _, t := range s.removed {
		if s.rising && s.cost >= limit {
			return false
		}
		i, at := s.choose(t, rnd)
		if i < 0 {
			s.open(s.opener(t))
			i, at = len(s.routes)-1, 1
		}
		r := s.touch(int32(i))
		before, over := int64(r.cost), r.overload()
		r.p.insert(r, t, at)
		s.reload(r, over)
		r.stamp = s.tick()
		s.mark(int32(i))
		s.cost += int64(r.cost) - before + s.away(t, r)
		s.where[t] = int32(i)
	}
	return s.cost < limit
}

// choose finds the route and the place for a task, -1 for a new route. A route
// whose fee alone makes it too dear is not looked at.
func (s *state) choose(t int32, rnd *chance) (best, at int) {
	if byte(rnd.next()>>56) < apart {
		return -1, 0
	}
	least := s.alone[t] + s.leaving
	best = -1
	demand, floor := s.p.demand[t], s.floor[t]
	slack := int64(0)
	if s.fine > 0 {
		slack = s.slack
	}
	memory := s.memory[int(t)*s.width : int(t)*s.width+len(s.signs)]
	for i, x := range s.signs {
		over := demand - x.room
		if over > slack {
			continue
		}
		fee := int32(0)
		if over > 0 {
			fee = int32(min(s.fee(over)-s.fee(max(0, -x.room)), int64(never)))
		}
		if floor+fee >= least {
			continue
		}
		m := &memory[i]
		if m.stamp != x.stamp {
			m.stamp = x.stamp
			m.extra, m.at = s.routes[i].p.cheapest(s.routes[i], t)
		}
		extra := m.extra + fee
		if s.leaving > 0 {
			extra += int32(s.away(t, s.routes[i]))
		}
		if extra < least && byte(rnd.next()>>56) >= blink {
			least, best, at = extra, i, int(m.at)
		}
	}
	return best, at
}

// opener is the type of vehicle that treats a task alone at the least cost.
func (s *state) opener(t int32) *problem {
	for _, p := range s.types {
		if p.alone[t] == s.alone[t] {
			return p
		}
	}
	return s.p
}

// sort puts the removed tasks into the order in which they go back: by chance,
// the largest demand first, the farthest from the depot first, or the nearest.
func (s *state) sort(rnd *chance) {
	kind := rnd.below(11)
	for _, t := range s.removed {
		switch {
		case kind < 4:
			s.keys[t] = int64(rnd.next() >> 1)
		case kind < 8:
			s.keys[t] = -s.p.demand[t]
		case kind < 10:
			s.keys[t] = -int64(s.far[t])
		default:
			s.keys[t] = int64(s.far[t])
		}
	}
	for i := 1; i < len(s.removed); i++ {
		t, j := s.removed[i], i
		for ; j > 0 && s.keys[s.removed[j-1]] > s.keys[t]; j-- {
			s.removed[j] = s.removed[j-1]
		}
		s.removed[j] = t
	}
}
