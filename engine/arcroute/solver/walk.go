package solver

// From orders of tasks to routes as they are driven, edge by edge.

import (
	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/distance"
)

// routes turns a solution as state.load reads it into routes.
func (p *problem) routes(orders []int32) []arcroute.Route {
	var out []arcroute.Route
	tree := p.net.NewTree()
	r := &route{}
	p.clear(r)
	for _, t := range orders {
		if t >= 0 {
			p.insert(r, t, len(r.seq)-1)
			continue
		}
		if r.size() > 0 {
			out = append(out, p.drive(r, tree))
		}
		p.clear(r)
	}
	return out
}

// drive follows one route.
func (p *problem) drive(r *route, tree *distance.Tree) arcroute.Route {
	out := arcroute.Route{Vehicle: p.vehicle, Cost: int64(r.cost)}
	here := distance.At(p.in.Depot)
	for i, dir := range p.directions(r) {
		a := p.arc(int(r.seq[i+1]), dir)
		out.Steps = append(ways(out.Steps, tree, here, distance.On(a)), arcroute.Step{Act: arcroute.Treat, Edge: a.Edge(), Reverse: a.Reverse()})
		here = distance.On(a)
	}
	out.Steps = ways(out.Steps, tree, here, distance.At(p.in.Depot))
	return out
}

// ways appends the deadheads between two places.
func ways(steps []arcroute.Step, tree *distance.Tree, from, to distance.Place) []arcroute.Step {
	tree.Grow(from)
	for _, a := range tree.Way(to) {
		steps = append(steps, arcroute.Step{Act: arcroute.Drive, Edge: a.Edge(), Reverse: a.Reverse()})
	}
	return steps
}
