package verify_test

import (
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/verify"
)

// park has six segments: a ring of four, a one-way lane across, and a narrow
// dead end that the trike alone enters.
//
//	D --a-- E --b-- F          f (narrow) leaves F for G
//	|               |          e runs one way from E to H
//	+--d--- H --c---+
func park() *arcroute.Instance {
	return &arcroute.Instance{
		Vertices: []arcroute.Vertex{{ID: "D"}, {ID: "E"}, {ID: "F"}, {ID: "H"}, {ID: "G"}},
		Edges: []arcroute.Edge{
			{ID: "a", From: 0, To: 1, Travel: 10, Treat: 15, Demand: 4, Required: true},
			{ID: "b", From: 1, To: 2, Travel: 20, Demand: 4, Required: true},
			{ID: "c", From: 2, To: 3, Travel: 30, NoTreat: true},
			{ID: "d", From: 3, To: 0, Travel: 40, Demand: 4, Required: true},
			{ID: "e", From: 1, To: 3, Travel: 5, Demand: 1, Required: true, OneWay: true},
			{ID: "f", From: 2, To: 4, Travel: 7, Demand: 2, Required: true, Access: "narrow"},
		},
		Fleet: []arcroute.Vehicle{{ID: "truck", Capacity: 9, Access: []string{"road"}}, {ID: "trike", Capacity: 2, TravelRate: 2000, TreatRate: 3000, LoadCost: 6, Treats: []string{"narrow"}}},
		UTurn: 1, Turns: []arcroute.Turn{{At: 1, From: 0, To: 1, Cost: 3}, {At: 3, From: 2, To: 3, Forbidden: true}},
		Refills: []int{2},
	}
}

func drive(edge int) arcroute.Step { return arcroute.Step{Act: arcroute.Drive, Edge: edge} }
func back(edge int) arcroute.Step {
	return arcroute.Step{Act: arcroute.Drive, Edge: edge, Reverse: true}
}
func treat(edge int) arcroute.Step { return arcroute.Step{Act: arcroute.Treat, Edge: edge} }

var fill = arcroute.Step{Act: arcroute.Fill, Edge: -1}

// good is a plan worked out by hand. Truck: a treated 15, turn into b 3, b
// treated 20, tank filled at F, back over b 20 and no turn price after the
// stop, e treated 5, d treated 40: 103. Trike, filling 6, everything driven at
// twice and treated at three times the cost: d backwards 80, c backwards 60, f
// treated 21, turning back 1, f driven 14, b backwards 40, a backwards 20: 242.
func good() *arcroute.Plan {
	return &arcroute.Plan{Cost: 345, Routes: []arcroute.Route{
		{Vehicle: 0, Cost: 103, Steps: []arcroute.Step{treat(0), treat(1), fill, back(1), treat(4), treat(3)}},
		{Vehicle: 1, Cost: 242, Steps: []arcroute.Step{back(3), back(2), treat(5), back(5), back(1), back(0)}},
	}}
}

func TestGoodPlan(t *testing.T) {
	for _, f := range verify.Check(park(), good()) {
		t.Error(f)
	}
}

