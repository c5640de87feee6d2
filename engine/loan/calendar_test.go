package loan

// Day counts by hand, cycles by fuzzing, working days.

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDayCountsByHand(t *testing.T) {
	for _, c := range []struct {
		y    DayCount
		s, t string
		want float64
	}{
		{A360, "2020-01-10", "2020-02-10", 31.0 / 360}, {A365, "2020-02-01", "2020-03-01", 29.0 / 365},
		{AA, "2019-12-31", "2020-01-02", 1.0/365 + 1.0/366}, {AA, "2019-07-01", "2021-07-01", 184.0/365 + 1 + 181.0/365},
		{E30360, "2020-01-31", "2020-02-29", 29.0 / 360}, {E30360, "2020-02-29", "2020-03-31", 31.0 / 360},
		{E28336, "2020-01-30", "2020-02-28", 28.0 / 336}, {A360, "2013-12-31T23:59:59", "2014-01-02", 1.0 / 360}, {A360, "2013-12-31T23:59:58", "2014-01-02", 2.0 / 360},
	} {
		if got := c.y.Between(must(ParseTime(c.s)), must(ParseTime(c.t))).Float(); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%s %s to %s: %v, want %v", c.y, c.s, c.t, got, c.want)
		}
	}
}

// TestShifts holds the laws of business days: a shifted date is worked, shifting
// it again changes nothing, and under the modified conventions it stays in its
// month.
func TestShifts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Civil(2019, 1, 1).AddDays(rapid.IntRange(0, 3000).Draw(t, "day"))
		rule := rapid.SampledFrom([]BusinessDay{SCF, SCMF, SCP, SCMP, CSF, CSMF, CSP, CSMP}).Draw(t, "rule")
		c := WorkCalendar{Off: []Time{Civil(2020, 1, 1), Civil(2020, 10, 1), Civil(2020, 10, 2)}, Work: []Time{Civil(2020, 10, 10)}}
		got := rule.Shift(day, c)
		if !c.IsWorkday(got) || rule.Shift(got, c) != got {
			t.Fatalf("%s moves %s to %s", rule, day, got)
		}
		if len(rule) == 4 && !sameMonth(day, got) {
			t.Fatalf("%s moves %s out of its month to %s", rule, day, got)
		}
		if far := got.Days(day); far > 5 || far < -5 {
			t.Fatalf("%s moves %s by %d days", rule, day, far)
		}
	})
}

// TestGrids holds the laws of schedules: strictly increasing, within the bounds,
// every regular date as many whole cycles from the anchor as its number.
func TestGrids(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		anchor := Civil(2019, 1, 1).AddDays(rapid.IntRange(0, 800).Draw(t, "anchor"))
		end := anchor.AddDays(rapid.IntRange(1, 3000).Draw(t, "span"))
		c := Cycle{Period{rapid.IntRange(1, 20).Draw(t, "n"), rapid.SampledFrom([]byte("DWMQHY")).Draw(t, "unit")}, rapid.Bool().Draw(t, "long stub")}
		rule := rapid.SampledFrom([]EndOfMonth{"", SameDay, EOM}).Draw(t, "rule")
		dates := must(rule.Dates(nil, anchor, c, 0, end, true))
		for i, d := range dates {
			if d < anchor || d > end || i > 0 && d <= dates[i-1] {
				t.Fatalf("%s from %s to %s: %s at %d", c, anchor, end, d, i)
			}
			if i < len(dates)-1 && d != rule.step(anchor, c, i) {
				t.Fatalf("%s from %s: date %d is %s", c, anchor, i, d)
			}
		}
		if dates[len(dates)-1] != end {
			t.Fatalf("%s ends on %s", c, dates[len(dates)-1])
		}
	})
}

// TestCivilDays compares day numbers with the standard library over the whole
// range that contracts may carry.
func TestCivilDays(t *testing.T) {
	day := time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	for at := Civil(1899, 12, 31); at <= maxTime; at, day = at.AddDays(1), day.AddDate(0, 0, 1) {
		y, m, d := at.Date()
		if y != day.Year() || m != int(day.Month()) || d != day.Day() || Civil(y, m, d) != at {
			t.Fatalf("%s is %s", at, day)
		}
		if (MondayToFriday{}).IsWorkday(at) != (day.Weekday() != time.Saturday && day.Weekday() != time.Sunday) {
			t.Fatalf("%s is a %s", at, day.Weekday())
		}
	}
}

func FuzzCycle(f *testing.F) {
	f.Add("P1ML0")
	f.Add("P27DL1")
	f.Add("P0D")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCycle(s)
		if err == nil && c.N <= 0 {
			t.Fatalf("%q never ends", s)
		}
		if again, e := ParseCycle(c.String()); err == nil && (e != nil || again != c) {
			t.Fatalf("%q becomes %q", s, c)
		}
	})
}

func FuzzTime(f *testing.F) {
	f.Add("2020-02-29")
	f.Add("2013-12-31T23:59:59")
	f.Fuzz(func(t *testing.T, s string) {
		at, err := ParseTime(s)
		if err != nil {
			return
		}
		if again, err := ParseTime(at.String()); err != nil || again != at {
			t.Fatalf("%q becomes %q", s, at)
		}
	})
}
