package solver

// Who treats what: the parts into which an instance falls, and what nobody can
// reach.

import (
	"slices"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/distance"
)

// shares says for each type of vehicle which edges it can treat.
type shares struct {
	able    [][]int // by edge, the types that reach and treat it
	skipped []arcroute.Skipped
	treated []int // edges that somebody treats
}

// Treated lists the required edges that some vehicle reaches and treats, and
// the others with the reason why none does. The instance was checked.
func Treated(in *arcroute.Instance) (edges []int, skipped []arcroute.Skipped) {
	s := share(in)
	return s.treated, s.skipped
}

func share(in *arcroute.Instance) *shares {
	s := &shares{able: make([][]int, len(in.Edges))}
	for k := range in.Fleet {
		reach := newReach(in, k)
		for _, e := range in.Required() {
			if in.MayTreat(k, e) && reach.roundTrip(e) {
				s.able[e] = append(s.able[e], k)
			}
		}
	}
	for i := range in.Edges {
		e := &in.Edges[i]
		switch {
		case !e.Required:
		case e.Blocked:
			s.skip(in, i, "arcroute.skip.blocked")
		case s.able[i] == nil:
			s.skip(in, i, "arcroute.skip.unreachable")
		default:
			s.treated = append(s.treated, i)
		}
	}
	return s
}

func (s *shares) skip(in *arcroute.Instance, edge int, key string) {
	s.skipped = append(s.skipped, arcroute.Skipped{Edge: edge, Reason: &arcroute.Fault{Key: key, Elements: []string{in.Label(edge)}}})
}

// groups splits the types of vehicles into those that share work, by way of
// others too; types that treat nothing are left out.
func (s *shares) groups() [][]int {
	var all [][]int
	for _, e := range s.treated {
		group := slices.Clone(s.able[e])
		all = slices.DeleteFunc(all, func(other []int) bool {
			shared := slices.ContainsFunc(other, func(k int) bool { return slices.Contains(group, k) })
			if shared {
				group = append(group, other...)
			}
			return shared
		})
		slices.Sort(group)
		all = append(all, slices.Compact(group))
	}
	slices.SortFunc(all, slices.Compare)
	return all
}

// of lists the edges that some types treat.
func (s *shares) of(types ...int) []int {
	var out []int
	for _, e := range s.treated {
		if slices.ContainsFunc(types, func(k int) bool { return slices.Contains(s.able[e], k) }) {
			out = append(out, e)
		}
	}
	return out
}

// reach knows where one type of vehicle gets to from the depot.
type reach struct {
	depot     int
	net       *distance.Net
	out, back *distance.Tree
	home      map[int]bool // by vertex where a way home begins, without turns
	turning   bool
}

func newReach(in *arcroute.Instance, vehicle int) *reach {
	r := &reach{depot: in.Depot, net: distance.New(in, vehicle), home: map[int]bool{}, turning: in.Turning()}
	r.out, r.back = r.net.NewTree(), r.net.NewTree()
	r.out.Grow(distance.At(in.Depot))
	return r
}

// roundTrip reports whether an edge can be reached from the depot and left for
// it, in one direction at least.
func (r *reach) roundTrip(edge int) bool {
	for _, a := range []distance.Arc{distance.ArcOf(edge, false), distance.ArcOf(edge, true)} {
		if r.out.To(distance.On(a)) < distance.Unreachable && r.leads(a) {
			return true
		}
	}
	return false
}

// leads reports whether a way home begins at the end of an arc.
func (r *reach) leads(a distance.Arc) bool {
	v := r.net.Head(a)
	if yes, known := r.home[v]; known && !r.turning {
		return yes
	}
	r.back.Grow(distance.On(a))
	r.home[v] = r.back.To(distance.At(r.depot)) < distance.Unreachable
	return r.home[v]
}
