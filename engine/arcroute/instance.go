package arcroute

// The road network, what must be treated, and what the vehicles can do: the
// problem as data, without any algorithm.

// Bounds of what is accepted, so that memory and time stay bounded.
const (
	MaxVertices = 20_000
	MaxEdges    = 20_000
	MaxRequired = 2_000          // the solver's tables grow with the square of it
	MaxCost     = 1 << 24        // of one edge, in units of cost
	MaxTotal    = int64(1) << 40 // of all demands together
)

// Objective says what a plan is judged by.
type Objective string

const (
	Total   Objective = "total"   // the sum of what all routes cost
	Longest Objective = "longest" // the cost of the crew that ends last
)

// Vertex is a junction. Longitude and latitude are WGS84 degrees, both zero
// where the place is not known.
type Vertex struct {
	ID       string
	Lon, Lat float64
}

// Edge is a road segment between two vertices. Costs are whole numbers of a
// unit that the instance names, such as a tenth of a metre.
type Edge struct {
	ID       string
	From, To int   // indices of vertices
	Travel   int64 // cost of driving through without treating
	Treat    int64 // cost of driving through while treating; 0 means Travel
	Demand   int64 // what treating takes from the tank
	Required bool
	OneWay   bool   // only From to To
	NoTreat  bool   // may be driven, must never be treated
	Blocked  bool   // can neither be driven nor treated today
	Access   string // which class of vehicle fits, "" for every vehicle
	Name     string
	Shape    [][2]float64 // longitude and latitude along the segment, may be nil
}

// TreatCost is the cost of driving through while treating.
func (e *Edge) TreatCost() int64 {
	if e.Treat == 0 {
		return e.Travel
	}
	return e.Treat
}

// Vehicle is one type of vehicle.
type Vehicle struct {
	ID       string
	Capacity int64
	Crews    int      // how many go out; 0 means as many routes as are needed
	Access   []string // classes of edges it fits on; nil means every edge
	Treats   []string // classes that it treats; nil means Access
	// TravelRate and TreatRate multiply the costs of edges, in thousandths:
	// 1000, or 0, leaves them as they are. Seconds from metres are such a rate.
	TravelRate, TreatRate int64
	LoadCost              int64 // cost of filling the tank once
}

// Turn prices the way from one edge into another at a vertex.
type Turn struct {
	At, From, To int // vertex and two edges that end there
	Cost         int64
	Forbidden    bool
}

// Instance is one problem of capacitated arc routing.
type Instance struct {
	Name      string
	Unit      string // of costs, for people: "", "0.1 m", "0.1 s"
	Vertices  []Vertex
	Edges     []Edge
	Depot     int   // index of the vertex where every route begins and ends
	Refills   []int // vertices where a tank is filled on the way; the depot always fills
	Fleet     []Vehicle
	UTurn     int64 // cost of turning back on the spot
	Turns     []Turn
	Objective Objective // "" means Total
	// Known bounds of the optimum as published, 0 where there are none. The
	// solver never reads them.
	KnownLower, KnownUpper int64
}

// Label is how messages name an edge.
func (in *Instance) Label(edge int) string {
	if e := in.Edges[edge]; e.ID != "" {
		return e.ID
	}
	return in.VertexLabel(in.Edges[edge].From) + "-" + in.VertexLabel(in.Edges[edge].To)
}

// VertexLabel is how messages name a vertex.
func (in *Instance) VertexLabel(v int) string {
	if v >= 0 && v < len(in.Vertices) && in.Vertices[v].ID != "" {
		return in.Vertices[v].ID
	}
	return itoa(v)
}

// Required lists the edges that a plan has to treat: required, and not blocked.
func (in *Instance) Required() []int {
	var out []int
	for i := range in.Edges {
		if e := &in.Edges[i]; e.Required && !e.Blocked {
			out = append(out, i)
		}
	}
	return out
}

// Turning reports whether turns cost anything or are forbidden.
func (in *Instance) Turning() bool { return in.UTurn != 0 || len(in.Turns) > 0 }

// MayEnter reports whether a type of vehicle may drive through an edge.
func (in *Instance) MayEnter(vehicle, edge int) bool {
	e := &in.Edges[edge]
	return !e.Blocked && admits(in.Fleet[vehicle].Access, e.Access)
}

// MayTreat reports whether a type of vehicle may treat an edge.
func (in *Instance) MayTreat(vehicle, edge int) bool {
	v, e := &in.Fleet[vehicle], &in.Edges[edge]
	classes := v.Treats
	if classes == nil {
		classes = v.Access
	}
	return in.MayEnter(vehicle, edge) && !e.NoTreat && e.Demand <= v.Capacity && admits(classes, e.Access)
}

func admits(classes []string, class string) bool {
	if classes == nil || class == "" {
		return true
	}
	for _, c := range classes {
		if c == class {
			return true
		}
	}
	return false
}

// TravelCost is what a vehicle pays for driving through an edge.
func (v *Vehicle) TravelCost(e *Edge) int64 { return rated(e.Travel, v.TravelRate) }

// TreatCost is what a vehicle pays for treating an edge.
func (v *Vehicle) TreatCost(e *Edge) int64 { return rated(e.TreatCost(), v.TreatRate) }

// rated multiplies by thousandths, halves upwards.
func rated(cost, rate int64) int64 {
	if rate == 0 || rate == 1000 {
		return cost
	}
	return (cost*rate + 500) / 1000
}
