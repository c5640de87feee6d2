package loan

// The published cases of the ACTUS standard, event by event and state by
// state. They are not part of the project: KAIGONG_BENCH names the folder that
// holds them, in the format in which they are published.

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

type published struct {
	Identifier   string                     `json:"identifier"`
	Terms        map[string]json.RawMessage `json:"terms"`
	To           string                     `json:"to"`
	DataObserved map[string]struct {
		Data []struct {
			Timestamp string          `json:"timestamp"`
			Value     json.RawMessage `json:"value"`
		} `json:"data"`
	} `json:"dataObserved"`
	Results []struct {
		EventDate           string          `json:"eventDate"`
		EventType           EventType       `json:"eventType"`
		Payoff              json.RawMessage `json:"payoff"`
		NotionalPrincipal   json.RawMessage `json:"notionalPrincipal"`
		NominalInterestRate json.RawMessage `json:"nominalInterestRate"`
		AccruedInterest     json.RawMessage `json:"accruedInterest"`
	} `json:"results"`
}

func TestACTUS(t *testing.T) {
	root := os.Getenv("KAIGONG_BENCH")
	if root == "" {
		t.Log("KAIGONG_BENCH is not set: the published ACTUS cases were not run")
		return
	}
	for _, family := range []string{"pam", "ann"} {
		text, err := os.ReadFile(filepath.Join(root, "actus", family+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var cases map[string]published
		if err := json.Unmarshal(text, &cases); err != nil {
			t.Fatal(err)
		}
		names := []string{}
		for name := range cases {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			t.Run(family+"/"+name, func(t *testing.T) { runPublished(t, cases[name]) })
		}
	}
}

func runPublished(t *testing.T, c published) {
	terms, err := readTerms(c.Terms)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Events(terms, readMarket(t, c))
	if err != nil {
		t.Fatal(err)
	}
	to := maxTime
	if c.To != "" {
		to = must(ParseTime(c.To))
	}
	got = slices.DeleteFunc(got, func(e Event) bool { return e.At > to })
	if len(got) != len(c.Results) {
		t.Fatalf("%d events, %d published:\n%s", len(got), len(c.Results), list(got))
	}
	for i, want := range c.Results {
		e := got[i]
		if e.Type != want.EventType || e.At != must(ParseTime(want.EventDate)) {
			t.Fatalf("event %d is %s on %s, published %s on %s", i, e.Type, e.At, want.EventType, want.EventDate)
		}
		for name, pair := range map[string][2]float64{
			"payoff": {e.Payoff, number(want.Payoff)}, "notional": {e.Notional, number(want.NotionalPrincipal)},
			"rate": {e.Rate, number(want.NominalInterestRate)}, "accrued": {e.Accrued, number(want.AccruedInterest)},
		} {
			if !same(pair[0], pair[1]) {
				t.Errorf("%s on %s: %s %.12f, published %.12f", e.Type, e.At, name, pair[0], pair[1])
			}
		}
	}
}

func same(a, b float64) bool {
	d := math.Abs(a - b)
	return d <= 1e-9 || d <= 1e-14*math.Abs(b)
}

func list(events []Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %-4s %14.6f %14.6f %8.5f %12.6f\n", e.At, e.Type, e.Payoff, e.Notional, e.Rate, e.Accrued)
	}
	return b.String()
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func number(raw json.RawMessage) float64 {
	x, err := strconv.ParseFloat(text(raw), 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// text reads a term that may be a string, padded or not, or a bare number.
func text(raw json.RawMessage) string { return strings.TrimSpace(strings.Trim(string(raw), `"`)) }

func readMarket(t *testing.T, c published) Series {
	s := Series{}
	for code, o := range c.DataObserved {
		for _, p := range o.Data {
			s[code] = append(s[code], Observation{must(ParseTime(p.Timestamp)), number(p.Value)})
		}
	}
	return s
}

func readTerms(m map[string]json.RawMessage) (t Terms, err error) {
	at := func(name string) (v Time) {
		if raw, ok := m[name]; ok && err == nil {
			v, err = ParseTime(text(raw))
		}
		return v
	}
	num := func(name string) float64 {
		if raw, ok := m[name]; ok {
			return number(raw)
		}
		return 0
	}
	opt := func(name string) *float64 {
		raw, ok := m[name]
		if !ok {
			return nil
		}
		v := number(raw)
		return &v
	}
	cycle := func(name string) (c Cycle) {
		if raw, ok := m[name]; ok && err == nil {
			c, err = ParseCycle(text(raw))
		}
		return c
	}
	t = Terms{
		Type: ContractType(text(m["contractType"])), Role: Role(text(m["contractRole"])), Currency: text(m["currency"]),
		StatusDate: at("statusDate"), InitialExchange: at("initialExchangeDate"), Maturity: at("maturityDate"), Amortization: at("amortizationDate"),
		Notional: num("notionalPrincipal"), PremiumDiscount: num("premiumDiscountAtIED"), Rate: num("nominalInterestRate"), Accrued: opt("accruedInterest"),
		DayCount:       DayCount(text(m["dayCountConvention"])),
		InterestAnchor: at("cycleAnchorDateOfInterestPayment"), InterestCycle: cycle("cycleOfInterestPayment"), CapitalizationEnd: at("capitalizationEndDate"),
		RedemptionAnchor: at("cycleAnchorDateOfPrincipalRedemption"), RedemptionCycle: cycle("cycleOfPrincipalRedemption"), NextRedemption: opt("nextPrincipalRedemptionPayment"),
		ResetAnchor: at("cycleAnchorDateOfRateReset"), ResetCycle: cycle("cycleOfRateReset"), NextReset: opt("nextResetRate"),
		ResetCode: text(m["marketObjectCodeOfRateReset"]), ResetSpread: num("rateSpread"), ResetMultiplier: num("rateMultiplier"),
		EndOfMonth: EndOfMonth(text(m["endOfMonthConvention"])), BusinessDay: BusinessDay(text(m["businessDayConvention"])),
		Purchase: at("purchaseDate"), PurchasePrice: num("priceAtPurchaseDate"), Termination: at("terminationDate"), TerminationPrice: num("priceAtTerminationDate"),
	}
	if text(m["calendar"]) == "MF" {
		t.Calendar = MondayToFriday{}
	}
	return t, err
}
