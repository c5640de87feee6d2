package solve

// Many shift types on a short horizon: the program of everybody has more rows than
// the simplex method takes, and is solved by the first-order method.

import (
	"context"
	"fmt"
	"testing"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/verify"
)

// planted is an instance of 24 types in three slots whose need and wishes are those
// of a roster that was made first, five days on and two off: it costs nothing, so
// no bound may be above 0.
func planted() (*roster.Instance, roster.Roster) {
	const people, days, types, slot = 30, 14, 24, 8
	in := &roster.Instance{Name: "planted", Days: days}
	for t := range types {
		k := roster.ShiftType{ID: fmt.Sprint("t", t), Start: roster.Unknown, Minutes: 480}
		for b := range t / slot * slot {
			k.Bars = append(k.Bars, b)
		}
		in.Types = append(in.Types, k)
	}
	plan := roster.NewRoster(people, days)
	need := make([]int, days*types)
	for p := range people {
		q := roster.Person{ID: fmt.Sprint("p", p), MinMinutes: 9 * 480, MaxMinutes: 11 * 480, MaxRun: 5, MinRun: 2, MinOff: 2, MaxWeekends: roster.None}
		for t := range types {
			q.MaxShifts = append(q.MaxShifts, []int{roster.None, 4, 0}[(t/slot+3-p%3)%3])
		}
		in.People = append(in.People, q)
		for d := range days {
			if (d+p)%7 >= 5 {
				in.Wishes = append(in.Wishes, roster.Wish{Person: p, Day: d, Type: roster.Any, Weight: 3})
				continue
			}
			t := p%3*slot + (p+d*3)%slot
			plan.Days[p][d] = t
			need[d*types+t]++
			if (p+d)%4 == 0 {
				in.Wishes = append(in.Wishes, roster.Wish{Person: p, Day: d, Type: t, On: true, Weight: 2})
			}
		}
	}
	for i, n := range need {
		in.Cover = append(in.Cover, roster.Cover{Day: i / types, Type: i % types, Need: n, Under: 100, Over: 1})
	}
	return in, plan
}

func TestManyTypes(t *testing.T) {
	in, plan := planted()
	if s := verify.Check(in, plan); s.Cost != 0 || len(s.Violations) > 0 {
		t.Fatalf("the planted roster is judged %+v", s)
	}
	r, err := Solve(context.Background(), in, Options{Seed: 1, Iterations: 8000})
	if err != nil {
		t.Fatal(err)
	}
	s := verify.Check(in, r.Roster)
	if len(s.Violations) > 0 || s.Cost != r.Cost {
		t.Errorf("costs %d, judged %+v", r.Cost, s)
	}
	t.Logf("cost %d, bound %d, best after %d of %d", r.Cost, r.Bound, r.BestAt, r.Iterations)
	if r.Bound > 0 {
		t.Errorf("bound %d, a roster costs 0", r.Bound)
	}
	if r.Cost > 100 {
		t.Errorf("cost %d: more than one person is missing where nobody need be", r.Cost)
	}
}
