package solver

// The current solution of the search, with what makes trying and taking back
// cheap: changed routes are copies, and the cheapest place of a task in a route
// is remembered as long as the route stays as it is.

import "slices"

// place remembers the cheapest place of a task in a route of one stamp.
type place struct {
	stamp uint64
	extra int32
	at    int32
}

// sign is what choosing a route needs to know of it first, kept close together.
type sign struct {
	room  int64 // what the tank still holds, below 0 where it is overdrawn
	stamp uint64
}

type state struct {
	p      *problem // of the first type, for what all types have in common
	types  []*problem
	alone  []int32 // by task, the least that a route for it alone costs
	floor  []int32 // by task, what it costs at least in any route
	rising bool    // no task makes a route cheaper
	far    []int32 // by task, its way from the depot
	slack  int64   // no tank is overdrawn by more
	routes []*route
	signs  []sign  // by route
	where  []int32 // by task, its route
	cost   int64

	memory []place // by task and route
	width  int     // routes per task in memory
	clock  uint64  // the next stamp

	old   []*route // by route, what it was before this trial; nil where unchanged
	spare []*route
	dirty []int32 // routes with an old

	// Tanks may be asked for more than they hold, for a fee.
	fine int64 // cost of a unit of overload, times 65536; 0 forbids it
	over int64 // overload of all routes together

	average int // how many tasks a ruin takes out
	wide    int // how many ruins of 256 are wide
	removed []int32
	origin  []int32 // by task removed, its route before
	keys    []int64 // by task, what removed is sorted by

	// A plan to keep: tasks that leave their route pay.
	home    []int32 // by task, the home of its route in that plan; nil without one
	leaving int32
}

// newState begins with a solution as load reads it.
func newState(types []*problem, orders []int32) *state {
	p := types[0]
	s := &state{p: p, types: types, alone: slices.Clone(p.alone), floor: slices.Clone(p.floor), far: make([]int32, p.m), where: make([]int32, p.m),
		keys: make([]int64, p.m), clock: 1, removed: make([]int32, 0, p.m), origin: make([]int32, p.m)}
	for t := range p.m {
		s.far[t] = p.to[p.row(int32(p.m))+t][0]
		for _, x := range types[1:] {
			s.alone[t], s.floor[t] = min(s.alone[t], x.alone[t]), min(s.floor[t], x.floor[t])
			if x.serves(t) {
				s.far[t] = max(s.far[t], x.to[p.row(int32(p.m))+t][0])
			}
		}
	}
	s.rising = slices.Min(s.floor) >= 0
	for _, x := range types {
		s.slack = max(s.slack, x.cap/4)
	}
	s.width = 16
	s.memory = make([]place, p.m*s.width)
	s.load(orders)
	return s
}

// load replaces the solution by routes written one behind the other, each
// closed by the end of its type.
func (s *state) load(orders []int32) {
	for s.dirty = s.dirty[:0]; len(s.routes) > 0; {
		s.drop(len(s.routes) - 1)
	}
	s.cost, s.over = 0, 0
	var r *route
	for _, t := range orders {
		if t < 0 {
			s.settle(r, s.types[-1-t])
			r = nil
			continue
		}
		if r == nil {
			r = s.open(s.p)
		}
		r.seq = append(r.seq[:len(r.seq)-1], t, int32(s.p.m))
		r.load += s.p.demand[t]
		s.where[t] = int32(len(s.routes) - 1)
	}
}

// settle evaluates a route that was just written, for a type of vehicle.
func (s *state) settle(r *route, p *problem) {
	if r == nil {
		return
	}
	r.p = p
	r.head = append(r.head[:0], make([]pair, len(r.seq))...)
	r.tail = append(r.tail[:0], make([]pair, len(r.seq))...)
	p.evaluate(r, 1, len(r.seq)-2)
	s.cost += int64(r.cost)
	if s.leaving > 0 {
		s.settleHome(r)
	}
	s.mark(int32(len(s.routes) - 1))
}

