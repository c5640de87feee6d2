package loan

// Terms that cannot be.

import (
	"errors"
	"math"
	"testing"
)

func TestTermsThatCannotBe(t *testing.T) {
	for name, spoil := range map[string]func(*Terms){
		"notionalPrincipal":           func(t *Terms) { t.NotionalPrincipal = -1 },
		"maturityDate":                func(t *Terms) { t.MaturityDate = t.InitialExchangeDate },
		"dayCountConvention":          func(t *Terms) { t.DayCountConvention = "BUS252" },
		"nominalInterestRate":         func(t *Terms) { t.NominalInterestRate = math.NaN() },
		"cycleOfPrincipalRedemption":  func(t *Terms) { t.PrincipalRedemption.Cycle = Cycle{} },
		"contractRole":                func(t *Terms) { t.ContractRole = "" },
		"contractType":                func(t *Terms) { t.ContractType = "SWAPS" },
		"statusDate":                  func(t *Terms) { t.StatusDate = Civil(1850, 1, 1) },
		"cycleOfInterestPayment":      func(t *Terms) { t.InterestPayment.Cycle.Period = Period{0, 'M'} },
		"marketObjectCodeOfRateReset": func(t *Terms) { t.RateReset.Cycle = Monthly() },
		"lifeFloor":                   func(t *Terms) { t.LifeFloor, t.LifeCap = new(0.2), new(0.1) },
		"feeBasis":                    func(t *Terms) { t.Fee.Cycle = Monthly() },
		"nextPrincipalRedemptionPayment": func(t *Terms) {
			t.MaturityDate, t.NextPrincipalRedemptionPayment = 0, new(100.0) // a month's interest is above 4,000
		},
	} {
		terms := reference()
		spoil(&terms)
		_, err := Events(&terms, Observed{})
		var wrong *TermError
		if !errors.As(err, &wrong) || wrong.Term != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMillionEvents asks for a schedule of 10⁶ events, by days over 300 years
// and by many cycles at once.
func TestMillionEvents(t *testing.T) {
	terms := Terms{
		ContractType: PAM, ContractRole: RPA, StatusDate: Civil(1900, 1, 1), InitialExchangeDate: Civil(1900, 1, 2), MaturityDate: Civil(2200, 12, 31),
		NotionalPrincipal: 1, DayCountConvention: A365, MarketObjectCodeOfRateReset: "x", MarketObjectCodeOfScalingIndex: "y", ScalingIndexAtContractDealDate: 1,
		ScalingEffect: "IN0", FeeBasis: FeeNotional, FeeRate: 0.01, PrepaymentEffect: KeepMaturity, ObjectCodeOfPrepaymentModel: "z",
	}
	daily := Recurrence{Cycle: Cycle{Period: Period{1, 'D'}}}
	terms.InterestPayment, terms.RateReset, terms.ScalingIndex, terms.Fee, terms.Prepayment = daily, daily, daily, daily, daily
	_, err := Events(&terms, Observed{})
	var wrong *TermError
	if !errors.As(err, &wrong) {
		t.Fatalf("%v", err)
	}
	terms.RateReset, terms.ScalingIndex, terms.Fee, terms.Prepayment = Recurrence{}, Recurrence{}, Recurrence{}, Recurrence{}
	events, err := Events(&terms, Observed{})
	if err != nil || len(events) != 109938 {
		t.Fatalf("%d daily events, %v", len(events), err)
	}
}

func TestErrorsAreSaid(t *testing.T) {
	if e := wrong("maturityDate", NotAfter, "initialExchangeDate"); e.Error() != "loan: maturityDate does not come after initialExchangeDate" {
		t.Errorf("%s", e.Error())
	}
}
