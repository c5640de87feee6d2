package clock

// What must hold of every calendar day, pause, date text and clock, beside the
// cases in clock_test.go that were worked out on paper.

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	_ encoding.TextUnmarshaler = (*Date)(nil)
	_ sql.Scanner              = (*Date)(nil)
	_ driver.Valuer            = Date{}
)

// Read from the notices themselves: a change of the source must not pass
// unseen. Each line is a run of days that are all off or all worked.
func TestNotices(t *testing.T) {
	c := calendar(t)
	for _, x := range []struct {
		from, to string
		worked   bool
	}{
		{"2011-12-31", "2011-12-31", true}, {"2012-01-01", "2012-01-03", false}, // New Year 2012
		{"2013-02-09", "2013-02-15", false}, {"2013-02-16", "2013-02-17", true}, // Spring Festival 2013
		{"2015-09-03", "2015-09-05", false}, {"2015-09-06", "2015-09-06", true}, // 3 September 2015
		{"2018-12-29", "2018-12-29", true}, {"2018-12-30", "2019-01-01", false}, // New Year 2019
		{"2019-04-28", "2019-04-28", true}, {"2019-05-01", "2019-05-04", false}, {"2019-05-05", "2019-05-05", true},
		{"2020-01-24", "2020-02-02", false}, {"2020-02-03", "2020-02-07", true}, // extended: 1 February was to be worked
		{"2020-05-01", "2020-05-05", false}, {"2020-05-06", "2020-05-09", true}, // Labour Day 2020
		{"2020-10-01", "2020-10-08", false}, {"2020-10-09", "2020-10-10", true}, // National Day 2020
		{"2023-09-29", "2023-10-06", false}, {"2023-10-07", "2023-10-08", true}, // National Day 2023
		{"2024-02-04", "2024-02-04", true}, {"2024-02-10", "2024-02-17", false}, {"2024-02-18", "2024-02-18", true},
		{"2024-04-07", "2024-04-07", true}, {"2024-04-28", "2024-04-28", true}, {"2024-05-11", "2024-05-11", true},
		{"2024-09-14", "2024-09-14", true}, {"2024-09-29", "2024-09-29", true}, {"2024-10-12", "2024-10-12", true},
		{"2026-02-15", "2026-02-23", false}, {"2026-02-28", "2026-02-28", true}, // Spring Festival 2026
	} {
		for d := date(x.from); !d.After(date(x.to)); d = d.AddDays(1) {
			if got := c.Workday(d); got != x.worked {
				t.Errorf("%s: workday %v, want %v", d, got, x.worked)
			}
		}
	}
}

// A make-up day is a weekend day that is worked; a year keeps its own days and
// names its notice in both languages.
func TestYearsAreSound(t *testing.T) {
	c := calendar(t)
	for n := 2004; n <= 2026; n++ {
		y := c.years[n]
		for d := range y.makeup {
			if wd := d.Weekday(); y.off[d] || d.Year != n || wd != time.Saturday && wd != time.Sunday {
				t.Errorf("%s cannot be a make-up day of %d", d, n)
			}
		}
		for d := range y.off {
			if d.Year != n {
				t.Errorf("%s is not a day of %d", d, n)
			}
		}
		first := Date{n, time.January, 1}
		if worked := c.Workdays(first, Date{n + 1, time.January, 1}); worked < 247 || worked > 255 {
			t.Errorf("%d has %d working days", n, worked)
		}
		if c.Provisional(n) || !strings.Contains(c.Notice(n).Zh, fmt.Sprint(n)) || c.Notice(n).En == "" {
			t.Errorf("%d: notice %+v", n, c.Notice(n))
		}
	}
	if !strings.Contains(c.Notice(2020).Zh, "国办发明电〔2020〕1号") {
		t.Error("2020 must name the notice that extended the Spring Festival")
	}
}

