package dp

// A profile is the state graph of one person, made once: modes (how long off, or
// which class of shift for how long), the edges between them, and the table of
// counters. Types that behave alike form a group, groups that bar the same
// successors a class.

import "slices"

// edge leads from a mode to a mode.
type edge struct{ from, to int32 }

// Profile is made by New and may be shared by workspaces.
type Profile struct {
	shape *Shape
	lim   Limits

	group  []int // per type, -1 when never allowed
	units  []int // per group
	class  []int // per group
	groups int

	offs, runs, modes int
	endless           bool // runs have no maximum
	start             int
	exempt            bool // a run that begins on day 0 may be short

	work    [][]edge // per group
	rest    []edge
	early   [][]edge // rest edges of short runs that began on day 0, by day
	wide    int      // columns of the weekend dimension, guard included
	most    int      // weekends that may be worked
	states  int      // of the counters
	next    [][]int32
	monday  [][]int32
	reset   []int32
	finalC  []int64
	topUnit int
	fewest  int // least and most units in all
	mostly  int
	grain   int // units of the shape in one unit of the profile
	plain   int // longest type without a maximum
	extra   int // what types with a maximum can add to that over the whole horizon
}

// New prepares a person. extra counters come on top of those of the limits.
func New(s *Shape, lim Limits, extra ...Counter) *Profile {
	p := &Profile{shape: s, lim: lim}
	counters := append(slices.Clone(lim.Counters), extra...)
	p.grouping(counters)
	p.modesAndEdges()
	p.weekendColumns()
	p.counting(counters)
	p.coarsen()
	return p
}

// coarsen measures units in the common divisor of the person's own types, and
// finds how much long but scarce types can add to a total.
func (p *Profile) coarsen() {
	p.grain = 0
	for _, u := range p.units {
		for a, b := u, p.grain; ; a, b = b, a%b {
			if b == 0 {
				p.grain = a
				break
			}
		}
	}
	p.grain = max(p.grain, 1)
	for g := range p.units {
		p.units[g] /= p.grain
	}
	p.fewest, p.mostly = (p.lim.MinUnits+p.grain-1)/p.grain, p.shape.Days*p.topUnit/p.grain
	if p.lim.MaxUnits >= 0 {
		p.mostly = p.lim.MaxUnits / p.grain
	}
	p.plain, p.extra = p.topUnit/p.grain, 0
	if p.lim.Caps == nil {
		return
	}
	p.plain = 1
	for t, g := range p.group {
		if g >= 0 && p.lim.Caps[t] < 0 {
			p.plain = max(p.plain, p.units[g])
		}
	}
	for t, g := range p.group {
		if g >= 0 && p.lim.Caps[t] >= 0 {
			p.extra += p.lim.Caps[t] * max(0, p.units[g]-p.plain)
		}
	}
}

// grouping puts types together that differ in nothing but their cost.
func (p *Profile) grouping(counters []Counter) {
	s := p.shape
	p.group = make([]int, s.Types)
	kind := make([]int, s.Types)
	var leaders []int
	for t := range s.Types {
		p.group[t], kind[t] = -1, -1
		if p.lim.Allowed != nil && !p.lim.Allowed[t] {
			continue
		}
		for g, l := range leaders {
			if p.alike(t, l, counters) {
				p.group[t] = g
			}
		}
		if p.group[t] < 0 {
			p.group[t] = len(leaders)
			leaders = append(leaders, t)
		}
	}
	p.groups = len(leaders)
	var rows []int
	for _, l := range leaders {
		p.units = append(p.units, s.Units[l])
		p.topUnit = max(p.topUnit, s.Units[l])
		k := slices.IndexFunc(rows, func(r int) bool { return p.sameRow(r, l) })
		if k < 0 {
			k = len(rows)
			rows = append(rows, l)
		}
		p.class = append(p.class, k)
	}
	p.layModes(leaders, rows)
}

func (p *Profile) usable(t int) bool { return p.lim.Allowed == nil || p.lim.Allowed[t] }

// sameRow: a and b bar the same successors among the allowed types.
func (p *Profile) sameRow(a, b int) bool {
	s := p.shape
	for t := range s.Types {
		if p.usable(t) && s.Follow[a*s.Types+t] != s.Follow[b*s.Types+t] {
			return false
		}
	}
	return true
}

func (p *Profile) alike(a, b int, counters []Counter) bool {
	s := p.shape
	if s.Units[a] != s.Units[b] || !p.sameRow(a, b) {
		return false
	}
	for t := range s.Types {
		if p.usable(t) && s.Follow[t*s.Types+a] != s.Follow[t*s.Types+b] {
			return false
		}
	}
	for _, c := range counters {
		if c.Step[a] != c.Step[b] {
			return false
		}
	}
	return true
}

