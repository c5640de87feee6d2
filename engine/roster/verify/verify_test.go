package verify

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kaigong.example/kaigong/engine/roster"
)

// clean is two weeks of two people in which no rule is broken: D by day and N by
// night at one post, E at another.
func clean() (*roster.Instance, roster.Roster) {
	in := &roster.Instance{Days: 14, Types: []roster.ShiftType{
		{ID: "D", Slot: "day", Start: 480, Minutes: 480}, {ID: "N", Start: 1320, Minutes: 480, Night: true, Skills: []string{"gate"}, Bars: []int{0}}, {ID: "E", Slot: "day", Start: 840, Minutes: 480}}}
	gate := []roster.Skill{{Name: "gate", Until: 9}}
	for _, id := range []string{"A", "B"} {
		in.People = append(in.People, roster.Person{ID: id, MaxShifts: []int{8, 2, 3}, MinMinutes: 480 * 4, MaxMinutes: 480 * 9, MaxRun: 4, MinRun: 2, MinOff: 2, MaxWeekends: 1, MaxWeekMinutes: 480 * 5, MaxWeekShifts: 5, Skills: gate})
	}
	in.People[0].Absences = []roster.Absence{{Day: 4, Type: roster.Any}, {Day: 12, Type: 1}}
	in.People[0].New, in.People[1].Experienced = true, true
	in.Rules = roster.Rules{RestMinutes: 660, MaxDayMinutes: 600, Guide: roster.Guide{Weight: 7, Hard: true}}
	in.Pins = []roster.Pin{{Person: 0, Day: 0, Type: 0}}
	in.Pairs = []roster.Pair{{Kind: roster.Apart, A: 0, B: 1, SamePost: true, Hard: true, Weight: 2}}
	return in, rows("DDDD---DDDD---", "--DDDD---DDD--")
}

func rows(lines ...string) (r roster.Roster) {
	for _, line := range lines {
		var row []int
		for _, c := range line {
			row = append(row, map[rune]int{'-': roster.Off, 'D': 0, 'N': 1, 'E': 2}[c])
		}
		r.Days = append(r.Days, row)
	}
	return r
}

// free takes the rules between people away, which the base roster breaks.
func free(in *roster.Instance) { in.Pairs, in.Rules.Guide = nil, roster.Guide{} }

// TestPlanted breaks one rule after the other; each is named with its day.
func TestPlanted(t *testing.T) {
	for name, c := range map[string]struct {
		a, b  string
		rule  roster.Rule
		day   int
		loose func(in *roster.Instance)
	}{
		"nothing":        {a: "DDDD---DDDD---", b: "--DDDD---DDD--"},
		"absence":        {"DDD-DD-DDDD---", "", roster.RuleAbsence, 4, nil},
		"one type away":  {"DDDD-------DND", "", roster.RuleAbsence, 12, nil},
		"expired skill":  {"", "--DDDD---DDN--", roster.RuleSkill, 11, nil},
		"succession":     {"", "--DDND---DDD--", roster.RuleFollow, 5, nil},
		"rest":           {"", "--DDNE---DDD--", roster.RuleRest, 5, nil},
		"day minutes":    {"", "--DDNE---DDD--", roster.RuleDayMinutes, 5, nil},
		"most of a type": {"DDDD---EEEE---", "", roster.RuleMaxShifts, roster.None, nil},
		"least minutes":  {"DDD-----------", "", roster.RuleMinMinutes, roster.None, nil},
		"most minutes":   {"DDDD--DDDD--EE", "", roster.RuleMaxMinutes, roster.None, func(in *roster.Instance) { in.People[0].MaxMinutes = 480 * 8 }},
		"long run":       {"", "-DDDDD---DDD--", roster.RuleMaxRun, 1, nil},
		"short run":      {"DDDD---D---DDD", "", roster.RuleMinRun, 7, nil},
		"short rest":     {"", "--DDDD-DDDD---", roster.RuleMinOff, 6, nil},
		"weekends":       {"", "--DDDD-----DDD", roster.RuleWeekends, roster.None, func(in *roster.Instance) { in.People[1].MaxWeekends = 0 }},
		"week minutes":   {"", "--DDDD---DDD--", roster.RuleWeekTime, 0, func(in *roster.Instance) { in.People[1].MaxWeekMinutes = 480 * 3 }},
		"week shifts":    {"", "--DDDD---DDD--", roster.RuleWeekShifts, 0, func(in *roster.Instance) { in.People[1].MaxWeekShifts = 3 }},
		"pin":            {"-DDD---DDDD---", "", roster.RulePin, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			in, r := clean()
			free(in)
			if c.loose != nil {
				c.loose(in)
			}
			if c.a != "" {
				r.Days[0] = rows(c.a).Days[0]
			}
			if c.b != "" {
				r.Days[1] = rows(c.b).Days[0]
			}
			s := Check(in, r)
			if c.rule == "" {
				if len(s.Violations) > 0 {
					t.Errorf("clean, but %v", s.Violations)
				}
				return
			}
			if !slices.ContainsFunc(s.Violations, func(v Violation) bool { return v.Rule == c.rule && v.Day == c.day }) {
				t.Errorf("%s on day %d is not named: %v", c.rule, c.day, s.Violations)
			}
		})
	}
}

