package clock

// How far a clock has run, and what pauses do to it.

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// StartOfDay is the hour at which a working day begins. It measures progress
// only; no deadline depends on it.
const StartOfDay = 9

// Pause is a span [From, To) in which a clock stands.
type Pause struct{ From, To time.Time }

// ErrPauses means that pauses overlap, or that one ends before it begins.
var ErrPauses = errors.New("clock: pauses must be disjoint and end after they begin")

// ExtendAll moves a due time by the working days of several pauses, given in
// any order. Pauses that overlap are refused with ErrPauses, because a working
// day must not be given twice.
func (c *Calendar) ExtendAll(due time.Time, pauses ...Pause) (time.Time, error) {
	pauses = slices.SortedFunc(slices.Values(pauses), func(a, b Pause) int {
		return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To))
	})
	for i, p := range pauses {
		if p.To.Before(p.From) || i > 0 && p.From.Before(pauses[i-1].To) {
			return due, ErrPauses
		}
		due = c.Extend(due, p.From, p.To)
	}
	return due, nil
}

// Used is the share of a clock's working time that is gone, from 0 to 1, for
// the ring. Working time is the time from 9:00 to 17:00 park time on working
// days between the start and the due time, without the pauses (which must be
// disjoint). A clock that is due or over is used up.
func (c *Calendar) Used(start, due, now time.Time, pauses ...Pause) float64 {
	if !now.Before(due) {
		return 1
	}
	total, gone := c.Worked(start, due), c.Worked(start, now)
	for _, p := range pauses {
		total -= c.Worked(later(start, p.From), earlier(due, p.To))
		gone -= c.Worked(later(start, p.From), earlier(now, p.To))
	}
	if total <= 0 {
		return 0
	}
	return float64(gone) / float64(total)
}

// Worked is the working time in [from, to), zero when it ends before it begins:
// from 9:00 to 17:00 park time on working days.
func (c *Calendar) Worked(from, to time.Time) time.Duration {
	var sum time.Duration
	for d, last := DateOf(from, c.zone), DateOf(to, c.zone); !d.After(last); d = d.AddDays(1) {
		if !c.Workday(d) {
			continue
		}
		begin := later(from, d.At(StartOfDay, 0, c.zone))
		end := earlier(to, d.At(EndOfDay, 0, c.zone))
		sum += max(0, end.Sub(begin))
	}
	return sum
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
