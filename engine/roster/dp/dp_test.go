package dp

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// plain walks every path and keeps the cheapest that obeys maxima, checked here in
// the plainest way: runs, time off, units, weekends, one weekly counter, caps.
func plain(s *Shape, l Limits, caps []int, cost []int64) (best int64, found bool) {
	path := make([]int, s.Days)
	var try func(d int)
	try = func(d int) {
		if d == s.Days {
			if v, ok := worth(s, l, caps, cost, path); ok && (!found || v < best) {
				best, found = v, true
			}
			return
		}
		for t := -1; t < s.Types; t++ {
			path[d] = t
			try(d + 1)
		}
	}
	try(0)
	return best, found
}

func worth(s *Shape, l Limits, caps []int, cost []int64, path []int) (sum int64, ok bool) {
	units, count, week, weekends, weekend := 0, make([]int, s.Types), 0, 0, false
	run, kind, first := 0, -2, true
	end := func(last bool) bool {
		switch {
		case kind == 1:
			return run <= l.MaxRun && (first || last || run >= l.MinRun)
		case kind == 0:
			return first || last || run >= l.MinOff
		}
		return true
	}
	for d, t := range path {
		works := 0
		if t >= 0 {
			works = 1
		}
		if s.Weekday[d] == 0 {
			week = 0
		}
		if s.Weekday[d] == 5 {
			weekend = false
		}
		if works != kind {
			if !end(false) {
				return 0, false
			}
			first, run, kind = d == 0, 0, works
		}
		run++
		if t < 0 {
			continue
		}
		if d > 0 && path[d-1] >= 0 && !s.Follow[path[d-1]*s.Types+t] || cost[d*s.Types+t] >= Never {
			return 0, false
		}
		sum += cost[d*s.Types+t]
		units, count[t] = units+s.Units[t], count[t]+1
		if week++; week > l.Lazy[0].Cap {
			return 0, false
		}
		if s.Weekday[d] >= 5 && !weekend {
			weekend = true
			weekends++
		}
	}
	for t, n := range count {
		if caps[t] >= 0 && n > caps[t] {
			return 0, false
		}
	}
	return sum, end(true) && units >= l.MinUnits && (l.MaxUnits < 0 || units <= l.MaxUnits) && weekends <= l.MaxWeekends
}

// TestAgainstAllPaths compares Best with full enumeration. Where maxima were
// priced, value and bound enclose the optimum; otherwise they meet it.
func TestAgainstAllPaths(t *testing.T) {
	met := 0
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string, low, high int) int { return rapid.IntRange(low, high).Draw(t, name) }
		s := &Shape{Days: n("days", 2, 8), Types: 2, Units: []int{n("u0", 1, 2), n("u1", 1, 3)}}
		first := n("weekday", 0, 6)
		for d := range s.Days {
			s.Weekday = append(s.Weekday, uint8((d+first)%7))
		}
		for range 4 {
			s.Follow = append(s.Follow, rapid.Bool().Draw(t, "follow"))
		}
		l := Limits{MinUnits: n("min", 0, 6), MaxUnits: n("max", -1, 9), MaxRun: n("max run", 1, 8), MinRun: n("min run", 1, 3), MinOff: n("min off", 1, 3), MaxWeekends: n("weekends", 0, 2)}
		l.Lazy = []Counter{{Cap: n("week", 1, 5), Step: []int{1, 1}, Weekly: true}}
		caps := []int{n("cap 0", -1, 4), n("cap 1", -1, 4)}
		cost := make([]int64, s.Days*s.Types)
		for i := range cost {
			if cost[i] = int64(n("cost", -9, 9)); n("forbidden", 0, 9) == 0 {
				cost[i] = Never
			}
		}
		var w Workspace
		want, found := plain(s, l, caps, cost)
		value, bound, ok := w.Best(NewPerson(s, l, caps), cost, nil)
		if ok != found {
			t.Fatalf("found %v, enumeration says %v", ok, found)
		}
		if !ok {
			return
		}
		met++
		path := make([]int, s.Days)
		for d, k := range w.Path {
			path[d] = int(k)
		}
		if real, keeps := worth(s, l, caps, cost, path); !keeps || real != value {
			t.Fatalf("path %v costs %d (keeps rules %v), answered %d", path, real, keeps, value)
		}
		if value != want || bound > want {
			t.Fatalf("value %d, bound %d, optimum %d", value, bound, want)
		}
	})
	if met == 0 {
		t.Fatal("no drawn person had a roster: the test looked at nothing")
	}
}

