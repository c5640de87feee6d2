package arcroute

// Plans as JSON, one object a line, so that they can be kept, sent and verified
// elsewhere.

import (
	"encoding/json"
	"strconv"
)

// PlanFile is a plan as JSON, with what is known about its quality. Edges,
// vehicles and crews are named as in the instance's file; where edges have no
// names, by their index from 0. Costs are in the instance's unit.
type PlanFile struct {
	Instance      string        `json:"instance"`
	Unit          string        `json:"unit,omitempty"`
	Cost          int64         `json:"cost"`
	Bound         int64         `json:"bound"`
	Gap           float64       `json:"gap"`             // percent of the bound
	SecondsToBest float64       `json:"seconds_to_best"` // of CPU time; 0 where iterations alone were counted
	Iterations    int64         `json:"iterations"`
	Moved         int           `json:"moved,omitempty"` // segments in another round than in the plan begun with
	Routes        []PlanRoute   `json:"routes"`
	Skipped       []PlanSkipped `json:"skipped,omitempty"`
}

// PlanRoute is one route of a PlanFile.
type PlanRoute struct {
	Vehicle string     `json:"vehicle,omitempty"`
	Crew    int        `json:"crew,omitempty"` // from 0
	Cost    int64      `json:"cost"`
	Steps   []PlanStep `json:"steps"`
}

// PlanStep is one step of a PlanRoute.
type PlanStep struct {
	Act     Act    `json:"act"`
	Edge    string `json:"edge,omitempty"`
	Reverse bool   `json:"reverse,omitempty"`
}

// PlanSkipped is a required edge that nobody treats, with the message key of
// the reason.
type PlanSkipped struct {
	Edge   string `json:"edge"`
	Reason string `json:"reason"`
}

// edgeName is how a file names an edge.
func (in *Instance) edgeName(edge int) string {
	if id := in.Edges[edge].ID; id != "" {
		return id
	}
	return itoa(edge)
}

// File turns a plan of this instance into its JSON form.
func (p *Plan) File(in *Instance) *PlanFile {
	f := &PlanFile{Instance: in.Name, Unit: in.Unit, Cost: p.Cost, Routes: []PlanRoute{}}
	for i := range p.Routes {
		r := &p.Routes[i]
		out := PlanRoute{Vehicle: in.Fleet[r.Vehicle].ID, Crew: r.Crew, Cost: r.Cost, Steps: []PlanStep{}}
		for _, s := range r.Steps {
			step := PlanStep{Act: s.Act, Reverse: s.Reverse}
			if s.Act != Fill {
				step.Edge = in.edgeName(s.Edge)
			}
			out.Steps = append(out.Steps, step)
		}
		f.Routes = append(f.Routes, out)
	}
	for _, s := range p.Skipped {
		f.Skipped = append(f.Skipped, PlanSkipped{in.edgeName(s.Edge), s.Reason.Key})
	}
	return f
}

// ReadPlan reads the JSON form of a plan for an instance. It checks that names
// are known, not that the plan holds: that is the verifier's work. Errors are
// *Fault.
func ReadPlan(in *Instance, data []byte) (*Plan, error) {
	var f PlanFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fault("arcroute.input.syntax", err.Error())
	}
	p := &Plan{Cost: f.Cost}
	n := in.names()
	for _, r := range f.Routes {
		out := Route{Vehicle: n.vehicle(r.Vehicle), Crew: r.Crew, Cost: r.Cost}
		for _, s := range r.Steps {
			out.Steps = append(out.Steps, Step{s.Act, n.step(s), s.Reverse})
		}
		p.Routes = append(p.Routes, out)
	}
	for _, s := range f.Skipped {
		p.Skipped = append(p.Skipped, Skipped{n.edge(s.Edge), fault(s.Reason, "", s.Edge)})
	}
	if n.unknown.Elements != nil {
		return nil, n.unknown
	}
	return p, nil
}

// names finds what a file names.
type names struct {
	in       *Instance
	edges    map[string]int
	vehicles map[string]int
	unknown  *Fault
}

func (in *Instance) names() *names {
	n := &names{in: in, edges: map[string]int{}, vehicles: map[string]int{}, unknown: fault("arcroute.input.unknown", "")}
	for i := range in.Edges {
		if id := in.Edges[i].ID; id != "" {
			n.edges[id] = i
		}
	}
	for k := range in.Fleet {
		n.vehicles[in.Fleet[k].ID] = k
	}
	return n
}

func (n *names) vehicle(id string) int {
	k, known := n.vehicles[id]
	if !known {
		n.unknown.Elements = append(n.unknown.Elements, id)
	}
	return k
}

func (n *names) step(s PlanStep) int {
	if s.Act == Fill {
		return -1
	}
	return n.edge(s.Edge)
}

func (n *names) edge(name string) int {
	if i, known := n.edges[name]; known {
		return i
	}
	i, err := strconv.Atoi(name)
	if err != nil || i < 0 || i >= len(n.in.Edges) || n.in.Edges[i].ID != "" {
		n.unknown.Elements = append(n.unknown.Elements, name)
		return -1
	}
	return i
}
