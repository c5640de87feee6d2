package actus

// Comparison of what is computed with what a case expects.

import (
	"fmt"
	"math"

	"kaigong.example/kaigong/engine/loan"
)

// Tolerances of a comparison: either suffices.
const (
	Absolute = 1e-9
	Relative = 1e-14
)

// Difference is one value that is not as expected, or an event that is missing
// or too many: then Field is "" and the values mean nothing.
type Difference struct {
	At        loan.Time
	Type      loan.EventType
	Field     string
	Got, Want float64
	Extra     bool // computed and not expected, rather than the reverse
}

// String says it in a line.
func (d Difference) String() string {
	switch {
	case d.Field == "" && d.Extra:
		return fmt.Sprintf("%s %s is computed, not expected", d.At, d.Type)
	case d.Field == "":
		return fmt.Sprintf("%s %s is expected, not computed", d.At, d.Type)
	}
	return fmt.Sprintf("%s %s %s: computed %.12f, expected %.12f", d.At, d.Type, d.Field, d.Got, d.Want)
}

// Check computes a case and lists how the events differ from the expected
// ones. The error is what kept it from being computed.
func (c *Case) Check() ([]Difference, error) {
	if c.Err != nil {
		return nil, c.Err
	}
	events, err := loan.Events(&c.Terms, c.Observed)
	if err != nil {
		return nil, err
	}
	return compare(events, c.Results), nil
}

type place struct {
	at   loan.Time
	kind loan.EventType
}

// compare matches events by date and type, in order among equals.
func compare(events []loan.Event, results []Result) (all []Difference) {
	exercised := loan.Time(0)
	have := map[place][]loan.Event{}
	for _, e := range events {
		if e.Type == loan.XD {
			exercised = e.At
		}
		p := place{e.At, e.Type}
		have[p] = append(have[p], e)
	}
	for _, r := range results {
		p := place{r.At, r.Type}
		if len(have[p]) == 0 {
			all = append(all, Difference{At: r.At, Type: r.Type})
			continue
		}
		all = append(all, values(have[p][0], r)...)
		if r.ExerciseDate != 0 && r.ExerciseDate != exercised {
			all = append(all, Difference{At: r.At, Type: r.Type, Field: "exerciseDate", Got: float64(exercised), Want: float64(r.ExerciseDate)})
		}
		have[p] = have[p][1:]
	}
	for _, e := range events {
		if p := (place{e.At, e.Type}); len(have[p]) > 0 {
			all = append(all, Difference{At: e.At, Type: e.Type, Extra: true})
			have[p] = have[p][1:]
		}
	}
	return all
}

func values(e loan.Event, r Result) (all []Difference) {
	for _, x := range [...]struct {
		name string
		got  float64
		want *float64
	}{
		{"payoff", e.Payoff, r.Payoff}, {"notionalPrincipal", e.Notional, r.Notional}, {"nominalInterestRate", e.Rate, r.Rate},
		{"accruedInterest", e.Accrued, r.Accrued}, {"exerciseAmount", e.Accrued, r.Exercise},
	} {
		if x.want != nil && !Same(x.got, *x.want) {
			all = append(all, Difference{At: e.At, Type: e.Type, Field: x.name, Got: x.got, Want: *x.want})
		}
	}
	return all
}

// Same reports whether two values agree within the tolerances.
func Same(got, want float64) bool {
	d := math.Abs(got - want)
	return d <= Absolute || d <= Relative*math.Abs(want)
}
