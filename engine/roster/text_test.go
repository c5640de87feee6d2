package roster

import (
	"errors"
	"strings"
	"testing"
)

const small = `# a comment
SECTION_HORIZON
14

SECTION_SHIFTS
E,480,
L,480,E

SECTION_STAFF
A,E=14|L=3,4320,3360,5,2,2,1
B,E=14|L=0,4320,0,5,2,2,2

SECTION_DAYS_OFF
A,0,3

SECTION_SHIFT_ON_REQUESTS
A,2,E,2

SECTION_SHIFT_OFF_REQUESTS
B,1,L,3

SECTION_COVER
0,E,1,100,1
1,L,2,100,1
`

func TestReadText(t *testing.T) {
	in, err := ReadText("small", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	a := in.People[0]
	if in.Days != 14 || len(in.Types) != 2 || in.Types[1].Bars[0] != 0 || a.MaxShifts[1] != 3 || a.MaxMinutes != 4320 || a.MinMinutes != 3360 ||
		a.MaxRun != 5 || a.MinRun != 2 || a.MinOff != 2 || a.MaxWeekends != 1 || a.Absences[1].Day != 3 {
		t.Errorf("read %+v", in)
	}
	if w := in.Wishes; len(w) != 2 || !w[0].On || w[0].Weight != 2 || w[1].On || w[1].Type != 1 {
		t.Errorf("wishes %+v", w)
	}
	if c := in.Cover; len(c) != 2 || c[1] != (Cover{1, 1, 2, 100, 1}) {
		t.Errorf("cover %+v", c)
	}
}

// TestFaults plants one mistake at a time: each is named, and the rest is there.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		key      Key
		line     int
	}{
		"unknown type in cover":     {"0,E,1", "0,X,1", UnknownType, 23},
		"unknown type in a bar":     {"L,480,E", "L,480,X", UnknownType, 7},
		"unknown type in a maximum": {"L=3", "X=3", UnknownType, 10},
		"unknown person":            {"A,2,E,2", "Z,2,E,2", UnknownPerson, 17},
		"negative cover":            {"0,E,1", "0,E,-1", NegativeCover, 0},
		"negative limit":            {"4320,3360", "4320,-1", NegativeLimit, 0},
		"negative wish":             {"A,2,E,2", "A,2,E,-2", NegativeWeight, 0},
		"day outside":               {"A,0,3", "A,0,14", DayOutside, 0},
		"no number":                 {"A,0,3", "A,zero", BadSyntax, 14},
		"too few fields":            {"1,L,2,100,1", "1,L", BadSyntax, 24},
		"person twice":              {"B,E=14", "A,E=14", DoublePerson, 11},
		"type twice":                {"L,480,E", "E,480,E", DoubleType, 7},
		"unknown section":           {"SECTION_COVER", "SECTION_COVERS", BadSyntax, 22},
		"cover twice":               {"1,L,2", "0,E,2", DoubleCover, 0},
	} {
		t.Run(name, func(t *testing.T) {
			in, err := ReadText("small", []byte(strings.Replace(small, c.from, c.to, 1)))
			var faults Faults
			if !errors.As(err, &faults) {
				t.Fatalf("no fault: %v", err)
			}
			if faults[0].Key != c.key || faults[0].Line != c.line {
				t.Errorf("named %+v, want %s in line %d", faults[0], c.key, c.line)
			}
			if in == nil || len(in.People) == 0 {
				t.Error("the rest is not there")
			}
			if advice[faults[0].Key] == "" {
				t.Error("without advice")
			}
		})
	}
}

func TestMendPins(t *testing.T) {
	in := &Instance{Days: 3, Types: []ShiftType{{ID: "E", Minutes: 60, Start: Unknown, Skills: []string{"s"}}}, People: []Person{{ID: "A", MaxWeekends: None, Absences: []Absence{{Day: 0, Type: Any}}, Skills: []Skill{{"s", 1}}}},
		Pins: []Pin{{0, 0, 0}, {0, 1, 0}, {0, 1, Off}, {0, 2, 0}, {1, 0, 0}, {0, 7, 0}}, Pairs: []Pair{{Kind: Together}, {Kind: "?", B: 1}}}
	out, faults := Mend(in)
	want := []Key{PairOfOne, UnknownPerson, PinOnAbsence, PinTwice, PinUnskilled, UnknownPerson, DayOutside}
	if len(faults) != len(want) {
		t.Fatalf("faults %v", faults)
	}
	for i, k := range want {
		if faults[i].Key != k {
			t.Errorf("fault %d is %s, want %s", i, faults[i].Key, k)
		}
	}
	if len(out.Pins) != 1 || out.Pins[0] != (Pin{0, 1, 0}) || len(in.Pins) != 6 {
		t.Errorf("pins left %v; the given instance must stay as it is", out.Pins)
	}
}

func FuzzReadText(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("SECTION_HORIZON\n-1\n"))
	f.Add([]byte("SECTION_STAFF\nA,E=1,1,1,1,1,1,1\nSECTION_SHIFTS\nE,99999999999,|||\n"))
	f.Fuzz(func(t *testing.T, text []byte) { readable(t, text, ReadText) })
}

// readable: whatever is read can be mended again without a fault, and every fault
// has a sentence.
func readable(t *testing.T, text []byte, read func(string, []byte) (*Instance, error)) {
	in, err := read("fuzz", text)
	var faults Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatalf("not a typed error: %v", err)
	}
	for _, x := range faults {
		if advice[x.Key] == "" || x.Error() == "" {
			t.Errorf("%s without advice", x.Key)
		}
	}
	if in == nil {
		if err == nil {
			t.Error("nothing read and no fault")
		}
		return
	}
	if again, more := Mend(in); again == nil || hasHard(more) {
		t.Errorf("mended once, faulty again: %v", more)
	}
}

// hasHard leaves out faults that keep what they name.
func hasHard(faults Faults) bool {
	for _, f := range faults {
		if f.Key != DoubleType && f.Key != DoublePerson {
			return true
		}
	}
	return false
}
