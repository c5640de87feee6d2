package roster

// The public text format of the shift-scheduling instances of Curtois and Qu:
// sections of comma-separated lines, # begins a comment. What cannot be read is
// named with its line and left out.

import (
	"strconv"
	"strings"
)

// MaxText is the size in bytes up to which an instance is read.
const MaxText = 16 << 20

// ReadText reads the public format. The error is nil or Faults; the instance is
// nil only when nothing can be planned.
func ReadText(name string, text []byte) (*Instance, error) {
	r := textReader{in: &Instance{Name: name}, types: map[string]int{}, people: map[string]int{}}
	if len(text) > MaxText {
		return nil, Faults{{Key: BadSize, Day: None, Detail: "file"}}
	}
	r.scan(string(text))
	in, more := Mend(r.in)
	return in, append(r.faults, more...).OrNil()
}

type textReader struct {
	in     *Instance
	line   int
	types  map[string]int
	people map[string]int
	later  []pending // shifts that may not follow, read before all types are known
	faults Faults
}

type pending struct {
	line, from int
	id         string
}

// sections maps a heading to the reader of its lines and their least fields.
var sections = map[string]struct {
	read   func(*textReader, []string)
	fields int
}{
	"SECTION_HORIZON":            {(*textReader).horizon, 1},
	"SECTION_SHIFTS":             {(*textReader).shift, 2},
	"SECTION_STAFF":              {(*textReader).staff, 8},
	"SECTION_DAYS_OFF":           {(*textReader).daysOff, 1},
	"SECTION_SHIFT_ON_REQUESTS":  {(*textReader).wantsOn, 4},
	"SECTION_SHIFT_OFF_REQUESTS": {(*textReader).wantsOff, 4},
	"SECTION_COVER":              {(*textReader).cover, 5},
}

func (r *textReader) scan(text string) {
	section := ""
	for i, row := range strings.Split(text, "\n") {
		r.line = i + 1
		row, _, _ = strings.Cut(row, "#")
		if row = strings.TrimSpace(strings.TrimPrefix(row, "\ufeff")); row == "" {
			continue
		}
		if strings.HasPrefix(row, "SECTION_") {
			if section = row; sections[row].read == nil {
				r.bad(row)
			}
			continue
		}
		fields := strings.Split(row, ",")
		for k := range fields {
			fields[k] = strings.TrimSpace(fields[k])
		}
		if s := sections[section]; s.read != nil && len(fields) >= s.fields {
			s.read(r, fields)
		} else if s.read != nil || section == "" {
			r.bad(row)
		}
	}
	r.successions()
}

func (r *textReader) note(f Fault) {
	f.Line = r.line
	r.faults = append(r.faults, &f)
}

func (r *textReader) bad(what string) { r.note(Fault{Key: BadSyntax, Day: None, Detail: clip(what)}) }

// clip keeps an excerpt short enough for a message.
func clip(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return strings.ToValidUTF8(s, "�")
}

// number reads a whole number; false after noting what it is not.
func (r *textReader) number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	if err != nil {
		r.bad(s)
		return 0, false
	}
	return n, true
}

func (r *textReader) numbers(fields []string) ([]int, bool) {
	out := make([]int, len(fields))
	for i, f := range fields {
		n, ok := r.number(f)
		if !ok {
			return nil, false
		}
		out[i] = n
	}
	return out, true
}

func (r *textReader) typeOf(id string, day int) (int, bool) {
	t, ok := r.types[id]
	if !ok {
		r.note(Fault{Key: UnknownType, Day: day, Type: clip(id)})
	}
	return t, ok
}

func (r *textReader) personOf(id string) (int, bool) {
	p, ok := r.people[id]
	if !ok {
		r.note(Fault{Key: UnknownPerson, Day: None, Person: clip(id)})
	}
	return p, ok
}

func (r *textReader) horizon(f []string) {
	if n, ok := r.number(f[0]); ok {
		r.in.Days = n
	}
}

func (r *textReader) shift(f []string) {
	minutes, ok := r.number(f[1])
	if !ok {
		return
	}
	if _, double := r.types[f[0]]; double {
		r.note(Fault{Key: DoubleType, Day: None, Type: clip(f[0])})
		return
	}
	t := len(r.in.Types)
	r.types[f[0]] = t
	r.in.Types = append(r.in.Types, ShiftType{ID: f[0], Start: Unknown, Minutes: minutes})
	if len(f) > 2 && f[2] != "" {
		for _, id := range strings.Split(f[2], "|") {
			r.later = append(r.later, pending{r.line, t, strings.TrimSpace(id)})
		}
	}
}

func (r *textReader) successions() {
	for _, p := range r.later {
		r.line = p.line
		if t, ok := r.typeOf(p.id, None); ok {
			r.in.Types[p.from].Bars = append(r.in.Types[p.from].Bars, t)
		}
	}
}

func (r *textReader) staff(f []string) {
	n, ok := r.numbers(f[2:8])
	if !ok {
		return
	}
	if _, double := r.people[f[0]]; double {
		r.note(Fault{Key: DoublePerson, Day: None, Person: clip(f[0])})
		return
	}
	p := Person{ID: f[0], MaxMinutes: n[0], MinMinutes: n[1], MaxRun: n[2], MinRun: n[3], MinOff: n[4], MaxWeekends: n[5]}
	p.MaxShifts = make([]int, len(r.in.Types))
	for t := range p.MaxShifts {
		p.MaxShifts[t] = None
	}
	for _, part := range strings.Split(f[1], "|") {
		id, limit, ok := strings.Cut(part, "=")
		if !ok {
			r.bad(f[1])
			continue
		}
		t, known := r.typeOf(strings.TrimSpace(id), None)
		if k, ok := r.number(strings.TrimSpace(limit)); ok && known {
			p.MaxShifts[t] = k
		}
	}
	r.people[f[0]] = len(r.in.People)
	r.in.People = append(r.in.People, p)
}

func (r *textReader) daysOff(f []string) {
	p, ok := r.personOf(f[0])
	if !ok {
		return
	}
	for _, s := range f[1:] {
		if d, ok := r.number(s); ok {
			r.in.People[p].Absences = append(r.in.People[p].Absences, Absence{Day: d, Type: Any})
		}
	}
}

func (r *textReader) wantsOn(f []string)  { r.wish(f, true) }
func (r *textReader) wantsOff(f []string) { r.wish(f, false) }

func (r *textReader) wish(f []string, on bool) {
	day, ok1 := r.number(f[1])
	weight, ok2 := r.number(f[3])
	if !ok1 || !ok2 {
		return
	}
	p, ok1 := r.personOf(f[0])
	t, ok2 := r.typeOf(f[2], day)
	if ok1 && ok2 {
		r.in.Wishes = append(r.in.Wishes, Wish{Person: p, Day: day, Type: t, On: on, Weight: weight})
	}
}

func (r *textReader) cover(f []string) {
	n, ok := r.numbers([]string{f[0], f[2], f[3], f[4]})
	if !ok {
		return
	}
	if t, known := r.typeOf(f[1], n[0]); known {
		r.in.Cover = append(r.in.Cover, Cover{Day: n[0], Type: t, Need: n[1], Under: n[2], Over: n[3]})
	}
}