// TestBetween: both on D from day 2 breaks Apart on the days they share.
func TestBetween(t *testing.T) {
	in, r := clean()
	s := Check(in, r)
	shared := 0
	for d := range in.Days {
		if r.Days[0][d] == 0 && r.Days[1][d] == 0 {
			shared++
		}
	}
	// A is new and alone on days 0, 1, 7 and 8.
	if shared != 4 || s.Pairs != int64(2*shared) || s.Guide != 4*7 || len(s.Violations) != shared+4 {
		t.Errorf("shared %d, %+v", shared, s)
	}
	in.Pairs[0].Kind = roster.Together
	if s := Check(in, r); s.Pairs != 2*7 { // 0, 1, 4, 5, 7, 8 and 11: one works and the other does not
		t.Errorf("together: %+v", s)
	}
}

// TestCost adds up by hand: cover, wishes, fair shares.
func TestCost(t *testing.T) {
	in, r := clean()
	free(in)
	in.Cover = []roster.Cover{{Day: 0, Type: 0, Need: 3, Under: 100, Over: 1}, {Day: 2, Type: 0, Need: 0, Under: 100, Over: 1}, {Day: 1, Type: 1, Need: 2, Under: 10}}
	in.Wishes = []roster.Wish{{Person: 0, Day: 0, Type: 0, On: true, Weight: 5}, {Person: 0, Day: 4, Type: roster.Any, On: true, Weight: 7}, {Person: 1, Day: 3, Type: roster.Any, Weight: 11}, {Person: 1, Day: 0, Type: roster.Any, Weight: 13}}
	// Missing: 2 of D on day 0 and 2 of N on day 1; 2 too many on day 2.
	// Wishes: A is off on day 4 (7), B works on day 3 (11).
	s := Check(in, r)
	if s.Cover != 2*100+2*1+2*10 || s.Wishes != 18 || s.Missing != 4 || s.Surplus != 2 || s.Cost != 240 {
		t.Errorf("%+v", s)
	}
	// Need is 5 shifts of 480 minutes: 2 nights, none on weekends. A can work on 13
	// days, B on 14, so A's share is 65/27, B's 70/27: both between 2 and 3. A has
	// 8 shifts, 5 too many, B has 7, 4 too many. By night A has 9 open days (10 with
	// the skill, one off), B 10: shares 18/19 and 20/19 of 2 nights; both have none,
	// so A is within 0 to 1 and B is 1 short.
	in.Rules.Fair = roster.Fairness{Minutes: 1, Nights: 10}
	if s := Check(in, r); s.Fairness != 25+16+10 {
		t.Errorf("fairness %+v", s)
	}
}

func TestShape(t *testing.T) {
	in, r := clean()
	for _, bad := range []roster.Roster{{}, {Days: r.Days[:1]}, {Days: [][]int{r.Days[0], {0}}}, rows("DDDD---DDDD---", "--DDDD---DDD--")} {
		if len(bad.Days) == 2 && len(bad.Days[1]) > 1 {
			bad.Days[1][3] = 9
		}
		if s := Check(in, bad); len(s.Violations) != 1 || s.Violations[0].Rule != roster.RuleShape {
			t.Errorf("%v: %+v", bad, s)
		}
	}
}

// TestBefore: what happened before day 0 counts.
func TestBefore(t *testing.T) {
	in, r := clean()
	free(in)
	in.People[0].Before = &roster.Before{Type: 1, Worked: 1} // a night before D, and a fifth day
	in.People[1].Before = &roster.Before{Type: 0, Worked: 1} // too short a run
	s := Check(in, r)
	for _, want := range []Violation{{roster.RuleFollow, "A", 0, 1, 0}, {roster.RuleMaxRun, "A", 0, 5, 4}, {roster.RuleMinRun, "B", 0, 1, 2}} {
		if !slices.Contains(s.Violations, want) {
			t.Errorf("%v is not named: %v", want, s.Violations)
		}
	}
}

// TestPublished: with everybody off, each published instance costs what its file
// adds up to: all cover short, all wishes to work refused.
func TestPublished(t *testing.T) {
	root := os.Getenv("KAIGONG_BENCH")
	if root == "" {
		t.Log("KAIGONG_BENCH is not set: the published instances were not read")
		return
	}
	files, err := filepath.Glob(filepath.Join(root, "roster", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no instances", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in, err := roster.ReadText(name, text)
		if err != nil {
			t.Fatal(name, err)
		}
		want := int64(0)
		for _, c := range in.Cover {
			want += int64(c.Need * c.Under)
		}
		for _, w := range in.Wishes {
			if w.On {
				want += int64(w.Weight)
			}
		}
		if s := Check(in, roster.NewRoster(len(in.People), in.Days)); s.Cost != want || len(s.Violations) < len(in.People) {
			t.Errorf("%s: %+v, want %d", name, s.Cost, want)
		}
	}
}
