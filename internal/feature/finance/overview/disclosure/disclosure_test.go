package disclosure

// The attacker: he has the published table and knows all that everybody knows of
// such tables, and the method. He writes down every table that agrees with it.

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

const least = 3

// nested is what everybody knows of stages that follow each other: nobody comes
// to a later one who did not come to the one before.
func nested(cells [][]int64) bool {
	for _, row := range cells {
		for j := 1; j < len(row); j++ {
			if row[j] > row[j-1] {
				return false
			}
		}
	}
	return true
}

// top is the largest count that the attacker tries. It must leave room above
// every count of the tables that are drawn.
const top = 8

// attack writes down every table that agrees with what is told, and answers the
// counts that remain possible for each cell.
func attack(g Grid, s Shown) (possible []map[int64]bool) {
	columns := len(g.Cells[0])
	possible = make([]map[int64]bool, len(g.Cells)*columns)
	for i := range possible {
		possible[i] = map[int64]bool{}
	}
	closed := make([]bool, columns)
	for j := range closed {
		closed[j] = !slices.ContainsFunc(s.Cells, func(row []Mark) bool { return row[j] != Kept })
	}
	guess := make([][]int64, len(g.Cells))
	for i := range guess {
		guess[i] = make([]int64, columns)
	}
	var fill func(at int)
	fill = func(at int) {
		if at == len(possible) {
			if g.Valid != nil && !g.Valid(guess) {
				return
			}
			for x := range possible {
				possible[x][guess[x%len(guess)][x/len(guess)]] = true
			}
			return
		}
		i, j := at%len(guess), at/len(guess) // column by column
		for n := int64(0); n <= top; n++ {
			if !agrees(g.Cells[i][j], n, s.Cells[i][j], closed[j]) {
				continue
			}
			guess[i][j] = n
			if sumAgrees(g, s, guess, i, j) {
				fill(at + 1)
			}
		}
		guess[i][j] = 0
	}
	fill(0)
	return possible
}

func agrees(real, n int64, m Mark, closed bool) bool {
	switch {
	case m == Told:
		return n == real
	case m == Few:
		return n > 0 && n < least
	}
	return closed || n >= least
}

// sumAgrees checks the running sum to a row, and in the last row the total.
func sumAgrees(g Grid, s Shown, guess [][]int64, row, j int) bool {
	var real, sum int64
	for i := 0; i <= row; i++ {
		real, sum = real+g.Cells[i][j], sum+guess[i][j]
	}
	if s.Sums[row][j] == Told && sum != real {
		return false
	}
	if row < len(guess)-1 {
		return true
	}
	return s.Totals[j] == Told && sum == real || s.Totals[j] == Few && sum > 0 && sum < least || s.Totals[j] == Kept
}

// draw is a table with small counts, nested or not.
func draw(rows, columns int, chain bool, n func(most int64) int64) Grid {
	g := Grid{}
	for range rows {
		row := make([]int64, columns)
		for j := range row {
			most := int64(6)
			if chain && j > 0 {
				most = row[j-1]
			}
			row[j] = n(most)
		}
		g.Cells = append(g.Cells, row)
	}
	if chain {
		g.Valid = nested
	}
	return g
}

// open lists the small cells that the attacker knows.
func open(g Grid, s Shown) (found [][2]int) {
	possible := attack(g, s)
	for i, row := range g.Cells {
		for j, n := range row {
			known := possible[j*len(g.Cells)+i]
			if !known[n] {
				panic("the real table does not agree with what is told of it")
			}
			if n > 0 && n < least && (s.Cells[i][j] == Told || len(known) < 2) {
				found = append(found, [2]int{i, j})
			}
		}
	}
	return found
}

func TestNoSmallCellCanBeComputed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chain := rapid.Bool().Draw(t, "chain")
		g := draw(rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(1, 2).Draw(t, "columns"), chain, func(most int64) int64 { return rapid.Int64Range(0, most).Draw(t, "n") })
		s := Protect(g, least)
		if found := open(g, s); len(found) > 0 {
			t.Fatalf("%v stand open in %v, told as %v, totals %v, sums %v", found, g.Cells, s.Cells, s.Totals, s.Sums)
		}
	})
}

