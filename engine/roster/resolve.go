package roster

// From names and dates to indices. What names nothing is noted and left out.

import (
	"time"
)

// Instance turns a document into an instance. The error is nil or Faults; the
// instance is nil only when nothing can be planned.
func (doc *Document) Instance() (*Instance, error) {
	r := resolver{doc: doc, types: map[string]int{}, people: map[string]int{}}
	r.in = &Instance{Name: doc.Name, Days: doc.Days, Weekday: doc.Weekday, Start: doc.Start}
	r.calendar()
	r.shiftTypes()
	r.persons()
	r.covers()
	r.rest()
	in, more := Mend(r.in)
	return in, append(r.faults, more...).OrNil()
}

type resolver struct {
	doc    *Document
	in     *Instance
	start  time.Time
	types  map[string]int
	people map[string]int
	faults Faults
}

func (r *resolver) note(f Fault) { r.faults = append(r.faults, &f) }

func (r *resolver) bad(what string) { r.note(Fault{Key: BadSyntax, Day: None, Detail: clip(what)}) }

func (r *resolver) calendar() {
	if r.doc.Start == "" {
		return
	}
	t, err := time.Parse(dateForm, r.doc.Start)
	if err != nil {
		r.bad("start " + r.doc.Start)
		r.in.Start = ""
		return
	}
	r.start = t
	r.in.Weekday = (int(t.Weekday()) + 6) % 7
}

// day resolves a reference; false when it is no day.
func (r *resolver) day(d DayRef) (int, bool) {
	if d.Date == "" {
		return d.Number, true
	}
	t, err := time.Parse(dateForm, d.Date)
	if err != nil || r.start.IsZero() {
		r.bad("day " + d.Date)
		return 0, false
	}
	return dayNumber(r.start, t), true
}

// kind resolves a type; missing is what an empty name means.
func (r *resolver) kind(id string, missing int) (int, bool) {
	if id == "" && missing < 0 {
		return missing, true
	}
	t, ok := r.types[id]
	if !ok {
		r.note(Fault{Key: UnknownType, Day: None, Type: clip(id)})
	}
	return t, ok
}

func (r *resolver) person(id string) (int, bool) {
	p, ok := r.people[id]
	if !ok {
		r.note(Fault{Key: UnknownPerson, Day: None, Person: clip(id)})
	}
	return p, ok
}

func (r *resolver) shiftTypes() {
	for _, d := range r.doc.Types {
		if _, double := r.types[d.ID]; double {
			r.note(Fault{Key: DoubleType, Day: None, Type: clip(d.ID)})
			continue
		}
		t := ShiftType{ID: d.ID, Post: d.Post, Slot: d.Slot, Start: Unknown, Minutes: d.Minutes, Night: d.Night, Skills: d.Skills}
		if d.Start != "" {
			if at, err := time.Parse("15:04", d.Start); err == nil {
				t.Start = at.Hour()*60 + at.Minute()
			} else {
				r.bad("start " + d.Start)
			}
		}
		r.types[d.ID] = len(r.in.Types)
		r.in.Types = append(r.in.Types, t)
	}
	for _, d := range r.doc.Types {
		for _, id := range d.Bars {
			if b, ok := r.kind(id, 0); ok {
				t := &r.in.Types[r.types[d.ID]]
				t.Bars = append(t.Bars, b)
			}
		}
	}
}

func (r *resolver) persons() {
	for i := range r.doc.People {
		d := &r.doc.People[i]
		if _, double := r.people[d.ID]; double {
			r.note(Fault{Key: DoublePerson, Day: None, Person: clip(d.ID)})
			continue
		}
		r.people[d.ID] = len(r.in.People)
		r.in.People = append(r.in.People, r.onePerson(d))
	}
}

func (r *resolver) onePerson(d *PersonDoc) Person {
	p := Person{ID: d.ID, MinMinutes: d.MinMinutes, MaxMinutes: d.MaxMinutes, MaxRun: d.MaxRun, MinRun: d.MinRun, MinOff: d.MinOff,
		MaxWeekends: None, MaxWeekMinutes: d.MaxWeekMinutes, MaxWeekShifts: d.MaxWeekShifts, New: d.New, Experienced: d.Experienced}
	if d.MaxWeekends != nil {
		p.MaxWeekends = *d.MaxWeekends
	}
	if d.MaxShifts != nil {
		p.MaxShifts = r.maxima(d.MaxShifts)
	}
	for _, s := range d.Skills {
		until, ok := Forever, true
		if s.Until != nil {
			until, ok = r.day(*s.Until)
		}
		if ok {
			p.Skills = append(p.Skills, Skill{s.Name, until})
		}
	}
	for _, a := range d.Absences {
		day, ok1 := r.day(a.Day)
		t, ok2 := r.kind(a.Type, Any)
		if ok1 && ok2 {
			p.Absences = append(p.Absences, Absence{day, t, a.Reason})
		}
	}
	for _, b := range d.Busy {
		p.Absences = append(p.Absences, r.busy(b)...)
	}
	if b := d.Before; b != nil {
		if t, ok := r.kind(b.Type, Off); ok {
			p.Before = &Before{Type: t, Worked: b.Worked, Off: b.Off}
		}
	}
	return p
}

