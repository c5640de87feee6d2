package dp

// Maxima of single types and weekly limits. Most are never reached, so they are
// left out first; where the cheapest roster breaks one, it is counted exactly if the table stays
// small, and otherwise priced by a multiplier (Lagrangian relaxation), which
// still gives a roster that keeps it and a bound that holds.

// exactly is how many counter states, times days, are still counted exactly.
const exactly = 672

// Person is a profile with maxima of types. A Person remembers its multipliers
// and serves one goroutine.
type Person struct {
	Base   *Profile
	caps   []int // per type, negative for none
	lazy   []Counter
	graphs map[uint64]*Profile
	mu     []int64
	low    []int64
	cost   []int64
	count  []int
	path   []int16
}

// NewPerson prepares a person; caps holds the maximum of each type, negative for
// none, and may be nil.
func NewPerson(s *Shape, lim Limits, caps []int) *Person {
	p := &Person{caps: make([]int, s.Types), graphs: map[uint64]*Profile{}}
	for t := range p.caps {
		p.caps[t] = -1
		if caps != nil && caps[t] < s.Days {
			p.caps[t] = caps[t]
		}
	}
	p.lazy, lim.Lazy, lim.Caps = lim.Lazy, nil, p.caps
	p.Base = New(s, lim)
	p.mu, p.low, p.count = make([]int64, s.Types), make([]int64, s.Types), make([]int, s.Types)
	return p
}

// Best finds a cheap roster that keeps limits and maxima, and a lower bound of
// what any such roster costs; the two are equal unless multipliers were needed.
//
// With Rough the multipliers of the last answer are tried at once: while prices
// move slowly, that is one run of the program instead of many.
func (w *Workspace) Best(p *Person, cost []int64, must []bool) (value, bound int64, ok bool) {
	if w.Rough && p.fee() > 0 {
		return w.priced(p, cost, must, -far, 0)
	}
	clear(p.mu)
	g, mask := p.Base, uint64(0)
	for {
		value, ok = w.Cheapest(g, cost, must)
		if !ok {
			return 0, 0, false
		}
		broken := w.broken(p)
		if broken == 0 {
			return value, value, true
		}
		mask |= broken
		if types := mask &^ lazyBits; types != 0 && p.size(types)*p.Base.shape.Days > exactly {
			return w.priced(p, cost, must, value, mask)
		}
		g = p.graph(mask)
	}
}

// broken counts the path and marks the types whose maximum it passes.
func (w *Workspace) broken(p *Person) (mask uint64) {
	clear(p.count)
	for _, t := range w.Path {
		if t >= 0 {
			p.count[t]++
		}
	}
	for t, n := range p.count {
		if c := p.caps[t]; c >= 0 && n > c {
			mask |= 1 << t
		}
	}
	for i := range p.lazy {
		if w.passes(p.Base.shape, &p.lazy[i]) {
			mask |= 1 << (lazyBit + i)
		}
	}
	return mask
}

// lazyBit is the bit of the first lazy counter in a mask; types come before it.
const (
	lazyBit  = 60
	lazyBits = uint64(0xf) << lazyBit
)

// passes reports whether the path spends more of a counter than there is.
func (w *Workspace) passes(s *Shape, c *Counter) bool {
	sum := 0
	for d, t := range w.Path {
		if c.Weekly && s.Weekday[d] == 0 {
			sum = 0
		}
		if t >= 0 {
			sum += c.Step[t]
		}
		if sum > c.Cap {
			return true
		}
	}
	return false
}

func (p *Person) size(mask uint64) int {
	n := p.Base.states
	for t, c := range p.caps {
		if mask>>t&1 == 1 {
			n *= c + 1
		}
	}
	for i, c := range p.lazy {
		if mask>>(lazyBit+i)&1 == 1 {
			n *= c.Cap + 1
		}
	}
	return n
}

func (p *Person) graph(mask uint64) *Profile {
	if mask == 0 {
		return p.Base
	}
	if g := p.graphs[mask]; g != nil {
		return g
	}
	var extra []Counter
	for t, c := range p.caps {
		if mask>>t&1 == 1 {
			step := make([]int, len(p.caps))
			step[t] = 1
			extra = append(extra, Counter{Cap: c, Step: step})
		}
	}
	for i, c := range p.lazy {
		if mask>>(lazyBit+i)&1 == 1 {
			extra = append(extra, c)
		}
	}
	g := New(p.Base.shape, p.Base.lim, extra...)
	p.graphs[mask] = g
	return g
}

