package match

// The rounds in which lines and movements are put together.

import (
	"cmp"
	"slices"
	"strconv"

	"kaigong.example/kaigong/engine/money"
)

// Within is by how many days the same movement may stand apart in two books.
const Within = 5

// Item is a line of a statement, or a movement of our books.
type Item struct {
	Kind string
	Day  int64     // counted from anywhere
	Fen  money.Fen // above zero
	Ref  string    // of the lender, "" for none
	Back string    // ID of the item that this one takes back, "" where nobody says
	ID   string
}

// Taking back is the kind that undoes an item of the kind Taken.
const (
	Back  = "reversal"
	Taken = "repayment"
)

// How a pair came about.
type How string

// The ways in which a line and a movement belong together.
const (
	Exact       How = "exact"
	OtherDay    How = "other_day"
	OtherAmount How = "other_amount"
)

// Pair is a line and a movement that belong together, by their indices.
type Pair struct {
	Line, Movement int
	How            How
	Days           int64 // by which the movement is later than the line; below zero for earlier
	ByRef          bool  // they have the same reference
}

// Result is what the rounds come to.
type Result struct {
	Pairs     []Pair   // by line
	Offset    [2][]int // lines, and movements, that take each other back
	Lines     []int    // that nothing in our books meets
	Movements []int    // that nothing in the statement meets
}

// round is one rule: what must be the same, what is compared, and how far apart it
// may be.
type round struct {
	same   func(Item) string // "" takes no part
	point  func(Item) int64
	within int64
}

var rounds = []round{
	{func(x Item) string { return word(x.Ref, x.Kind, strconv.FormatInt(int64(x.Fen), 10), x.Ref) }, day, -1},
	{func(x Item) string { return word("any", x.Kind, strconv.FormatInt(int64(x.Fen), 10)) }, day, Within},
	{func(x Item) string { return word(x.Ref, x.Kind, x.Ref) }, day, -1},
	{func(x Item) string { return word("any", x.Kind, strconv.FormatInt(x.Day, 10)) }, func(x Item) int64 { return int64(x.Fen) }, -1},
}

func day(x Item) int64 { return x.Day }

// word joins what must be the same; "" where what it depends on is missing.
func word(needs string, parts ...string) (w string) {
	if needs == "" {
		return ""
	}
	for _, p := range parts {
		w += strconv.Quote(p)
	}
	return w
}

// Match puts the lines of one loan beside its movements.
func Match(lines, movements []Item) (r Result) {
	left := [2][]int{inOrder(lines), inOrder(movements)}
	for _, rule := range rounds {
		var pairs []Pair
		pairs, left = rule.take(lines, movements, left)
		r.Pairs = append(r.Pairs, pairs...)
	}
	slices.SortFunc(r.Pairs, func(a, b Pair) int { return cmp.Compare(a.Line, b.Line) })
	r.Offset[0], left[0] = offset(lines, left[0])
	r.Offset[1], left[1] = offset(movements, left[1])
	slices.Sort(left[0])
	slices.Sort(left[1])
	r.Lines, r.Movements = left[0], left[1]
	return r
}

// inOrder are the indices by day, kind, sum, reference and id: the order of a file
// decides nothing that could be decided otherwise.
func inOrder(all []Item) []int {
	out := make([]int, len(all))
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, func(a, b int) int {
		x, y := all[a], all[b]
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Fen, y.Fen), cmp.Compare(x.Ref, y.Ref), cmp.Compare(x.ID, y.ID))
	})
	return out
}

// take makes the pairs of a round and answers what it leaves.
func (rule round) take(lines, movements []Item, left [2][]int) (pairs []Pair, rest [2][]int) {
	groups, order := map[string]*[2][]int{}, []string{}
	for side, all := range [2][]Item{lines, movements} {
		for _, i := range left[side] {
			key := rule.same(all[i])
			if groups[key] == nil {
				groups[key] = &[2][]int{}
				order = append(order, key)
			}
			groups[key][side] = append(groups[key][side], i)
		}
	}
	for _, key := range order {
		g := groups[key]
		var done [2]map[int]bool
		if key != "" {
			var made []Pair
			made, done = rule.group(lines, movements, *g)
			pairs = append(pairs, made...)
		}
		for side := range g {
			for _, i := range g[side] {
				if !done[side][i] {
					rest[side] = append(rest[side], i)
				}
			}
		}
	}
	return pairs, [2][]int{sorted(lines, rest[0]), sorted(movements, rest[1])}
}

// sorted brings some indices back into the order of inOrder.
func sorted(all []Item, some []int) (out []int) {
	for _, i := range inOrder(all) {
		if slices.Contains(some, i) {
			out = append(out, i)
		}
	}
	return out
}

// group makes the pairs of what is the same.
func (rule round) group(lines, movements []Item, g [2][]int) (pairs []Pair, done [2]map[int]bool) {
	done = [2]map[int]bool{{}, {}}
	byPoint := func(all []Item, some []int) (points []int64) {
		slices.SortStableFunc(some, func(a, b int) int { return cmp.Compare(rule.point(all[a]), rule.point(all[b])) })
		for _, i := range some {
			points = append(points, rule.point(all[i]))
		}
		return points
	}
	for _, p := range nearest(byPoint(lines, g[0]), byPoint(movements, g[1]), rule.within) {
		i, j := g[0][p[0]], g[1][p[1]]
		done[0][i], done[1][j] = true, true
		pairs = append(pairs, pairOf(lines[i], movements[j], i, j))
	}
	return pairs, done
}

func pairOf(line, movement Item, i, j int) Pair {
	p := Pair{Line: i, Movement: j, How: Exact, Days: movement.Day - line.Day, ByRef: line.Ref != "" && line.Ref == movement.Ref}
	switch {
	case line.Fen != movement.Fen:
		p.How = OtherAmount
	case p.Days != 0:
		p.How = OtherDay
	}
	return p
}

// offset takes out of what is left on one side what takes each other back: by what
// the reversal names; where it names nothing, the nearest one before it of the same
// sum.
func offset(all []Item, left []int) (gone, rest []int) {
	used := map[int]bool{}
	for _, i := range left {
		if all[i].Kind != Back {
			continue
		}
		best := -1
		for _, j := range left {
			if !used[j] && takesBack(all[i], all[j]) && (best < 0 || all[j].Day > all[best].Day) {
				best = j
			}
		}
		if best >= 0 {
			used[i], used[best] = true, true
		}
	}
	for _, i := range left {
		if used[i] {
			gone = append(gone, i)
		} else {
			rest = append(rest, i)
		}
	}
	slices.Sort(gone)
	return gone, rest
}

func takesBack(back, x Item) bool {
	if back.Back != "" {
		return back.Back == x.ID
	}
	return x.Kind == Taken && x.Fen == back.Fen && x.Day <= back.Day && (back.Ref == "" || x.Ref == "" || back.Ref == x.Ref)
}
