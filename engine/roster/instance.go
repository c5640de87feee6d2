package roster

// What is to be planned: shift types, people with their limits, the cover that
// is needed, wishes and rules. Everything refers to days, people and shift
// types by index, so that an instance built by hand and one read from a file
// look the same.

// Any stands for every shift type in an Absence or a Wish, Off for a day without
// work in a Roster.
const (
	Any = -1
	Off = -1
)

// Instance is one planning problem. Days are counted from 0; weeks begin on
// Monday and Weekday says which day of the week day 0 is (0 Monday, 6 Sunday).
type Instance struct {
	Name    string
	Days    int
	Weekday int
	Start   string // civil date of day 0 as YYYY-MM-DD, "" when days have no dates
	Types   []ShiftType
	People  []Person
	Cover   []Cover
	Wishes  []Wish
	Pairs   []Pair
	Pins    []Pin
	Rules   Rules
}

// ShiftType is one kind of shift. Start is the minute of the day at which it
// begins, or Unknown; with it the rest between shifts can be computed. Two types
// of one Slot are worked at the same time, for instance at two checkpoints.
type ShiftType struct {
	ID      string
	Post    string // where it is worked, "" when the place does not matter
	Slot    string // types worked at the same time carry the same slot; "" is a slot of its own
	Start   int    // minute of the day, or Unknown
	Minutes int    // length, counted as working time
	Night   bool
	Skills  []string // all of them are needed
	Bars    []int    // types that may not follow on the next day
}

// Unknown is the Start of a shift type without a time of day.
const Unknown = -1

// Person is one member of staff or one volunteer with hard limits. A limit of 0
// means that there is none, but for MaxShifts and MaxWeekends, where None does.
type Person struct {
	ID             string
	MaxShifts      []int // per type, None for no limit; nil when no type is limited
	MinMinutes     int
	MaxMinutes     int // 0: no limit
	MaxRun         int // consecutive working days
	MinRun         int // consecutive working days, unless the run touches the border
	MinOff         int // consecutive days off, unless they touch the border
	MaxWeekends    int // weekends with work on Saturday or Sunday or both; None: no limit
	MaxWeekMinutes int
	MaxWeekShifts  int
	Skills         []Skill
	Absences       []Absence
	New            bool    // must not be alone: see Rules.Guide
	Experienced    bool    // may guide a new one
	Before         *Before // what happened up to day 0; nil when nothing is known
}

// None is the value of a limit that does not exist.
const None = -1

// Skill is a skill or certificate; it counts up to and including day Until.
type Skill struct {
	Name  string
	Until int
}

// Forever is the Until of a skill that does not expire.
const Forever = 1 << 30

// Absence forbids a day, or one shift type of it.
type Absence struct {
	Day    int
	Type   int // Any for the whole day
	Reason string
}

// Before is the end of the previous roster: the last shift type and how many
// days up to day -1 were worked, or how many were off. Exactly one is positive.
type Before struct {
	Type   int
	Worked int
	Off    int
}

// Cover is what one shift type needs on one day. Each missing person costs Under,
// each surplus one Over.
type Cover struct {
	Day, Type, Need, Under, Over int
}

// Wish costs Weight when it is not met. With On the person wants to work that
// type on that day (Any: work at all), otherwise wants not to.
type Wish struct {
	Person, Day, Type int
	On                bool
	Weight            int
}

// PairKind says what a Pair asks for.
type PairKind string

const (
	Together PairKind = "together" // both work the same, or neither works
	Apart    PairKind = "apart"    // never both
)

// Pair binds two people. Same type is compared when SamePost is set, same slot
// otherwise. A broken pair costs Weight per day; Hard makes it a violation too.
type Pair struct {
	Kind     PairKind
	A, B     int
	SamePost bool
	Hard     bool
	Weight   int
}

// Pin is an assignment that is already promised: the person works Type on Day, or
// is off when Type is Off.
type Pin struct {
	Person, Day, Type int
}

// Rules hold for everybody. Weights are costs in the unit of Cover.Under.
type Rules struct {
	RestMinutes   int // least rest between two shifts, 0 for no rule
	MaxDayMinutes int // most work in one calendar day, 0 for no rule
	Fair          Fairness
	Guide         Guide
}

// Fairness charges weight times the squared distance of a person's share from
// the fair one: hours in units of Quantum minutes, nights and weekends by count.
type Fairness struct {
	Minutes, Nights, Weekends int // weights, 0 for none
	Quantum                   int // minutes of one unit, 0: the common divisor of the shift lengths
}

// Guide asks for somebody experienced wherever somebody new works: same day, same
// type. Each day and type that lacks one costs Weight.
type Guide struct {
	Weight int
	Hard   bool
}

// Roster is the plan: Days[person][day] is a shift type or Off.
type Roster struct {
	Days [][]int
}

// Clone copies a roster.
func (r Roster) Clone() Roster {
	out := Roster{make([][]int, len(r.Days))}
	for i, row := range r.Days {
		out.Days[i] = append([]int(nil), row...)
	}
	return out
}

// NewRoster makes a roster in which nobody works.
func NewRoster(people, days int) Roster {
	r := Roster{make([][]int, people)}
	for i := range r.Days {
		r.Days[i] = make([]int, days)
		for d := range r.Days[i] {
			r.Days[i][d] = Off
		}
	}
	return r
}

// SlotOf is the slot of a type; a type without one is a slot of its own.
func (in *Instance) SlotOf(t int) string {
	if s := in.Types[t].Slot; s != "" {
		return s
	}
	return "\x00" + in.Types[t].ID
}

// WeekdayOf is 0 on Mondays and 6 on Sundays.
func (in *Instance) WeekdayOf(day int) int { return (day + in.Weekday) % 7 }
