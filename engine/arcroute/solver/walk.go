package solver

// From orders of tasks to routes as they are driven, edge by edge.

import (
	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/distance"
)

// drive turns a solution as state.load reads it into routes.
func drive(types []*problem, orders []int32) []arcroute.Route {
	var out []arcroute.Route
	trees := make([]*distance.Tree, len(types))
	r := &route{}
	for _, x := range split(orders) {
		p := types[-1-x.end]
		if trees[p.kind] == nil {
			trees[p.kind] = p.net.NewTree()
		}
		p.clear(r)
		for _, t := range x.order {
			p.insert(r, t, len(r.seq)-1)
		}
		out = append(out, p.drive(r, trees[p.kind]))
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