// Years without a notice: fixed days only, and provisional from the first
// deadline that touches them.
func TestUnannouncedYears(t *testing.T) {
	c := calendar(t)
	for day, want := range map[string]bool{
		"2027-01-01": false, "2027-02-08": true, "2029-05-01": false, "2029-05-02": false, "2029-05-03": true,
		"2029-10-01": false, "2029-10-03": false, "2029-10-04": true, "2027-10-09": false,
	} {
		if got := c.Workday(date(day)); got != want {
			t.Errorf("%s: workday %v, want %v", day, got, want)
		}
	}
	if c.Notice(2027).Zh != "" || !c.Provisional(2027) {
		t.Error("2027 is not announced in the data")
	}
	december := date("2026-12-30").At(9, 0, c.zone)
	if _, provisional := c.Deadline(december, 1); provisional {
		t.Error("due on 31 December 2026 rests on a known year")
	}
	if _, provisional := c.Deadline(december, 2); !provisional {
		t.Error("due in 2027 must be provisional")
	}
	c.IsWorkday(0, 0, 0) // no date at all must not crash
}

// Worked out on paper. Due Tuesday 3 March 2020; the pauses lie around Monday
// 2 March and the weekend before it.
func TestExtend(t *testing.T) {
	c := calendar(t)
	due := date("2020-03-03").At(EndOfDay, 0, c.zone)
	for _, x := range []struct{ from, to, want string }{
		{"2020-03-02T09:00", "2020-03-02T16:00", "2020-03-03"}, // within a day
		{"2020-03-02T16:00", "2020-03-03T09:00", "2020-03-04"}, // a day's end
		{"2020-03-02T18:00", "2020-03-03T09:00", "2020-03-03"}, // over night
		{"2020-02-28T18:00", "2020-03-02T08:00", "2020-03-03"}, // over the weekend
		{"2020-02-28T16:00", "2020-03-02T18:00", "2020-03-05"}, // Friday and Monday
		{"2020-03-02T09:00", "2020-03-06T09:00", "2020-03-09"}, // four days, past a weekend
	} {
		if got := c.Extend(due, at(t, c, x.from), at(t, c, x.to)); got != date(x.want).At(EndOfDay, 0, c.zone) {
			t.Errorf("paused %s to %s: due %s, want %s", x.from, x.to, got, x.want)
		}
	}
}

func at(t *testing.T, c *Calendar, s string) time.Time {
	v, err := time.ParseInLocation("2006-01-02T15:04", s, c.zone)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Due Friday 6 March 2020: lateness grows with working days, not on weekends.
func TestOverGrowsOnWorkingDays(t *testing.T) {
	c := calendar(t)
	due := date("2020-03-06").At(EndOfDay, 0, c.zone)
	for now, want := range map[string]int{
		"2020-03-06T17:00": 0, "2020-03-06T17:01": 1, "2020-03-07T12:00": 1, "2020-03-08T12:00": 1,
		"2020-03-09T09:00": 1, "2020-03-10T09:00": 2, "2020-03-13T18:00": 5, "2020-03-14T09:00": 5, "2020-03-16T00:00": 6,
	} {
		if got := c.Left(at(t, c, now), due).Over; got != want {
			t.Errorf("%s: over %d, want %d", now, got, want)
		}
	}
}

// Started Friday 16:00, due Tuesday 17:00: one hour, then two days of eight.
func TestUsed(t *testing.T) {
	c := calendar(t)
	start, due := at(t, c, "2020-03-06T16:00"), at(t, c, "2020-03-10T17:00")
	pause := Pause{at(t, c, "2020-03-09T09:00"), at(t, c, "2020-03-09T17:00")}
	for _, x := range []struct {
		now    string
		pauses []Pause
		want   float64
	}{
		{"2020-03-06T15:00", nil, 0},
		{"2020-03-06T16:30", nil, 0.5 / 17},
		{"2020-03-07T12:00", nil, 1.0 / 17},
		{"2020-03-09T13:00", nil, 5.0 / 17},
		{"2020-03-09T13:00", []Pause{pause}, 1.0 / 9},
		{"2020-03-10T13:00", []Pause{pause}, 5.0 / 9},
		{"2020-03-10T17:00", nil, 1},
		{"2020-03-11T09:00", nil, 1},
	} {
		if got := c.Used(start, due, at(t, c, x.now), x.pauses...); math.Abs(got-x.want) > 1e-9 {
			t.Errorf("%s: %.4f, want %.4f", x.now, got, x.want)
		}
	}
	evening := at(t, c, "2020-03-06T18:00")
	if got := c.Used(evening, evening.Add(time.Hour), evening); got != 0 {
		t.Errorf("a clock without working time starts at 0, got %v", got)
	}
}

func instant(t *rapid.T, c *Calendar, label string) time.Time {
	const span = 4 * 365 * 24 * 60
	minutes := rapid.IntRange(0, span).Draw(t, label)
	return date("2018-06-01").At(0, 0, c.zone).Add(time.Duration(minutes) * time.Minute)
}

// The zone in which an instant happens to be written changes nothing, be it
// one with summer time or one a day away.
func TestZonesDoNotMatter(t *testing.T) {
	c := calendar(t)
	names := []string{"UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := Zone(rapid.SampledFrom(names).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		start, now := instant(t, c, "start"), instant(t, c, "now")
		due, _ := c.Deadline(start, rapid.IntRange(1, 10).Draw(t, "days"))
		for half := range 48 { // some zones differ in few hours of the day only
			event := start.Add(time.Duration(half) * 30 * time.Minute)
			if !first(c.Deadline(event.In(zone), 3)).Equal(first(c.Deadline(event, 3))) {
				t.Fatalf("deadline of %s", event)
			}
		}
		if c.Left(now.In(zone), due.In(zone)) != c.Left(now, due) {
			t.Fatal("left")
		}
		if c.Used(start.In(zone), due.In(zone), now.In(zone)) != c.Used(start, due, now) {
			t.Fatal("used")
		}
		if !c.Extend(due.In(zone), start.In(zone), start.Add(50*time.Hour).In(zone)).Equal(c.Extend(due, start, start.Add(50*time.Hour))) {
			t.Fatal("extend")
		}
	})
}

