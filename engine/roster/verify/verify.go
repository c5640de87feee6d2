// Package verify judges a roster against its instance. It shares no code with
// the solver, not even the arithmetic of costs, so that the two check each other:
// it counts days and minutes in the plainest way there is.
//
// Hard rules that are broken come back as Violations, each naming the rule, the
// person and the day; the cost comes back by its parts.
package verify

import (
	"fmt"

	"kaigong.example/kaigong/engine/roster"
)

// Violation is one broken hard rule. Day is the day on which it shows, None when
// it concerns the whole horizon; Value is what was counted, Limit what is allowed.
type Violation struct {
	Rule   roster.Rule `json:"rule"`
	Person string      `json:"person"`
	Day    int         `json:"day"`
	Value  int         `json:"value"`
	Limit  int         `json:"limit"`
}

// String is one line for a log or a terminal.
func (v Violation) String() string {
	return fmt.Sprintf("%s: %s day %d: %d, limit %d", v.Rule, v.Person, v.Day, v.Value, v.Limit)
}

// Score is the verdict. Cost is the sum of the five parts.
type Score struct {
	Cost       int64       `json:"cost"`
	Cover      int64       `json:"cover"`
	Wishes     int64       `json:"wishes"`
	Fairness   int64       `json:"fairness"`
	Pairs      int64       `json:"pairs"`
	Guide      int64       `json:"guide"`
	Missing    int         `json:"missing"` // people short, over all days and types
	Surplus    int         `json:"surplus"`
	Violations []Violation `json:"violations"`
}

// Check judges a roster. The instance must be without faults (roster.Mend).
func Check(in *roster.Instance, r roster.Roster) Score {
	j := judge{in: in, r: r}
	if !j.shape() {
		return j.s
	}
	for p := range in.People {
		j.person = p
		j.days()
		j.runs()
		j.totals()
		j.weeks()
	}
	j.pins()
	j.pairs()
	j.guide()
	j.cover()
	j.wishes()
	j.fairness()
	j.s.Cost = j.s.Cover + j.s.Wishes + j.s.Fairness + j.s.Pairs + j.s.Guide
	return j.s
}

type judge struct {
	in     *roster.Instance
	r      roster.Roster
	s      Score
	person int
}

func (j *judge) broken(rule roster.Rule, day, value, limit int) {
	j.s.Violations = append(j.s.Violations, Violation{rule, j.in.People[j.person].ID, day, value, limit})
}

// shape refuses rosters of another size or with types that do not exist.
func (j *judge) shape() bool {
	bad := func(person string, day, value, limit int) bool {
		j.s.Violations = append(j.s.Violations, Violation{roster.RuleShape, person, day, value, limit})
		return false
	}
	if len(j.r.Days) != len(j.in.People) {
		return bad("", roster.None, len(j.r.Days), len(j.in.People))
	}
	for p, row := range j.r.Days {
		if len(row) != j.in.Days {
			return bad(j.in.People[p].ID, roster.None, len(row), j.in.Days)
		}
		for d, t := range row {
			if t < roster.Off || t >= len(j.in.Types) {
				return bad(j.in.People[p].ID, d, t, len(j.in.Types)-1)
			}
		}
	}
	return true
}

// at is the type worked on a day; day -1 is what is known from before.
func (j *judge) at(p, d int) int {
	if d >= 0 {
		return j.r.Days[p][d]
	}
	if b := j.in.People[p].Before; d == -1 && b != nil && b.Worked > 0 {
		return b.Type
	}
	return roster.Off
}

func (j *judge) days() {
	person := &j.in.People[j.person]
	for d := range j.in.Days {
		t := j.at(j.person, d)
		if t == roster.Off {
			j.calendarDay(d, roster.Off)
			continue
		}
		for _, a := range person.Absences {
			if a.Day == d && (a.Type == roster.Any || a.Type == t) {
				j.broken(roster.RuleAbsence, d, 1, 0)
			}
		}
		for _, need := range j.in.Types[t].Skills {
			if !holds(person, need, d) {
				j.broken(roster.RuleSkill, d, 0, 1)
			}
		}
		if prev := j.at(j.person, d-1); prev != roster.Off {
			j.succession(d, prev, t)
		}
		j.calendarDay(d, t)
	}
}

func holds(p *roster.Person, skill string, day int) bool {
	for _, s := range p.Skills {
		if s.Name == skill && s.Until >= day {
			return true
		}
	}
	return false
}

func (j *judge) succession(d, prev, t int) {
	for _, b := range j.in.Types[prev].Bars {
		if b == t {
			j.broken(roster.RuleFollow, d, 1, 0)
		}
	}
	a, b := &j.in.Types[prev], &j.in.Types[t]
	if a.Start == roster.Unknown || b.Start == roster.Unknown || j.in.Rules.RestMinutes == 0 {
		return
	}
	if rest := 24*60 + b.Start - a.Start - a.Minutes; rest < j.in.Rules.RestMinutes {
		j.broken(roster.RuleRest, d, rest, j.in.Rules.RestMinutes)
	}
}

