package roster

// Check before planning: what contradicts itself is named and left out, so that
// the rest can be planned.

import "slices"

// Bounds of what is planned here.
const (
	MaxDays   = 1000
	MaxPeople = 5000
	MaxTypes  = 60 // types are kept as bits of a word
	maxWeight = 1 << 24
	maxCount  = 1 << 20
)

// Mend answers a copy of the instance without its faults, and the faults. The
// copy shares what it did not have to change. It answers nil when nothing can be
// planned at all: no days, no types, or more of them than the bounds.
func Mend(in *Instance) (*Instance, Faults) {
	if in == nil {
		return nil, Faults{{Key: BadSize, Day: None, Detail: "instance"}}
	}
	m := mender{out: *in}
	if !m.sizes() {
		return nil, m.faults
	}
	m.types()
	m.people()
	m.cover()
	m.wishes()
	m.pairs()
	m.pins()
	return &m.out, m.faults
}

type mender struct {
	out    Instance
	faults Faults
}

func (m *mender) note(f Fault) { m.faults = append(m.faults, &f) }

func (m *mender) sizes() bool {
	in := &m.out
	for _, x := range []struct {
		name        string
		n, low, top int
	}{{"days", in.Days, 1, MaxDays}, {"shift types", len(in.Types), 1, MaxTypes}, {"people", len(in.People), 0, MaxPeople}, {"weekday", in.Weekday, 0, 6}} {
		if x.n < x.low || x.n > x.top {
			m.note(Fault{Key: BadSize, Day: None, Detail: x.name})
			return false
		}
	}
	return true
}

// types clears what lies outside sense; lengths are at least one minute.
func (m *mender) types() {
	m.out.Types = slices.Clone(m.out.Types)
	seen := map[string]bool{}
	for i := range m.out.Types {
		t := &m.out.Types[i]
		if seen[t.ID] {
			m.note(Fault{Key: DoubleType, Day: None, Type: t.ID})
		}
		seen[t.ID] = true
		if t.Minutes < 1 || t.Minutes > 24*60 {
			m.note(Fault{Key: BadSize, Day: None, Type: t.ID, Detail: "minutes"})
			t.Minutes = min(max(t.Minutes, 1), 24*60)
		}
		t.Bars = slices.DeleteFunc(slices.Clone(t.Bars), func(b int) bool {
			bad := b < 0 || b >= len(m.out.Types)
			if bad {
				m.note(Fault{Key: UnknownType, Day: None, Type: t.ID, Detail: "may not follow"})
			}
			return bad
		})
	}
}

func (m *mender) people() {
	m.out.People = slices.Clone(m.out.People)
	seen := map[string]bool{}
	for i := range m.out.People {
		p := &m.out.People[i]
		if seen[p.ID] {
			m.note(Fault{Key: DoublePerson, Day: None, Person: p.ID})
		}
		seen[p.ID] = true
		m.limits(p)
		p.Absences = slices.DeleteFunc(slices.Clone(p.Absences), func(a Absence) bool {
			return m.outside(a.Day, a.Type, Any, p.ID)
		})
		if b := p.Before; b != nil && (b.Worked > 0) == (b.Off > 0) || b != nil && b.Worked > 0 && (b.Type < 0 || b.Type >= len(m.out.Types)) {
			m.note(Fault{Key: BadSize, Day: None, Person: p.ID, Detail: "before"})
			p.Before = nil
		}
	}
}

func (m *mender) limits(p *Person) {
	for _, x := range []struct {
		name  string
		value *int
		none  int
	}{
		{"min minutes", &p.MinMinutes, 0}, {"max minutes", &p.MaxMinutes, 0}, {"max run", &p.MaxRun, 0}, {"min run", &p.MinRun, 0}, {"min off", &p.MinOff, 0},
		{"max week minutes", &p.MaxWeekMinutes, 0}, {"max week shifts", &p.MaxWeekShifts, 0}, {"max weekends", &p.MaxWeekends, None},
	} {
		if *x.value < x.none || *x.value > maxCount {
			m.note(Fault{Key: NegativeLimit, Day: None, Person: p.ID, Detail: x.name})
			*x.value = x.none
		}
	}
	if p.MaxShifts == nil {
		return
	}
	p.MaxShifts = slices.Clone(p.MaxShifts)
	for len(p.MaxShifts) < len(m.out.Types) {
		p.MaxShifts = append(p.MaxShifts, None)
	}
	for t, n := range p.MaxShifts[:len(m.out.Types)] {
		if n < None {
			m.note(Fault{Key: NegativeLimit, Day: None, Person: p.ID, Type: m.out.Types[t].ID})
			p.MaxShifts[t] = None
		}
	}
}

// outside notes a day or type that does not exist; low is the least type allowed.
func (m *mender) outside(day, t, low int, person string) bool {
	if t < low || t >= len(m.out.Types) {
		m.note(Fault{Key: UnknownType, Day: day, Person: person})
		return true
	}
	if day < 0 || day >= m.out.Days {
		m.note(Fault{Key: DayOutside, Day: day, Person: person})
		return true
	}
	return false
}

