package arcroute

// A plan as it is driven: every segment in order, so that whoever holds the
// network can check it without knowing how it was found.

// Act says what happens in a step.
type Act string

const (
	Drive Act = "drive" // through the edge, without treating: a deadhead
	Treat Act = "treat" // through the edge, treating it
	Fill  Act = "fill"  // at the vertex reached, the tank is filled; no edge
)

// Step is one edge of a route, or a filling of the tank.
type Step struct {
	Act     Act
	Edge    int  // index of the edge; -1 for Fill
	Reverse bool // driven from To to From
}

// Route begins and ends at the depot. The tank is full at its beginning.
type Route struct {
	Vehicle int // index into the fleet
	Crew    int // 0 where crews are not told apart
	Steps   []Step
	Cost    int64
}

// Loads counts the tank loads that a route uses.
func (r *Route) Loads() int {
	n := 1
	for _, s := range r.Steps {
		if s.Act == Fill {
			n++
		}
	}
	return n
}

// Treated lists the edges that a route treats, in order.
func (r *Route) Treated() []int {
	var out []int
	for _, s := range r.Steps {
		if s.Act == Treat {
			out = append(out, s.Edge)
		}
	}
	return out
}

// Plan is a set of routes that together treat every required edge once.
type Plan struct {
	Cost   int64 // as the objective counts it
	Routes []Route
	// Skipped are required edges that no route can treat today, with the reason.
	Skipped []Skipped
}

// Skipped is a required edge that stays untreated.
type Skipped struct {
	Edge   int
	Reason *Fault
}

// Loads counts the tank loads of one type of vehicle.
func (p *Plan) Loads(vehicle int) int {
	n := 0
	for i := range p.Routes {
		if p.Routes[i].Vehicle == vehicle {
			n += p.Routes[i].Loads()
		}
	}
	return n
}
