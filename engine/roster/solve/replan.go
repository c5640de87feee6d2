package solve

// Re-planning after somebody calls in sick: what is past stays, every changed
// assignment costs, and cover is mended where that is worth the change.

import (
	"context"
	"math"
	"slices"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/dp"
)

// Call is a person who cannot work from one day to another, both included.
type Call struct {
	Person, From, To int
}

// Change is one day of one person that differs from the roster before.
type Change struct {
	Person, Day, From, To int
}

// Replanned is a roster after calls. Instance is the one that it keeps: absences
// added, the callers' least totals and least runs lifted, the past pinned.
type Replanned struct {
	Roster   roster.Roster
	Instance *roster.Instance
	Changes  []Change
	Cost     int64 // under Instance, without what changes are charged
	Faults   roster.Faults
}

// replanBudget is how many rosters of one person are computed by default.
const replanBudget = 2000

// Replan mends a roster after calls. from is the first day that may still change.
// keep is what one changed assignment costs, in the unit of Cover.Under; 0 takes a
// third of the dearest shortage, so that a shortage is worth two changes and not
// three. The instance must be without faults and the roster of its size.
func Replan(ctx context.Context, in *roster.Instance, old roster.Roster, calls []Call, from, keep int, opt Options) (*Replanned, error) {
	next := afterCalls(in, old, calls, from)
	clean, faults := roster.Mend(next)
	if clean == nil {
		return nil, faults
	}
	if opt.Iterations == 0 {
		opt.Iterations = replanBudget
	}
	if keep == 0 {
		for _, c := range clean.Cover {
			keep = max(keep, c.Under/3)
		}
	}
	s := newSearch(ctx, calmed(clean), opt)
	s.p.hold(old, int64(max(keep, 1))*scale)
	s.resume(old)
	r := &Replanned{Roster: s.best.roster(), Instance: clean, Faults: append(faults, s.impossible()...)}
	r.Changes = changes(old, r.Roster)
	plain := replay(clean, r.Roster)
	r.Cost = plain.real(plain.cur)
	return r, nil
}

// calmed has wishes and fair shares at a tenth of their weight: they choose who
// steps in, but are no reason to change what was promised.
func calmed(in *roster.Instance) *roster.Instance {
	out := *in
	out.Wishes = slices.Clone(in.Wishes)
	for i := range out.Wishes {
		out.Wishes[i].Weight = tenth(out.Wishes[i].Weight)
	}
	f := &out.Rules.Fair
	f.Minutes, f.Nights, f.Weekends = tenth(f.Minutes), tenth(f.Nights), tenth(f.Weekends)
	return &out
}

func tenth(weight int) int { return (weight + 9) / 10 }

// afterCalls is the instance that the new roster has to keep.
func afterCalls(in *roster.Instance, old roster.Roster, calls []Call, from int) *roster.Instance {
	next := *in
	next.People, next.Pins = slices.Clone(in.People), slices.Clone(in.Pins)
	away := func(p, d int) bool {
		return slices.ContainsFunc(calls, func(c Call) bool { return c.Person == p && c.From <= d && d <= c.To })
	}
	next.Pins = slices.DeleteFunc(next.Pins, func(p roster.Pin) bool { return away(p.Person, p.Day) || p.Day < from })
	for p := range next.People {
		person := &next.People[p]
		for d := range next.Days {
			if away(p, d) {
				person.Absences = append(slices.Clip(person.Absences), roster.Absence{Day: d, Type: roster.Any, Reason: "call"})
				person.MinMinutes, person.MinRun, person.MinOff = 0, 0, 0
			} else if d < from && p < len(old.Days) && d < len(old.Days[p]) {
				next.Pins = append(next.Pins, roster.Pin{Person: p, Day: d, Type: old.Days[p][d]})
			}
		}
	}
	return &next
}

// hold charges every difference from an old roster.
func (p *problem) hold(old roster.Roster, keep int64) {
	for i := range min(p.n, len(old.Days)) {
		for d := range min(p.days, len(old.Days[i])) {
			row := p.base[i][d*p.types : (d+1)*p.types]
			was := old.Days[i][d]
			if was != roster.Off {
				p.idle[i] += keep
			}
			for t := range row {
				switch {
				case row[t] >= dp.Never:
				case was == roster.Off:
					row[t] += keep
				case was == t:
					row[t] -= keep
				}
			}
		}
	}
}

// resume begins at an old roster: who can stay stays, the others answer.
func (s *search) resume(old roster.Roster) {
	s.feasible()
	s.cur = replay(s.p.in, old).onto(s.p)
	for _, i := range s.able() {
		if !s.stays(i) {
			s.respond(s.cur, i, 0)
		}
	}
	s.best.copyFrom(s.cur)
	if len(s.able()) == 0 {
		return
	}
	s.low = math.MinInt64
	s.answersOf(s.cur, s.able())
	s.keep(s.cur)
	s.improve(s.able())
}

// onto is the state of a search under the costs of another problem.
func (s *search) onto(p *problem) *state {
	at := newState(p)
	for i, path := range s.cur.path {
		at.lift(p, i)
		at.put(p, i, path)
	}
	at.tied = p.ties.total(p, at)
	return at
}

// stays reports whether a person's present path keeps the rules.
func (s *search) stays(i int) bool {
	d := 0
	for d < s.p.days-1 && s.cur.path[i][d] < 0 {
		d++
	}
	return s.couldAlso(i, d, int(s.cur.path[i][d]))
}

func changes(old, next roster.Roster) (out []Change) {
	for p, row := range next.Days {
		for d, t := range row {
			if p < len(old.Days) && d < len(old.Days[p]) && old.Days[p][d] != t {
				out = append(out, Change{p, d, old.Days[p][d], t})
			}
		}
	}
	return out
}
