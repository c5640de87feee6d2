package loan

// Laws that every contract obeys.

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func list(events []Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %-4s %14.6f %14.6f %8.5f %12.6f\n", e.At, e.Type, e.Payoff, e.Notional, e.Rate, e.Accrued)
	}
	return b.String()
}

func TestEngineLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := must(anyPlan(t).Terms())
		lender := must(Events(&terms, Observed{}))
		terms.ContractRole = RPL
		borrower := must(Events(&terms, Observed{}))
		var sum float64
		for i, e := range lender {
			if e.Payoff != -borrower[i].Payoff || e.Notional != -borrower[i].Notional || e.Accrued != -borrower[i].Accrued {
				t.Fatalf("%s on %s: %v and %v are not negatives", e.Type, e.At, e.Payoff, borrower[i].Payoff)
			}
			if e.Type != IP {
				sum += e.Payoff
			}
		}
		if math.Abs(sum) > 1e-6 {
			t.Fatalf("principal out and back differ by %g", sum)
		}
	})
}

// TestRestatingChangesNothing freezes a contract on any day and goes on: the
// remaining events are the same to the last digit.
func TestRestatingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(t)
		terms := must(p.Terms())
		all := must(Events(&terms, Observed{}))
		at := p.Disbursed.AddDays(rapid.IntRange(0, p.Maturity().Days(p.Disbursed)-1).Draw(t, "at"))
		again, err := Restate(&terms, Observed{}, at, terms)
		if err != nil {
			t.Fatal(err)
		}
		rest := must(Events(&again, Observed{}))
		k := 0
		for all[k].At <= at {
			k++
		}
		if all = all[k:]; len(all) != len(rest) {
			t.Fatalf("restated on %s:\n%s\nbefore:\n%s", at, list(rest), list(all))
		}
		for i := range rest {
			if rest[i] != all[i] {
				t.Fatalf("restated on %s:\n%s\nbefore:\n%s", at, list(rest), list(all))
			}
		}
	})
}
