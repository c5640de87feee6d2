// Package verify checks a plan against its instance, step by step, as an
// inspector who walks the routes would. It shares nothing with the solver: no
// distances, no tables, only the data types of package arcroute. A plan lists
// every edge it drives, so the verifier needs no shortest way; it follows the
// road, pays what each step costs, and compares.
package verify

// Following one route.

import (
	"fmt"
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
)

// Check finds everything that is wrong with a plan, nil where it holds. Each
// fault names route and step, counted from 1, and the edge.
func Check(in *arcroute.Instance, p *arcroute.Plan) []*arcroute.Fault {
	v := &inspector{in: in, treated: make([]int, len(in.Edges)), crews: map[[2]int]int64{}, seen: map[[2]int][]bool{}, turns: map[[3]int][]arcroute.Turn{}}
	for _, t := range in.Turns {
		key := [3]int{t.At, t.From, t.To}
		v.turns[key] = append(v.turns[key], t)
	}
	for i := range p.Routes {
		v.walk(i, &p.Routes[i])
	}
	v.coverage(p)
	v.total(p)
	return v.faults
}

type inspector struct {
	in      *arcroute.Instance
	treated []int // by edge, how often
	sum     int64
	crews   map[[2]int]int64           // vehicle and crew: cost so far
	seen    map[[2]int][]bool          // vehicle, there or back: what it can drive
	turns   map[[3]int][]arcroute.Turn // by vertex and both edges
	faults  []*arcroute.Fault
}

func (v *inspector) refuse(key, detail string, elements ...string) {
	v.faults = append(v.faults, &arcroute.Fault{Key: key, Detail: detail, Elements: elements})
}

// walker is on the road with one route.
type walker struct {
	*inspector
	vehicle *arcroute.Vehicle
	at      int // vertex
	came    int // edge driven last, -1 after a stop
	load    int64
	cost    int64
	where   string // "route 2, step 5"
}

func (v *inspector) walk(i int, r *arcroute.Route) {
	name := fmt.Sprintf("%d", i+1)
	if r.Vehicle < 0 || r.Vehicle >= len(v.in.Fleet) {
		v.refuse("arcroute.plan.vehicle", name, fmt.Sprint(r.Vehicle))
		return
	}
	w := &walker{inspector: v, vehicle: &v.in.Fleet[r.Vehicle], at: v.in.Depot, came: -1}
	w.cost = w.vehicle.LoadCost
	if crews := w.vehicle.Crews; r.Crew < 0 || crews > 0 && r.Crew >= crews {
		v.refuse("arcroute.plan.crew", name, fmt.Sprint(r.Crew+1))
	}
	for k, s := range r.Steps {
		w.where = fmt.Sprintf("%s.%d", name, k+1)
		if !w.step(s) {
			return
		}
	}
	if w.at != v.in.Depot {
		v.refuse("arcroute.plan.end", name, v.vertex(w.at))
	}
	if w.cost != r.Cost {
		v.refuse("arcroute.plan.route_cost", name, fmt.Sprint(r.Cost), fmt.Sprint(w.cost))
	}
	v.sum += w.cost
	v.crews[[2]int{r.Vehicle, r.Crew}] += w.cost
}

func (v *inspector) vertex(i int) string {
	if id := v.in.Vertices[i].ID; id != "" {
		return id
	}
	return fmt.Sprint(i)
}

// step answers false where the route cannot be followed further.
func (w *walker) step(s arcroute.Step) bool {
	if s.Act == arcroute.Fill {
		w.fill()
		return true
	}
	if s.Edge < 0 || s.Edge >= len(w.in.Edges) || s.Act != arcroute.Drive && s.Act != arcroute.Treat {
		w.refuse("arcroute.plan.step", w.where, fmt.Sprint(s.Edge))
		return false
	}
	e := &w.in.Edges[s.Edge]
	from, to := e.From, e.To
	if s.Reverse {
		from, to = to, from
	}
	if from != w.at {
		w.refuse("arcroute.plan.gap", w.where, w.in.Label(s.Edge), w.vertex(w.at))
		return false
	}
	w.enter(s, e)
	w.turn(s.Edge)
	if s.Act == arcroute.Treat {
		w.treat(s.Edge, e)
	} else {
		w.cost += times(e.Travel, w.vehicle.TravelRate)
	}
	w.at, w.came = to, s.Edge
	return true
}

func (w *walker) fill() {
	if w.at != w.in.Depot && !slices.Contains(w.in.Refills, w.at) {
		w.refuse("arcroute.plan.fill", w.where, w.vertex(w.at))
	}
	w.load, w.came = 0, -1
	w.cost += w.vehicle.LoadCost
}

func (w *walker) enter(s arcroute.Step, e *arcroute.Edge) {
	switch {
	case e.OneWay && s.Reverse:
		w.refuse("arcroute.plan.one_way", w.where, w.in.Label(s.Edge))
	case e.Blocked:
		w.refuse("arcroute.plan.blocked", w.where, w.in.Label(s.Edge))
	case !fits(w.vehicle.Access, e):
		w.refuse("arcroute.plan.access", w.where, w.in.Label(s.Edge))
	}
}

// fits reports whether an edge is of one of the classes; nil classes are all.
func fits(classes []string, e *arcroute.Edge) bool {
	return classes == nil || e.Access == "" || slices.Contains(classes, e.Access)
}

func (w *walker) turn(edge int) {
	if w.came < 0 {
		return
	}
	if w.came == edge {
		w.cost += w.in.UTurn
	}
	for _, t := range w.turns[[3]int{w.at, w.came, edge}] {
		if t.Forbidden {
			w.refuse("arcroute.plan.turn", w.where, w.in.Label(w.came), w.in.Label(edge))
		}
		w.cost += t.Cost
	}
}

func (w *walker) treat(edge int, e *arcroute.Edge) {
	w.treated[edge]++
	w.load += e.Demand
	cost := e.Treat
	if cost == 0 {
		cost = e.Travel
	}
	w.cost += times(cost, w.vehicle.TreatRate)
	switch {
	case e.NoTreat:
		w.refuse("arcroute.plan.no_treat", w.where, w.in.Label(edge))
	case !e.Required:
		w.refuse("arcroute.plan.not_required", w.where, w.in.Label(edge))
	case w.vehicle.Treats != nil && !fits(w.vehicle.Treats, e):
		w.refuse("arcroute.plan.access", w.where, w.in.Label(edge))
	}
	if w.load > w.vehicle.Capacity {
		w.refuse("arcroute.plan.overload", w.where, w.in.Label(edge), fmt.Sprint(w.load), fmt.Sprint(w.vehicle.Capacity))
	}
}

// times multiplies by thousandths; 0 stands for 1000.
func times(cost, rate int64) int64 {
	if rate == 0 {
		rate = 1000
	}
	whole, rest := cost*rate/1000, cost*rate%1000
	if 2*rest >= 1000 {
		whole++
	}
	return whole
}
