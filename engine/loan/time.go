package loan

// Civil time without zone, as the standard writes it. Schedules keep the time
// of day, because "23:59:59" orders after everything else of its day; day
// counts look at whole days.

import (
	"fmt"
	"time"
)

// Time is a civil timestamp in seconds since 1970-01-01T00:00:00.
type Time int64

const (
	second Time = 1
	day    Time = 24 * 60 * 60
)

// Bounds of dates that contracts may carry.
var (
	minTime = Civil(1900, 1, 1)
	maxTime = Civil(2200, 12, 31)
)

// Civil is the start of a civil date.
func Civil(year, month, dom int) Time { return Time(dayNumber(year, month, dom)) * day }

// ParseTime reads "2013-01-31", "2013-01-31T00:00" or "2013-01-31T23:59:59".
func ParseTime(s string) (Time, error) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Time(t.Unix()), nil
		}
	}
	return 0, fmt.Errorf("loan: %q is not a date", s)
}

// String is the date, with the time of day only where there is one.
func (t Time) String() string {
	y, m, d := t.Date()
	if t.clock() == 0 {
		return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	}
	return time.Unix(int64(t), 0).UTC().Format("2006-01-02T15:04:05")
}

// Date splits a time into year, month and day of the month.
func (t Time) Date() (year, month, dom int) { return civil(t.days()) }

// days is the day number, rounded down.
func (t Time) days() int64 {
	d := int64(t / day)
	if t%day < 0 {
		d--
	}
	return d
}

// clock is the time of day.
func (t Time) clock() Time { return t - Time(t.days())*day }

// whole is the day number as day counts see it: the last second of a day is
// the start of the next.
func (t Time) whole() int64 { return (t + second).days() }

// AddDays moves by days and keeps the time of day.
func (t Time) AddDays(n int) Time { return t + Time(n)*day }

// AddMonths moves by months; a day that the month lacks becomes its last.
func (t Time) AddMonths(n int) Time {
	y, m, d := t.Date()
	y, m = carry(y, m+n)
	return Civil(y, m, min(d, monthDays(y, m))) + t.clock()
}

// endOfMonth is the last day of the month, at the same time of day.
func (t Time) endOfMonth() Time {
	y, m, _ := t.Date()
	return Civil(y, m, monthDays(y, m)) + t.clock()
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

func monthDays(y, m int) int {
	switch {
	case m == 2 && leap(y):
		return 29
	case m == 2:
		return 28
	case m == 4 || m == 6 || m == 9 || m == 11:
		return 30
	}
	return 31
}

// dayNumber counts days from 1970-01-01 in the proleptic Gregorian calendar,
// by eras of 400 years that start in March.
func dayNumber(y, m, d int) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	return int64(era)*146097 + int64(yoe*365+yoe/4-yoe/100+doy) - 719468
}

func civil(n int64) (y, m, d int) {
	n += 719468
	era := int(floorDiv(int(n), 146097))
	doe := int(n) - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d, m, y = doy-(153*mp+2)/5+1, mp+3, yoe+era*400
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
