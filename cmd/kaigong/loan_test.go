package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const smallLoan = `{"contractType":"LAM","contractRole":"RPA","currency":"CNY","statusDate":"2019-12-31","initialExchangeDate":"2020-01-01","maturityDate":"2020-04-01",
 "notionalPrincipal":"3000","nominalInterestRate":"0.12","dayCountConvention":"30E360","cycleOfPrincipalRedemption":"P1ML0","cycleOfInterestPayment":"P1ML0"}`

func termsFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "terms.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// Worked out by hand: 1 % a month on 3,000, 2,000 and 1,000.
func TestScheduleOfTerms(t *testing.T) {
	file := termsFile(t, smallLoan)
	for format, wants := range map[string][]string{
		"table": {"2020-03-01          IP                20.0000", "2020-04-01                    1,000.00            10.00", "total interest, posted 入账利息合计   60.00"},
		"csv":   {"engine,2020-02-01,PR,1000,,,,2000,0.12,30", "posted,2020-04-01,,1010,1000,10,0,0,,"},
		"json":  {`"eventType": "MD"`, `"interest_fen": 3000`},
	} {
		var b bytes.Buffer
		if err := (scheduleCmd{Terms: file, Format: format, Rounding: "half_up", Lang: "en"}).print(&b); err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s without %q:\n%s", format, want, b.String())
			}
		}
	}
	var b bytes.Buffer
	if err := (scheduleCmd{Terms: file, Why: true, Lang: "zh"}).print(&b); err != nil || !strings.Contains(b.String(), "2020-03-01 按付息周期付息 20.00 元：2,000.00 × 12% × 30/360。") {
		t.Errorf("%v\n%s", err, b.String())
	}
	bad := scheduleCmd{Terms: termsFile(t, strings.Replace(smallLoan, "2020-04-01", "2019-04-01", 1)), Lang: "zh"}
	if err := bad.print(&b); err == nil || err.Error() != "到期日应晚于放款日" {
		t.Errorf("%v", err)
	}
}

func TestActusCommand(t *testing.T) {
	var b bytes.Buffer
	failed, err := checkCases(&b, []byte(`{"good":{"terms":`+smallLoan+`,"results":[
	 {"eventDate":"2020-01-01T00:00","eventType":"IED","payoff":"-3000"},
	 {"eventDate":"2020-02-01","eventType":"PR","payoff":1000},{"eventDate":"2020-02-01","eventType":"IP","payoff":30},
	 {"eventDate":"2020-03-01","eventType":"PR","payoff":1000},{"eventDate":"2020-03-01","eventType":"IP","payoff":20},
	 {"eventDate":"2020-04-01","eventType":"IP","payoff":10},{"eventDate":"2020-04-01","eventType":"MD","payoff":1000}]},
	 "wrong":{"terms":`+smallLoan+`,"results":[]}}`))
	if err != nil || failed != 1 {
		t.Fatalf("%d failed, %v\n%s", failed, err, b.String())
	}
	for _, want := range []string{"pass good\n", "FAIL wrong\n", "2020-01-01 IED is computed, not expected", "1 of 2 cases pass"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
