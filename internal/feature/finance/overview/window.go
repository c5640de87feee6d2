package overview

// The days that figures are of.

import (
	"net/url"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Window is the span [From, To) that figures are of. In an address the last day
// stands, which is the day before To.
type Window struct {
	From clock.Date `json:"from"`
	To   clock.Date `json:"to"`
}

// Last is the last day of the window.
func (w Window) Last() clock.Date { return w.To.AddDays(-1) }

func (w Window) holds(d clock.Date) bool { return !d.Before(w.From) && d.Before(w.To) }

// query is the window as an address has it.
func (w Window) query() url.Values {
	return url.Values{"from": {w.From.String()}, "to": {w.Last().String()}}
}

// longest bounds a window: ten years.
const longest = 3660

// ParseWindow reads a window from an address. Where nothing or nonsense stands
// it is the year so far, and the fault says what was wrong.
func ParseWindow(v url.Values, today clock.Date) (Window, error) {
	w := year(today)
	if v.Get("from") == "" && v.Get("to") == "" {
		return w, nil
	}
	var c fault.Check
	read := func(name string, otherwise clock.Date) clock.Date {
		typed := v.Get(name)
		if typed == "" {
			return otherwise
		}
		d, err := clock.ParseDate(typed)
		c.That(err == nil && d.Year >= 1990 && d.Year <= 2200, name, "overview.window.day")
		return d
	}
	from, last := read("from", w.From), read("to", today)
	c.That(!last.Before(from), "to", "overview.window.order")
	c.That(from.DaysUntil(last) < longest, "from", "overview.window.long", fault.Args{"years": longest / 366})
	if err := c.Err(); err != nil {
		return w, err
	}
	return Window{From: from, To: last.AddDays(1)}, nil
}

// quarter is the calendar quarter that holds a day.
func quarter(d clock.Date) Window {
	from := clock.Date{Year: d.Year, Month: (d.Month-1)/3*3 + 1, Day: 1}
	return Window{From: from, To: from.AddMonths(3)}
}

// month is the calendar month that holds a day.
func month(d clock.Date) Window {
	from := clock.Date{Year: d.Year, Month: d.Month, Day: 1}
	return Window{From: from, To: from.AddMonths(1)}
}

// year is the calendar year that holds a day, until that day.
func year(today clock.Date) Window {
	return Window{From: clock.Date{Year: today.Year, Month: time.January, Day: 1}, To: today.AddDays(1)}
}

// Preset is a window by its name.
type Preset struct {
	Key    string
	Window Window
}

// presets are the windows that people ask for, as of a day. Who reads counts
// alone chooses between quarters.
func presets(today clock.Date, quarters bool) []Preset {
	now, end := quarter(today), today.AddDays(1)
	last := quarter(now.From.AddDays(-1))
	if quarters {
		before := quarter(last.From.AddDays(-1))
		return []Preset{{"quarter", now}, {"last_quarter", last}, {"quarter_before", before}}
	}
	return []Preset{
		{"month", Window{month(today).From, end}}, {"last_month", month(month(today).From.AddDays(-1))},
		{"quarter", Window{now.From, end}}, {"last_quarter", last}, {"year", year(today)},
	}
}

// Step is how long a row of the table by days is.
type Step string

// Steps of the table.
const (
	ByDay   Step = "day"
	ByWeek  Step = "week"
	ByMonth Step = "month"
)

// Rows of a table are at most so many.
const (
	daysShown  = 31
	weeksShown = 27
)

// steps cuts a window into days, weeks from Monday on, or months: the first that
// make a table which can be read. Each begins where the one before ends.
func (w Window) steps() (Step, []Window) {
	days := w.From.DaysUntil(w.To)
	switch {
	case days <= daysShown:
		return ByDay, w.cut(func(d clock.Date) clock.Date { return d.AddDays(1) })
	case days <= 7*weeksShown:
		return ByWeek, w.cut(func(d clock.Date) clock.Date { return d.AddDays(7 - (int(d.Weekday())+6)%7) })
	}
	return ByMonth, w.cut(func(d clock.Date) clock.Date { return month(d).To })
}

func (w Window) cut(next func(clock.Date) clock.Date) (all []Window) {
	for d := w.From; d.Before(w.To); {
		to := next(d)
		if w.To.Before(to) {
			to = w.To
		}
		all = append(all, Window{d, to})
		d = to
	}
	return all
}
