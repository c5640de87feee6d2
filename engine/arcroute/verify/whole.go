package verify

// What the routes come to together: every required edge once, and the cost.

import (
	"fmt"

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
// back. Forbidden turns may stand in its way, so that with them nothing is said.
func (v *inspector) couldTreat(edge int) bool {
	e := &v.in.Edges[edge]
	if e.Blocked || e.NoTreat || len(v.in.Turns) > 0 {
		return false
	}
	for k := range v.in.Fleet {
		f := &v.in.Fleet[k]
		if !fits(f.Access, e) || f.Treats != nil && !fits(f.Treats, e) || e.Demand > f.Capacity {
			continue
		}
		out, back := v.reachable(k, false), v.reachable(k, true)
		if out[e.From] && back[e.To] || !e.OneWay && out[e.To] && back[e.From] {
			return true
		}
	}
	return false
}

// reachable marks the vertices that a vehicle gets to from the depot, or from
// which it gets there. It goes over all edges until nothing is added.
func (v *inspector) reachable(vehicle int, back bool) []bool {
	key := [2]int{vehicle, 0}
	if back {
		key[1] = 1
	}
	if v.seen[key] != nil {
		return v.seen[key]
	}
	seen := make([]bool, len(v.in.Vertices))
	seen[v.in.Depot] = true
	for grown := true; grown; {
		grown = false
		for i := range v.in.Edges {
			e := &v.in.Edges[i]
			from, to := e.From, e.To
			if back {
				from, to = to, from
			}
			if e.Blocked || !fits(v.in.Fleet[vehicle].Access, e) || seen[from] == seen[to] || e.OneWay && !seen[from] {
				continue
			}
			seen[from], seen[to], grown = true, true, true
		}
	}
	v.seen[key] = seen
	return seen
}