func (m *mender) cover() {
	type spot struct{ day, kind int }
	seen := map[spot]bool{}
	m.out.Cover = slices.DeleteFunc(slices.Clone(m.out.Cover), func(c Cover) bool {
		if m.outside(c.Day, c.Type, 0, "") {
			return true
		}
		if seen[spot{c.Day, c.Type}] {
			m.note(Fault{Key: DoubleCover, Day: c.Day, Type: m.out.Types[c.Type].ID})
			return true
		}
		seen[spot{c.Day, c.Type}] = true
		bad := c.Need < 0 || c.Under < 0 || c.Over < 0
		if bad {
			m.note(Fault{Key: NegativeCover, Day: c.Day, Type: m.out.Types[c.Type].ID})
		} else if bad = c.Need > maxCount || c.Under > maxWeight || c.Over > maxWeight; bad {
			m.note(Fault{Key: BadSize, Day: c.Day, Type: m.out.Types[c.Type].ID, Detail: "cover"})
		}
		return bad
	})
}

// nobody notes an index that is no person.
func (m *mender) nobody(people ...int) bool {
	for _, p := range people {
		if p < 0 || p >= len(m.out.People) {
			m.note(Fault{Key: UnknownPerson, Day: None})
			return true
		}
	}
	return false
}

func (m *mender) wishes() {
	m.out.Wishes = slices.DeleteFunc(slices.Clone(m.out.Wishes), func(w Wish) bool {
		if m.nobody(w.Person) {
			return true
		}
		id := m.out.People[w.Person].ID
		return m.outside(w.Day, w.Type, Any, id) || m.heavy(w.Weight, w.Day, id)
	})
	r := &m.out.Rules
	for _, w := range []*int{&r.RestMinutes, &r.MaxDayMinutes, &r.Fair.Minutes, &r.Fair.Nights, &r.Fair.Weekends, &r.Fair.Quantum, &r.Guide.Weight} {
		if m.heavy(*w, None, "") {
			*w = 0
		}
	}
}

// heavy notes a weight that is negative or too large.
func (m *mender) heavy(weight, day int, person string) bool {
	switch {
	case weight < 0:
		m.note(Fault{Key: NegativeWeight, Day: day, Person: person})
	case weight > maxWeight:
		m.note(Fault{Key: BadSize, Day: day, Person: person, Detail: "weight"})
	default:
		return false
	}
	return true
}

func (m *mender) pairs() {
	m.out.Pairs = slices.DeleteFunc(slices.Clone(m.out.Pairs), func(p Pair) bool {
		if m.nobody(p.A, p.B) {
			return true
		}
		id := m.out.People[p.A].ID
		if p.A == p.B {
			m.note(Fault{Key: PairOfOne, Day: None, Person: id})
			return true
		}
		if p.Kind != Together && p.Kind != Apart {
			m.note(Fault{Key: BadSyntax, Day: None, Person: id, Detail: string(p.Kind)})
			return true
		}
		return m.heavy(p.Weight, None, id)
	})
}

func (m *mender) pins() {
	type spot struct{ person, day int }
	seen := map[spot]int{}
	m.out.Pins = slices.DeleteFunc(slices.Clone(m.out.Pins), func(p Pin) bool {
		if m.nobody(p.Person) {
			return true
		}
		id := m.out.People[p.Person].ID
		if m.outside(p.Day, p.Type, Off, id) {
			return true
		}
		at := spot{p.Person, p.Day}
		if t, ok := seen[at]; ok {
			if t != p.Type {
				m.note(Fault{Key: PinTwice, Day: p.Day, Person: id})
			}
			return true
		}
		if p.Type != Off && m.barred(p, id) {
			return true
		}
		seen[at] = p.Type
		return false
	})
}

// barred notes a pin that the person's absences or skills forbid.
func (m *mender) barred(p Pin, id string) bool {
	person, t := &m.out.People[p.Person], &m.out.Types[p.Type]
	for _, a := range person.Absences {
		if a.Day == p.Day && (a.Type == Any || a.Type == p.Type) {
			m.note(Fault{Key: PinOnAbsence, Day: p.Day, Person: id, Type: t.ID})
			return true
		}
	}
	if len(person.Lacks(t, p.Day)) > 0 {
		m.note(Fault{Key: PinUnskilled, Day: p.Day, Person: id, Type: t.ID})
		return true
	}
	return false
}

// Lacks lists the skills of a type that the person does not hold on a day.
func (p *Person) Lacks(t *ShiftType, day int) (missing []string) {
	for _, need := range t.Skills {
		if !slices.ContainsFunc(p.Skills, func(s Skill) bool { return s.Name == need && day <= s.Until }) {
			missing = append(missing, need)
		}
	}
	return missing
}
