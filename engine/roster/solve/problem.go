package solve

// The instance as the solver sees it: costs as matrices, limits as units, rules
// folded into what may follow what.

import (
	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/dp"
)

// scale is how finely prices of cover are kept: personal costs are multiplied by
// it, so that everything the dynamic program adds is a whole number and bounds
// are exact.
const scale = 1 << 12

// heavy is what a broken hard rule between people costs the search, in units.
const heavy = 1 << 14

// problem is compiled once and does not change.
type problem struct {
	in     *roster.Instance
	n      int
	days   int
	types  int
	unit   int // minutes
	shape  dp.Shape
	people []*dp.Person
	base   [][]int64 // personal cost of [day*types+type], scaled, dp.Never when not allowed
	must   [][]bool  // days on which a pin demands work; nil without pins
	idle   []int64   // personal cost of a roster without work, scaled
	need   []int     // per day*types+type
	under  []int
	over   []int
	final  []finals
	ties   ties
}

// finals are the costs of totals, by person; nil slices for none.
type finals struct {
	units, weekends, nights []int64
	nightCap                int
}

func compile(in *roster.Instance) *problem {
	p := &problem{in: in, n: len(in.People), days: in.Days, types: len(in.Types)}
	unit := p.makeShape()
	p.unit = unit
	cells := p.days * p.types
	p.need, p.under, p.over = make([]int, cells), make([]int, cells), make([]int, cells)
	for _, c := range in.Cover {
		i := c.Day*p.types + c.Type
		p.need[i], p.under[i], p.over[i] = c.Need, c.Under, c.Over
	}
	p.base, p.must, p.idle = make([][]int64, p.n), make([][]bool, p.n), make([]int64, p.n)
	for i := range in.People {
		p.base[i] = make([]int64, cells)
		p.forbid(i)
	}
	p.wish()
	p.pin()
	p.shares(unit)
	p.people = make([]*dp.Person, p.n)
	for i := range in.People {
		p.people[i] = dp.NewPerson(&p.shape, p.limits(i, unit), in.People[i].MaxShifts)
	}
	p.ties = bind(p)
	return p
}

// makeShape computes the common unit and what may follow what.
func (p *problem) makeShape() int {
	unit := 0
	for _, t := range p.in.Types {
		unit = gcd(t.Minutes, unit)
	}
	s := &p.shape
	*s = dp.Shape{Days: p.days, Types: p.types, Weekday: make([]uint8, p.days), Units: make([]int, p.types), Follow: make([]bool, p.types*p.types)}
	for d := range s.Weekday {
		s.Weekday[d] = uint8(p.in.WeekdayOf(d))
	}
	for a := range p.types {
		s.Units[a] = p.in.Types[a].Minutes / unit
		for b := range p.types {
			s.Follow[a*p.types+b] = p.mayFollow(a, b)
		}
		for _, b := range p.in.Types[a].Bars {
			s.Follow[a*p.types+b] = false
		}
	}
	return unit
}

func gcd(a, b int) int {
	for b > 0 {
		a, b = b, a%b
	}
	return a
}

const dayMinutes = 24 * 60

// mayFollow keeps the rest between shifts and the work of a calendar day.
func (p *problem) mayFollow(a, b int) bool {
	x, y := &p.in.Types[a], &p.in.Types[b]
	if x.Start == roster.Unknown {
		return true
	}
	if r := p.in.Rules.RestMinutes; r > 0 && y.Start != roster.Unknown && dayMinutes+y.Start-x.Start-x.Minutes < r {
		return false
	}
	m := p.in.Rules.MaxDayMinutes
	return m == 0 || spill(x)+y.Minutes-spill(y) <= m
}

// spill is the part of a shift after midnight.
func spill(t *roster.ShiftType) int {
	if t.Start == roster.Unknown {
		return 0
	}
	return max(0, t.Start+t.Minutes-dayMinutes)
}

