package loan

// Business days: which days are worked, and where a date moves that falls on
// another.

// Calendar says on which days payments move. A nil Calendar works every day.
type Calendar interface {
	IsWorkday(year, month, day int) bool
}

// MondayToFriday is the standard's calendar MF.
type MondayToFriday struct{}

// IsWorkday is false on weekends.
func (MondayToFriday) IsWorkday(year, month, dom int) bool {
	weekday := (dayNumber(year, month, dom) + 4) % 7 // 1970-01-01 was a Thursday
	if weekday < 0 {
		weekday += 7
	}
	return weekday != 0 && weekday != 6
}

// BusinessDay is a convention of the standard: SCF and the like move the event
// and what is computed with it; CSF and the like compute on the unshifted date
// and pay on the shifted one. The empty convention moves nothing.
type BusinessDay string

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

// maxShift bounds the search for a working day.
const maxShift = 60

// move answers when an event happens and on which date it is calculated.
func (b BusinessDay) move(t Time, c Calendar) (at, calc Time) {
	if b == "" || b == NoShift || c == nil {
		return t, t
	}
	shifted := b.shift(t, c)
	if b[0] == 'C' {
		return shifted, t
	}
	return shifted, shifted
}

func (b BusinessDay) shift(t Time, c Calendar) Time {
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
		if c.IsWorkday(t.Date()) {
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
