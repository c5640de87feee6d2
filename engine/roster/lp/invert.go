package lp

// The inverse of a sparse basis. Most columns are single entries, so the
// elimination skips zeros and takes short rows and columns first.

import "math"

// gaussJordan writes the inverse of a (stored by columns) into inv (stored by
// columns). a is destroyed. It reports false when a is singular.
func gaussJordan(a, inv []float64, m int) bool {
	clear(inv)
	for i := range m {
		inv[i*m+i] = 1
	}
	// Row operations on [a | inv]: rows are strided, so both are transposed first.
	transpose(a, m)
	perm := make([]int, m) // pivot row of each column
	used := make([]bool, m)
	for _, j := range bySize(a, m) {
		r, best := -1, 1e-9
		for i := range m {
			if v := math.Abs(a[i*m+j]); !used[i] && v > best {
				r, best = i, v
			}
		}
		if r < 0 {
			return false
		}
		used[r], perm[j] = true, r
		eliminate(a, inv, m, r, j)
	}
	// Row perm[j] of inv is row j of the inverse.
	out := make([]float64, m*m)
	for j, r := range perm {
		copy(out[j*m:(j+1)*m], inv[r*m:(r+1)*m])
	}
	copy(inv, out)
	transpose(inv, m)
	return true
}

func eliminate(a, inv []float64, m, r, j int) {
	pivot := a[r*m+j]
	rowA, rowI := a[r*m:(r+1)*m], inv[r*m:(r+1)*m]
	for k := range m {
		rowA[k] /= pivot
		rowI[k] /= pivot
	}
	for i := range m {
		f := a[i*m+j]
		if i == r || f == 0 {
			continue
		}
		subtract(a[i*m:(i+1)*m], rowA, f)
		subtract(inv[i*m:(i+1)*m], rowI, f)
	}
}

func subtract(dst, src []float64, f float64) {
	dst = dst[:len(src)]
	for k, v := range src {
		if v != 0 {
			dst[k] -= f * v
		}
	}
}

func transpose(a []float64, m int) {
	for i := range m {
		for j := range i {
			a[i*m+j], a[j*m+i] = a[j*m+i], a[i*m+j]
		}
	}
}

// bySize orders the columns of a (stored by rows) by their number of entries.
func bySize(a []float64, m int) []int {
	count := make([]int, m)
	for i := range m {
		for j := range m {
			if a[i*m+j] != 0 {
				count[j]++
			}
		}
	}
	buckets := make([][]int, m+1)
	for j, n := range count {
		buckets[n] = append(buckets[n], j)
	}
	var out []int
	for _, b := range buckets {
		out = append(out, b...)
	}
	return out
}