// mark keeps the sign of a route in step with it.
func (s *state) mark(i int32) {
	r := s.routes[i]
	s.signs[i] = sign{r.p.cap - r.load, r.stamp}
}

// store writes the solution as load reads it, into memory that is used again.
func (s *state) store(orders []int32) []int32 {
	orders = orders[:0]
	for _, r := range s.routes {
		if r.size() > 0 {
			orders = append(append(orders, r.seq[1:len(r.seq)-1]...), r.p.end())
		}
	}
	return orders
}

// open adds an empty route for a type of vehicle.
func (s *state) open(p *problem) *route {
	r := s.take()
	p.clear(r)
	r.stamp, r.home = s.tick(), -1
	s.routes = append(s.routes, r)
	s.old = append(s.old, nil)
	s.signs = append(s.signs, sign{p.cap, r.stamp})
	if len(s.routes) > s.width {
		s.widen()
	}
	return r
}

// widen makes room for more routes; it happens a few times at most.
func (s *state) widen() {
	s.width *= 2
	s.memory = make([]place, s.p.m*s.width)
}

func (s *state) tick() uint64 {
	s.clock++
	return s.clock
}

func (s *state) take() *route {
	if n := len(s.spare); n > 0 {
		r := s.spare[n-1]
		s.spare = s.spare[:n-1]
		return r
	}
	return &route{}
}

// touch readies a route for a change that may be taken back.
func (s *state) touch(i int32) *route {
	if s.old[i] != nil {
		return s.routes[i]
	}
	r := s.take()
	r.copy(s.routes[i])
	s.old[i], s.routes[i] = s.routes[i], r
	s.dirty = append(s.dirty, i)
	return r
}

// keep accepts the trial: what the routes were before is forgotten, and empty
// routes are closed.
func (s *state) keep() {
	for _, i := range s.dirty {
		s.spare = append(s.spare, s.old[i])
		s.old[i] = nil
	}
	s.dirty = s.dirty[:0]
	for i := len(s.routes) - 1; i >= 0; i-- {
		if s.routes[i].size() == 0 {
			s.drop(i)
		}
	}
}

// drop closes a route; the last one takes its place.
func (s *state) drop(i int) {
	n := len(s.routes) - 1
	s.spare = append(s.spare, s.routes[i])
	if i < n {
		s.routes[i] = s.routes[n]
		s.routes[i].stamp = s.tick()
		for _, t := range s.routes[i].seq[1 : len(s.routes[i].seq)-1] {
			s.where[t] = int32(i)
		}
		s.mark(int32(i))
	}
	s.routes, s.old, s.signs = s.routes[:n], s.old[:n], s.signs[:n]
}

// undo takes the trial back. Routes opened by it were empty before and go.
func (s *state) undo(cost, over int64) {
	for _, i := range s.dirty {
		s.spare = append(s.spare, s.routes[i])
		s.routes[i], s.old[i] = s.old[i], nil
		s.mark(i)
	}
	s.dirty = s.dirty[:0]
	for n := len(s.routes) - 1; n >= 0 && s.routes[n].size() == 0; n-- {
		s.drop(n)
	}
	for _, t := range s.removed {
		s.where[t] = s.origin[t]
	}
	s.cost, s.over = cost, over
}

// fee is what an overload costs.
func (s *state) fee(over int64) int64 { return over * s.fine >> 16 }

// overload is what a route needs above its tank.
func (r *route) overload() int64 { return max(0, r.load-r.p.cap) }

// reload accounts for a route that was overloaded by so much before.
func (s *state) reload(r *route, before int64) {
	if over := r.overload(); over != before {
		s.cost += s.fee(over) - s.fee(before)
		s.over += over - before
	}
}

// charge changes the fine.
func (s *state) charge(fine int64) {
	for _, r := range s.routes {
		s.cost += r.overload()*fine>>16 - s.fee(r.overload())
	}
	s.fine = fine
}
