package arcroute

// What an instance must satisfy before anything is computed with it. Each check
// collects every offender, so that a file is mended once.

// Check finds what makes an instance impossible to compute. Errors are *Fault.
// Required edges that no route can reach are no error here: a plan names them
// (Plan.Skipped) and treats the rest.
func (in *Instance) Check() error {
	for _, check := range []func() *Fault{in.checkSize, in.checkVertices, in.checkEnds, in.checkNumbers, in.checkFleet, in.checkTurns, in.checkTreatable} {
		if f := check(); f != nil {
			return f
		}
	}
	return nil
}

func (in *Instance) checkSize() *Fault {
	required := 0
	for i := range in.Edges {
		if in.Edges[i].Required {
			required++
		}
	}
	switch {
	case len(in.Vertices) > MaxVertices:
		return fault("arcroute.size.vertices", itoa(len(in.Vertices)))
	case len(in.Edges) > MaxEdges:
		return fault("arcroute.size.edges", itoa(len(in.Edges)))
	case required > MaxRequired:
		return fault("arcroute.size.required", itoa(required))
	case len(in.Edges) == 0:
		return fault("arcroute.size.empty", "")
	case required == 0:
		return fault("arcroute.size.nothing_required", "")
	}
	return nil
}

func (in *Instance) checkVertices() *Fault {
	switch {
	case in.Depot < 0 || in.Depot >= len(in.Vertices):
		return fault("arcroute.depot.missing", itoa(in.Depot))
	}
	for _, v := range in.Refills {
		if v < 0 || v >= len(in.Vertices) {
			return fault("arcroute.refill.unknown", itoa(v))
		}
	}
	return nil
}

// offenders collects the labels of the edges that a test finds.
func (in *Instance) offenders(key string, bad func(e *Edge) bool) *Fault {
	f := fault(key, "")
	for i := range in.Edges {
		if bad(&in.Edges[i]) {
			f.Elements = append(f.Elements, in.Label(i))
		}
	}
	if f.Elements == nil {
		return nil
	}
	return f
}

func (in *Instance) checkEnds() *Fault {
	n := len(in.Vertices)
	return in.offenders("arcroute.edge.ends", func(e *Edge) bool { return e.From < 0 || e.From >= n || e.To < 0 || e.To >= n })
}

func (in *Instance) checkNumbers() *Fault {
	wrong := func(c int64) bool { return c <= 0 || c > MaxCost }
	if f := in.offenders("arcroute.edge.cost", func(e *Edge) bool { return wrong(e.Travel) || e.Treat < 0 || e.Treat > MaxCost }); f != nil {
		return f
	}
	if f := in.offenders("arcroute.edge.demand", func(e *Edge) bool { return e.Demand < 0 || e.Demand > MaxTotal/MaxEdges }); f != nil {
		return f
	}
	return in.offenders("arcroute.edge.both", func(e *Edge) bool { return e.Required && e.NoTreat })
}

func (in *Instance) checkFleet() *Fault {
	if len(in.Fleet) == 0 {
		return fault("arcroute.fleet.empty", "")
	}
	for i := range in.Fleet {
		v := &in.Fleet[i]
		name := v.ID
		if name == "" {
			name = itoa(i)
		}
		switch {
		case v.Capacity <= 0 || v.Capacity > MaxTotal:
			return fault("arcroute.fleet.capacity", "", name)
		case v.Crews < 0 || v.Crews > MaxRequired:
			return fault("arcroute.fleet.crews", itoa(v.Crews), name)
		case v.TravelRate < 0 || v.TreatRate < 0 || v.LoadCost < 0 || v.TravelRate > 1e6 || v.TreatRate > 1e6 || v.LoadCost > MaxCost:
			return fault("arcroute.fleet.rate", "", name)
		}
	}
	if f := in.checkCrews(); f != nil {
		return f
	}
	if in.Objective != "" && in.Objective != Total && in.Objective != Longest {
		return fault("arcroute.fleet.objective", string(in.Objective))
	}
	return nil
}

// checkCrews wants a number of crews where the longest round counts: with as
// many crews as segments the question means nothing.
func (in *Instance) checkCrews() *Fault {
	if in.Objective != Longest {
		return nil
	}
	for i := range in.Fleet {
		if in.Fleet[i].Crews == 0 {
			return fault("arcroute.fleet.crews_needed", "", in.Fleet[i].ID)
		}
	}
	return nil
}

func (in *Instance) checkTurns() *Fault {
	if in.UTurn < 0 || in.UTurn > MaxCost {
		return fault("arcroute.turn.cost", "", "u")
	}
	ends := func(edge, v int) bool {
		return edge >= 0 && edge < len(in.Edges) && (in.Edges[edge].From == v || in.Edges[edge].To == v)
	}
	for i, t := range in.Turns {
		switch {
		case !ends(t.From, t.At) || !ends(t.To, t.At):
			return fault("arcroute.turn.ends", "", itoa(i))
		case t.Cost < 0 || t.Cost > MaxCost:
			return fault("arcroute.turn.cost", "", itoa(i))
		}
	}
	return nil
}

// checkTreatable finds required edges that no vehicle fits or whose demand no
// tank holds.
func (in *Instance) checkTreatable() *Fault {
	largest := int64(0)
	for i := range in.Fleet {
		largest = max(largest, in.Fleet[i].Capacity)
	}
	if f := in.offenders("arcroute.demand.above_capacity", func(e *Edge) bool { return e.Required && e.Demand > largest }); f != nil {
		f.Detail = itoa(int(largest))
		return f
	}
	f := fault("arcroute.edge.no_vehicle", "")
	for i := range in.Edges {
		if in.Edges[i].Required && !in.Edges[i].Blocked && !in.treatable(i) {
			f.Elements = append(f.Elements, in.Label(i))
		}
	}
	if f.Elements == nil {
		return nil
	}
	return f
}

func (in *Instance) treatable(edge int) bool {
	for k := range in.Fleet {
		if in.MayTreat(k, edge) {
			return true
		}
	}
	return false
}
