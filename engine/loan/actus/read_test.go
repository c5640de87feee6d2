package actus

// Reading: the spellings that occur, and bytes that are no contract.

import (
	"errors"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/loan"
)

const padded = `{"contractType":"LAX","contractRole":"RPA","statusDate":"2020-01-01T00:00:00","initialExchangeDate":"2020-01-02T00:00",
 "notionalPrincipal":"  5000 ","nominalInterestRate":0.05,"dayCountConvention":"30E360","fixingDays":"2","maturityDate":"2021-12-31T23:59:59",
 "arrayCycleAnchorDateOfPrincipalRedemption":"2021-01-01","arrayCycleOfPrincipalRedemption":["P1YL1"],"arrayNextPrincipalRedemptionPayment":20,"arrayIncreaseDecrease":["DEC"]}`

func TestSpellings(t *testing.T) {
	got, err := ReadTerms([]byte(padded))
	if err != nil {
		t.Fatal(err)
	}
	if got.NotionalPrincipal != 5000 || got.NominalInterestRate != 0.05 || got.MaturityDate.String() != "2021-12-31T23:59:59" || got.InitialExchangeDate != loan.Civil(2020, 1, 2) {
		t.Errorf("%+v", got)
	}
	if a := got.Arrays; len(a.RedemptionAnchors) != 1 || a.Redemptions[0] != 20 || a.Increases[0] || a.RedemptionCycles[0].String() != "P1YL1" {
		t.Errorf("%+v", a)
	}
}

func TestTermsThatCannotBeRead(t *testing.T) {
	for text, term := range map[string]string{
		`{"contractTyp":"PAM"}`:                                   "contractTyp",
		`{"notionalPrincipal":"five"}`:                            "notionalPrincipal",
		`{"maturityDate":"2020-02-30"}`:                           "maturityDate",
		`{"cycleOfInterestPayment":"P0D"}`:                        "cycleOfInterestPayment",
		`{"calendar":"XX"}`:                                       "calendar",
		`{"arrayIncreaseDecrease":["UP"]}`:                        "arrayIncreaseDecrease",
		`{"contractStructure":[{"object":{},"referenceRole":1}]}`: "contractStructure",
		`[`: "terms",
	} {
		_, err := ReadTerms([]byte(text))
		var wrong *loan.TermError
		if !errors.As(err, &wrong) || wrong.Term != term || strings.Contains(wrong.Error(), "{value}") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestDifferencesAreFound plants a wrong figure, an event too many and one
// missing in what a case expects.
func TestDifferencesAreFound(t *testing.T) {
	text := `{"x":{"terms":{"contractType":"PAM","contractRole":"RPA","statusDate":"2019-12-31","initialExchangeDate":"2020-01-01","maturityDate":"2021-01-01",
	 "notionalPrincipal":"100","nominalInterestRate":"0.05","dayCountConvention":"30E360"},"to":"","results":[
	 {"eventDate":"2020-01-01T00:00","eventType":"IED","payoff":-100.001},{"eventDate":"2020-07-01","eventType":"IP","payoff":"5"},
	 {"eventDate":"2021-01-01T00:00:00","eventType":"IP","payoff":"5"}]}}`
	cases, err := Read([]byte(text))
	if err != nil || len(cases) != 1 {
		t.Fatal(err)
	}
	got, err := cases[0].Check()
	if err != nil || len(got) != 3 {
		t.Fatalf("%v %v", got, err)
	}
	for i, want := range []string{"2020-01-01 IED payoff", "2020-07-01 IP is expected", "2021-01-01 MD is computed"} {
		if !strings.HasPrefix(got[i].String(), want) {
			t.Errorf("%s, expected %s", got[i], want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"x":{"terms":` + padded + `,"to":"2022-01-01","dataObserved":{"r":{"data":[{"timestamp":"2020-01-01","value":"1"}]}}}}`))
	f.Add([]byte(`{"x":{"terms":{"contractStructure":[{"object":{"contractType":"PAM"},"referenceType":"CNT","referenceRole":"COVE"}]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		cases, err := Read(data)
		if err != nil {
			return
		}
		for _, c := range cases {
			if _, err := c.Check(); err != nil {
				var wrong *loan.TermError
				if !errors.As(err, &wrong) {
					t.Fatalf("%T: %v", err, err)
				}
			}
		}
	})
}
