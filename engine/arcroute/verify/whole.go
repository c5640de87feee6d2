package verify

// What the routes come to together: every required edge once, and the cost.

import (
	"fmt"
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
)

func (v *inspector) coverage(p *arcroute.Plan) {
	skipped := map[int]bool{}
	for _, s := range p.Skipped {
		if s.Edge < 0 || s.Edge >= len(v.in.Edges) {
			v.refuse("arcroute.plan.step", "", fmt.Sprint(s.Edge))
			continue
		}
		skipped[s.Edge] = true
		if v.couldTreat(s.Edge) {
			v.refuse("arcroute.plan.skipped", "", v.in.Label(s.Edge))
		}
	}
	var missed, twice []string
	for i, n := range v.treated {
		switch e := &v.in.Edges[i]; {
		case n > 1 || n == 1 && skipped[i]:
			twice = append(twice, v.in.Label(i))
		case n == 0 && e.Required && !skipped[i]:
			missed = append(missed, v.in.Label(i))
		}
	}
	if missed != nil {
		v.refuse("arcroute.plan.missed", fmt.Sprint(len(missed)), missed...)
	}
	if twice != nil {
		v.refuse("arcroute.plan.twice", fmt.Sprint(len(twice)), twice...)
	}
}

func (v *inspector) total(p *arcroute.Plan) {
	want := v.sum
	if v.in.Objective == arcroute.Longest {
		want = 0
		for _, c := range v.crews {
			want = max(want, c)
		}
	}
	if want != p.Cost {
		v.refuse("arcroute.plan.cost", "", fmt.Sprint(p.Cost), fmt.Sprint(want))
	}
}

// couldTreat reports whether some vehicle gets from the depot to the edge and
// home again.
func (v *inspector) couldTreat(edge int) bool {
	e := &v.in.Edges[edge]
	if e.Blocked || e.NoTreat {
		return false
	}
	for k := range v.in.Fleet {
		f := &v.in.Fleet[k]
		if !fits(f.Access, e) || f.Treats != nil && !fits(f.Treats, e) || e.Demand > f.Capacity {
			continue
		}
		out, back := v.reachable(k, false), v.reachable(k, true)
		if out[2*edge] && back[2*edge] || out[2*edge+1] && back[2*edge+1] {
			return true
		}
	}
	return false
}

// reachable marks what a vehicle can drive after leaving the depot, or before
// coming home: twice the edge's index, plus one for its reverse. It goes from
// edge to edge, forbidden turns left out.
func (v *inspector) reachable(vehicle int, home bool) []bool {
	key := [2]int{vehicle, 0}
	if home {
		key[1] = 1
	}
	if v.seen[key] != nil {
		return v.seen[key]
	}
	at := v.ways(vehicle, home)
	seen := make([]bool, 2*len(v.in.Edges))
	v.seen[key] = seen
	stack := slices.Clone(at[v.in.Depot])
	for _, a := range stack {
		seen[a] = true
	}
	for len(stack) > 0 {
		a := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		place := v.end(a, !home)
		for _, b := range at[place] {
			first, then := a, b
			if home {
				first, then = b, a
			}
			if !seen[b] && !v.forbidden(place, first/2, then/2) {
				seen[b] = true
				stack = append(stack, b)
			}
		}
	}
	return seen
}

// end is where a driven edge ends or begins.
func (v *inspector) end(way int, last bool) int {
	e := &v.in.Edges[way/2]
	if (way%2 == 0) == last {
		return e.To
	}
	return e.From
}

// ways lists by vertex what a vehicle can drive from there, or to there.
func (v *inspector) ways(vehicle int, home bool) [][]int {
	at := make([][]int, len(v.in.Vertices))
	for i := range v.in.Edges {
		e := &v.in.Edges[i]
		if e.Blocked || !fits(v.in.Fleet[vehicle].Access, e) {
			continue
		}
		for d := range 2 {
			if d == 0 || !e.OneWay {
				p := v.end(2*i+d, home)
				at[p] = append(at[p], 2*i+d)
			}
		}
	}
	return at
}

func (v *inspector) forbidden(vertex, from, to int) bool {
	return slices.ContainsFunc(v.turns[[3]int{vertex, from, to}], func(t arcroute.Turn) bool { return t.Forbidden })
}