// Bounds of the search for multipliers: steps up, and steps down once a roster
// that keeps the maxima is found.
const (
	upward   = 16
	downward = 6
)

// priced looks for multipliers that make the cheapest roster keep all maxima: up
// by growing steps until it does, then down half the way to the last that were too
// low while there is slack. bound is one that is known already.
func (w *Workspace) priced(p *Person, cost []int64, must []bool, bound int64, mask uint64) (int64, int64, bool) {
	mask &= lazyBits
	step := p.middle(cost)
	if p.fee() > 0 {
		step = max(1, step/4) // they were good before
	}
	clear(p.low)
	value := far
	p.path = p.path[:0]
	for up, down := 0, 0; up < upward && down < downward; {
		v, ok := w.Cheapest(p.graph(mask), p.charged(cost), must)
		if !ok {
			return 0, 0, false
		}
		v -= p.fee()
		bound = max(bound, v)
		if broken := w.broken(p); broken != 0 {
			mask |= broken & lazyBits
			up++
			p.raise(broken, step)
			if value == far {
				step *= 2
			}
			continue
		}
		if real := v + p.unspent(); real < value {
			value, p.path = real, append(p.path[:0], w.Path...)
			step = max(1, step/4)
		}
		if down++; w.Rough || value == bound || !p.lower() {
			break
		}
	}
	if value == far {
		return w.counted(p, cost, must, bound)
	}
	copy(w.Path, p.path)
	p.relent()
	return value, bound, true
}

// relent lowers multipliers that had slack, for the next answer.
func (p *Person) relent() {
	for t, m := range p.mu {
		if p.count[t] < p.caps[t] {
			p.mu[t] = m - m/8 - min(m, 1)
		}
	}
}

// counted is the last resort when no multipliers gave a roster.
func (w *Workspace) counted(p *Person, cost []int64, must []bool, bound int64) (int64, int64, bool) {
	clear(p.mu)
	mask := uint64(0)
	for {
		v, ok := w.Cheapest(p.graph(mask), cost, must)
		if !ok {
			return 0, 0, false
		}
		broken := w.broken(p)
		if broken == 0 {
			return v, max(v, bound), true
		}
		if mask |= broken; p.size(mask)*p.Base.shape.Days > 64*exactly {
			return 0, 0, false
		}
	}
}

// middle is the mean size of a cost, the first step of a multiplier.
func (p *Person) middle(cost []int64) int64 {
	sum, n := int64(1), int64(1)
	for _, c := range cost {
		if c < Never {
			sum += max(c, -c)
			n++
		}
	}
	return max(1, sum/n/2)
}

func (p *Person) charged(cost []int64) []int64 {
	p.cost = append(p.cost[:0], cost...)
	for i := range p.cost {
		p.cost[i] += p.mu[i%len(p.mu)]
	}
	return p.cost
}

// fee is what the multipliers would charge a roster that uses every maximum.
func (p *Person) fee() (sum int64) {
	for t, m := range p.mu {
		if m > 0 {
			sum += m * int64(p.caps[t])
		}
	}
	return sum
}

// unspent is what the roster in count did not use of the fee.
func (p *Person) unspent() (sum int64) {
	for t, m := range p.mu {
		if m > 0 {
			sum += m * int64(p.caps[t]-p.count[t])
		}
	}
	return sum
}

// raise lifts the multipliers of broken types.
func (p *Person) raise(broken uint64, step int64) {
	for t := range p.mu {
		if broken>>t&1 == 0 {
			continue
		}
		p.low[t] = p.mu[t]
		p.mu[t] += step
	}
}

// lower halves the distance of each multiplier that has slack to the last value
// that was too low. It reports whether anything moved.
func (p *Person) lower() (moved bool) {
	for t, m := range p.mu {
		if m > p.low[t] && p.count[t] < p.caps[t] {
			p.mu[t] = (m + p.low[t]) / 2
			moved = moved || p.mu[t] != m
		}
	}
	return moved
}
