package lender

// Measured response times: the median, and what nine of ten answers keep within.
// A figure of a few cases would tell about each of them, and is not told.

import (
	"slices"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
)

// MinCases is the smallest number of cases of which a figure is told.
const MinCases = 5

// Measure is how long something took over a number of cases, in working time.
// The zero Measure stands for fewer than MinCases.
type Measure struct {
	Cases  int           `json:"cases"`
	Median time.Duration `json:"median_ns"` // of an even number the mean of the middle two
	P90    time.Duration `json:"p90_ns"`    // the shortest that at least nine of ten keep within
}

// Told reports whether there is a figure.
func (m Measure) Told() bool { return m.Cases >= MinCases }

// measure sums durations up.
func measure(took []time.Duration) Measure {
	n := len(took)
	if n < MinCases {
		return Measure{}
	}
	sorted := slices.Sorted(slices.Values(took))
	return Measure{Cases: n, Median: (sorted[(n-1)/2] + sorted[n/2]) / 2, P90: sorted[(n*9+9)/10-1]}
}

// Window is the span [From, To) that measures are of.
type Window struct {
	From clock.Date `json:"from"`
	To   clock.Date `json:"to"`
}

// months is how many whole months a measure looks back.
const months = 12

// window is the twelve whole months before the month of a day. It stands still
// until the month is over, so that no figure moves with a single answer.
func window(today clock.Date) Window {
	first := clock.Date{Year: today.Year, Month: today.Month, Day: 1}
	return Window{From: first.AddMonths(-months), To: first}
}