func first(due time.Time, _ bool) time.Time { return due }

func TestPauseLaws(t *testing.T) {
	c := calendar(t)
	rapid.Check(t, func(t *rapid.T) {
		cuts := rapid.SliceOfN(rapid.IntRange(0, 60*24*60), 6, 6).Draw(t, "cuts")
		slices.Sort(cuts)
		start := instant(t, c, "start")
		cut := func(i int) time.Time { return start.Add(time.Duration(cuts[i]) * time.Minute) }
		pauses := []Pause{{cut(0), cut(1)}, {cut(2), cut(3)}, {cut(4), cut(5)}}
		n := rapid.IntRange(1, 10).Draw(t, "days")
		due, _ := c.Deadline(start, n)

		want, err := c.ExtendAll(due, pauses...)
		if err != nil || want.Before(due) || !c.Workday(DateOf(want, c.zone)) {
			t.Fatalf("%s became %s: %v", due, want, err)
		}
		if got, _ := c.ExtendAll(due, rapid.Permutation(pauses).Draw(t, "order")...); !got.Equal(want) {
			t.Fatal("the order must not matter")
		}
		if split, _ := c.ExtendAll(due, Pause{cut(0), cut(1)}, Pause{cut(1), cut(2)}); !split.Equal(c.Extend(due, cut(0), cut(2))) {
			t.Fatal("a pause in two parts is one pause")
		}
		if got := c.Extend(due, start, cut(3)); !got.Equal(first(c.Deadline(cut(3), n))) {
			t.Fatalf("paused from the start until %s: due %s", cut(3), got)
		}
		_, err = c.ExtendAll(due, Pause{cut(0), cut(3)}, Pause{cut(2), cut(5)})
		if overlap := cut(2).Before(cut(3)); overlap != errors.Is(err, ErrPauses) {
			t.Fatalf("overlap %v, got %v", overlap, err)
		}
	})
	if _, err := c.ExtendAll(time.Time{}, Pause{time.Unix(1, 0), time.Unix(0, 0)}); !errors.Is(err, ErrPauses) {
		t.Error("a pause that ends before it begins must be refused")
	}
}

