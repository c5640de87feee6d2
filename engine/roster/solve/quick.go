package solve

// A first roster on long horizons, where the exact program of one person takes
// long: one length of shift, and if it can be every weekend settled beforehand, so
// that hours and weekends need few states. Windows bring the other shifts in later. Who has
// no roster of this kind gets one from the exact program.

import "kaigong.example/kaigong/engine/roster/dp"

// first gives a person a first roster. It reports whether one exists.
func (s *search) first(at *state, i int) bool {
	if s.p.days <= slow {
		return s.respond(at, i, scale)
	}
	s.ws.Rough = true
	defer func() { s.ws.Rough = false }()
	at.lift(s.p, i)
	path, ok := s.quickly(at, i, false)
	if !ok {
		path, ok = s.quickly(at, i, true)
	}
	if !ok {
		path = append(s.path[:0], at.path[i]...)
	}
	at.put(s.p, i, path)
	at.tied = s.p.ties.total(s.p, at)
	return ok || s.respond(at, i, scale)
}

// quickly finds a simple roster for a lifted person, with weekends settled or not;
// false when there is none.
func (s *search) quickly(at *state, i int, settle bool) ([]int8, bool) {
	p := s.p
	l := p.limits(i, p.unit)
	p.oneLength(i, &l)
	cost := s.marginal(at, i, scale)
	if settle && l.MaxWeekends >= 0 && l.FinalWeekends == nil {
		p.settleWeekends(i, l.MaxWeekends, cost)
		l.MaxWeekends = -1
	}
	s.work++
	_, _, ok := s.ws.Best(dp.NewPerson(&p.shape, l, p.in.People[i].MaxShifts), cost, s.mustOf(i))
	return s.narrow(), ok
}

// oneLength leaves only the types of that length which most open types have.
func (p *problem) oneLength(i int, l *dp.Limits) {
	count := map[int]int{}
	best := 0
	for t, open := range l.Allowed {
		if u := p.shape.Units[t]; open {
			if count[u]++; count[u] > count[best] {
				best = u
			}
		}
	}
	for t := range l.Allowed {
		l.Allowed[t] = l.Allowed[t] && p.shape.Units[t] == best
	}
}

// settleWeekends forbids so many weekends, spread evenly and begun elsewhere for
// each person, that the rest are not too many.
func (p *problem) settleWeekends(i, most int, cost []int64) {
	all, last := 0, -1
	weekend := make([]int, p.days)
	for d, w := range p.shape.Weekday {
		weekend[d] = -1
		if w < 5 {
			continue
		}
		if n := (d + p.in.Weekday) / 7; n != last {
			all, last = all+1, n
		}
		weekend[d] = all - 1
	}
	if all <= most {
		return
	}
	for d, n := range weekend {
		// Of all weekends the i-th person keeps those where the multiple of most/all
		// passes a whole number.
		if n >= 0 && (n+i)*most/all == (n+i+1)*most/all {
			for t := range p.types {
				cost[d*p.types+t] = dp.Never
			}
		}
	}
}
