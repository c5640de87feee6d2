// Package rostertest makes instances for tests and benchmarks: a park whose
// checkpoints are kept by volunteers.
package rostertest

import (
	"fmt"
	"math"
	"math/rand/v2"

	"kaigong.example/kaigong/engine/roster"
)

// Weights of a park: one person missing is worth more than any wish.
const (
	missing = 300
	surplus = 20
)

// Park is four weeks of six checkpoints with three shifts a day, 22 people at a
// time over the day, for sixty volunteers: certificates that expire, absences,
// wishes, at least 11 hours of rest, at most 10 hours a day and 5 shifts a week.
func Park(seed uint64) *roster.Instance {
	rng := rand.New(rand.NewPCG(seed, 1))
	in := &roster.Instance{Name: fmt.Sprintf("park-%d", seed), Days: 28, Start: "2020-02-10"}
	in.Rules = roster.Rules{RestMinutes: 660, MaxDayMinutes: 600, Fair: roster.Fairness{Minutes: 30, Nights: 400}, Guide: roster.Guide{Weight: 15}}
	for post := range 6 {
		for k, slot := range []string{"day", "evening", "night"} {
			t := roster.ShiftType{ID: fmt.Sprintf("P%d-%s", post+1, slot), Post: fmt.Sprintf("P%d", post+1), Slot: slot, Start: 360 + 480*k, Minutes: 480, Night: k == 2}
			if post == 0 {
				t.Skills = []string{"traffic"}
			}
			in.Types = append(in.Types, t)
			need := 1
			if k == 0 && post < 4 {
				need = 2
			}
			for d := range in.Days {
				in.Cover = append(in.Cover, roster.Cover{Day: d, Type: len(in.Types) - 1, Need: need, Under: missing, Over: surplus})
			}
		}
	}
	for i := range 60 {
		in.People = append(in.People, volunteer(rng, i, in.Days))
		for range 4 {
			in.Wishes = append(in.Wishes, roster.Wish{Person: i, Day: rng.IntN(in.Days), Type: roster.Any, On: rng.IntN(3) == 0, Weight: 1 + rng.IntN(5)})
		}
	}
	in.Pairs = []roster.Pair{{Kind: roster.Together, A: 0, B: 1, Weight: 4}, {Kind: roster.Apart, A: 2, B: 3, Weight: 20}}
	return in
}

func volunteer(rng *rand.Rand, i, days int) roster.Person {
	p := roster.Person{ID: fmt.Sprintf("V%02d", i+1), MaxRun: 5, MaxWeekends: roster.None, MaxWeekShifts: 5, New: i%10 == 0, Experienced: i%3 == 1}
	switch rng.IntN(3) {
	case 0:
		p.Skills = []roster.Skill{{Name: "traffic", Until: roster.Forever}}
	case 1:
		p.Skills = []roster.Skill{{Name: "traffic", Until: rng.IntN(days)}}
	}
	for range 2 {
		p.Absences = append(p.Absences, roster.Absence{Day: rng.IntN(days), Type: roster.Any})
	}
	return p
}

// Shares is the coefficient of variation of the minutes and the difference between
// the most and the fewest nights.
func Shares(in *roster.Instance, r roster.Roster) (spread float64, nights int) {
	sum, squares, most, fewest := 0.0, 0.0, 0, math.MaxInt
	for _, row := range r.Days {
		minutes, n := 0.0, 0
		for _, t := range row {
			if t != roster.Off {
				minutes += float64(in.Types[t].Minutes)
				if in.Types[t].Night {
					n++
				}
			}
		}
		sum, squares = sum+minutes, squares+minutes*minutes
		most, fewest = max(most, n), min(fewest, n)
	}
	n := float64(len(r.Days))
	return math.Sqrt(squares/n-sum/n*sum/n) / (sum / n), most - fewest
}
