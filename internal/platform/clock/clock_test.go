package clock

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func calendar(t testing.TB) *Calendar {
	zone, err := Zone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCalendar(zone)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func date(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Checked by hand against the notices: 2020's extended Spring Festival, worked
// weekends, ordinary days.
func TestWorkdays(t *testing.T) {
	c := calendar(t)
	for day, want := range map[string]bool{
		"2020-01-19": true, "2020-01-24": false, "2020-01-31": false, "2020-02-02": false, "2020-02-03": true,
		"2020-02-29": false, "2020-04-04": false, "2020-04-06": false, "2020-04-26": true, "2020-05-05": false,
		"2020-05-09": true, "2020-05-10": false, "2020-06-25": false, "2020-06-28": true, "2020-10-08": false,
		"2020-09-27": true, "2023-10-06": false, "2023-10-07": true, "2024-02-04": true, "2024-02-17": false,
	} {
		if got := c.Workday(date(day)); got != want {
			t.Errorf("%s: workday %v, want %v", day, got, want)
		}
	}
}

// Worked out on paper: submitted on Saturday 29 February 2020, the clock's
// start day is Monday 2 March; one working day later is Tuesday 17:00.
func TestDeadline(t *testing.T) {
	c := calendar(t)
	for _, x := range []struct {
		from string
		days int
		want string
	}{
		{"2020-02-29T10:00:00+08:00", 1, "2020-03-03T17:00:00+08:00"},
		{"2020-03-02T17:00:00+08:00", 1, "2020-03-03T17:00:00+08:00"},
		{"2020-03-02T17:00:01+08:00", 1, "2020-03-04T17:00:00+08:00"},
		{"2020-01-23T16:00:00+08:00", 2, "2020-02-04T17:00:00+08:00"},
		{"2020-04-30T18:00:00+08:00", 3, "2020-05-09T17:00:00+08:00"},
		{"2020-06-24T09:00:00+08:00", 1, "2020-06-28T17:00:00+08:00"},
	} {
		from, _ := time.Parse(time.RFC3339, x.from)
		want, _ := time.Parse(time.RFC3339, x.want)
		if got, prov := c.Deadline(from, x.days); !got.Equal(want) || prov {
			t.Errorf("%s + %d: %s, want %s", x.from, x.days, got, want)
		}
	}
	if _, prov := c.Deadline(date("2031-05-06").At(9, 0, c.Zone()), 1); !prov {
		t.Error("a year without notice must be provisional")
	}
}

func TestLeft(t *testing.T) {
	c := calendar(t)
	due := date("2020-03-04").At(17, 0, c.Zone())
	for _, x := range []struct {
		now  time.Time
		want Left
	}{
		{date("2020-03-02").At(9, 0, c.Zone()), Left{Days: 2}},
		{date("2020-03-04").At(10, 40, c.Zone()), Left{Today: 6*time.Hour + 20*time.Minute}},
		{date("2020-03-04").At(17, 1, c.Zone()), Left{Over: 1}},
		{date("2020-03-09").At(9, 0, c.Zone()), Left{Over: 3}},
	} {
		if got := c.Left(x.now, due); got != x.want {
			t.Errorf("%s: %+v, want %+v", x.now, got, x.want)
		}
	}
}

func TestDeadlineLaws(t *testing.T) {
	c := calendar(t)
	base := date("2019-01-01").At(0, 0, c.Zone())
	rapid.Check(t, func(t *rapid.T) {
		from := base.Add(time.Duration(rapid.IntRange(0, 3*365*24*60).Draw(t, "minutes")) * time.Minute)
		n := rapid.IntRange(1, 20).Draw(t, "days")
		due, _ := c.Deadline(from, n)
		if !c.Workday(DateOf(due, c.zone)) {
			t.Fatalf("%s is a day off", due)
		}
		if later, _ := c.Deadline(from.Add(time.Minute), n); later.Before(due) {
			t.Fatal("a later start must not be due earlier")
		}
		if elsewhere, _ := c.Deadline(from.In(time.FixedZone("elsewhere", -9*3600)), n); !elsewhere.Equal(due) {
			t.Fatal("the machine's zone must not matter")
		}
		if next, _ := c.Deadline(from, n+1); !next.After(due) {
			t.Fatal("one day more must be due later")
		}
	})
}

func TestDates(t *testing.T) {
	if got := date("2020-01-31").AddMonths(1); got != date("2020-02-29") {
		t.Errorf("31 January plus a month: %s", got)
	}
	if got := date("2020-02-28").DaysUntil(date("2020-03-01")); got != 2 {
		t.Errorf("leap February: %d days", got)
	}
	for _, bad := range []string{"2020-02-30", "2020-2-3", "", "2020-13-01", "20200203"} {
		if _, err := ParseDate(bad); err == nil {
			t.Errorf("%q must be refused", bad)
		}
	}
}

func TestBusinessOnlyGoesForward(t *testing.T) {
	at := date("2020-06-30").At(9, 0, time.UTC)
	b := Standing(at)
	if err := b.Advance(at.Add(-time.Second)); err != ErrBackward {
		t.Fatalf("got %v", err)
	}
	if err := b.Advance(at.AddDate(0, 1, 0)); err != nil || !b.Now().Equal(at.AddDate(0, 1, 0)) {
		t.Fatalf("%v %v", err, b.Now())
	}
	machine := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	b.Start(func() time.Time { return machine })
	machine = machine.Add(time.Hour)
	if got := b.Now(); !got.Equal(at.AddDate(0, 1, 0).Add(time.Hour)) {
		t.Fatalf("after starting it must run on, got %v", got)
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2020-02-29")
	f.Add("0000-00-00")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil && d.String() != s {
			t.Fatalf("%q became %q", s, d)
		}
	})
}
