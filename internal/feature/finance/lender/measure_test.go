package lender

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/internal/platform/clock"
)

func hoursOf(hs ...int) (out []time.Duration) {
	for _, h := range hs {
		out = append(out, time.Duration(h)*time.Hour)
	}
	return out
}

// By hand: of 1, 3, 5, 7, 9 the middle is 5, and nine of ten of five are all
// five; of ten the middle two are 5 and 6, and nine keep within 9.
func TestMedianAndNineOfTen(t *testing.T) {
	for _, x := range []struct {
		took        []time.Duration
		cases       int
		median, p90 time.Duration
	}{
		{hoursOf(9, 1, 7, 3, 5), 5, 5 * time.Hour, 9 * time.Hour},
		{hoursOf(10, 9, 8, 7, 6, 5, 4, 3, 2, 1), 10, 5*time.Hour + 30*time.Minute, 9 * time.Hour},
		{hoursOf(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 99), 11, 2 * time.Hour, 2 * time.Hour},
		{hoursOf(1, 2, 3, 4), 0, 0, 0},
		{nil, 0, 0, 0},
	} {
		if got := measure(x.took); got != (Measure{x.cases, x.median, x.p90}) || got.Told() != (x.cases > 0) {
			t.Errorf("%v: %+v", x.took, got)
		}
	}
}

// By the definition: at least nine of ten keep within the figure, and with
// anything shorter fewer would; at most half are below the median and at most
// half above.
func TestAMeasureIsWhatItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var took []time.Duration
		for _, m := range rapid.SliceOfN(rapid.IntRange(0, 500), MinCases, 60).Draw(t, "minutes") {
			took = append(took, time.Duration(m)*time.Minute)
		}
		got := measure(took)
		var within, shorter, below, above int
		for _, d := range took {
			if d <= got.P90 {
				within++
			}
			if d < got.P90 {
				shorter++
			}
			if d < got.Median {
				below++
			}
			if d > got.Median {
				above++
			}
		}
		if within*10 < len(took)*9 || shorter*10 >= len(took)*9 || below*2 > len(took) || above*2 > len(took) {
			t.Fatalf("%v: %+v", took, got)
		}
	})
}

func TestAWindowIsTwelveWholeMonths(t *testing.T) {
	for _, day := range []clock.Date{{Year: 2020, Month: 2, Day: 1}, {Year: 2020, Month: 2, Day: 29}} {
		if got := window(day); got.From.String() != "2019-02-01" || got.To.String() != "2020-02-01" {
			t.Errorf("on %s: %v", day, got)
		}
	}
}