// answered is what everybody knows of a lender: asked, answered in time, offering,
// declining.
func answered(cells [][]int64) bool {
	return !slices.ContainsFunc(cells, func(r []int64) bool { return r[2]+r[3] > r[0] || r[1] > r[2]+r[3] })
}

// TestALenderAlone: every table of one lender with few applications comes to an
// end, and tells no small cell. Where a rule ties columns that do not stand beside
// each other, no run of columns can move, and all of them are kept back.
func TestALenderAlone(t *testing.T) {
	n := 0
	for x := range int64(1 << 8) {
		g := Grid{Cells: [][]int64{{x & 3, x >> 2 & 3, x >> 4 & 3, x >> 6}}, Valid: answered}
		if !answered(g.Cells) {
			continue
		}
		n++
		s := Protect(g, least)
		if found := open(g, s); len(found) > 0 {
			t.Errorf("%v stand open in %v, told as %v, totals %v", found, g.Cells, s.Cells, s.Totals)
		}
	}
	if n < 20 {
		t.Errorf("%d tables", n)
	}
}

// TestTheAttackerFinds what is marked Few alone, without a second cell: a test
// that cannot fail shows nothing.
func TestTheAttackerFinds(t *testing.T) {
	for _, cells := range [][][]int64{{{2}, {5}}, {{1}, {1}, {0}}, {{2}, {2}, {7}}, {{1}, {1}, {1}}} {
		g := Grid{Cells: cells}
		p := newProtection(g, least)
		p.few()
		if found := open(g, p.Shown); len(found) == 0 {
			t.Errorf("nothing found in %v, told as %v of %v", cells, p.Cells, p.Totals)
		}
	}
}

func TestWhatIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		cells  [][]int64
		marks  [][]Mark
		totals []Mark
	}{
		"nothing small":            {[][]int64{{3}, {0}, {5}}, [][]Mark{{Told}, {Told}, {Told}}, []Mark{Told}},
		"one small, one for cover": {[][]int64{{1}, {4}, {9}}, [][]Mark{{Few}, {Kept}, {Told}}, []Mark{Told}},
		"two cover each other":     {[][]int64{{1}, {2}, {9}}, [][]Mark{{Few}, {Few}, {Told}}, []Mark{Told}},
		"all of one":               {[][]int64{{1}, {1}, {1}}, [][]Mark{{Kept}, {Kept}, {Kept}}, []Mark{Told}},
		"a small total":            {[][]int64{{1}, {0}, {0}}, [][]Mark{{Few}, {Told}, {Told}}, []Mark{Few}},
		"a small total of two":     {[][]int64{{1}, {1}, {0}}, [][]Mark{{Kept}, {Kept}, {Kept}}, []Mark{Few}},
	} {
		s := Protect(Grid{Cells: c.cells}, least)
		if !slices.EqualFunc(s.Cells, c.marks, slices.Equal) || !slices.Equal(s.Totals, c.totals) {
			t.Errorf("%s: %v of %v", name, s.Cells, s.Totals)
		}
	}
}

// TestRunningSums: what came between two sums that are told is no small count
// that stands alone.
func TestRunningSums(t *testing.T) {
	s := Protect(Grid{Cells: [][]int64{{3}, {1}, {2}, {0}, {4}}}, least)
	want := [][]Mark{{Told}, {Kept}, {Told}, {Told}, {Told}}
	if !slices.EqualFunc(s.Sums, want, slices.Equal) {
		t.Errorf("%v, cells %v", s.Sums, s.Cells)
	}
}

func TestExactTellsAll(t *testing.T) {
	s := Exact(Grid{Cells: [][]int64{{1, 0}, {1, 1}}})
	for _, rows := range [][][]Mark{s.Cells, s.Sums, {s.Totals}} {
		for _, row := range rows {
			if slices.ContainsFunc(row, func(m Mark) bool { return m != Told }) {
				t.Errorf("%+v", s)
			}
		}
	}
}

// BenchmarkProtect is a table as large as a page shows one.
func BenchmarkProtect(b *testing.B) {
	dice := rand.New(rand.NewPCG(1, 2))
	g := draw(31, 7, true, func(most int64) int64 { return dice.Int64N(most + 1) })
	for b.Loop() {
		Protect(g, least)
	}
}
