package bound

// What the crew that ends last pays at least, when crews share the work of one
// programme.

import (
	"math"

	"kaigong.example/kaigong/engine/arcroute"
)

// shared spreads the bound over the crews. It is counted at the lowest rate of
// all types; a crew whose vehicle pays twice that for everything gets through
// half of it in the same time.
func (x *part) shared(in *arcroute.Instance) int64 {
	hands := 0.0
	for _, k := range x.types {
		hands += float64(in.Fleet[k].Crews) / x.dearness(in, k)
	}
	work := float64(x.value() - x.g.back) // turns cost all the same
	return int64(math.Ceil(work/max(1, hands) - 1e-6))
}

// dearness is how many times the lowest rate a type pays at least for anything
// that the bound counts.
func (x *part) dearness(in *arcroute.Instance, vehicle int) float64 {
	v, dear := &in.Fleet[vehicle], math.Inf(1)
	compare := func(cost, least int64) {
		if least > 0 {
			dear = min(dear, float64(cost)/float64(least))
		}
	}
	must := map[int]bool{}
	for _, e := range x.edges {
		must[e] = true
	}
	load := v.LoadCost
	for _, k := range x.types {
		load = min(load, in.Fleet[k].LoadCost)
	}
	compare(v.LoadCost, load)
	for i := range in.Edges {
		e := &in.Edges[i]
		travel, treat := int64(math.MaxInt64), int64(math.MaxInt64)
		for _, k := range x.types {
			if in.MayEnter(k, i) {
				travel = min(travel, in.Fleet[k].TravelCost(e))
			}
			if must[i] && in.MayTreat(k, i) {
				treat = min(treat, in.Fleet[k].TreatCost(e))
			}
		}
		if in.MayEnter(vehicle, i) {
			compare(v.TravelCost(e), travel)
		}
		if must[i] && in.MayTreat(vehicle, i) {
			compare(v.TreatCost(e), treat)
		}
	}
	return max(1, dear)
}