// calendarDay adds up the work between two midnights.
func (j *judge) calendarDay(d, t int) {
	limit := j.in.Rules.MaxDayMinutes
	if limit == 0 {
		return
	}
	sum := 0
	if t != roster.Off {
		_, today := midnight(&j.in.Types[t])
		sum += today
	}
	if prev := j.at(j.person, d-1); prev != roster.Off {
		past, _ := midnight(&j.in.Types[prev])
		sum += past
	}
	if sum > limit {
		j.broken(roster.RuleDayMinutes, d, sum, limit)
	}
}

// midnight splits a shift into the minutes after and before the next midnight.
func midnight(t *roster.ShiftType) (after, before int) {
	if t.Start == roster.Unknown || t.Start+t.Minutes <= 24*60 {
		return 0, t.Minutes
	}
	return t.Start + t.Minutes - 24*60, 24*60 - t.Start
}

// runs looks at the blocks of days worked and of days off.
func (j *judge) runs() {
	person := &j.in.People[j.person]
	for d := 0; d < j.in.Days; {
		end := d
		works := j.at(j.person, d) != roster.Off
		for end < j.in.Days && (j.at(j.person, end) != roster.Off) == works {
			end++
		}
		length, open := end-d, end == j.in.Days
		if d == 0 {
			earlier, known := before(person, works)
			length += earlier
			open = open || !known
		}
		switch {
		case works && person.MaxRun > 0 && length > person.MaxRun:
			j.broken(roster.RuleMaxRun, d, length, person.MaxRun)
		case works && !open && length < person.MinRun:
			j.broken(roster.RuleMinRun, d, length, person.MinRun)
		case !works && !open && length < person.MinOff:
			j.broken(roster.RuleMinOff, d, length, person.MinOff)
		}
		if d == 0 {
			j.cutShort(person, works)
		}
		d = end
	}
}

// before is how long the block that touches day 0 had lasted, and whether that
// is known.
func before(p *roster.Person, works bool) (days int, known bool) {
	switch {
	case p.Before == nil:
		return 0, false
	case works:
		return p.Before.Worked, true
	}
	return p.Before.Off, true
}

// cutShort looks at a block from before day 0 that ended there.
func (j *judge) cutShort(p *roster.Person, works bool) {
	switch b := p.Before; {
	case b == nil:
	case works && b.Off > 0 && b.Off < p.MinOff:
		j.broken(roster.RuleMinOff, 0, b.Off, p.MinOff)
	case !works && b.Worked > 0 && b.Worked < p.MinRun:
		j.broken(roster.RuleMinRun, 0, b.Worked, p.MinRun)
	}
}

func (j *judge) totals() {
	person := &j.in.People[j.person]
	minutes, count := 0, make([]int, len(j.in.Types))
	for _, t := range j.r.Days[j.person] {
		if t != roster.Off {
			minutes += j.in.Types[t].Minutes
			count[t]++
		}
	}
	if minutes < person.MinMinutes {
		j.broken(roster.RuleMinMinutes, roster.None, minutes, person.MinMinutes)
	}
	if person.MaxMinutes > 0 && minutes > person.MaxMinutes {
		j.broken(roster.RuleMaxMinutes, roster.None, minutes, person.MaxMinutes)
	}
	for t, limit := range person.MaxShifts {
		if limit >= 0 && count[t] > limit {
			j.broken(roster.RuleMaxShifts, roster.None, count[t], limit)
		}
	}
}

// weeks counts weekends with work and the work of each week from Monday.
func (j *judge) weeks() {
	person := &j.in.People[j.person]
	if w := j.weekends(j.person); person.MaxWeekends >= 0 && w > person.MaxWeekends {
		j.broken(roster.RuleWeekends, roster.None, w, person.MaxWeekends)
	}
	shifts, minutes := map[int]int{}, map[int]int{}
	for d, t := range j.r.Days[j.person] {
		if t != roster.Off {
			week := (d + j.in.Weekday) / 7
			shifts[week]++
			minutes[week] += j.in.Types[t].Minutes
		}
	}
	for week := range (j.in.Days + j.in.Weekday + 6) / 7 {
		first := max(0, week*7-j.in.Weekday)
		if n := person.MaxWeekShifts; n > 0 && shifts[week] > n {
			j.broken(roster.RuleWeekShifts, first, shifts[week], n)
		}
		if n := person.MaxWeekMinutes; n > 0 && minutes[week] > n {
			j.broken(roster.RuleWeekTime, first, minutes[week], n)
		}
	}
}

func (j *judge) weekends(p int) int {
	worked := map[int]bool{}
	for d, t := range j.r.Days[p] {
		if t != roster.Off && (d+j.in.Weekday)%7 >= 5 {
			worked[(d+j.in.Weekday)/7] = true
		}
	}
	return len(worked)
}