// TestPricedMaxima drives the multipliers, which small maxima do not reach: the
// answer keeps the maxima, and the bound stays below the exact optimum.
func TestPricedMaxima(t *testing.T) {
	const days = 70
	s := &Shape{Days: days, Types: 2, Units: []int{1, 1}, Follow: []bool{true, true, true, true}}
	cost := make([]int64, 2*days)
	for d := range days {
		s.Weekday = append(s.Weekday, uint8(d%7))
		cost[2*d], cost[2*d+1] = -int64(50+d*37%41), -int64(20+d*17%29)
	}
	caps := []int{20, -1}
	p := NewPerson(s, Limits{MaxUnits: -1, MaxRun: 5, MinRun: 1, MinOff: 2, MaxWeekends: -1}, caps)
	if p.size(1)*days <= exactly {
		t.Fatal("the maximum is counted: the test looks at nothing")
	}
	var w Workspace
	value, bound, ok := w.Best(p, cost, nil)
	count := 0
	for _, k := range w.Path {
		if k == 0 {
			count++
		}
	}
	exact, ok2 := w.Cheapest(p.graph(1), cost, nil)
	if !ok || !ok2 || count > 20 || bound > exact || value < exact {
		t.Errorf("value %d, bound %d, exact %d, %d of the type", value, bound, exact, count)
	}
	if gap := float64(value-bound) / float64(-exact); gap > 0.02 {
		t.Errorf("value %d and bound %d are %.1f %% apart", value, bound, gap*100)
	}
}

// TestMultipliersKept: with Rough, answers to prices that move begin at the last
// multipliers. Each keeps the maximum, and its bound stays below the exact optimum.
func TestMultipliersKept(t *testing.T) {
	const days = 70
	s := &Shape{Days: days, Types: 2, Units: []int{1, 1}, Follow: []bool{true, true, true, true}}
	for d := range days {
		s.Weekday = append(s.Weekday, uint8(d%7))
	}
	p := NewPerson(s, Limits{MaxUnits: -1, MaxRun: 5, MinRun: 1, MinOff: 2, MaxWeekends: -1}, []int{20, -1})
	cost := make([]int64, 2*days)
	w, x, kept := Workspace{Rough: true}, Workspace{}, 0
	for round := range 40 {
		for d := range days {
			cost[2*d], cost[2*d+1] = -int64(60+d*37%41-2*round), -int64(20+(d+round)*17%29)
		}
		if p.fee() > 0 {
			kept++
		}
		value, bound, ok := w.Best(p, cost, nil)
		exact, ok2 := x.Cheapest(p.graph(1), cost, nil)
		count, sum := 0, int64(0)
		for d, k := range w.Path {
			if k >= 0 {
				sum += cost[2*d+int(k)]
			}
			if k == 0 {
				count++
			}
		}
		if !ok || !ok2 || count > 20 || sum != value || bound > exact || value < exact {
			t.Errorf("round %d: value %d, path %d, bound %d, exact %d, %d of the type", round, value, sum, bound, exact, count)
		}
		if gap := float64(value-bound) / float64(-exact); round > 5 && gap > 0.1 {
			t.Errorf("round %d: value %d and bound %d are %.1f %% apart", round, value, bound, gap*100)
		}
	}
	if kept < 10 {
		t.Errorf("multipliers were kept %d times: the test looks at little", kept)
	}
}

// TestNoAllocation: once the buffers have grown, nothing is allocated.
func TestNoAllocation(t *testing.T) {
	s := &Shape{Days: 28, Types: 2, Units: []int{1, 1}, Follow: []bool{true, true, false, true}, Weekday: slices.Repeat([]uint8{0, 1, 2, 3, 4, 5, 6}, 4)}
	p := NewPerson(s, Limits{MinUnits: 12, MaxUnits: 18, MaxRun: 5, MinRun: 2, MinOff: 2, MaxWeekends: 2}, []int{8, -1})
	cost := make([]int64, 56)
	for i := range cost {
		cost[i] = -int64(i * 13 % 17)
	}
	var w Workspace
	w.Best(p, cost, nil)
	if n := testing.AllocsPerRun(20, func() { w.Best(p, cost, nil) }); n > 0 {
		t.Errorf("%v allocations a run", n)
	}
}

func BenchmarkBest(b *testing.B) {
	s := &Shape{Days: 28, Types: 3, Units: []int{1, 1, 1}, Follow: []bool{true, true, true, false, true, true, false, false, true}, Weekday: slices.Repeat([]uint8{0, 1, 2, 3, 4, 5, 6}, 4)}
	p := NewPerson(s, Limits{MinUnits: 16, MaxUnits: 18, MaxRun: 5, MinRun: 2, MinOff: 2, MaxWeekends: 2}, nil)
	cost := make([]int64, 84)
	for i := range cost {
		cost[i] = -int64(i * 13 % 17)
	}
	var w Workspace
	for b.Loop() {
		w.Best(p, cost, nil)
	}
}
