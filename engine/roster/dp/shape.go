package dp

// What the dynamic program needs to know: the shape that all people share and
// the limits of one person.

// Never is a cost that means: not allowed.
const Never = int64(1) << 40

// far is farther than any real cost; what comes near it is unreachable.
const (
	far  = int64(1) << 60
	near = far / 2
)

// Off is a day without work in a path.
const Off = int16(-1)

// Shape is what all people of one instance share.
type Shape struct {
	Days    int
	Types   int
	Weekday []uint8 // of each day, 0 Monday
	Units   []int   // length of each type in the common unit
	Follow  []bool  // [a*Types+b]: b may follow a on the next day
}

// Counter is one resource that a path spends besides its units and weekends: a
// maximum of a type, a weekly limit, nights to be shared.
type Counter struct {
	Cap    int
	Step   []int // per type
	Weekly bool  // starts again on Monday
	Open   bool  // Cap means Cap or more, and is no limit
	Final  []int64
}

// Before is what is known of the days before day 0.
type Before struct {
	Type int
	Run  int // days worked up to day -1
	Off  int // days off up to day -1
}

// Limits are the hard rules of one person. A MaxRun of 0 is no limit; MaxUnits and
// MaxWeekends are none when negative.
type Limits struct {
	MinUnits, MaxUnits int
	MaxRun             int
	MinRun             int
	MinOff             int
	MaxWeekends        int
	Counters           []Counter
	Lazy               []Counter // limits that a Person counts only where they are passed; at most four
	Before             *Before
	Allowed            []bool  // types that may occur at all
	Caps               []int   // most of each type, negative for none; only bounds the units here, see Person
	FinalUnits         []int64 // cost of a total, by units; nil for none
	FinalWeekends      []int64 // cost of a number of weekends; nil for none
}

func (s *Shape) weekends() int {
	n := 0
	for d, w := range s.Weekday {
		if w == 5 || w == 6 && (d == 0 || s.Weekday[d-1] != 5) {
			n++
		}
	}
	return n
}
