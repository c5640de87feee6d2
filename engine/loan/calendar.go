package loan

// Business days: which days are worked, and where a date moves that falls on
// another.

import "slices"

// Calendar says on which days payments move. A nil Calendar works every day
// (the standard's NC).
type Calendar interface {
	IsWorkday(Time) bool
}

// MondayToFriday is the standard's calendar MF.
type MondayToFriday struct{}

// IsWorkday is false on weekends.
func (MondayToFriday) IsWorkday(t Time) bool {
	weekday := (t.Day() + 3) % 7 // day 0, 1 March of year 0, was a Wednesday; Sunday is 0
	return weekday != 0 && weekday != 6
}

// WorkCalendar is Monday to Friday with exceptions, as the yearly notices on
// public holidays list them: Off are working weekdays that are free, Work are
// weekends that are worked in exchange (调休). Both are sorted starts of days.
type WorkCalendar struct{ Off, Work []Time }

// IsWorkday looks at the exceptions first.
func (c WorkCalendar) IsWorkday(t Time) bool {
	day := t &^ clockMask
	if _, off := slices.BinarySearch(c.Off, day); off {
		return false
	}
	if _, on := slices.BinarySearch(c.Work, day); on {
		return true
	}
	return MondayToFriday{}.IsWorkday(t)
}

// BusinessDay is a convention of the standard: SCF and the like move the event
// and what is computed with it; CSF and the like compute on the unshifted date
// and pay on the shifted one. The empty convention moves nothing.
type BusinessDay string

// The business-day conventions of the standard.
const (
	NoShift BusinessDay = "NOS"
	SCF     BusinessDay = "SCF"  // shift, calculate: following
	SCMF    BusinessDay = "SCMF" // modified following
	SCP     BusinessDay = "SCP"  // preceding
	SCMP    BusinessDay = "SCMP" // modified preceding
	CSF     BusinessDay = "CSF"  // calculate, shift: following
	CSMF    BusinessDay = "CSMF"
	CSP     BusinessDay = "CSP"
	CSMP    BusinessDay = "CSMP"
)

func (b BusinessDay) valid() bool {
	switch b {
	case "", NoShift, SCF, SCMF, SCP, SCMP, CSF, CSMF, CSP, CSMP:
		return true
	}
	return false
}

// moves reports whether the convention and the calendar can move a date.
func (b BusinessDay) moves(c Calendar) bool { return b != "" && b != NoShift && c != nil }

// calculatesFirst reports whether interest is computed on unshifted dates.
func (b BusinessDay) calculatesFirst() bool { return len(b) > 2 && b[0] == 'C' }

// maxShift bounds the search for a working day.
const maxShift = 60

// Shift is where a date falls under the convention.
func (b BusinessDay) Shift(t Time, c Calendar) Time {
	if !b.moves(c) {
		return t
	}
	kind := b[2:]
	step := 1
	if kind == "P" || kind == "MP" {
		step = -1
	}
	moved := walk(t, c, step)
	if len(kind) == 2 && !sameMonth(t, moved) {
		return walk(t, c, -step)
	}
	return moved
}

func walk(t Time, c Calendar, step int) Time {
	for range maxShift {
		if c.IsWorkday(t) {
			break
		}
		t = t.AddDays(step)
	}
	return t
}

func sameMonth(a, b Time) bool {
	y1, m1, _ := a.Date()
	y2, m2, _ := b.Date()
	return y1 == y2 && m1 == m2
}
