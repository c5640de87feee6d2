package loan

// Civil time without zone, as the standard writes it. Schedules keep the time
// of day, because "23:59:59" orders after everything else of its day; day
// counts look at whole days. Day and second share one integer, so that the
// engine compares, shifts and counts days without a division.

import (
	"fmt"
	"strconv"
	"strings"
)

// Time is a civil timestamp: the day number in the upper bits, the second of
// the day in the lower 17. Times order as integers; their difference means
// nothing, see Days. The zero Time is no time: contracts live between 1900 and
// 2200.
type Time int64

const (
	clockBits  = 17
	clockMask  = Time(1)<<clockBits - 1
	daySeconds = 24 * 60 * 60
	lastSecond = daySeconds - 1
)

// Bounds of dates that contracts may carry.
var (
	minTime = Civil(1900, 1, 1)
	maxTime = Civil(2200, 12, 31) + lastSecond
)

// Valid reports whether a contract may carry the date: from 1900 to 2200.
func (t Time) Valid() bool { return t >= minTime && t <= maxTime }

// Civil is the start of a civil date of the proleptic Gregorian calendar, year
// 1 or later.
func Civil(year, month, dom int) Time { return Time(dayNumber(year, month, dom)) << clockBits }

// ParseTime reads "2013-01-31", "2013-01-31T00:00" or "2013-01-31T23:59:59".
func ParseTime(s string) (Time, error) {
	date, clock, timed := strings.Cut(s, "T")
	y, m, d, ok := fields(date, "-", 4)
	if !ok || m < 1 || m > 12 || d < 1 || d > monthDays(y, m) || y < 1 {
		return 0, fmt.Errorf("loan: %q is not a date", s)
	}
	t := Civil(y, m, d)
	if !timed {
		return t, nil
	}
	if len(clock) == 5 {
		clock += ":00"
	}
	h, min, sec, ok := fields(clock, ":", 2)
	if !ok || h > 23 || min > 59 || sec > 59 {
		return 0, fmt.Errorf("loan: %q is not a time", s)
	}
	return t + Time(h*3600+min*60+sec), nil
}

// fields reads three numbers, the first of a given width, the others of two.
func fields(s, sep string, width int) (a, b, c int, ok bool) {
	parts := strings.Split(s, sep)
	if len(parts) != 3 || len(parts[0]) != width || len(parts[1]) != 2 || len(parts[2]) != 2 {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return 0, 0, 0, false
		}
		n[i] = int(v)
	}
	return n[0], n[1], n[2], true
}

// String is the date, with the time of day only where there is one; the zero
// Time is "".
func (t Time) String() string {
	if t == 0 {
		return ""
	}
	y, m, d := t.Date()
	text := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	if c := t & clockMask; c != 0 {
		text += fmt.Sprintf("T%02d:%02d:%02d", c/3600, c/60%60, c%60)
	}
	return text
}

// MarshalText writes what ParseTime reads.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads a date; the empty text is the zero Time.
func (t *Time) UnmarshalText(text []byte) (err error) {
	*t = 0
	if len(text) > 0 {
		*t, err = ParseTime(string(text))
	}
	return err
}

// Date splits a time into year, month and day of the month.
func (t Time) Date() (year, month, dom int) { return civil(t.Day()) }

// Day is the day number, rounded down: consecutive days have consecutive
// numbers.
func (t Time) Day() int32 { return int32(t >> clockBits) }

// whole is the day number as day counts see it: the last second of a day is
// the start of the next.
func (t Time) whole() int32 { return int32((t + (clockMask + 1 - lastSecond)) >> clockBits) }

// AddDays moves by days and keeps the time of day.
func (t Time) AddDays(n int) Time { return t + Time(n)<<clockBits }

// Days counts the whole days from s to t, as day counts do.
func (t Time) Days(s Time) int { return int(t.whole() - s.whole()) }

// AddMonths moves by months; a day that the month lacks becomes its last.
func (t Time) AddMonths(n int) Time {
	y, m, d := t.Date()
	y, m = carry(y, m+n)
	return Civil(y, m, min(d, monthDays(y, m))) | t&clockMask
}

// endOfMonth is the last day of the month, at the same time of day.
func (t Time) endOfMonth() Time {
	y, m, _ := t.Date()
	return Civil(y, m, monthDays(y, m)) | t&clockMask
}

func carry(y, m int) (int, int) {
	m--
	y += m / 12
	if m %= 12; m < 0 {
		m += 12
		y--
	}
	return y, m + 1
}

func leap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

var monthLength = [13]int8{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func monthDays(y, m int) int {
	if m == 2 && leap(y) {
		return 29
	}
	return int(monthLength[m])
}

// dayNumber counts days from 1 March of year 0, by eras of 400 years that
// start in March.
func dayNumber(y, m, d int) int32 {
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	return int32(era*146097 + yoe*365 + yoe/4 - yoe/100 + doy)
}

func civil(day int32) (y, m, d int) {
	n := int(day)
	era := floorDiv(n, 146097)
	doe := uint32(n - era*146097)
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d, m, y = int(doy-(153*mp+2)/5)+1, int(mp)+3, int(yoe)+era*400
	if m > 12 {
		m -= 12
		y++
	}
	return y, m, d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
