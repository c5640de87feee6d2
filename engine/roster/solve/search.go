package solve

// The course of a search: a feasible roster at once, the root program with its
// bound, a dive, then neighbourhoods until the budget is spent.

import (
	"context"
	"math"
	"math/rand/v2"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/dp"
)

// search is one run. Its buffers are reused; work counts rosters priced.
type search struct {
	p    *problem
	ctx  context.Context
	opt  Options
	ws   dp.Workspace
	rng  *rand.Rand
	best *state
	cur  *state
	back *state
	idle []bool // people without any roster
	work int
	at   int   // work when the best was found
	low  int64 // lower bound of the whole, scaled
	over bool

	cost []int64
	used []int // per type
	must []bool
	path []int8
	rows []int32
	sum  []float64
}

func newSearch(ctx context.Context, in *roster.Instance, opt Options) *search {
	p := compile(in)
	return &search{p: p, ctx: ctx, opt: opt, rng: rand.New(rand.NewPCG(opt.Seed, 0x726f73746572)),
		best: newState(p), cur: newState(p), back: newState(p), low: math.MinInt64,
		idle: make([]bool, p.n), must: make([]bool, p.days), used: make([]int, p.types), path: make([]int8, p.days)}
}

// stopped looks at the budget and at the caller's wish; once true it stays true.
func (s *search) stopped() bool {
	s.over = s.over || s.opt.Iterations > 0 && s.work >= s.opt.Iterations || s.ctx.Err() != nil || s.opt.Stop != nil && s.opt.Stop()
	return s.over
}

// keep notes a roster that is better than all before.
func (s *search) keep(at *state) {
	if at.total() < s.best.total() {
		s.best.copyFrom(at)
		s.at = s.work
		s.tell()
	}
}

func (s *search) tell() {
	if s.opt.Progress != nil {
		s.opt.Progress(s.progress())
	}
}

// done is whether the best is proven to be optimal.
func (s *search) done() bool { return s.best.total() <= ceil(s.low)*scale }

// ceil is the least whole cost that is not below a scaled bound.
func ceil(scaled int64) int64 {
	q := scaled / scale
	if scaled > q*scale {
		q++
	}
	return q
}

func (s *search) run() {
	if s.p.days <= slow {
		s.feasible()
	} else {
		s.low = 0 // every cost is 0 or more
	}
	s.greedy(s.cur)
	if s.p.days <= slow {
		s.answersOf(s.cur, s.able())
	}
	s.best.copyFrom(s.cur)
	s.at = s.work
	s.tell()
	able := s.able()
	if len(able) == 0 {
		s.low = s.best.total()
		return
	}
	if s.wide() && s.across() {
		s.shuffle(able)
	}
	switch {
	case s.long():
		s.roll(able)
	case s.p.days > 4*week: // the program of all days takes long to say anything
		s.cur.copyFrom(s.best)
		s.rollOnce(able, week)
	}
	s.root(able)
	s.improve(able)
}

// shuffle lets people answer again in new orders as long as each round, a few
// times for everybody, makes the roster one part in two hundred cheaper.
func (s *search) shuffle(able []int) {
	s.cur.copyFrom(s.best)
	for before := int64(math.MaxInt64); s.best.total() < before-before/200; {
		before = s.best.total()
		for k := range 10 * len(able) {
			if s.stopped() {
				return
			}
			if k%16 == 0 {
				s.try(func(int64) { s.byPrices(able) })
			} else {
				s.try(func(int64) { s.reorder(able) })
			}
		}
	}
}

// byPrices plans a few people anew by an incremental subgradient alone.
func (s *search) byPrices(able []int) {
	people := s.some(able, opened/8)
	s.take(s.cur, people, newMaster(s, s.cur, people, nil).warm(6+s.rng.IntN(8)))
	s.answersOf(s.cur, people)
}

// slow is from how many days on one roster of one person takes so long that it is
// not asked for the sake of a first bound alone.
const slow = 100

