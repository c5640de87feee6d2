package loan

// Cycles and the schedules they make.

import (
	"fmt"
	"strconv"
	"strings"
)

// Cycle is an ISO period with the standard's stub flag: "P1ML0". The zero Cycle
// is no cycle.
type Cycle struct {
	N        int
	Unit     byte // D W M Q H Y
	LongStub bool // L0: a rest at the end joins the last period
}

// maxEvents bounds a schedule; a cycle that makes more is refused.
const maxEvents = 1_000_000

// ParseCycle reads "P1ML0", "P27DL1", "P3M". Without flag the stub is short.
func ParseCycle(s string) (Cycle, error) {
	body, ok := strings.CutPrefix(s, "P")
	body, stub, flagged := strings.Cut(body, "L")
	if !ok || len(body) < 2 || flagged && stub != "0" && stub != "1" {
		return Cycle{}, fmt.Errorf("loan: %q is not a cycle", s)
	}
	n, err := strconv.Atoi(body[:len(body)-1])
	unit := body[len(body)-1]
	if err != nil || n <= 0 || n > 100_000 || !strings.ContainsRune("DWMQHY", rune(unit)) {
		return Cycle{}, fmt.Errorf("loan: %q is not a cycle", s)
	}
	return Cycle{N: n, Unit: unit, LongStub: stub == "0"}, nil
}

// String writes what ParseCycle reads.
func (c Cycle) String() string {
	if c == (Cycle{}) {
		return ""
	}
	stub := "1"
	if c.LongStub {
		stub = "0"
	}
	return fmt.Sprintf("P%d%cL%s", c.N, c.Unit, stub)
}

// months is the length in months, 0 for day and week cycles.
func (c Cycle) months() int {
	switch c.Unit {
	case 'M':
		return c.N
	case 'Q':
		return 3 * c.N
	case 'H':
		return 6 * c.N
	case 'Y':
		return 12 * c.N
	}
	return 0
}

// step is the anchor moved by k cycles, always computed from the anchor itself
// so that 31 January is followed by 28 February and 31 March.
func (c Cycle) step(anchor Time, k int, eom bool) Time {
	if m := c.months(); m > 0 {
		t := anchor.AddMonths(k * m)
		if eom {
			return t.endOfMonth()
		}
		return t
	}
	n := c.N
	if c.Unit == 'W' {
		n *= 7
	}
	return anchor.AddDays(k * n)
}

// dates is the schedule from an anchor to an end. With last the end itself is
// the last date; without it the end is left out. A contract without a cycle has
// the anchor and the end.
func (c Cycle) dates(anchor, end Time, convention EndOfMonth, last bool) ([]Time, error) {
	if c == (Cycle{}) {
		return closing([]Time{anchor}, anchor, end, last), nil
	}
	eom := convention == EOM && c.months() > 0 && shortMonthEnd(anchor)
	var out []Time
	k := 0
	for ; ; k++ {
		t := c.step(anchor, k, eom)
		if t >= end {
			if c.LongStub && t > end && len(out) >= 2 {
				out = out[:len(out)-1]
			}
			return closing(out, anchor, end, last), nil
		}
		if k > maxEvents {
			return nil, fmt.Errorf("loan: cycle %s makes more than %d dates", c, maxEvents)
		}
		out = append(out, t)
	}
}

func closing(out []Time, anchor, end Time, last bool) []Time {
	if last && (len(out) == 0 || out[len(out)-1] != end) && anchor <= end {
		out = append(out, end)
	}
	return out
}

// shortMonthEnd reports whether a date is the last of a month that has fewer
// than 31 days; only then the end-of-month convention changes anything.
func shortMonthEnd(t Time) bool {
	y, m, d := t.Date()
	return d == monthDays(y, m) && d < 31
}

// EndOfMonth says where a cycle anchored at a month's end goes.
type EndOfMonth string

const (
	SameDay EndOfMonth = "SD"  // the same day number, clipped
	EOM     EndOfMonth = "EOM" // to the end of each month
)
