package solver

// The first tours of several crews: each task goes to the type of vehicle that
// would treat it alone at the least cost, path-scanning makes loads of them, and
// the loads are dealt out to the crews of that type.

import (
	"cmp"
	"math"
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
)

// begin plans from nothing.
func (t *team) begin() {
	tasks := map[*beat][]int32{}
	for task := range int32(t.m) {
		var best *beat
		least := int32(math.MaxInt32)
		for _, c := range t.crews {
			if c.beat.serves(int(task)) && c.beat.alone[task] < least {
				best, least = c.beat, c.beat.alone[task]
			}
		}
		tasks[best] = append(tasks[best], task)
	}
	for _, c := range t.crews {
		if c.index == 0 && len(tasks[c.beat]) > 0 {
			t.deal(c.beat, c.beat.scan(tasks[c.beat]))
		}
	}
}

// deal gives the loads to the crews, the dearest first and to whoever has done
// least, where the longest round counts; otherwise to the first crew.
func (t *team) deal(b *beat, orders []int32) {
	type load struct {
		order []int32
		cost  int64
	}
	var loads []load
	for _, x := range split(orders) {
		loads = append(loads, load{x.order, b.cost(x.order)})
	}
	if t.in.Objective == arcroute.Longest {
		slices.SortStableFunc(loads, func(x, y load) int { return cmp.Compare(y.cost, x.cost) })
	}
	for _, l := range loads {
		var to *crew
		for _, c := range t.crews {
			if c.beat == b && (to == nil || t.in.Objective == arcroute.Longest && c.cost < to.cost) {
				to = c
			}
		}
		to.order, to.cost = append(to.order, l.order...), to.cost+l.cost
		for _, task := range l.order {
			t.where[task] = slices.Index(t.crews, to)
		}
	}
	for _, c := range t.crews {
		if c.beat == b {
			c.table()
		}
	}
}

// written is one of the routes that are written one behind the other.
type written struct {
	order []int32
	end   int32 // of its type
}

// split cuts routes written one behind the other, as state.load reads them.
func split(orders []int32) (routes []written) {
	begin := 0
	for i, t := range orders {
		if t < 0 {
			if i > begin {
				routes = append(routes, written{orders[begin:i], t})
			}
			begin = i + 1
		}
	}
	return routes
}
