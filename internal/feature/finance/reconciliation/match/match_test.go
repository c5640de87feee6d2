package match

// The rounds by hand, and the matching of each round against all matchings there
// are.

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/money"
)

// every lists all matchings of points that are at most within apart, as how many
// pairs they have and what lies between them in total: it tries each a with each b
// that is free, and with none. It knows nothing of order.
func every(a, b []int64, within int64, free []bool, pairs, cost int64, see func(pairs, cost int64)) {
	if len(a) == 0 {
		see(pairs, cost)
		return
	}
	every(a[1:], b, within, free, pairs, cost, see)
	for j := range b {
		d := a[0] - b[j]
		if d < 0 {
			d = -d
		}
		if free[j] && (within < 0 || d <= within) {
			free[j] = false
			every(a[1:], b, within, free, pairs+1, cost+d, see)
			free[j] = true
		}
	}
}

func best(a, b []int64, within int64) (pairs, cost int64) {
	free := make([]bool, len(b))
	for j := range free {
		free[j] = true
	}
	pairs = -1
	every(a, b, within, free, 0, 0, func(p, c int64) {
		if p > pairs || p == pairs && c < cost {
			pairs, cost = p, c
		}
	})
	return pairs, cost
}

func TestNearestIsTheBestOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(rapid.Int64Range(0, 14), 0, 6)
		a, b := points.Draw(t, "a"), points.Draw(t, "b")
		within := rapid.Int64Range(-1, 6).Draw(t, "within")
		slices.Sort(a)
		slices.Sort(b)
		var pairs, cost int64
		used := map[string]bool{}
		for _, p := range nearest(a, b, within) {
			d := distance(a[p[0]], b[p[1]])
			if within >= 0 && d > within {
				t.Fatalf("%v and %v are %d apart", a[p[0]], b[p[1]], d)
			}
			for side, i := range p {
				if name := fmt.Sprint(side, " ", i); used[name] {
					t.Fatalf("%s is used twice", name)
				} else {
					used[name] = true
				}
			}
			pairs, cost = pairs+1, cost+d
		}
		if p, c := best(a, b, within); p != pairs || c != cost {
			t.Fatalf("%v and %v within %d: %d pairs at %d, there are %d at %d", a, b, within, pairs, cost, p, c)
		}
	})
}

func items(t *rapid.T, name string) []Item {
	n := rapid.IntRange(0, 7).Draw(t, name)
	out := make([]Item, n)
	for i := range out {
		out[i] = Item{
			Kind: rapid.SampledFrom([]string{Taken, Taken, Back}).Draw(t, "kind"), Day: rapid.Int64Range(1, 12).Draw(t, "day"), Fen: rapid.SampledFrom([]money.Fen{100, 100, 250}).Draw(t, "sum"),
			Ref: rapid.SampledFrom([]string{"", "A", "B", "C"}).Draw(t, "ref"), ID: fmt.Sprintf("%s-%02d", name, i),
		}
	}
	return out
}

// TestNothingIsMatchedTwice: every line and every movement is in exactly one place
// of the result, pairs are of one kind and as the rounds allow, and the order of
// the file changes nothing.
func TestNothingIsMatchedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines, movements := items(t, "line"), items(t, "move")
		r := Match(lines, movements)
		places := [2]map[int]int{{}, {}}
		for _, p := range r.Pairs {
			places[0][p.Line]++
			places[1][p.Movement]++
			x, y := lines[p.Line], movements[p.Movement]
			sameRef := x.Ref != "" && x.Ref == y.Ref
			if x.Kind != y.Kind || x.Fen == y.Fen && !sameRef && distance(x.Day, y.Day) > Within || x.Fen != y.Fen && !sameRef && x.Day != y.Day {
				t.Fatalf("%+v with %+v", x, y)
			}
			if want := map[bool]How{true: Exact, false: OtherDay}[x.Day == y.Day]; x.Fen == y.Fen && p.How != want || x.Fen != y.Fen && p.How != OtherAmount {
				t.Fatalf("%+v with %+v is %s", x, y, p.How)
			}
		}
		for side, some := range [2][][]int{{r.Lines, r.Offset[0]}, {r.Movements, r.Offset[1]}} {
			for _, i := range slices.Concat(some...) {
				places[side][i]++
			}
		}
		for side, n := range [2]int{len(lines), len(movements)} {
			for i := range n {
				if places[side][i] != 1 {
					t.Fatalf("side %d, item %d stands in %d places", side, i, places[side][i])
				}
			}
		}
		turned := slices.Clone(lines)
		slices.Reverse(turned)
		if a, b := named(lines, movements, r), named(turned, movements, Match(turned, movements)); a != b {
			t.Fatalf("the file from its end says\n%s, from its beginning\n%s", b, a)
		}
	})
}

