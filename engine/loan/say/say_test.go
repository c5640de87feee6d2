package say

// Every key of the engine has its sentence in both languages.

import (
	"errors"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/loan"
)

func reference() loan.Terms {
	monthly := loan.Recurrence{Cycle: loan.Monthly()}
	return loan.Terms{
		ContractType: loan.ANN, ContractRole: loan.RPA, StatusDate: loan.Civil(2020, 1, 9), InitialExchangeDate: loan.Civil(2020, 1, 10), MaturityDate: loan.Civil(2021, 1, 10),
		NotionalPrincipal: 1_000_000, NominalInterestRate: 0.05, DayCountConvention: loan.A360, InterestPayment: monthly, PrincipalRedemption: monthly,
	}
}

// Worked out by hand: 10 January to 10 February are 31 days, 1,000,000 × 5 % ×
// 31/360 = 4,305.56.
func TestExplanation(t *testing.T) {
	terms := reference()
	x, err := loan.Explain(&terms, loan.Observed{}, 3)
	if err != nil {
		t.Fatal(err)
	}
	if got := Explanation(x, "en"); got != "Interest due on 2020-02-10 by cycleOfInterestPayment: 4,305.56 = 1,000,000.00 × 5% × 31/360." {
		t.Error(got)
	}
	if got := Explanation(x, "zh"); got != "2020-02-10 按付息周期付息 4,305.56 元：1,000,000.00 × 5% × 31/360。" {
		t.Error(got)
	}
}

// TestEveryEventHasASentence explains one event of every kind.
func TestEveryEventHasASentence(t *testing.T) {
	kinds := 0
	for k := loan.EventType(1); k < 64; k++ {
		if named, err := loan.ParseEventType(k.String()); err != nil || named != k {
			continue
		}
		kinds++
		terms := reference()
		x := loan.Explanation{Event: loan.Event{Type: k, At: loan.Civil(2020, 1, 1)}}
		x.Rule, x.Term = loan.RuleOf(&terms, x.Event, false)
		for _, language := range []string{"zh", "en"} {
			if s := Explanation(x, language); s == "" || strings.ContainsAny(s, "{}") || x.Term == "" {
				t.Errorf("%s in %s: rule %q, term %q: %q", k, language, x.Rule, x.Term, s)
			}
		}
	}
	if kinds < 20 {
		t.Errorf("only %d kinds", kinds)
	}
}

func TestErrors(t *testing.T) {
	wrong := &loan.TermError{Term: "maturityDate", Problem: loan.NotAfter, Value: "initialExchangeDate"}
	if got := Error(wrong, "zh"); got != "到期日应晚于放款日" {
		t.Error(got)
	}
	if got := Error(wrong, "en"); got != wrong.Error() {
		t.Error(got)
	}
	if got := Error(errors.New("x"), "zh"); got != "x" {
		t.Error(got)
	}
	for _, p := range loan.Problems() {
		if problems[p] == "" || strings.HasSuffix((&loan.TermError{Term: "x", Problem: p}).Error(), "x ") {
			t.Errorf("%s has no sentence", p)
		}
	}
}

// 0.0485 times 100 is 4.8500000000000005 to a machine; a person reads 4.85 %.
func TestRatesReadAsTheyWereAgreed(t *testing.T) {
	for rate, want := range map[float64]string{0.0485: "4.85%", 0.05: "5%", 0.0435: "4.35%", 0: "0%", 0.1: "10%", 0.00897530864197531: "0.8975308642%"} {
		if got := percent(rate); got != want {
			t.Errorf("%v reads %s, want %s", rate, got, want)
		}
	}
}