// layModes numbers the modes: off runs first, then runs of each class.
func (p *Profile) layModes(leaders, rows []int) {
	l := &p.lim
	l.MinOff, l.MinRun = max(l.MinOff, 1), max(l.MinRun, 1)
	p.offs, p.runs = l.MinOff, l.MaxRun
	if l.MaxRun <= 0 || l.MaxRun >= p.shape.Days+max(0, p.workedBefore()) {
		p.endless, p.runs = true, l.MinRun
	}
	classes := len(rows)
	p.start, p.exempt = p.offs-1, true
	if b := l.Before; b != nil && b.Run > 0 {
		k := slices.IndexFunc(rows, func(r int) bool { return p.sameRow(r, b.Type) })
		if k < 0 {
			k = classes
			classes, rows = classes+1, append(rows, b.Type)
		}
		p.start, p.exempt = p.mode(k, min(b.Run, p.runs)), false
	} else if b != nil && b.Off > 0 {
		p.start, p.exempt = min(b.Off, p.offs)-1, false
	}
	p.modes = p.offs + classes*p.runs
	p.work = make([][]edge, p.groups)
	for g, t := range leaders {
		p.work[g] = append(p.work[g], edge{int32(p.offs - 1), int32(p.mode(p.class[g], 1))})
		for k, row := range rows {
			if !p.shape.Follow[row*p.shape.Types+t] {
				continue
			}
			for r := 1; r < p.runs; r++ {
				p.work[g] = append(p.work[g], edge{int32(p.mode(k, r)), int32(p.mode(p.class[g], r+1))})
			}
			if p.endless {
				p.work[g] = append(p.work[g], edge{int32(p.mode(k, p.runs)), int32(p.mode(p.class[g], p.runs))})
			}
		}
	}
}

func (p *Profile) workedBefore() int {
	if p.lim.Before == nil {
		return 0
	}
	return p.lim.Before.Run
}

func (p *Profile) mode(class, run int) int { return p.offs + class*p.runs + run - 1 }

// runOf is the length of the run of a working mode.
func (p *Profile) runOf(mode int) int { return (mode-p.offs)%p.runs + 1 }

func (p *Profile) modesAndEdges() {
	for o := range p.offs {
		p.rest = append(p.rest, edge{int32(o), int32(min(o+1, p.offs-1))})
	}
	p.early = make([][]edge, p.lim.MinRun)
	if p.workedBefore() >= p.lim.MinRun { // also when it was longer than the maximum
		p.early[0] = append(p.early[0], edge{int32(p.start), 0})
	}
	for m := p.offs; m < p.modes; m++ {
		r := p.runOf(m)
		switch {
		case r >= p.lim.MinRun:
			p.rest = append(p.rest, edge{int32(m), 0})
		case p.exempt:
			p.early[r] = append(p.early[r], edge{int32(m), 0})
		}
	}
}

func (p *Profile) weekendColumns() {
	all := p.shape.weekends()
	p.most = p.lim.MaxWeekends
	if p.most < 0 || p.most >= all {
		p.most = all
		if p.lim.FinalWeekends == nil {
			p.wide = 1
			return
		}
	}
	p.wide = p.most + 2
}

// counting folds all counters into one number in mixed radix.
func (p *Profile) counting(counters []Counter) {
	p.states = 1
	for _, c := range counters {
		p.states *= c.Cap + 1
	}
	p.next, p.monday = make([][]int32, p.groups), make([][]int32, p.groups)
	p.reset, p.finalC = make([]int32, p.states), make([]int64, p.states)
	step := make([]int, len(counters))
	for c := range p.states {
		p.reset[c] = int32(p.shift(counters, c, nil, true))
		p.finalC[c] = finalOf(counters, c)
	}
	for g := range p.groups {
		t := slices.Index(p.group, g)
		for i := range counters {
			step[i] = counters[i].Step[t]
		}
		p.next[g], p.monday[g] = make([]int32, p.states), make([]int32, p.states)
		for c := range p.states {
			p.next[g][c] = int32(p.shift(counters, c, step, false))
			p.monday[g][c] = int32(p.shift(counters, c, step, true))
		}
	}
}

// shift adds steps to the counters of a state; -1 when a cap is passed.
func (p *Profile) shift(counters []Counter, state int, step []int, monday bool) int {
	out, base := 0, 1
	for i, c := range counters {
		v := state % (c.Cap + 1)
		state /= c.Cap + 1
		if monday && c.Weekly {
			v = 0
		}
		if step != nil {
			v += step[i]
		}
		if v > c.Cap && c.Open {
			v = c.Cap
		}
		if v > c.Cap {
			return -1
		}
		out += v * base
		base *= c.Cap + 1
	}
	return out
}

func finalOf(counters []Counter, state int) (sum int64) {
	for _, c := range counters {
		v := state % (c.Cap + 1)
		state /= c.Cap + 1
		if c.Final != nil {
			sum += c.Final[v]
		}
	}
	return sum
}
