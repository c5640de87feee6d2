package solve

import (
	"context"
	"math/rand/v2"
	"testing"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/rostertest"
	"kaigong.example/kaigong/engine/roster/verify"
)

// TestTiesAreCharged: what charge adds to a cell is exactly what the total of all
// ties changes by when a person who is off works there.
func TestTiesAreCharged(t *testing.T) {
	in := rostertest.Park(4)
	in.Pairs = append(in.Pairs, roster.Pair{Kind: roster.Together, A: 0, B: 10, SamePost: true, Hard: true, Weight: 9}, roster.Pair{Kind: roster.Apart, A: 4, B: 5, Weight: 6})
	p := compile(in)
	s := newState(p)
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range s.path {
		for d := range s.path[i] {
			s.path[i][d] = int8(rng.IntN(p.types+1) - 1)
		}
	}
	differ := 0
	for range 3000 {
		i, d, k := []int{0, 1, 2, 3, 4, 5, 10, 20}[rng.IntN(8)], rng.IntN(p.days), rng.IntN(p.types)
		s.path[i][d] = -1
		cost := make([]int64, p.days*p.types)
		p.ties.charge(p, s, i, cost)
		before := p.ties.total(p, s)
		s.path[i][d] = int8(k)
		after := p.ties.total(p, s)
		if got := cost[d*p.types+k]; got != after-before {
			t.Fatalf("person %d day %d type %d is charged %d, the total changes by %d", i, d, k, got, after-before)
		}
		if after != before {
			differ++
		}
	}
	if differ < 300 {
		t.Errorf("only %d of 3000 cells touched a tie", differ)
	}
}

// TestSundayFirst: a horizon that begins on a Sunday, after a Saturday that was
// worked, counts that Sunday as a weekend.
func TestSundayFirst(t *testing.T) {
	in := &roster.Instance{Days: 8, Weekday: 6, Types: []roster.ShiftType{{ID: "D", Start: roster.Unknown, Minutes: 60}},
		People: []roster.Person{{ID: "A", MaxWeekends: 1, Before: &roster.Before{Worked: 1}}}}
	for d := range in.Days {
		in.Cover = append(in.Cover, roster.Cover{Day: d, Need: 1, Under: 10, Over: 1})
	}
	r, err := Solve(context.Background(), in, Options{Seed: 1, Iterations: 100})
	if err != nil {
		t.Fatal(err)
	}
	if s := verify.Check(in, r.Roster); len(s.Violations) > 0 || s.Missing != 1 || r.Cost != 10 {
		t.Errorf("%v %+v", r.Roster, s)
	}
}
