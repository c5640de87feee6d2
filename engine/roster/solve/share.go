package solve

// Fair shares: what is needed, divided by the days on which people can work, and
// what it costs to be far from it. Totals, nights and weekends each become a cost
// of the last state of a person's dynamic program.

import (
	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/dp"
)

func (p *problem) shares(unit int) {
	p.final = make([]finals, p.n)
	f := p.in.Rules.Fair
	if f.Minutes == 0 && f.Nights == 0 && f.Weekends == 0 {
		return
	}
	quantum := f.Quantum
	if quantum == 0 {
		quantum = unit
	}
	var minutes, nights, weekends int
	for _, c := range p.in.Cover {
		minutes += c.Need * p.in.Types[c.Type].Minutes
		if p.in.Types[c.Type].Night {
			nights += c.Need
		}
		if p.shape.Weekday[c.Day] >= 5 {
			weekends += c.Need
		}
	}
	days, dark := p.open(false), p.open(true)
	all, allDark := total(days), total(dark)
	top := 0
	for _, u := range p.shape.Units {
		top = max(top, u)
	}
	for i := range p.final {
		if f.Minutes > 0 && all > 0 {
			p.final[i].units = squares(p.mostUnits(i, top, unit), f.Minutes, func(u int) int { return u * unit / quantum }, minutes*days[i], quantum*all)
		}
		if f.Nights > 0 && allDark > 0 && dark[i] > 0 {
			p.final[i].nightCap = min(max(nights*dark[i]/allDark+3, 8), p.days)
			p.final[i].nights = squares(p.days, f.Nights, same, nights*dark[i], allDark)
		}
		if f.Weekends > 0 && all > 0 {
			p.final[i].weekends = squares(p.days/7+2, f.Weekends, same, weekends*days[i], 2*all)
		}
	}
}

func same(n int) int { return n }

func (p *problem) mostUnits(i, top, unit int) int {
	if m := p.in.People[i].MaxMinutes; m > 0 {
		return m / unit
	}
	return p.days * top
}

// squares tabulates weight times the square of the distance from share/of, which
// is 0 for the whole numbers on both sides of it.
func squares(n, weight int, value func(int) int, share, of int) []int64 {
	low := share / of
	high := (share + of - 1) / of
	out := make([]int64, n+1)
	for k := range out {
		far := int64(max(low-value(k), value(k)-high, 0))
		out[k] = int64(weight) * far * far * scale
	}
	return out
}

// open counts the days on which a person can work, or work at night.
func (p *problem) open(night bool) []int {
	out := make([]int, p.n)
	for i := range out {
		for d := range p.days {
			if p.openOn(i, d, night) {
				out[i]++
			}
		}
	}
	return out
}

// openOn looks at skills, absences and maxima alone: what is due to a person does
// not depend on pins or on the length of a day.
func (p *problem) openOn(i, d int, night bool) bool {
	person := &p.in.People[i]
	for t := range p.types {
		kind := &p.in.Types[t]
		if night && !kind.Night || person.MaxShifts != nil && person.MaxShifts[t] == 0 || len(person.Lacks(kind, d)) > 0 {
			continue
		}
		if !absent(person, d, t) {
			return true
		}
	}
	return false
}

func absent(person *roster.Person, d, t int) bool {
	for _, a := range person.Absences {
		if a.Day == d && (a.Type == roster.Any || a.Type == t) {
			return true
		}
	}
	return false
}

func total(n []int) (sum int) {
	for _, x := range n {
		sum += x
	}
	return sum
}

// personal is the cost of a path to its person alone, scaled.
func (p *problem) personal(i int, path []int8) int64 {
	sum, units, nights, weekends, weekend := p.idle[i], 0, 0, 0, -1
	for d, t := range path {
		if t < 0 {
			continue
		}
		sum += p.base[i][d*p.types+int(t)]
		units += p.shape.Units[t]
		if p.in.Types[t].Night {
			nights++
		}
		if w := p.shape.Weekday[d]; w >= 5 && weekend != (d+p.in.Weekday)/7 {
			weekend = (d + p.in.Weekday) / 7
			weekends++
		}
	}
	f := &p.final[i]
	if f.units != nil {
		sum += f.units[min(units, len(f.units)-1)]
	}
	if f.nights != nil {
		sum += f.nights[nights]
	}
	if f.weekends != nil {
		sum += f.weekends[weekends]
	}
	return min(sum, dp.Never)
}
