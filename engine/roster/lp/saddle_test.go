package lp

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestSaddleByHand: one group, two columns. a covers both rows and costs 3, b only
// the first and costs 1; what a row lacks costs 10 and one too many 1. Each row
// needs one. a alone costs 3, b alone 11, and a mix lies between.
func TestSaddleByHand(t *testing.T) {
	s := NewSaddle([]float64{1, 1}, []float64{-1, -1}, []float64{10, 10}, 1)
	a, b := s.Add(0, 3, 0, 1), s.Add(0, 1, 0)
	s.Solve(2000, 1e-6)
	if math.Abs(s.Objective()-3) > 1e-4 || s.Value(a) < 0.999 || s.Value(b) > 0.001 {
		t.Errorf("cost %v, a %v, b %v", s.Objective(), s.Value(a), s.Value(b))
	}
	s.Exclude(a)
	s.Solve(2000, 1e-6)
	if math.Abs(s.Objective()-11) > 1e-4 || s.Value(a) != 0 {
		t.Errorf("without a: cost %v, a %v", s.Objective(), s.Value(a))
	}
}

// TestSaddleAgainstSimplex: both methods find the same cost, also after columns
// came and went, and no fraction is outside its group's whole.
func TestSaddleAgainstSimplex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, groups := rapid.IntRange(1, 8).Draw(t, "rows"), rapid.IntRange(1, 4).Draw(t, "groups")
		rhs, low, high := make([]float64, m), make([]float64, m), make([]float64, m)
		for r := range rhs {
			rhs[r] = float64(rapid.IntRange(0, 3).Draw(t, "need"))
			low[r], high[r] = -float64(rapid.IntRange(0, 3).Draw(t, "over")), float64(rapid.IntRange(0, 20).Draw(t, "under"))
		}
		s := NewSaddle(rhs, low, high, groups)
		var cost []float64
		var cells [][]int32
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			for range rapid.IntRange(groups, 12).Draw(t, "columns") {
				g := len(cost) % groups
				var rows []int32
				for r := range m {
					if rapid.Bool().Draw(t, "in") {
						rows = append(rows, int32(r))
					}
				}
				cost, cells = append(cost, float64(rapid.IntRange(0, 9).Draw(t, "cost"))), append(cells, rows)
				s.Add(g, cost[len(cost)-1], rows...)
			}
			s.Solve(20000, 1e-7)
			want := simplexCost(t, rhs, low, high, groups, cost, cells)
			if d := s.Objective() - want; d < -1e-3 || d > 1e-3*(1+want) {
				t.Fatalf("cost %v, simplex %v", s.Objective(), want)
			}
			sum := make([]float64, groups)
			for j := range cost {
				sum[j%groups] += s.Value(j)
			}
			for g, x := range sum {
				if math.Abs(x-1) > 1e-6 {
					t.Fatalf("fractions of group %d add up to %v", g, x)
				}
			}
		}
	})
}

func simplexCost(t *rapid.T, rhs, low, high []float64, groups int, cost []float64, cells [][]int32) float64 {
	all := append([]float64(nil), rhs...)
	for range groups {
		all = append(all, 1)
	}
	p, basis := New(all), make([]int, len(all))
	for r := range rhs {
		basis[r] = p.Add(high[r], 1, int32(r))
		p.Add(-low[r], -1, int32(r))
	}
	for g := range groups {
		basis[len(rhs)+g] = p.Add(1e6, 1, int32(len(rhs)+g))
	}
	for j := range cost {
		p.Add(cost[j], 1, append(append([]int32(nil), cells[j]...), int32(len(rhs)+j%groups))...)
	}
	if !p.Start(basis) {
		t.Fatal("the slack basis was refused")
	}
	p.Solve(100000)
	return p.Objective()
}

// TestProjectMixes: what comes out adds up to one, also where values differ by
// rounding alone.
func TestProjectMixes(t *testing.T) {
	s := NewSaddle([]float64{1}, []float64{-1}, []float64{1}, 1)
	for range 40 {
		s.Add(0, 1, 0)
	}
	cols := s.groups[0]
	for k := range 2000 {
		for i, j := range cols {
			s.next.x[j] = (float64(k)+1)/7 + 1/float64(1+i%3) + float64(i%5)*1e-17*float64(k)
		}
		s.project(cols)
		sum := 0.0
		for _, j := range cols {
			sum += s.next.x[j]
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("round %d: %v", k, sum)
		}
	}
}
