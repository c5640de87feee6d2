package solve

// A generated park: rest is kept, hours and nights are shared, and a sick call
// changes little.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/rostertest"
	"kaigong.example/kaigong/engine/roster/verify"
)

func TestPark(t *testing.T) {
	in := rostertest.Park(1)
	r, err := Solve(context.Background(), in, Options{Seed: 1, Iterations: 4000})
	if err != nil {
		t.Fatal(err)
	}
	s := verify.Check(in, r.Roster)
	if len(s.Violations) > 0 || len(r.Faults) > 0 {
		t.Fatalf("broken %v, faults %v", s.Violations, r.Faults)
	}
	spread, nights := rostertest.Shares(in, r.Roster)
	t.Logf("%+v spread %.3f nights %d bound %d", s, spread, nights, r.Bound)
	if spread > 0.10 || nights > 1 {
		t.Errorf("hours vary by %.1f %%, nights differ by %d", spread*100, nights)
	}
	few := 0
	const calls = 10
	for k := range calls {
		p, d := k*6, 0
		for d = 5; r.Roster.Days[p][d] == roster.Off; d++ {
		}
		n, err := Replan(context.Background(), in, r.Roster, []Call{{p, d, d}}, d, 0, Options{Seed: 1, Iterations: 300})
		if err != nil {
			t.Fatal(err)
		}
		v := verify.Check(n.Instance, n.Roster)
		if len(v.Violations) > 0 {
			t.Fatalf("after a call: %v", v.Violations)
		}
		if n.Cost != v.Cost {
			t.Fatalf("re-plan says %d, judge says %d", n.Cost, v.Cost)
		}
		if len(n.Changes) <= 3 {
			few++
		}
		t.Log(len(n.Changes), n.Cost, v.Missing)
	}
	if few < calls*9/10 {
		t.Errorf("only %d of %d calls changed at most three assignments", few, calls)
	}
}