// across is whether fair shares or ties reach across windows of days.
func (s *search) across() bool {
	f := s.p.in.Rules.Fair
	return s.p.ties.any || f.Minutes+f.Nights+f.Weekends > 0
}

// whole is whether everybody and all days are solved as one program: with many rows
// only while the horizon is not so long that a person's program is slow.
func (s *search) whole() bool { return !s.wide() || s.p.days <= slow && !s.across() }

// long is whether windows of days come before the program of all days, or in its
// place.
func (s *search) long() bool { return !s.whole() || s.p.days > 4*week && !s.wide() }

// Windows of rolling: the shortest, and how many rows and people together one of
// them may have, unless it is the shortest.
const (
	week     = 7
	rollRows = 260
)

// roll goes over a horizon or a number of types that is too large for one program:
// everybody is opened on a window of days, which moves on by part of its length.
// Windows grow from a week to four; it all begins again as long as it pays.
func (s *search) roll(able []int) {
	s.cur.copyFrom(s.best)
	for before := int64(math.MaxInt64); s.best.total() < before-before/100 && !s.stopped(); {
		before = s.best.total()
		for length := week; length <= 4*week; length *= 2 {
			if n := min(length, s.p.days); length == week || n*s.p.types+len(able) <= rollRows {
				s.rollOnce(able, n)
			}
		}
	}
}

func (s *search) rollOnce(able []int, length int) {
	for from := 0; from < s.p.days && !s.stopped(); from += (length*3 + 3) / 4 {
		m := newMaster(s, s.cur, able, s.window(from, length))
		m.warm(6)
		if paths, ok := m.dive(effort{rounds: 60, gap: scale / 2, cutoff: s.cur.cost}); ok {
			s.back.copyFrom(s.cur)
			s.take(s.cur, able, paths)
			if s.cur.total() > s.back.total() {
				s.cur.copyFrom(s.back)
			}
			s.keep(s.cur)
		}
	}
}

// window marks days from one on; nil when it holds all.
func (s *search) window(from, length int) []bool {
	if from <= 0 && length >= s.p.days {
		return nil
	}
	out := make([]bool, s.p.days)
	for d := max(0, from); d < min(from+length, s.p.days); d++ {
		out[d] = true
	}
	return out
}

// root solves the program of everybody, unless it is too large, and dives from it.
func (s *search) root(able []int) {
	m := newMaster(s, s.cur, able, nil)
	if !s.whole() && len(m.cell) > exactRows {
		return
	}
	s.take(s.cur, able, m.warm(warmSweeps))
	s.answersOf(s.cur, able)
	s.keep(s.cur)
	m.generate(effort{rounds: 300, gap: scale / 4, cutoff: math.MaxInt64})
	s.raise(m.bound)
	if s.stopped() || s.done() {
		return
	}
	paths, ok := m.dive(effort{rounds: 6, gap: scale / 4, cutoff: s.best.cost})
	if !ok && s.stopped() {
		paths, ok = m.chosen(), true // the fullest column of each is worth a look
	}
	if ok {
		s.take(s.cur, able, paths)
		s.keep(s.cur)
	}
}

// warmSweeps is how often everybody answers before the root program is solved.
const warmSweeps = 12

// raise notes a better lower bound. Rules between people cost nothing or more,
// so a bound without them holds.
func (s *search) raise(bound int64) {
	if bound > s.low {
		s.low = bound
		s.tell()
	}
}

// take gives people new paths at once.
func (s *search) take(at *state, people []int, paths [][]int8) {
	for _, i := range people {
		at.lift(s.p, i)
	}
	for k, i := range people {
		at.put(s.p, i, paths[k])
	}
	at.tied = s.p.ties.total(s.p, at)
}

// improve opens some people on some days and plans them anew, everything else
// fixed, until the budget is spent or the best is proven. Between programs a few
// people are lifted and answer again in a new order; where the program of all is
// too large, for as many iterations as programs take.
func (s *search) improve(able []int) {
	s.cur.copyFrom(s.best)
	owed := 0
	for !s.stopped() && !s.done() {
		begun := s.work
		if owed > 0 {
			s.try(func(int64) { s.reorder(able) })
			owed -= s.work - begun
			continue
		}
		s.try(func(slack int64) { s.neighbour(able, slack) })
		if owed = 1; s.wide() {
			owed = s.work - begun
		}
	}
}

