package park

// Headcounts: how many people are at work. Counts only, never whose or why.

import (
	"strings"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Headcount is one report of an enterprise's people on a day.
type Headcount struct {
	ID         string     `json:"id"`
	Enterprise string     `json:"enterprise"`
	AsOf       clock.Date `json:"as_of"`
	Now        int64      `json:"now"`    // at work on that day
	Normal     int64      `json:"normal"` // at work when everything runs
	Source     Source     `json:"source"`
	Person     string     `json:"person"` // who reported
	Party      string     `json:"party"`
	Reason     string     `json:"reason,omitempty"` // of a correction
	At         time.Time  `json:"at"`
}

// Source says whose word a report is.
type Source string

const (
	BySelf Source = "self" // 企业自报
	ByPark Source = "park" // 园区核定
)

// Share is the share of people back at work, in parts per million rounded
// down: 100 % is shown when everybody is back, and not before.
func (h Headcount) Share() int64 {
	if h.Normal == 0 {
		return 0
	}
	return h.Now * 1_000_000 / h.Normal
}

// ReportHeadcount adds a report. An enterprise reports its own; the park adds
// a report that corrects, with its reason.
type ReportHeadcount struct {
	Enterprise string `json:"-" form:"-"`
	AsOf       string `json:"as_of" form:"as_of"`
	Now        int64  `json:"now" form:"now"`
	Normal     int64  `json:"normal" form:"normal"`
	Reason     string `json:"reason,omitempty" form:"reason"`
}

const maxHeadcount = 100_000

func (in ReportHeadcount) check(source Source, today clock.Date) (asOf clock.Date, err error) {
	var c fault.Check
	asOf = checkDate(&c, "as_of", in.AsOf)
	c.That(!asOf.After(today), "as_of", "park.headcount.future")
	c.That(in.Now >= 0, "now", "park.headcount.negative")
	c.That(in.Normal >= 1, "normal", "park.headcount.normal_missing")
	c.That(in.Normal <= maxHeadcount, "normal", "park.headcount.large", fault.Args{"max": maxHeadcount})
	c.That(in.Now <= in.Normal, "now", "park.headcount.above_normal", fault.Args{"now": in.Now, "normal": in.Normal})
	if source == ByPark {
		checkReason(&c, in.Reason)
	}
	c.That(len([]rune(strings.TrimSpace(in.Reason))) <= 500, "reason", "park.reason.long")
	return asOf, c.Err()
}
