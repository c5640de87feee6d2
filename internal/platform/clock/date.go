package clock

// Civil dates: a day on the calendar, without hour or zone.

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a civil date. The zero Date is no date and prints as "".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads "2020-03-24" strictly: a day that no calendar has is refused.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("clock: %q is not a date", s)
	}
	return dateOf(t), nil
}

// DateOf is the civil date of an instant at a place.
func DateOf(t time.Time, zone *time.Location) Date { return dateOf(t.In(zone)) }

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// String is the table form "2020-03-24".
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

func (d Date) time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// At is the instant of an hour and minute of the date at a place.
func (d Date) At(hour, minute int, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
}

// Before reports whether d comes before other.
func (d Date) Before(other Date) bool { return d.time().Before(other.time()) }

// After reports whether d comes after other.
func (d Date) After(other Date) bool { return other.Before(d) }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays moves by calendar days.
func (d Date) AddDays(n int) Date { return dateOf(d.time().AddDate(0, 0, n)) }

// AddMonths moves by months; a day that the month lacks becomes its last.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// FullMonths counts the whole months from one day to another, 0 when the other
// is not later.
func (d Date) FullMonths(to Date) int {
	n := max(0, (to.Year-d.Year)*12+int(to.Month-d.Month))
	if n > 0 && d.AddMonths(n).After(to) {
		n--
	}
	return n
}

// DaysUntil counts calendar days from d to other, negative when other is
// earlier.
func (d Date) DaysUntil(other Date) int {
	const day = 24 * 60 * 60 // seconds; every day of UTC has them
	return int((other.time().Unix() - d.time().Unix()) / day)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// MarshalJSON writes the table form, "" for no date.
func (d Date) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// UnmarshalJSON reads the table form, "" for no date.
func (d *Date) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	if s == "" {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(s)
	*d = parsed
	return err
}
