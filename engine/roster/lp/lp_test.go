package lp

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestByHand: minimise 3a + 2b + 10u with a + b + u = 2 and b + v = 1, v free of
// charge. The best is b = 1, a = 1: cost 5, duals 3 and -1.
func TestByHand(t *testing.T) {
	p := New([]float64{2, 1})
	u, v := p.Add(10, 1, 0), p.Add(0, 1, 1)
	a, b := p.Add(3, 1, 0), p.Add(2, 1, 0, 1)
	if !p.Start([]int{u, v}) {
		t.Fatal("the slack basis was refused")
	}
	p.Solve(100)
	if math.Abs(p.Objective()-5) > 1e-9 || math.Abs(p.Value(a)-1) > 1e-9 || math.Abs(p.Value(b)-1) > 1e-9 {
		t.Errorf("objective %v, a %v, b %v", p.Objective(), p.Value(a), p.Value(b))
	}
	if y := p.Dual(); math.Abs(y[0]-3) > 1e-9 || math.Abs(y[1]+1) > 1e-9 {
		t.Errorf("duals %v", y)
	}
}

// TestDuality: on random programs the end is primal feasible, no column pays, and
// the cost equals the dual value, which proves that it is optimal.
func TestDuality(t *testing.T) {
	moved := 0
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 8).Draw(t, "rows")
		rhs := make([]float64, m)
		for i := range rhs {
			rhs[i] = float64(rapid.IntRange(0, 4).Draw(t, "rhs"))
		}
		p := New(rhs)
		basis := make([]int, m)
		for i := range rhs {
			basis[i] = p.Add(float64(rapid.IntRange(0, 100).Draw(t, "under")), 1, int32(i))
			p.Add(float64(rapid.IntRange(0, 5).Draw(t, "over")), -1, int32(i))
		}
		if !p.Start(basis) {
			t.Fatal("the slack basis was refused")
		}
		for range rapid.IntRange(1, 30).Draw(t, "columns") {
			var rows []int32
			for i := range m {
				if rapid.Bool().Draw(t, "in") {
					rows = append(rows, int32(i))
				}
			}
			if len(rows) > 0 {
				p.Add(float64(rapid.IntRange(0, 60).Draw(t, "cost")), 1, rows...)
			}
		}
		moved += p.Solve(10000)
		sum, cover := 0.0, make([]float64, m)
		for j := range p.Columns() {
			if d := p.Reduced(j); d < -1e-6 {
				t.Fatalf("column %d still pays: %v", j, d)
			}
			for _, r := range p.rows[p.from[j]:p.from[j+1]] {
				cover[r] += p.sign[j] * p.Value(j)
			}
		}
		for i, y := range p.Dual() {
			sum += y * rhs[i]
			if math.Abs(cover[i]-rhs[i]) > 1e-6 {
				t.Fatalf("row %d holds %v, wanted %v", i, cover[i], rhs[i])
			}
		}
		if math.Abs(sum-p.Objective()) > 1e-6*(1+math.Abs(sum)) {
			t.Fatalf("cost %v, dual value %v", p.Objective(), sum)
		}
	})
	if moved == 0 {
		t.Fatal("no program needed a pivot: the test looked at nothing")
	}
}

func TestSingularBasisIsRefused(t *testing.T) {
	p := New([]float64{1, 1})
	a, b := p.Add(1, 1, 0, 1), p.Add(1, 1, 0, 1)
	if p.Start([]int{a, b}) {
		t.Error("two equal columns were taken for a basis")
	}
}
