package dp

// The forward sweep. A layer holds, for each mode, a block of counters x units x
// weekends; an edge moves a block by a constant offset, so the work is a few
// long additions with a minimum. Units outside the band from which the end can
// still be reached are left out.

// Workspace holds the buffers of the dynamic program; it grows and is reused.
// One workspace serves one goroutine.
type Workspace struct {
	Path  []int16 // the cheapest roster found: a type or Off for each day
	Rough bool    // Best takes the first multipliers that keep all maxima

	f      []int64
	base   []int // where the layer of a day begins; layer d is before day d
	lo, hi []int // band of units of a layer
	live   []bool
	price  []int64 // per day and group
	pick   []int16 // the type behind price
	most   []int   // bounds of units before and after each day
	least  []int
	after  []int
	fewest []int
	reach  [4][]int
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

// Cheapest finds the roster of least cost that keeps every limit. cost[d*Types+t]
// is the cost of type t on day d against a day off; Never forbids it. must marks
// days on which the person has to work; nil for none. The roster is left in
// Path. It reports false when no roster keeps the limits.
func (w *Workspace) Cheapest(p *Profile, cost []int64, must []bool) (int64, bool) {
	if !w.prepare(p, cost, must) {
		return 0, false
	}
	if w.lo[0] > 0 || w.hi[0] < 0 {
		return 0, false
	}
	block := p.states * w.rows(0) * p.wide
	first := w.layer(p, 0)[p.start*block : (p.start+1)*block]
	fill(first)
	w.live[p.start] = true
	first[-w.lo[0]*p.wide] = 0
	for d := range p.shape.Days {
		w.step(p, d, must != nil && must[d])
	}
	return w.finish(p, must)
}

func (w *Workspace) rows(d int) int { return w.hi[d] - w.lo[d] + 1 }

func (w *Workspace) layer(p *Profile, d int) []int64 {
	n := p.modes * p.states * w.rows(d) * p.wide
	return w.f[w.base[d] : w.base[d]+n]
}

func fill(s []int64) {
	for i := range s {
		s[i] = far
	}
}

// prepare chooses the cheapest type of each group and day and sets the bands.
func (w *Workspace) prepare(p *Profile, cost []int64, must []bool) bool {
	n, types := p.shape.Days, p.shape.Types
	w.price, w.pick = grow(w.price, n*p.groups), grow(w.pick, n*p.groups)
	w.Path = grow(w.Path, n)
	for i := range w.price {
		w.price[i] = Never
	}
	for d := range n {
		row, at := cost[d*types:(d+1)*types], d*p.groups
		for t, c := range row {
			if g := p.group[t]; g >= 0 && c < w.price[at+g] {
				w.price[at+g], w.pick[at+g] = c, int16(t)
			}
		}
	}
	if !w.bands(p, must) {
		return false
	}
	w.base = grow(w.base, n+2)
	total := 0
	for d := 0; d <= n; d++ {
		w.base[d] = total
		total += p.modes * p.states * w.rows(d) * p.wide
	}
	w.f = grow(w.f, total)
	w.live = grow(w.live, (n+1)*p.modes)
	clear(w.live)
	return true
}

// bands bounds the units worked before each day by what is reachable from the
// start and what can still reach the end, with runs but without weekends.
func (w *Workspace) bands(p *Profile, must []bool) bool {
	n := p.shape.Days
	w.most, w.least = grow(w.most, n+1), grow(w.least, n+1)
	w.after, w.fewest = grow(w.after, n+1), grow(w.fewest, n+1)
	w.lo, w.hi = grow(w.lo, n+1), grow(w.hi, n+1)
	w.bound(p, must, w.most, w.least, false)
	w.bound(p, must, w.after, w.fewest, true)
	for d := 0; d <= n; d++ {
		w.lo[d] = max(w.least[d], p.fewest-w.after[d])
		w.hi[d] = min(w.most[d], p.mostly-w.fewest[d])
		if w.lo[d] > w.hi[d] {
			return false
		}
	}
	return true
}

// bound fills most and least units of the days before (or from) each day. Only
// the maximum run and the least time off are kept, which read the same both ways.
func (w *Workspace) bound(p *Profile, must []bool, most, least []int, backward bool) {
	n := p.shape.Days
	for i := range w.reach {
		w.reach[i] = grow(w.reach[i], p.runs+p.offs)
		clear(w.reach[i]) // any mode may stand at the border
	}
	most[0], least[0] = 0, 0
	if backward {
		most[n], least[n] = 0, 0
	}
	down := 0
	for i := range n {
		d, at := i, i+1
		if backward {
			d, at = n-1-i, n-1-i
		}
		short, long := w.lengths(p, d)
		forced := must != nil && must[d]
		if forced {
			down += short
		}
		up := w.advance(p, 0, long, forced)
		if p.extra > 0 {
			up = min(up, w.advance(p, 2, min(long, p.plain), forced)+p.extra)
		}
		most[at], least[at] = up, down
	}
}

// lengths are the shortest and the longest shift open on a day; -1 when none is.
func (w *Workspace) lengths(p *Profile, d int) (short, long int) {
	short, long = 0, -1
	for g := range p.groups {
		if w.price[d*p.groups+g] < Never {
			if u := p.units[g]; long < 0 || u < short {
				short = u
			}
			long = max(long, p.units[g])
		}
	}
	return short, long
}

// advance moves the most units by mode over one day in the buffers at and at+1:
// index 0..offs-1 are days off, the rest runs of work. It answers the most over
// all modes.
func (w *Workspace) advance(p *Profile, at, long int, forced bool) int {
	const no = -1 << 30
	cur, nxt := w.reach[at], w.reach[at+1]
	best := no
	for i := range nxt {
		nxt[i] = no
	}
	for i, v := range cur {
		if v == no {
			continue
		}
		if !forced {
			to := 0
			if i < p.offs {
				to = min(i+1, p.offs-1)
			}
			nxt[to], best = max(nxt[to], v), max(best, v)
		}
		to := i + 1
		if i == len(cur)-1 {
			to = i
		}
		if long < 0 || i < p.offs-1 || to == i && !p.endless {
			continue
		}
		nxt[to], best = max(nxt[to], v+long), max(best, v+long)
	}
	w.reach[at], w.reach[at+1] = nxt, cur
	return best
}

// step computes the layer after day d.
func (w *Workspace) step(p *Profile, d int, must bool) {
	src, dst := w.layer(p, d), w.layer(p, d+1)
	alive, born := w.live[d*p.modes:(d+1)*p.modes], w.live[(d+1)*p.modes:(d+2)*p.modes]
	monday := p.shape.Weekday[d] == 0
	if !must {
		var keep []int32
		if monday {
			keep = p.reset
		}
		w.along(p, d, p.rest, alive, born, src, dst, keep, 0, 0, 0)
		if d < len(p.early) {
			w.along(p, d, p.early[d], alive, born, src, dst, keep, 0, 0, 0)
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
		w.along(p, d, p.work[g], alive, born, src, dst, next, p.units[g], c, shift)
	}
	if shift > 0 {
		w.guard(p, d+1, dst, born)
	}
}

// guard clears the column of one weekend too many.
func (w *Workspace) guard(p *Profile, d int, dst []int64, born []bool) {
	block := p.states * w.rows(d) * p.wide
	for m := p.offs; m < p.modes; m++ {
		if !born[m] {
			continue
		}
		for i := m*block + p.wide - 1; i < (m+1)*block; i += p.wide {
			dst[i] = far
		}
	}
}

// Saturday always opens a weekend, Sunday when Saturday was off.
const (
	everyEdge = 1
	fromOff   = 2
)

// opens says which edges of a day's work begin a weekend.
func (p *Profile) opens(d int) int {
	switch day := p.shape.Weekday[d]; {
	case p.wide == 1:
		return 0
	case day == 5 || day == 6 && d == 0:
		return everyEdge
	case day == 6:
		return fromOff
	}
	return 0
}

// along relaxes a list of edges. next maps counter states, nil keeps them.
func (w *Workspace) along(p *Profile, d int, edges []edge, alive, born []bool, src, dst []int64, next []int32, units int, cost int64, shift int) {
	from, to := max(w.lo[d], w.lo[d+1]-units), min(w.hi[d], w.hi[d+1]-units)
	if from > to || p.states == 1 && next != nil && next[0] < 0 {
		return
	}
	rs, rd := w.rows(d)*p.wide, w.rows(d+1)*p.wide
	n := (to - from + 1) * p.wide
	atSrc, atDst := (from-w.lo[d])*p.wide, (from+units-w.lo[d+1])*p.wide
	for _, e := range edges {
		if !alive[e.from] {
			continue
		}
		if to := int(e.to); !born[to] {
			born[to] = true
			fill(dst[to*p.states*rd : (to+1)*p.states*rd])
		}
		m, k := n, 0
		if shift == everyEdge || shift == fromOff && int(e.from) < p.offs {
			m, k = n-1, 1
		}
		bs, bd := int(e.from)*p.states*rs+atSrc, int(e.to)*p.states*rd+atDst+k
		if p.states == 1 {
			relax(dst[bd:bd+m], src[bs:bs+m], cost)
			continue
		}
		for c := range p.states {
			c2 := c
			if next != nil {
				if c2 = int(next[c]); c2 < 0 {
					continue
				}
			}
			relax(dst[bd+c2*rd:bd+c2*rd+m], src[bs+c*rs:bs+c*rs+m], cost)
		}
	}
}

func relax(dst, src []int64, add int64) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = min(dst[i], v+add)
	}
}