// try keeps a move unless it costs more than a little, which is left to chance.
func (s *search) try(move func(slack int64)) {
	slack := int64(s.rng.ExpFloat64() * 0.3 * scale)
	limit := s.cur.total() + slack
	s.back.copyFrom(s.cur)
	move(slack)
	if s.cur.total() > limit {
		s.cur.copyFrom(s.back)
	}
	s.keep(s.cur)
}

// wide is whether the program of everybody and all days has too many rows.
func (s *search) wide() bool { return s.p.days*s.p.types > exactRows }

// neighbour solves the program of some people on some days, or lets one answer
// when the program shows that nothing better is in it.
func (s *search) neighbour(able []int, slack int64) {
	length := s.length()
	people := s.some(able, length)
	m := newMaster(s, s.cur, people, s.days(length))
	if paths, ok := m.dive(effort{rounds: 40, gap: scale / 2, cutoff: s.cur.cost + slack}); ok {
		s.take(s.cur, people, paths)
		return
	}
	s.respond(s.cur, able[s.rng.IntN(len(able))], 0)
}

// length is how many days a neighbourhood opens: a week or more, up to all, as
// long as the program has few enough rows.
func (s *search) length() int {
	top := min(s.p.days, max(exactRows/s.p.types, 3))
	n := 7 << s.rng.IntN(4)
	if n > top || n > 28 && s.rng.IntN(2) == 0 {
		n = 7 + s.rng.IntN(max(1, top-6))
	}
	return min(n, top)
}

// opened is how many days of single people one neighbourhood opens, about.
const opened = 280

// some picks people at random, the more the shorter the window.
func (s *search) some(able []int, length int) []int {
	k := opened / length
	k = min(len(able), 3+k/2+s.rng.IntN(max(1, k/2)))
	s.rng.Shuffle(len(able), func(a, b int) { able[a], able[b] = able[b], able[a] })
	return append([]int(nil), able[:k]...)
}

// days picks a window.
func (s *search) days(length int) []bool {
	return s.window(min(max(0, s.rng.IntN(s.p.days)-length/2), s.p.days-length), length)
}

// reorder lifts two or three people and lets them answer again, in an order of
// chance and with a little noise.
func (s *search) reorder(able []int) {
	k := min(len(able), 2+s.rng.IntN(2))
	for j := range k {
		n := j + s.rng.IntN(len(able)-j)
		if j == 0 { // somebody whose own cost is high
			for range 3 {
				if o := s.rng.IntN(len(able)); s.cur.own[able[o]] > s.cur.own[able[n]] {
					n = o
				}
			}
		}
		able[j], able[n] = able[n], able[j]
	}
	for _, i := range able[:k] {
		s.cur.lift(s.p, i)
		clearPath(s.cur.path[i])
	}
	for j, i := range able[:k] {
		noise := int64(0)
		if j < k-1 {
			noise = s.rng.Int64N(4*scale) + 1
		}
		path, ok := s.answer(s.cur, i, noise)
		if !ok {
			path = s.back.path[i]
		}
		s.cur.put(s.p, i, path)
	}
	if s.p.ties.any {
		s.cur.tied = s.p.ties.total(s.p, s.cur)
	}
}

func clearPath(path []int8) {
	for d := range path {
		path[d] = int8(dp.Off)
	}
}

// feasible marks those who have no roster even when nobody else matters. What
// wishes alone cost everybody at least is the first bound.
func (s *search) feasible() {
	low := int64(0)
	for i := range s.p.n {
		s.work++
		_, bound, ok := s.ws.Best(s.p.people[i], s.p.base[i], s.mustOf(i))
		s.idle[i] = !ok
		low += bound + s.p.idle[i]
	}
	s.low = low
}