// named is a result by the names of its items.
func named(lines, movements []Item, r Result) string {
	var out []string
	for _, p := range r.Pairs {
		out = append(out, fmt.Sprint(lines[p.Line].ID, "=", movements[p.Movement].ID, " ", p.How))
	}
	for _, i := range r.Lines {
		out = append(out, lines[i].ID)
	}
	slices.Sort(out)
	return fmt.Sprint(out, len(r.Movements), len(r.Offset[0]), len(r.Offset[1]))
}

// Cases by hand: kind, day, sum, reference on both sides, and what is made of them.
func TestRounds(t *testing.T) {
	in := func(all ...Item) []Item {
		for i := range all {
			if all[i].Kind == "" {
				all[i].Kind = Taken
			}
			if all[i].ID == "" {
				all[i].ID = fmt.Sprint(i)
			}
		}
		return all
	}
	for name, c := range map[string]struct {
		lines, movements []Item
		want             string
	}{
		"the same": {in(Item{Day: 3, Fen: 5, Ref: "A"}), in(Item{Day: 3, Fen: 5, Ref: "A"}), "0=0 exact ref; [] []"},
		// A greedy pass would take 4 for 3 and leave 1 with 5, four days apart; or take
		// nothing for 8.
		"two of one sum, the nearest in total":   {in(Item{Day: 3, Fen: 5}, Item{Day: 4, Fen: 5}), in(Item{Day: 1, Fen: 5}, Item{Day: 4, Fen: 5}), "0=0 other_day -2, 1=1 exact; [] []"},
		"as many as can be, not the nearest one": {in(Item{Day: 3, Fen: 5}, Item{Day: 8, Fen: 5}), in(Item{Day: 4, Fen: 5}, Item{Day: 1, Fen: 5}), "0=1 other_day -2, 1=0 other_day -4; [] []"},
		"six days are too many":                  {in(Item{Day: 1, Fen: 5}), in(Item{Day: 7, Fen: 5}), "; [0] [0]"},
		"but not under one reference":            {in(Item{Day: 1, Fen: 5, Ref: "A"}), in(Item{Day: 17, Fen: 5, Ref: "A"}), "0=0 other_day 16 ref; [] []"},
		"the reference goes before the day":      {in(Item{Day: 3, Fen: 5, Ref: "A"}, Item{Day: 6, Fen: 5, Ref: "B"}), in(Item{Day: 3, Fen: 5, Ref: "B"}, Item{Day: 6, Fen: 5, Ref: "A"}), "0=1 other_day 3 ref, 1=0 other_day -3 ref; [] []"},
		"another sum under one reference":        {in(Item{Day: 3, Fen: 50, Ref: "A"}), in(Item{Day: 4, Fen: 5, Ref: "A"}), "0=0 other_amount 1 ref; [] []"},
		"another sum on one day":                 {in(Item{Day: 3, Fen: 50}, Item{Day: 3, Fen: 9}), in(Item{Day: 3, Fen: 10}), "1=0 other_amount; [0] []"},
		"another kind is another thing":          {in(Item{Day: 3, Fen: 5, Kind: "fee"}), in(Item{Day: 3, Fen: 5}), "; [0] [0]"},
		"taken back in our books alone":          {nil, in(Item{Day: 3, Fen: 5}, Item{Day: 3, Fen: 5, ID: "R"}, Item{Day: 3, Fen: 5, Kind: Back, Back: "R"}), "; [] [0] offset [] [1 2]"},
		"taken back in the statement alone":      {in(Item{Day: 3, Fen: 5}, Item{Day: 9, Fen: 5, Kind: Back}, Item{Day: 10, Fen: 5}), nil, "; [2] [] offset [0 1] []"},
		"taken back in both":                     {in(Item{Day: 3, Fen: 5}, Item{Day: 4, Fen: 5, Kind: Back}), in(Item{Day: 3, Fen: 5, ID: "R"}, Item{Day: 3, Fen: 5, Kind: Back, Back: "R"}), "0=0 exact, 1=1 other_day -1; [] []"},
	} {
		if got := told(Match(c.lines, c.movements)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func told(r Result) (s string) {
	for i, p := range r.Pairs {
		if i > 0 {
			s += ", "
		}
		s += fmt.Sprintf("%d=%d %s", p.Line, p.Movement, p.How)
		if p.Days != 0 {
			s += fmt.Sprint(" ", p.Days)
		}
		if p.ByRef {
			s += " ref"
		}
	}
	s += fmt.Sprint("; ", r.Lines, " ", r.Movements)
	if len(r.Offset[0])+len(r.Offset[1]) > 0 {
		s += fmt.Sprint(" offset ", r.Offset[0], " ", r.Offset[1])
	}
	return s
}

func BenchmarkMatch(b *testing.B) {
	var lines, movements []Item
	for i := range 500 {
		lines = append(lines, Item{Kind: Taken, Day: int64(i * 7 % 400), Fen: 100, ID: fmt.Sprint("l", i)})
		movements = append(movements, Item{Kind: Taken, Day: int64(i * 11 % 400), Fen: 100, ID: fmt.Sprint("m", i)})
	}
	for b.Loop() {
		Match(lines, movements)
	}
}