// maxima keeps the order of the types, so that faults come in a fixed order.
func (r *resolver) maxima(m map[string]int) []int {
	out, known := make([]int, len(r.in.Types)), 0
	for t := range out {
		out[t] = None
		if n, ok := m[r.in.Types[t].ID]; ok {
			out[t] = n
			known++
		}
	}
	if known < len(m) {
		r.note(Fault{Key: UnknownType, Day: None, Detail: "max_shifts"})
	}
	return out
}

// busy forbids the shifts that overlap other work or lie too near to it.
func (r *resolver) busy(b BusyDoc) (out []Absence) {
	from, err1 := time.Parse(minuteForm, b.From)
	to, err2 := time.Parse(minuteForm, b.To)
	if err1 != nil || err2 != nil || r.start.IsZero() || to.Before(from) {
		r.bad("busy " + b.From + " " + b.To)
		return nil
	}
	begin, end := int(from.Sub(r.start).Minutes())-r.doc.Rules.RestMinutes, int(to.Sub(r.start).Minutes())+r.doc.Rules.RestMinutes
	for d := max(0, begin/1440-2); d <= min(r.doc.Days-1, end/1440+1); d++ {
		for t := range r.in.Types {
			if k := &r.in.Types[t]; k.Start != Unknown && d*1440+k.Start < end && d*1440+k.Start+k.Minutes > begin {
				out = append(out, Absence{d, t, "busy"})
			}
		}
	}
	return out
}

func (r *resolver) covers() {
	for _, c := range r.doc.Cover {
		t, ok := r.kind(c.Type, 0)
		if !ok {
			continue
		}
		for _, d := range r.daysOf(c) {
			r.in.Cover = append(r.in.Cover, Cover{d, t, c.Need, c.Under, c.Over})
		}
	}
}

func (r *resolver) daysOf(c CoverDoc) (out []int) {
	if c.Day != nil {
		if d, ok := r.day(*c.Day); ok {
			out = append(out, d)
		}
		return out
	}
	if c.Days != "all" && c.Days != "weekdays" && c.Days != "weekends" {
		r.bad("days " + c.Days)
		return nil
	}
	for d := range min(max(r.in.Days, 0), MaxDays) {
		if weekend := r.in.WeekdayOf(d) >= 5; c.Days == "all" || weekend == (c.Days == "weekends") {
			out = append(out, d)
		}
	}
	return out
}

func (r *resolver) rest() {
	d := r.doc
	f := d.Rules.Fairness
	r.in.Rules = Rules{d.Rules.RestMinutes, d.Rules.MaxDayMinutes, Fairness{f.Minutes, f.Nights, f.Weekends, f.Quantum}, Guide{d.Rules.Guide.Weight, d.Rules.Guide.Hard}}
	for _, w := range d.Wishes {
		p, ok1 := r.person(w.Person)
		day, ok2 := r.day(w.Day)
		t, ok3 := r.kind(w.Type, Any)
		if ok1 && ok2 && ok3 {
			r.in.Wishes = append(r.in.Wishes, Wish{p, day, t, w.On, w.Weight})
		}
	}
	for _, x := range d.Pairs {
		a, ok1 := r.person(x.A)
		b, ok2 := r.person(x.B)
		if ok1 && ok2 {
			r.in.Pairs = append(r.in.Pairs, Pair{PairKind(x.Kind), a, b, x.SamePost, x.Hard, x.Weight})
		}
	}
	for _, x := range d.Pins {
		p, ok1 := r.person(x.Person)
		day, ok2 := r.day(x.Day)
		t, ok3 := r.kind(x.Type, Off)
		if ok1 && ok2 && ok3 {
			r.in.Pins = append(r.in.Pins, Pin{p, day, t})
		}
	}
}
