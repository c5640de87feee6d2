package verify

// The parts of the cost, and the rules between people.

import "kaigong.example/kaigong/engine/roster"

func (j *judge) cover() {
	for _, c := range j.in.Cover {
		have := 0
		for _, row := range j.r.Days {
			if row[c.Day] == c.Type {
				have++
			}
		}
		if lack := c.Need - have; lack > 0 {
			j.s.Missing += lack
			j.s.Cover += int64(lack) * int64(c.Under)
		} else {
			j.s.Surplus -= lack
			j.s.Cover -= int64(lack) * int64(c.Over)
		}
	}
}

func (j *judge) wishes() {
	for _, w := range j.in.Wishes {
		t := j.r.Days[w.Person][w.Day]
		works := t != roster.Off && (w.Type == roster.Any || w.Type == t)
		if works != w.On {
			j.s.Wishes += int64(w.Weight)
		}
	}
}

func (j *judge) pins() {
	for _, p := range j.in.Pins {
		if t := j.r.Days[p.Person][p.Day]; t != p.Type {
			j.person = p.Person
			j.broken(roster.RulePin, p.Day, t, p.Type)
		}
	}
}

func (j *judge) pairs() {
	for _, p := range j.in.Pairs {
		for d := range j.in.Days {
			a, b := j.r.Days[p.A][d], j.r.Days[p.B][d]
			var bad bool
			rule := roster.RuleApart
			if p.Kind == roster.Apart {
				bad = a != roster.Off && b != roster.Off && j.same(a, b, p.SamePost)
			} else {
				rule = roster.RuleTogether
				bad = (a == roster.Off) != (b == roster.Off) || a != roster.Off && !j.same(a, b, p.SamePost)
			}
			if !bad {
				continue
			}
			j.s.Pairs += int64(p.Weight)
			if p.Hard {
				j.person = p.A
				j.broken(rule, d, 1, 0)
			}
		}
	}
}

func (j *judge) same(a, b int, post bool) bool {
	if post || a == b {
		return a == b
	}
	slot := j.in.Types[a].Slot
	return slot != "" && slot == j.in.Types[b].Slot
}

func (j *judge) guide() {
	g := j.in.Rules.Guide
	if g.Weight == 0 && !g.Hard {
		return
	}
	for d := range j.in.Days {
		for t := range j.in.Types {
			fresh, guides := roster.None, 0
			for p, row := range j.r.Days {
				if row[d] != t {
					continue
				}
				if j.in.People[p].New {
					fresh = p
				}
				if j.in.People[p].Experienced {
					guides++
				}
			}
			if fresh == roster.None || guides > 0 {
				continue
			}
			j.s.Guide += int64(g.Weight)
			if g.Hard {
				j.person = fresh
				j.broken(roster.RuleGuide, d, 0, 1)
			}
		}
	}
}

// fairness charges the squared distance from the share that is due to each
// person: the need, divided by the days on which people can work.
func (j *judge) fairness() {
	f := j.in.Rules.Fair
	unit := f.Quantum
	if unit == 0 {
		unit = j.commonUnit()
	}
	minutes, nights, weekends := 0, 0, 0
	for _, c := range j.in.Cover {
		minutes += c.Need * j.in.Types[c.Type].Minutes
		if j.in.Types[c.Type].Night {
			nights += c.Need
		}
		if (c.Day+j.in.Weekday)%7 >= 5 {
			weekends += c.Need
		}
	}
	everybody, byNight := j.openDays(false), j.openDays(true)
	for p := range j.in.People {
		m, n := 0, 0
		for _, t := range j.r.Days[p] {
			if t != roster.Off {
				m += j.in.Types[t].Minutes
				if j.in.Types[t].Night {
					n++
				}
			}
		}
		j.s.Fairness += charge(f.Minutes, m/unit, minutes*everybody[p], unit*total(everybody))
		j.s.Fairness += charge(f.Nights, n, nights*byNight[p], total(byNight))
		j.s.Fairness += charge(f.Weekends, j.weekends(p), weekends*everybody[p], 2*total(everybody))
	}
}

// charge is weight times the square of how far have lies outside the two whole
// numbers around share/of.
func charge(weight, have, share, of int) int64 {
	if weight == 0 || of == 0 {
		return 0
	}
	low := share / of
	high := low
	if share%of > 0 {
		high++
	}
	far := max(low-have, have-high, 0)
	return int64(weight) * int64(far) * int64(far)
}

func (j *judge) commonUnit() int {
	g := 0
	for _, t := range j.in.Types {
		for a, b := t.Minutes, g; ; a, b = b, a%b {
			if b == 0 {
				g = a
				break
			}
		}
	}
	return g
}

// openDays counts for each person the days on which some shift (at night: some
// night shift) is open to them by skills, absences and maxima.
func (j *judge) openDays(night bool) []int {
	out := make([]int, len(j.in.People))
	for p := range j.in.People {
		for d := range j.in.Days {
			for t := range j.in.Types {
				if (!night || j.in.Types[t].Night) && j.open(p, d, t) {
					out[p]++
					break
				}
			}
		}
	}
	return out
}

func (j *judge) open(p, d, t int) bool {
	person := &j.in.People[p]
	if person.MaxShifts != nil && person.MaxShifts[t] == 0 {
		return false
	}
	for _, a := range person.Absences {
		if a.Day == d && (a.Type == roster.Any || a.Type == t) {
			return false
		}
	}
	for _, need := range j.in.Types[t].Skills {
		if !holds(person, need, d) {
			return false
		}
	}
	return true
}

func total(n []int) (sum int) {
	for _, x := range n {
		sum += x
	}
	return sum
}