func TestProgressLaws(t *testing.T) {
	c := calendar(t)
	rapid.Check(t, func(t *rapid.T) {
		start := instant(t, c, "start")
		due, _ := c.Deadline(start, rapid.IntRange(1, 10).Draw(t, "days"))
		now := start.Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "minutes")) * time.Minute)
		a, b := c.Used(start, due, now), c.Used(start, due, now.Add(time.Hour))
		if a < 0 || b < a || b > 1 {
			t.Fatalf("used %v, then %v", a, b)
		}
		l, next := c.Left(now, due), c.Left(now.Add(time.Hour), due)
		if next.Days > l.Days || next.Over < l.Over || (l.Over > 0) != now.After(due) {
			t.Fatalf("left %+v, then %+v", l, next)
		}
	})
}

func TestDateLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Date{2000, time.February, 29}.AddDays(rapid.IntRange(-700_000, 2_900_000).Draw(t, "a"))
		n := rapid.IntRange(-3000, 3000).Draw(t, "n")
		b := a.AddDays(n)
		if a.DaysUntil(b) != n || (n > 0) != a.Before(b) || a.Compare(b) != -b.Compare(a) || (a.Compare(b) < 0) != (n > 0) {
			t.Fatalf("%s and %s, %d days apart", a, b, n)
		}
		if got, err := ParseDate(a.String()); err != nil || got != a {
			t.Fatalf("%s reads as %s: %v", a, got, err)
		}
		if m := a.AddMonths(n); m.Day > a.Day || (m.Year-a.Year)*12+int(m.Month-a.Month) != n {
			t.Fatalf("%s + %d months = %s", a, n, m)
		}
	})
	if got := date("0001-01-01").DaysUntil(date("9999-12-31")); got != 3_652_058 {
		t.Errorf("the whole calendar: %d days", got)
	}
	if got := date("2020-02-29").AddMonths(12); got != date("2021-02-28") {
		t.Errorf("a year after the leap day: %s", got)
	}
}

func TestDateEdges(t *testing.T) {
	type paper struct {
		On   Date         `json:"on"`
		None Date         `json:"none"`
		Paid map[Date]int `json:"paid"`
	}
	const text = `{"on":"2020-02-29","none":"","paid":{"2020-03-24":7}}`
	var p paper
	if err := json.Unmarshal([]byte(text), &p); err != nil || p.On != date("2020-02-29") || !p.None.IsZero() {
		t.Fatalf("%+v: %v", p, err)
	}
	if out, err := json.Marshal(p); err != nil || string(out) != text {
		t.Fatalf("%s: %v", out, err)
	}
	for _, column := range []any{"2020-02-29", []byte("2020-02-29")} {
		var d Date
		if err := d.Scan(column); err != nil || d != date("2020-02-29") {
			t.Errorf("%v became %s: %v", column, d, err)
		}
	}
	kept := date("2020-02-29")
	for _, bad := range []any{"2021-02-29", 20200229, time.Time{}} {
		if err := kept.Scan(bad); err == nil || kept != date("2020-02-29") {
			t.Errorf("%v must be refused and change nothing", bad)
		}
	}
	if err := kept.Scan(nil); err != nil || !kept.IsZero() {
		t.Error("NULL is no date")
	}
	if v, err := kept.Value(); err != nil || v != "" {
		t.Errorf("no date is stored as the empty text, got %v", v)
	}
	shanghai := calendar(t).zone
	if got := DateOf(time.Date(2020, 2, 28, 16, 0, 0, 0, time.UTC), shanghai); got != date("2020-02-29") {
		t.Errorf("midnight in Shanghai: %s", got)
	}
}

// Readers and movers at once: nobody sees time go back. Meant for -race.
func TestBusinessForManyAtOnce(t *testing.T) {
	b := NewBusiness(System)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			last := b.Now()
			for range 500 {
				if err := b.Advance(last.Add(time.Second)); err != nil && !errors.Is(err, ErrBackward) {
					t.Error(err)
				}
				now := b.Now()
				if now.Before(last) {
					t.Errorf("%s after %s", now, last)
				}
				last = now
			}
		})
	}
	all.Wait()
	if ahead := b.Now().Sub(System()); ahead < 500*time.Second {
		t.Errorf("moved by %s only", ahead)
	}
}