// forbid marks what absences, skills and the length of a day do not allow.
func (p *problem) forbid(i int) {
	person := &p.in.People[i]
	for t := range p.types {
		kind := &p.in.Types[t]
		long := p.in.Rules.MaxDayMinutes > 0 && tooLong(kind, p.in.Rules.MaxDayMinutes)
		for d := range p.days {
			if long || len(kind.Skills) > 0 && len(person.Lacks(kind, d)) > 0 {
				p.base[i][d*p.types+t] = dp.Never
			}
		}
	}
	for _, a := range person.Absences {
		for t := range p.types {
			if a.Type == roster.Any || a.Type == t {
				p.base[i][a.Day*p.types+t] = dp.Never
			}
		}
	}
	if b := person.Before; b != nil && b.Worked > 0 {
		for t := range p.types {
			if !p.shape.Follow[b.Type*p.types+t] {
				p.base[i][t] = dp.Never
			}
		}
	}
}

func tooLong(t *roster.ShiftType, limit int) bool {
	return spill(t) > limit || t.Minutes-spill(t) > limit
}

// wish adds wishes as the difference to a day off; what a roster without work
// would cost is kept apart.
func (p *problem) wish() {
	for _, w := range p.in.Wishes {
		cost := int64(w.Weight) * scale
		if w.On {
			p.idle[w.Person] += cost
			cost = -cost
		}
		for t := range p.types {
			i := w.Day*p.types + t
			if (w.Type == roster.Any || w.Type == t) && p.base[w.Person][i] < dp.Never {
				p.base[w.Person][i] += cost
			}
		}
	}
}

func (p *problem) pin() {
	for _, pin := range p.in.Pins {
		for t := range p.types {
			if t != pin.Type {
				p.base[pin.Person][pin.Day*p.types+t] = dp.Never
			}
		}
		if pin.Type == roster.Off {
			continue
		}
		if p.must[pin.Person] == nil {
			p.must[pin.Person] = make([]bool, p.days)
		}
		p.must[pin.Person][pin.Day] = true
	}
}

// limits turns minutes into units and weekly limits into counters.
func (p *problem) limits(i, unit int) dp.Limits {
	person := &p.in.People[i]
	l := dp.Limits{
		MinUnits: (person.MinMinutes + unit - 1) / unit, MaxUnits: person.MaxMinutes / unit,
		MaxRun: person.MaxRun, MinRun: person.MinRun, MinOff: person.MinOff, MaxWeekends: person.MaxWeekends,
		FinalUnits: p.final[i].units, FinalWeekends: p.final[i].weekends, Allowed: make([]bool, p.types),
	}
	if person.MaxMinutes == 0 {
		l.MaxUnits = -1
	}
	if b := person.Before; b != nil {
		l.Before = &dp.Before{Type: b.Type, Run: b.Worked, Off: b.Off}
	}
	for t := range p.types {
		for d := 0; d < p.days && !l.Allowed[t]; d++ {
			l.Allowed[t] = p.base[i][d*p.types+t] < dp.Never
		}
		if person.MaxShifts != nil && person.MaxShifts[t] == 0 {
			l.Allowed[t] = false
		}
	}
	l.Lazy = p.counters(person, unit)
	if p.final[i].nights != nil {
		l.Counters = append(l.Counters, p.nightCounter(p.final[i]))
	}
	return l
}

func (p *problem) counters(person *roster.Person, unit int) (out []dp.Counter) {
	longest := 0
	even := true
	for _, t := range p.in.Types {
		even = even && t.Minutes == p.in.Types[0].Minutes
		longest = max(longest, t.Minutes)
	}
	shifts, minutes := person.MaxWeekShifts, person.MaxWeekMinutes
	if minutes > 0 && even {
		if n := minutes / longest; shifts == 0 || n < shifts {
			shifts = max(n, 0)
		}
		minutes = 0
		if shifts == 0 {
			return []dp.Counter{{Cap: 0, Step: ones(p.types), Weekly: true}}
		}
	}
	if shifts > 0 && shifts < 7 {
		out = append(out, dp.Counter{Cap: shifts, Step: ones(p.types), Weekly: true})
	}
	if minutes > 0 && minutes < 7*longest {
		out = append(out, dp.Counter{Cap: minutes / unit, Step: p.shape.Units, Weekly: true})
	}
	return out
}

func ones(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// nightCounter tells counts up to a little beyond the fair share apart; what lies
// farther is charged as if it did not, which keeps bounds valid.
func (p *problem) nightCounter(f finals) dp.Counter {
	c := dp.Counter{Cap: f.nightCap, Open: true, Step: make([]int, p.types), Final: f.nights[:f.nightCap+1]}
	for t := range p.types {
		if p.in.Types[t].Night {
			c.Step[t] = 1
		}
	}
	return c
}
