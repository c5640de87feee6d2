package match

// The least-cost matching of points on a line.

// score is how good a matching is: more pairs first, then less between them.
type score struct{ pairs, cost int64 }

func (s score) better(than score) bool {
	return s.pairs > than.pairs || s.pairs == than.pairs && s.cost < than.cost
}

// nearest pairs two rising lists of points: as many pairs as there can be with at
// most within between the two of each (no bound where it is negative), and of those
// the least in total. It answers the pairs by their indices, rising in both.
func nearest(a, b []int64, within int64) (pairs [][2]int) {
	best := table(a, b, within)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		here := best[i][j]
		switch d := distance(a[i], b[j]); {
		case (within < 0 || d <= within) && here == (score{best[i+1][j+1].pairs + 1, best[i+1][j+1].cost + d}):
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case here == best[i][j+1]:
			j++
		default:
			i++
		}
	}
	return pairs
}

// table holds at [i][j] the best of what is left from i and from j on.
func table(a, b []int64, within int64) [][]score {
	best := make([][]score, len(a)+1)
	for i := range best {
		best[i] = make([]score, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			x := best[i][j+1]
			if y := best[i+1][j]; y.better(x) {
				x = y
			}
			d := distance(a[i], b[j])
			if both := (score{best[i+1][j+1].pairs + 1, best[i+1][j+1].cost + d}); (within < 0 || d <= within) && !x.better(both) {
				x = both
			}
			best[i][j] = x
		}
	}
	return best
}

func distance(a, b int64) int64 { return max(a-b, b-a) }
