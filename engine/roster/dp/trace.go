package dp

// The way back: costs are whole numbers, so the edge that was taken is the one
// whose sum is exactly the value of the state.

// finish finds the best last state and follows it back into Path.
func (w *Workspace) finish(p *Profile, must []bool) (int64, bool) {
	n := p.shape.Days
	last, rows := w.layer(p, n), w.rows(n)
	best, at := far, -1
	i := 0
	for m := range p.modes {
		if !w.live[n*p.modes+m] {
			i += p.states * rows * p.wide
			continue
		}
		for c := range p.states {
			for u := range rows {
				for col := range p.wide {
					if v := last[i]; v < near {
						if v += p.final(c, w.lo[n]+u, col); v < best {
							best, at = v, i
						}
					}
					i++
				}
			}
		}
	}
	if at < 0 || best >= Never {
		return 0, false
	}
	w.trace(p, at, must)
	return best, true
}

func (p *Profile) final(counter, units, weekends int) int64 {
	v := p.finalC[counter]
	if p.lim.FinalUnits != nil {
		v += p.lim.FinalUnits[units*p.grain]
	}
	if p.lim.FinalWeekends != nil && p.wide > 1 {
		v += p.lim.FinalWeekends[weekends]
	}
	return v
}

// spot is a state of a layer.
type spot struct{ mode, counter, units, weekends int }

func (w *Workspace) trace(p *Profile, at int, must []bool) {
	n := p.shape.Days
	block := w.rows(n) * p.wide
	s := spot{at / (p.states * block), at / block % p.states, w.lo[n] + at%block/p.wide, at % p.wide}
	for d := n - 1; d >= 0; d-- {
		s = w.back(p, d, s, must != nil && must[d])
	}
}

func (w *Workspace) value(p *Profile, d int, s spot) int64 {
	if s.units < w.lo[d] || s.units > w.hi[d] || s.weekends < 0 {
		return far
	}
	return w.f[w.base[d]+((s.mode*p.states+s.counter)*w.rows(d)+s.units-w.lo[d])*p.wide+s.weekends]
}

// back finds the state before day d that led to s, and notes the day's work.
func (w *Workspace) back(p *Profile, d int, s spot, must bool) spot {
	v := w.value(p, d+1, s)
	monday := p.shape.Weekday[d] == 0
	if !must && s.mode < p.offs {
		lists := [2][]edge{p.rest, nil}
		if d < len(p.early) {
			lists[1] = p.early[d]
		}
		for _, list := range lists {
			var keep []int32
			if monday {
				keep = p.reset
			}
			if b, ok := w.source(p, d, list, s, keep, 0, 0, 0, v); ok {
				w.Path[d] = Off
				return b
			}
		}
	}
	shift := p.opens(d)
	for g := range p.groups {
		c := w.price[d*p.groups+g]
		if c >= Never {
			continue
		}
		next := p.next[g]
		if monday {
			next = p.monday[g]
		}
		if b, ok := w.source(p, d, p.work[g], s, next, p.units[g], c, shift, v); ok {
			w.Path[d] = w.pick[d*p.groups+g]
			return b
		}
	}
	return s
}

func (w *Workspace) source(p *Profile, d int, edges []edge, s spot, next []int32, units int, cost int64, shift int, v int64) (spot, bool) {
	for _, e := range edges {
		if int(e.to) != s.mode || !w.live[d*p.modes+int(e.from)] {
			continue
		}
		b := spot{int(e.from), s.counter, s.units - units, s.weekends}
		if shift == everyEdge || shift == fromOff && int(e.from) < p.offs {
			b.weekends--
		}
		for c := range p.states {
			if next == nil && c != s.counter || next != nil && int(next[c]) != s.counter {
				continue
			}
			b.counter = c
			if x := w.value(p, d, b); x < near && x+cost == v {
				return b, true
			}
		}
	}
	return s, false
}
