package solver

// A street is blocked this morning: yesterday's plan, changed as little as pays.

import (
	"context"

	"kaigong.example/kaigong/engine/arcroute"
)

// leavingShare is what moving one task to another route must save, as a part of
// the plan's cost, when the caller names no price.
const leavingShare = 5000

// Replan begins with an earlier plan of the same network, in which streets may
// have been blocked since, and changes it as little as pays: a task leaves its
// route only where that saves at least Options.Leaving (0 means 0.02 % of the
// plan). It answers how many tasks stand in another route than before.
func Replan(ctx context.Context, in *arcroute.Instance, before *arcroute.Plan, o Options) (r *Result, moved int, err error) {
	o.Start = before
	if o.Leaving == 0 {
		o.Leaving = max(1, before.Cost/leavingShare)
	}
	r, err = Solve(ctx, in, o)
	if err != nil {
		return nil, 0, err
	}
	return r, Moved(before, r.Plan), nil
}

// Moved counts the edges that are treated in both plans, but in the second by
// another route. Routes correspond by what most of their edges have in common.
func Moved(before, after *arcroute.Plan) int {
	home := map[int]int{}
	for i, load := range loadsOf(before) {
		for _, e := range load {
			home[e] = i
		}
	}
	moved, taken := 0, map[int]bool{}
	for _, load := range loadsOf(after) {
		count, known, same := map[int]int{}, 0, 0
		best := -1
		for _, e := range load {
			if h, ok := home[e]; ok {
				known++
				count[h]++
				if n := count[h]; !taken[h] && n > same {
					best, same = h, n
				}
			}
		}
		taken[best] = true
		moved += known - same
	}
	return moved
}

// loadsOf lists what each tank load of a plan treats.
func loadsOf(p *arcroute.Plan) [][]int {
	var out [][]int
	for i := range p.Routes {
		load := []int{}
		for _, s := range p.Routes[i].Steps {
			switch s.Act {
			case arcroute.Treat:
				load = append(load, s.Edge)
			case arcroute.Fill:
				out, load = append(out, load), []int{}
			}
		}
		out = append(out, load)
	}
	return out
}
