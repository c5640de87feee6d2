package solver

// The doors of the package.

import (
	"context"
	"slices"
	"strconv"

	"kaigong.example/kaigong/engine/arcroute"
)

// Options of a search. Without iterations and without Spent, the budget is
// 200,000 iterations.
type Options struct {
	Seed       uint64
	Iterations int64 // budget; equal seeds and iterations give equal bytes
	// Spent reads how much of another budget is used, such as CPU time: 1 ends
	// the search. It is asked every few hundred iterations.
	Spent func() float64
	// Target ends the search when no more is to be gained: a lower bound.
	Target int64
	// Found is told the cost of each better plan, what leaving costs included, and
	// the iterations until then.
	Found func(cost, iterations int64)
	// Start is a plan to begin with, such as yesterday's, for the same network.
	// Edges that it does not treat are put where they cost least.
	Start *arcroute.Plan
	// Leaving is what each edge that leaves its route in Start must save at
	// least, in units of cost: the search then changes no more than it pays.
	Leaving int64

	tuning tuning
}

// defaultIterations is the budget where none is given.
const defaultIterations = 200_000

// Result is a plan with what it took.
type Result struct {
	Plan       *arcroute.Plan
	Iterations int64
}

// First is a plan at once, by path-scanning. Errors are *arcroute.Fault.
func First(in *arcroute.Instance) (*arcroute.Plan, error) {
	r, err := Solve(context.Background(), in, Options{Spent: func() float64 { return 1 }})
	if err != nil {
		return nil, err
	}
	return r.Plan, nil
}

// Solve searches for a cheap plan. It ends when the budget is used up, the
// target met, or the context done; a plan it has as soon as the ways between the
// edges are measured, which takes seconds for the largest networks. Edges that
// nobody can reach are skipped with a reason. Errors are *arcroute.Fault, or the
// context's where it ends before there is a plan.
func Solve(ctx context.Context, in *arcroute.Instance, o Options) (*Result, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	if o.Iterations <= 0 && o.Spent == nil {
		o.Iterations = defaultIterations
	}
	if o.tuning == (tuning{}) {
		o.tuning = standard()
	}
	s := share(in)
	if len(s.treated) == 0 {
		return nil, nothingReached(in, s)
	}
	m := &meter{ctx: ctx, limit: o.Iterations, spent: o.Spent, target: o.Target, report: o.Found}
	m.tick(0)
	plan := &arcroute.Plan{Skipped: s.skipped}
	rnd := newChance(o.Seed)
	var err error
	if in.Objective != arcroute.Longest && len(in.Refills) == 0 {
		plan.Routes, err = solveApart(in, s, o, m, &rnd)
	} else {
		plan.Routes, err = solveTogether(in, s, o, m, &rnd)
	}
	if err != nil {
		return nil, err
	}
	plan.Cost = judged(in, plan.Routes)
	return &Result{plan, m.iterations}, nil
}

func nothingReached(in *arcroute.Instance, s *shares) error {
	f := &arcroute.Fault{Key: "arcroute.skip.everything"}
	for _, x := range s.skipped {
		f.Elements = append(f.Elements, in.Label(x.Edge))
	}
	return f
}

// judged is the cost of routes as the objective counts it.
func judged(in *arcroute.Instance, routes []arcroute.Route) int64 {
	sum, crews := int64(0), map[[2]int]int64{}
	longest := int64(0)
	for _, r := range routes {
		sum += r.Cost
		crews[[2]int{r.Vehicle, r.Crew}] += r.Cost
		longest = max(longest, crews[[2]int{r.Vehicle, r.Crew}])
	}
	if in.Objective == arcroute.Longest {
		return longest
	}
	return sum
}

// part is the search for types of vehicles that share their work.
type part struct {
	types []*problem
	first []int32
	home  []int32
	cost  int64
}

// solveApart plans the types of vehicles that share no work one after the other,
// the budget shared by the number of tasks.
func solveApart(in *arcroute.Instance, s *shares, o Options, m *meter, rnd *chance) ([]arcroute.Route, error) {
	var parts []*part
	tasks := 0
	for _, group := range s.groups() {
		x, err := newPart(m.ctx, in, s, group, o.Start)
		if err != nil {
			return nil, err
		}
		parts = append(parts, x)
		tasks += x.types[0].m
	}
	m.others = 0
	for _, x := range parts {
		m.others += x.cost
	}
	m.found(0)
	var routes []arcroute.Route
	done := 0
	for _, x := range parts {
		m.others -= x.cost
		done += x.types[0].m
		q := newQuest(x.types, o.tuning, m, rnd)
		if o.Start != nil {
			q.keep(x.home, o.Leaving)
		}
		orders, cost := q.search(x.first, float64(done)/float64(tasks))
		m.others += cost
		routes = append(routes, drive(x.types, orders)...)
	}
	return routes, nil
}

// newPart makes the tables of some types and their first solution.
func newPart(ctx context.Context, in *arcroute.Instance, s *shares, group []int, start *arcroute.Plan) (*part, error) {
	x := &part{}
	edges := s.of(group...)
	if len(edges)*len(edges)*len(group) > tableCells {
		return nil, tooMany(edges)
	}
	for i, k := range group {
		p, err := newProblem(ctx, in, k, edges, func(edge int) bool { return slices.Contains(s.able[edge], k) })
		if err != nil {
			return nil, err
		}
		p.kind = int32(i)
		x.types = append(x.types, p)
	}
	for i, near := range x.types[0].near {
		for _, p := range x.types[1:] {
			if !x.types[0].serves(i) && p.serves(i) {
				near = p.near[i]
			}
		}
		x.types[0].near[i] = near
	}
	if start != nil {
		x.first, x.home = resume(x.types, start)
	} else {
		x.first = scan(x.types)
	}
	var err error
	x.cost, err = price(x.types, x.first)
	return x, err
}

// tooMany says that tables for several types would grow too large.
func tooMany(edges []int) error {
	return &arcroute.Fault{Key: "arcroute.size.shared", Detail: strconv.Itoa(len(edges))}
}

// price is what a solution costs, as state.load reads it. It fails where a route
// comes near what the tables hold.
func price(types []*problem, orders []int32) (int64, error) {
	s := newState(types, orders)
	for _, r := range s.routes {
		if r.cost >= dear {
			return 0, tooDear()
		}
	}
	return s.cost, nil
}
