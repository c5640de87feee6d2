package solve

// The solver against every roster there is: tiny instances with all kinds of
// rules are enumerated and judged by package verify, which shares no code with the
// solver.

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/verify"
)

// drawInstance makes an instance small enough to enumerate.
func drawInstance(t *rapid.T) *roster.Instance {
	people := rapid.IntRange(1, 2).Draw(t, "people")
	days := rapid.IntRange(3, 8/people).Draw(t, "days")
	in := &roster.Instance{Name: "tiny", Days: days, Weekday: rapid.IntRange(0, 6).Draw(t, "weekday")}
	in.Types = []roster.ShiftType{
		{ID: "E", Start: rapid.SampledFrom([]int{roster.Unknown, 360, 480}).Draw(t, "start"), Minutes: rapid.SampledFrom([]int{240, 480}).Draw(t, "minutes")},
		{ID: "N", Slot: "n", Start: 1320, Minutes: 480, Night: true},
	}
	if rapid.Bool().Draw(t, "bars") {
		in.Types[1].Bars = []int{0}
	}
	if rapid.Bool().Draw(t, "skilled") {
		in.Types[1].Skills = []string{"s"}
	}
	small := func(name string, top int) int { return rapid.IntRange(0, top).Draw(t, name) }
	in.Rules = roster.Rules{RestMinutes: small("rest", 1) * 660, MaxDayMinutes: rapid.SampledFrom([]int{0, 500, 800}).Draw(t, "day minutes")}
	in.Rules.Fair = roster.Fairness{Minutes: small("fair", 2), Nights: small("fair nights", 2), Weekends: small("fair weekends", 2)}
	if people > 1 && rapid.Bool().Draw(t, "guided") {
		in.Rules.Guide = roster.Guide{Weight: 3}
		in.Pairs = []roster.Pair{{Kind: rapid.SampledFrom([]roster.PairKind{roster.Together, roster.Apart}).Draw(t, "kind"), A: 0, B: 1, SamePost: true, Weight: 2}}
	}
	for i := range people {
		in.People = append(in.People, drawPerson(t, i, days))
	}
	for d := range days {
		for k := range in.Types {
			in.Cover = append(in.Cover, roster.Cover{Day: d, Type: k, Need: small("need", 2), Under: small("under", 9), Over: small("over", 3)})
		}
	}
	for range small("wishes", 4) {
		in.Wishes = append(in.Wishes, roster.Wish{Person: small("who", people-1), Day: small("day", days-1), Type: small("type", 2) - 1, On: rapid.Bool().Draw(t, "on"), Weight: small("weight", 5)})
	}
	return in
}

func drawPerson(t *rapid.T, i, days int) roster.Person {
	small := func(name string, top int) int { return rapid.IntRange(0, top).Draw(t, name) }
	p := roster.Person{ID: string(rune('A' + i)), MaxRun: small("max run", 4), MinRun: small("min run", 3), MinOff: small("min off", 3),
		MaxWeekends: small("weekends", 2) - 1, MinMinutes: 240 * small("min minutes", 4), MaxWeekShifts: small("week shifts", 3), MaxWeekMinutes: 240 * small("week minutes", 6)}
	if top := small("max minutes", 8); top > 0 {
		p.MaxMinutes = p.MinMinutes + 240*top
	}
	p.MaxShifts = []int{small("max E", 4) - 1, small("max N", 3) - 1}
	p.Skills = []roster.Skill{{Name: "s", Until: small("until", days)}}
	p.New, p.Experienced = i == 0, rapid.Bool().Draw(t, "experienced")
	if rapid.Bool().Draw(t, "absent") {
		p.Absences = []roster.Absence{{Day: small("absent on", days-1), Type: small("absent from", 2) - 1}}
	}
	switch small("before", 2) {
	case 1:
		p.Before = &roster.Before{Off: 1 + small("off", 2)}
	case 2:
		p.Before = &roster.Before{Type: small("last", 1), Worked: 1 + small("worked", 2)}
	}
	return p
}

// cheapest enumerates all rosters; false when none keeps the rules.
func cheapest(in *roster.Instance) (best int64, found bool) {
	r := roster.NewRoster(len(in.People), in.Days)
	cells := len(in.People) * in.Days
	var try func(cell int)
	try = func(cell int) {
		if cell == cells {
			if s := verify.Check(in, r); len(s.Violations) == 0 && (!found || s.Cost < best) {
				best, found = s.Cost, true
			}
			return
		}
		for t := roster.Off; t < len(in.Types); t++ {
			r.Days[cell/in.Days][cell%in.Days] = t
			try(cell + 1)
		}
	}
	try(0)
	return best, found
}

func TestAgainstAllRosters(t *testing.T) {
	feasible := 0
	rapid.Check(t, func(t *rapid.T) {
		in := drawInstance(t)
		want, found := cheapest(in)
		got, err := Solve(context.Background(), in, Options{Seed: 1, Iterations: 4000})
		if err != nil {
			t.Fatal(err)
		}
		score := verify.Check(in, got.Roster)
		if !found {
			if len(got.Faults) == 0 {
				t.Fatalf("no roster keeps the rules, but nobody is named: %v", score.Violations)
			}
			return
		}
		feasible++
		if len(score.Violations) > 0 || len(got.Faults) > 0 {
			t.Fatalf("broken %v, faults %v", score.Violations, got.Faults)
		}
		if got.Cost != score.Cost {
			t.Fatalf("solver says %d, judge says %+v", got.Cost, score)
		}
		if got.Bound > want {
			t.Fatalf("bound %d above the optimum %d", got.Bound, want)
		}
		if len(in.People) == 1 && got.Cost != want {
			t.Fatalf("cost %d, optimum %d", got.Cost, want)
		}
		if got.Cost > want+want/2+6 {
			t.Fatalf("cost %d is far from the optimum %d", got.Cost, want)
		}
	})
	if feasible == 0 {
		t.Fatal("no drawn instance had a roster: the test looked at nothing")
	}
}
