package roster

// What can be wrong with an instance, as data: a key, what it concerns, and what
// to do about it. Nothing here stops the rest from being planned.

import (
	"fmt"
	"strings"
)

// Key names a kind of fault. Package say has its sentences in Chinese and English.
type Key string

const (
	BadSyntax        Key = "roster.file.syntax"       // a line or a field cannot be read
	BadSize          Key = "roster.file.size"         // a number lies outside what is planned here
	UnknownType      Key = "roster.type.unknown"      // a shift type that is not declared
	DoubleType       Key = "roster.type.double"       // declared twice
	UnknownPerson    Key = "roster.person.unknown"    // a person who is not declared
	DoublePerson     Key = "roster.person.double"     // declared twice
	DayOutside       Key = "roster.day.outside"       // a day outside the horizon
	NegativeCover    Key = "roster.cover.negative"    // cover or its weights below zero
	DoubleCover      Key = "roster.cover.double"      // two covers of one type on one day
	NegativeWeight   Key = "roster.wish.negative"     // the weight of a wish, pair or rule below zero
	NegativeLimit    Key = "roster.limit.negative"    // a limit of a person below zero
	PinOnAbsence     Key = "roster.pin.absent"        // pinned shift on a fixed day off
	PinTwice         Key = "roster.pin.double"        // two different pins of one person on one day
	PinUnskilled     Key = "roster.pin.unskilled"     // pinned to a type without its skills
	PairOfOne        Key = "roster.pair.self"         // a pair of one and the same person
	ImpossiblePerson Key = "roster.person.impossible" // the person's rules admit no roster
)

// Fault is one thing wrong with an instance. Fields that do not apply are empty;
// Day is None then.
type Fault struct {
	Key    Key      `json:"key"`
	Line   int      `json:"line,omitempty"` // of the file, from 1
	Person string   `json:"person,omitempty"`
	Type   string   `json:"type,omitempty"`
	Day    int      `json:"day"`
	Detail string   `json:"detail,omitempty"` // the text or number that was met
	Rules  []string `json:"rules,omitempty"`  // the rules that clash, for ImpossiblePerson
}

// advice is what each fault says in English and what to do about it.
var advice = map[Key]string{
	BadSyntax:        "cannot be read; correct it as docs/roster.md shows",
	BadSize:          "lies outside what can be planned; use a smaller number",
	UnknownType:      "is no declared shift type; declare it or correct the name",
	DoubleType:       "is declared twice; the first is kept",
	UnknownPerson:    "is nobody declared; declare the person or correct the name",
	DoublePerson:     "is declared twice; the first is kept",
	DayOutside:       "lies outside the horizon and is left out; correct the day",
	NegativeCover:    "cover below zero is left out; give a number from 0",
	DoubleCover:      "has two covers on one day; the first is kept",
	NegativeWeight:   "a weight below zero is left out; turn the wish around instead",
	NegativeLimit:    "a limit below zero is taken as no limit; correct it",
	PinOnAbsence:     "is pinned to a shift on a fixed day off; the day off is kept, remove one of the two",
	PinTwice:         "has two pins on one day; the first is kept",
	PinUnskilled:     "is pinned to a shift without the skills for it; the pin is left out",
	PairOfOne:        "is paired with itself; the pair is left out",
	ImpossiblePerson: "has no roster that keeps these rules together; loosen one of them. Everybody else is planned",
}

// Error says in English what was met and what to do.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString("roster:")
	if f.Line > 0 {
		fmt.Fprintf(&b, " line %d:", f.Line)
	}
	if f.Person != "" {
		fmt.Fprintf(&b, " person %s", f.Person)
	}
	if f.Day != None {
		fmt.Fprintf(&b, " day %d", f.Day)
	}
	if f.Type != "" {
		fmt.Fprintf(&b, " shift type %s", f.Type)
	}
	if f.Detail != "" {
		fmt.Fprintf(&b, " %q", f.Detail)
	}
	b.WriteString(" " + advice[f.Key])
	if len(f.Rules) > 0 {
		b.WriteString(": " + strings.Join(f.Rules, ", "))
	}
	return b.String()
}

// Faults are all faults that were found, in the order in which they were met.
type Faults []*Fault

// Error is one line per fault.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

// OrNil is the faults as an error, nil when there are none.
func (f Faults) OrNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