// TestPlantedPlans spoils the good plan in every way that the verifier knows,
// and wants the reason and the offender named.
func TestPlantedPlans(t *testing.T) {
	for _, c := range []struct {
		name     string
		spoil    func(in *arcroute.Instance, p *arcroute.Plan)
		key      string
		elements string
	}{
		{"a segment forgotten", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[0].Steps[4].Act = arcroute.Drive }, "arcroute.plan.missed", "e"},
		{"treated twice", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[0].Steps[3].Act = arcroute.Treat }, "arcroute.plan.twice", "b"},
		{"too much for the tank", func(in *arcroute.Instance, _ *arcroute.Plan) { in.Fleet[0].Capacity = 7 }, "arcroute.plan.overload", "b, 8, 7"},
		{"no filling", func(_ *arcroute.Instance, p *arcroute.Plan) {
			p.Routes[0].Steps = slices.Delete(p.Routes[0].Steps, 2, 3)
		}, "arcroute.plan.overload", "d, 13, 9"},
		{"filled where there is nothing", func(in *arcroute.Instance, _ *arcroute.Plan) { in.Refills = nil }, "arcroute.plan.fill", "F"},
		{"against a one-way lane", func(_ *arcroute.Instance, p *arcroute.Plan) {
			p.Routes[1].Steps = []arcroute.Step{back(3), {Act: arcroute.Drive, Edge: 4, Reverse: true}, back(0)}
		}, "arcroute.plan.one_way", "e"},
		{"a jump", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[1].Steps[1] = drive(2) }, "arcroute.plan.gap", "c, H"},
		{"not home", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[1].Steps = p.Routes[1].Steps[:5] }, "arcroute.plan.end", "E"},
		{"too wide for the lane", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[1].Vehicle = 0 }, "arcroute.plan.access", "f"},
		{"the wrong vehicle treats", func(in *arcroute.Instance, _ *arcroute.Plan) {
			in.Edges[4].Access = "road"
			in.Fleet[0].Treats = []string{"wide"}
		}, "arcroute.plan.access", "e"},
		{"treats the bank of the stream", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[1].Steps[1].Act = arcroute.Treat }, "arcroute.plan.no_treat", "c"},
		{"treats what is not asked", func(in *arcroute.Instance, _ *arcroute.Plan) { in.Edges[4].Required = false }, "arcroute.plan.not_required", "e"},
		{"through a blocked street", func(in *arcroute.Instance, _ *arcroute.Plan) { in.Edges[2].Blocked = true }, "arcroute.plan.blocked", "c"},
		{"a forbidden turn", func(_ *arcroute.Instance, p *arcroute.Plan) {
			p.Routes[0].Steps = []arcroute.Step{treat(0), treat(1), drive(2), treat(3)}
		}, "arcroute.plan.turn", "c, d"},
		{"a flattering route", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[0].Cost-- }, "arcroute.plan.route_cost", "102, 103"},
		{"a flattering sum", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Cost = 1 }, "arcroute.plan.cost", "1, 345"},
		{"the longest is not the sum", func(in *arcroute.Instance, _ *arcroute.Plan) { in.Objective = arcroute.Longest }, "arcroute.plan.cost", "345, 242"},
		{"a vehicle that is not there", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[0].Vehicle = 2 }, "arcroute.plan.vehicle", "2"},
		{"a crew too many", func(in *arcroute.Instance, p *arcroute.Plan) { in.Fleet[0].Crews = 1; p.Routes[0].Crew = 1 }, "arcroute.plan.crew", "2"},
		{"a segment that is not there", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[0].Steps[0].Edge = 99 }, "arcroute.plan.step", "99"},
		{"an act that is not there", func(_ *arcroute.Instance, p *arcroute.Plan) { p.Routes[0].Steps[0].Act = "fly" }, "arcroute.plan.step", "0"},
		{"left out without need", func(_ *arcroute.Instance, p *arcroute.Plan) {
			p.Skipped = []arcroute.Skipped{{Edge: 0}}
		}, "arcroute.plan.skipped", "a"},
		{"left out with turns for an excuse", func(in *arcroute.Instance, p *arcroute.Plan) {
			in.Turns = append(in.Turns, arcroute.Turn{At: 2, From: 1, To: 5, Forbidden: true}) // there is the way over c
			p.Skipped = []arcroute.Skipped{{Edge: 5}}
		}, "arcroute.plan.skipped", "f"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, p := park(), good()
			c.spoil(in, p)
			var all []string
			for _, f := range verify.Check(in, p) {
				if f.Key == c.key && f.Params()["elements"] == c.elements {
					return
				}
				all = append(all, f.Error())
			}
			t.Errorf("not refused with %s of %s, but:\n%s", c.key, c.elements, strings.Join(all, "\n"))
		})
	}
}

// TestSkippedWithReason accepts what truly cannot be reached.
func TestSkippedWithReason(t *testing.T) {
	in, p := park(), good()
	in.Turns, in.Fleet[1].Access = nil, []string{"road"} // nobody enters the narrow lane
	p.Routes, p.Skipped = p.Routes[:1], []arcroute.Skipped{{Edge: 5}}
	p.Routes[0].Cost, p.Cost = 100, 100 // without the price of the turn
	for _, f := range verify.Check(in, p) {
		t.Error(f)
	}
}

// TestSkippedForTurns forbids both turns into the narrow lane: it may be left
// out. Forbidding one way home instead is enough too.
func TestSkippedForTurns(t *testing.T) {
	for name, turns := range map[string][]arcroute.Turn{
		"no way in":   {{At: 2, From: 1, To: 5, Forbidden: true}, {At: 2, From: 2, To: 5, Forbidden: true}},
		"no way back": {{At: 4, From: 5, To: 5, Forbidden: true}},
	} {
		in, p := park(), good()
		in.Turns = append(in.Turns, turns...)
		p.Routes, p.Skipped, p.Cost = p.Routes[:1], []arcroute.Skipped{{Edge: 5}}, 103
		for _, f := range verify.Check(in, p) {
			t.Errorf("%s: %s", name, f)
		}
	}
}
