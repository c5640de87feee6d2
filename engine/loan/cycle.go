package loan

// Cycles, and the grids of dates that they make.

import (
	"fmt"
	"strconv"
	"strings"
)

// Period is a length of calendar time: 31 days, 2 weeks, 3 months.
type Period struct {
	N    int
	Unit byte // D W M Q H Y
}

// Cycle is a Period that repeats, with the standard's stub flag: "P1ML0". The
// zero Cycle is no cycle.
type Cycle struct {
	Period
	LongStub bool // L0: a rest at the end joins the last period
}

// Monthly is the cycle that most loans have.
func Monthly() Cycle { return Cycle{Period: Period{1, 'M'}} }

// Recurrence is a cycle and the date that it counts from. Without a cycle it
// is the anchor alone; without an anchor it starts one cycle after the initial
// exchange (open contracts: at it).
type Recurrence struct {
	Anchor Time
	Cycle  Cycle
}

func (r Recurrence) given() bool { return r.Anchor != 0 || r.Cycle.N != 0 }

const (
	maxEvents = 1_000_000 // a schedule that makes more is refused
	maxPeriod = 100_000   // the longest period, in its unit
)

// ParsePeriod reads "P31D", "P2W", "P0D"; a stub flag behind it means nothing.
func ParsePeriod(s string) (Period, error) {
	body, ok := strings.CutPrefix(s, "P")
	body, stub, flagged := strings.Cut(body, "L")
	if !ok || len(body) < 2 || flagged && stub != "0" && stub != "1" {
		return Period{}, fmt.Errorf("loan: %q is not a period", s)
	}
	n, err := strconv.ParseUint(body[:len(body)-1], 10, 32)
	unit := body[len(body)-1]
	if err != nil || n > maxPeriod || !strings.ContainsRune("DWMQHY", rune(unit)) {
		return Period{}, fmt.Errorf("loan: %q is not a period", s)
	}
	return Period{int(n), unit}, nil
}

// ParseCycle reads "P1ML0", "P27DL1", "P3M". Without flag the stub is short. A
// cycle of nothing would never end and is refused.
func ParseCycle(s string) (Cycle, error) {
	p, err := ParsePeriod(s)
	if err != nil || p.N == 0 {
		return Cycle{}, fmt.Errorf("loan: %q is not a cycle", s)
	}
	return Cycle{p, strings.HasSuffix(s, "L0")}, nil
}

// String writes what ParsePeriod reads.
func (p Period) String() string {
	if p.Unit == 0 {
		return ""
	}
	return fmt.Sprintf("P%d%c", p.N, p.Unit)
}

// String writes what ParseCycle reads.
func (c Cycle) String() string {
	switch {
	case c == Cycle{}:
		return ""
	case c.LongStub:
		return c.Period.String() + "L0"
	}
	return c.Period.String() + "L1"
}

// periodUnits are days, weeks, months, quarters, half-years and years.
var periodUnits = ['Z']bool{'D': true, 'W': true, 'M': true, 'Q': true, 'H': true, 'Y': true}

func (p Period) valid() bool {
	return p == Period{} || p.Unit < 'Z' && periodUnits[p.Unit] && p.N >= 0 && p.N <= maxPeriod
}

// months is the length in months, 0 for days and weeks.
func (p Period) months() int {
	switch p.Unit {
	case 'M':
		return p.N
	case 'Q':
		return 3 * p.N
	case 'H':
		return 6 * p.N
	case 'Y':
		return 12 * p.N
	}
	return 0
}

// days is the length in days, 0 for periods of months.
func (p Period) days() int {
	switch p.Unit {
	case 'D':
		return p.N
	case 'W':
		return 7 * p.N
	}
	return 0
}

// After is the date k periods after t. Months count from t itself, so that two
// months after 31 January is 31 March.
func (p Period) After(t Time, k int) Time {
	if m := p.months(); m > 0 {
		return t.AddMonths(k * m)
	}
	return t.AddDays(k * p.days())
}

// EndOfMonth says where a cycle anchored at a month's end goes.
type EndOfMonth string

// The end-of-month conventions of the standard; empty means SameDay.
const (
	SameDay EndOfMonth = "SD"  // the same day number, clipped
	EOM     EndOfMonth = "EOM" // to the end of each month
)

// sticks reports whether a recurrence goes to the end of each month: only from
// the last day of a month that has fewer than 31, and only in months.
func (e EndOfMonth) sticks(anchor Time, c Cycle) bool {
	if e != EOM || c.months() == 0 {
		return false
	}
	y, m, d := anchor.Date()
	return d == monthDays(y, m) && d < 31
}

// step is the date k cycles after the anchor, always computed from the anchor.
func (e EndOfMonth) step(anchor Time, c Cycle, k int) Time {
	t := c.After(anchor, k)
	if e.sticks(anchor, c) {
		return t.endOfMonth()
	}
	return t
}

// Dates appends the dates anchor + k cycles before end, k from a first one on,
// and end itself where last is asked for. Under a long stub the last regular
// date is dropped when the next would pass end. Without a cycle there is the
// anchor alone. More than a million dates are an error.
func (e EndOfMonth) Dates(out []Time, anchor Time, c Cycle, k int, end Time, last bool) ([]Time, error) {
	begin := len(out)
	var next Time
	switch {
	case c.N == 0:
		if next = end; anchor < end {
			out = append(out, anchor)
		}
	case c.months() > 0:
		out, next = e.monthGrid(out, anchor, c, k, end)
	default:
		step := Time(c.days()) << clockBits
		for next = anchor + Time(k)*step; next < end && len(out)-begin <= maxEvents; next += step {
			out = append(out, next)
		}
	}
	if len(out)-begin > maxEvents {
		return out, fmt.Errorf("loan: cycle %s makes more than %d dates", c, maxEvents)
	}
	if c.LongStub && next > end && len(out)-begin >= 2 {
		out = out[:len(out)-1]
	}
	if last {
		out = append(out, end)
	}
	return out, nil
}

// monthGrid walks months without splitting a date more than once.
func (e EndOfMonth) monthGrid(out []Time, anchor Time, c Cycle, k int, end Time) ([]Time, Time) {
	y, m, dom := anchor.Date()
	step := c.months()
	y, m = carry(y, m+k*step)
	if e.sticks(anchor, c) {
		dom = 31
	}
	clock, dom32 := anchor&clockMask, int32(dom)
	first := dayNumber(y, m, 1) - 1
	for begin := len(out); ; {
		length := int32(monthLength[m])
		if m == 2 && leap(y) {
			length = 29
		}
		t := Time(first+min(dom32, length))<<clockBits | clock
		if t >= end || len(out)-begin > maxEvents {
			return out, t
		}
		out = append(out, t)
		if step == 1 {
			first += length
			if m++; m > 12 {
				m, y = 1, y+1
			}
			continue
		}
		y, m = carry(y, m+step)
		first = dayNumber(y, m, 1) - 1
	}
}
