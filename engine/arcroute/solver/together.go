package solver

// Several crews at once: any type of vehicle may take what it fits, tanks are
// filled on the way, and the sum or the crew that ends last counts. The search
// is the same ruin and recreate, with tours that are split anew at each change.

import (
	"context"
	"math"
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
)

// tableCells bounds the memory of the tables of all types together.
const tableCells = 8 << 20

// team is the current solution of all crews.
type team struct {
	in      *arcroute.Instance
	crews   []*crew
	m       int
	near    [][]int32
	where   []int
	removed []int32
	sum     float64 // what the last crew's share of the total weighs
	home    []int   // by task, its crew in the plan to keep; nil without one
	leaving float64
}

func solveTogether(in *arcroute.Instance, s *shares, o Options, m *meter, rnd *chance) ([]arcroute.Route, error) {
	t, err := newTeam(m.ctx, in, s)
	if err != nil {
		return nil, err
	}
	if o.Start != nil {
		t.resume(o.Start, s.treated, o.Leaving)
	} else {
		t.begin()
	}
	for task := range t.m {
		if t.where[task] < 0 {
			t.removed = append(t.removed, int32(task))
		}
	}
	t.recreate(rnd, 0)
	for _, c := range t.crews {
		if c.cost >= int64(dear) {
			return nil, tooDear()
		}
	}
	m.found(t.judged())
	t.search(m, rnd)
	var routes []arcroute.Route
	for _, c := range t.crews {
		if len(c.order) > 0 {
			routes = append(routes, c.beat.drive(c.order, c.index))
		}
	}
	return routes, nil
}

func newTeam(ctx context.Context, in *arcroute.Instance, s *shares) (*team, error) {
	n := len(s.treated)
	if n*n*len(in.Fleet) > tableCells {
		return nil, tooMany(s.treated)
	}
	t := &team{in: in, m: n, where: make([]int, n), sum: 1}
	if in.Objective == arcroute.Longest {
		t.sum = 0.01
	}
	for i := range t.where {
		t.where[i] = -1
	}
	for k := range in.Fleet {
		if len(s.of(k)) == 0 {
			continue
		}
		b, err := newBeat(ctx, in, k, s.treated, func(edge int) bool { return slices.Contains(s.able[edge], k) })
		if err != nil {
			return nil, err
		}
		for i := range max(1, in.Fleet[k].Crews) {
			t.crews = append(t.crews, &crew{beat: b, index: i})
		}
	}
	t.neighbours()
	return t, nil
}

// neighbours joins what the types of vehicles hold for near.
func (t *team) neighbours() {
	t.near = t.crews[0].beat.near
	for _, c := range t.crews[1:] {
		for i, near := range c.beat.near {
			if c.index == 0 && c.beat.serves(i) {
				t.near[i] = near
			}
		}
	}
}

// serves reports whether a type of vehicle treats a task at all.
func (p *problem) serves(task int) bool {
	return p.serve[task][0] != never || p.serve[task][1] != never
}

// energy is what the search lowers: the total, or the crew that ends last with
// a little of the total; leaving the plan to keep weighs too.
func (t *team) energy() float64 {
	total, last := 0.0, 0.0
	for _, c := range t.crews {
		total += float64(c.cost)
		last = max(last, float64(c.cost))
	}
	e := t.sum * total
	if t.in.Objective == arcroute.Longest {
		e += last
	}
	if t.leaving > 0 {
		for task, h := range t.home {
			if h >= 0 && t.where[task] != h {
				e += t.leaving
			}
		}
	}
	return e
}

// judged is the cost as the objective counts it.
func (t *team) judged() int64 {
	total, last := int64(0), int64(0)
	for _, c := range t.crews {
		total += c.cost
		last = max(last, c.cost)
	}
	if t.in.Objective == arcroute.Longest {
		return last
	}
	return total
}

// looks bounds how many places of a tour are priced exactly.
const looks = 8

// recreate puts the removed tasks where the energy grows least; blinks is the
// chance, of 256, to look away from a better place.
func (t *team) recreate(rnd *chance, blinks byte) {
	for i := len(t.removed) - 1; i > 0; i-- {
		j := rnd.below(i + 1)
		t.removed[i], t.removed[j] = t.removed[j], t.removed[i]
	}
	for _, task := range t.removed {
		total, last := 0.0, 0.0
		for _, c := range t.crews {
			total += float64(c.cost)
			last = max(last, float64(c.cost))
		}
		best, at, least := -1, 0, math.Inf(1)
		for k, c := range t.crews {
			if !c.beat.serves(int(task)) {
				continue
			}
			place, price := t.cheapest(c, task, rnd, blinks)
			e := t.sum * float64(price-c.cost)
			if t.in.Objective == arcroute.Longest {
				e += max(last, float64(price))
			}
			if t.leaving > 0 && t.home[task] >= 0 && t.home[task] != k {
				e += t.leaving
			}
			if e < least {
				best, at, least = k, place, e
			}
		}
		c := t.crews[best]
		c.order = slices.Insert(c.order, at, task)
		c.table()
		t.where[task] = best
	}
	t.removed = t.removed[:0]
}

// cheapest finds the best place of a task in a tour: the places are ranked by
// the least detour, and the first ones priced exactly.
func (t *team) cheapest(c *crew, task int32, rnd *chance, blinks byte) (at int, cost int64) {
	b := c.beat
	var places [looks]int
	var detours [looks]int32
	found := 0
	before := int32(b.m)
	for i := 0; i <= len(c.order); i++ {
		next := int32(b.m)
		if i < len(c.order) {
			next = c.order[i]
		}
		d := b.least[b.row(before)+int(task)] + b.least[b.row(task)+int(next)] - b.least[b.row(before)+int(next)]
		before = next
		if found == looks && d >= detours[looks-1] || found > 0 && byte(rnd.next()>>56) < blinks {
			continue
		}
		k := min(found, looks-1)
		for ; k > 0 && detours[k-1] > d; k-- {
			places[k], detours[k] = places[k-1], detours[k-1]
		}
		places[k], detours[k] = i, d
		found = min(found+1, looks)
	}
	cost = math.MaxInt64
	for _, i := range places[:found] {
		if x := c.with(task, i); x < cost {
			at, cost = i, x
		}
	}
	return at, cost
}
