package loan

// Explanations: the data must make the amount again.

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestExplanationsMakeTheAmount computes each amount again from the explanation
// alone.
func TestExplanationsMakeTheAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyLoan(t)
		o := observed(t, &terms)
		plain := must(Events(&terms, o))
		all, err := ExplainAll(&terms, o)
		if err != nil || len(all) != len(plain) {
			t.Fatalf("%d of %d events, %v", len(all), len(plain), err)
		}
		for i, x := range all {
			if d := x.Event.Payoff - plain[i].Payoff; math.Abs(d) > 1e-9 || x.Event.Type != plain[i].Type {
				t.Fatalf("explained %+v, computed %+v", x.Event, plain[i])
			}
			want := x.Event.Payoff
			switch x.Rule {
			case "interest":
				want = x.Interest * x.Scaling
			case "capitalise":
				want = 0
				if math.Abs(x.Event.Notional-x.Before-x.Interest) > 1e-6 {
					t.Fatalf("%+v", x)
				}
			case "instalment":
				want = min(x.Payment-x.Interest, x.Before) * x.Scaling
			case "part":
				want = min(x.Payment, x.Before) * x.Scaling
			case "mature":
				want = x.Before * x.Scaling
			}
			if math.Abs(want-x.Event.Payoff) > 1e-6 {
				t.Fatalf("%s on %s pays %.9f, explained %.9f: %+v", x.Event.Type, x.Event.At, x.Event.Payoff, want, x)
			}
		}
	})
}

// Worked out by hand: 10 January to 10 February are 31 days, 1,000,000 × 5 % ×
// 31/360 = 4,305.56.
func TestExplanationByHand(t *testing.T) {
	terms := reference()
	x := must(Explain(&terms, Observed{}, 3))
	if x.Term != "cycleOfInterestPayment" || len(x.Spans) != 1 || x.Spans[0].Fraction != (Ratio{31, 360}) || x.Spans[0].Base != 1_000_000 {
		t.Errorf("%+v", x)
	}
	if _, err := Explain(&terms, Observed{}, 99); err == nil {
		t.Error("there is no event 99")
	}
}
