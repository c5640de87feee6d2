package clock

// The working days of China: weekends and holidays off, some weekends worked
// in exchange (调休). The facts are data in holidays.json, each year with the
// notice that announced it. A year that is not announced yet carries the fixed
// statutory days, and whatever rests on it is provisional.

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"kaigong.example/kaigong/internal/platform/i18n"
)

//go:embed holidays.json
var holidays []byte

// Calendar counts working days at a place.
type Calendar struct {
	zone  *time.Location
	years map[int]year
}

type year struct {
	notice      i18n.Text
	off, makeup map[Date]bool
}

// EndOfDay is the hour at which a working day ends and deadlines fall.
const EndOfDay = 17

// NewCalendar loads the embedded years, and then those of further files in the form
// of holidays.json: a year that is announced after this was built.
func NewCalendar(zone *time.Location, more ...[]byte) (*Calendar, error) {
	c := &Calendar{zone: zone, years: map[int]year{}}
	for _, text := range append([][]byte{holidays}, more...) {
		if err := c.load(text); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Calendar) load(text []byte) error {
	var file struct {
		Years map[string]struct {
			Notice      i18n.Text
			Off, Makeup []string
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("clock: holidays: %w", err)
	}
	for name, y := range file.Years {
		n, err := strconv.Atoi(name)
		if err != nil {
			return fmt.Errorf("clock: holidays: the year %q is no number", name)
		}
		if y.Notice.Zh == "" || y.Notice.En == "" {
			return fmt.Errorf("clock: holidays: the year %d names no notice", n)
		}
		off, makeup := map[Date]bool{}, map[Date]bool{}
		if err := errors.Join(fill(off, n, y.Off), fill(makeup, n, y.Makeup)); err != nil {
			return err
		}
		c.years[n] = year{y.Notice, off, makeup}
	}
	return nil
}

func fill(set map[Date]bool, year int, days []string) error {
	for _, s := range days {
		d, err := ParseDate(s)
		if err != nil {
			return err
		}
		if d.Year != year {
			return fmt.Errorf("clock: holidays: %s is no day of %d", s, year)
		}
		set[d] = true
	}
	return nil
}

// Zone is the place whose days are counted.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Notice is the announcement that a year rests on, empty while there is none.
func (c *Calendar) Notice(y int) i18n.Text { return c.years[y].notice }

// Provisional reports whether a year's holidays are not announced yet.
func (c *Calendar) Provisional(y int) bool {
	_, known := c.years[y]
	return !known
}

// fixed reports the statutory days that fall on the same date every year. Lunar
// holidays of unannounced years are unknown; that is why they are provisional.
func fixed(d Date) bool {
	switch d.Month {
	case time.January:
		return d.Day == 1
	case time.May:
		return d.Day <= 2
	case time.October:
		return d.Day <= 3
	}
	return false
}

// Workday reports whether people work on a day.
func (c *Calendar) Workday(d Date) bool {
	weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
	y, known := c.years[d.Year]
	if !known {
		return !weekend && !fixed(d)
	}
	return !y.off[d] && (!weekend || y.makeup[d])
}

// IsWorkday is Workday for callers with their own date type.
func (c *Calendar) IsWorkday(year, month, day int) bool {
	return c.Workday(Date{year, time.Month(month), day})
}

// OnOrAfter is the day itself if people work, the next working day otherwise.
func (c *Calendar) OnOrAfter(d Date) Date {
	for !c.Workday(d) {
		d = d.AddDays(1)
	}
	return d
}

// AddWorkdays is the n-th working day after d, for n >= 0; for n = 0 it is d.
func (c *Calendar) AddWorkdays(d Date, n int) Date {
	for range n {
		d = c.OnOrAfter(d.AddDays(1))
	}
	return d
}

// Workdays counts the working days in [from, to).
func (c *Calendar) Workdays(from, to Date) int {
	n := 0
	for d := from; d.Before(to); d = d.AddDays(1) {
		if c.Workday(d) {
			n++
		}
	}
	return n
}

// StartDay is the day from which a clock counts: the day of the event, or the
// next working day when it falls on a day off or after the end of the day.
func (c *Calendar) StartDay(t time.Time) Date {
	local := t.In(c.zone)
	d := dateOf(local)
	if c.Workday(d) && !local.After(d.At(EndOfDay, 0, c.zone)) {
		return d
	}
	return c.OnOrAfter(d.AddDays(1))
}

// Deadline is the end of the n-th working day after the start day, and whether
// it rests on a year whose holidays are not announced.
func (c *Calendar) Deadline(from time.Time, days int) (due time.Time, provisional bool) {
	start := c.StartDay(from)
	end := c.AddWorkdays(start, days)
	return end.At(EndOfDay, 0, c.zone), c.Provisional(start.Year) || c.Provisional(end.Year)
}

// Extend moves a due time by the working days that went by in a pause. Both
// ends of the pause count from their start day, as a clock does: a pause from
// evening to morning costs no working day, and a clock that is paused from its
// start is due as if it had started when the pause ended.
func (c *Calendar) Extend(due, from, to time.Time) time.Time {
	paused := c.Workdays(c.StartDay(from), c.StartDay(to))
	return c.AddWorkdays(DateOf(due, c.zone), paused).At(EndOfDay, 0, c.zone)
}

// Left is how much of a clock is left: whole working days, the rest of the
// last day, or the working days by which it is over.
type Left struct {
	Days  int           // working days left after today; 0 on the last day
	Today time.Duration // time left on the last day
	Over  int           // working days begun since it ended, at least 1 when late
}

// Left measures a due time at an instant.
func (c *Calendar) Left(now, due time.Time) Left {
	if now.After(due) {
		return Left{Over: max(1, c.Workdays(DateOf(due, c.zone).AddDays(1), DateOf(now, c.zone).AddDays(1)))}
	}
	today := DateOf(now, c.zone)
	if n := c.Workdays(today.AddDays(1), DateOf(due, c.zone).AddDays(1)); n > 0 {
		return Left{Days: n}
	}
	return Left{Today: due.Sub(now)}
}
