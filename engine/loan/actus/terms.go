package actus

// Terms by their names in the standard's dictionary.

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/loan"
)

// setter puts one value into terms.
type setter func(*loan.Terms, value) error

func date(field func(*loan.Terms) *loan.Time) setter {
	return func(t *loan.Terms, v value) (err error) { *field(t), err = v.time(); return err }
}

func number(field func(*loan.Terms) *float64) setter {
	return func(t *loan.Terms, v value) (err error) { *field(t), err = v.number(); return err }
}

func option(field func(*loan.Terms) **float64) setter {
	return func(t *loan.Terms, v value) error {
		x, err := v.number()
		*field(t) = &x
		return err
	}
}

func cycle(field func(*loan.Terms) *loan.Recurrence) setter {
	return func(t *loan.Terms, v value) (err error) { field(t).Cycle, err = v.cycle(); return err }
}

func anchor(field func(*loan.Terms) *loan.Recurrence) setter {
	return func(t *loan.Terms, v value) (err error) { field(t).Anchor, err = v.time(); return err }
}

func word[T ~string](field func(*loan.Terms) *T) setter {
	return func(t *loan.Terms, v value) error { *field(t) = T(v.text()); return nil }
}

func array[T any](field func(*loan.Arrays) *[]T, read func(value) (T, error)) setter {
	return func(t *loan.Terms, v value) (err error) {
		if t.Arrays == nil {
			t.Arrays = &loan.Arrays{}
		}
		*field(t.Arrays), err = listOf(v, read)
		return err
	}
}

func enhancing(set func(*loan.Enhancement, value) error) setter {
	return func(t *loan.Terms, v value) error {
		if t.Enhancement == nil {
			t.Enhancement = &loan.Enhancement{}
		}
		return set(t.Enhancement, v)
	}
}

// setters are the terms that the engine computes with.
var setters = merged(general, interest, principal, extras, arrays, enhancements)

func merged(parts ...map[string]setter) map[string]setter {
	out := map[string]setter{}
	for _, p := range parts {
		maps.Copy(out, p)
	}
	return out
}

var general = map[string]setter{
	"contractType":           word(func(t *loan.Terms) *loan.ContractType { return &t.ContractType }),
	"contractID":             word(func(t *loan.Terms) *string { return &t.ContractID }),
	"contractRole":           word(func(t *loan.Terms) *loan.Role { return &t.ContractRole }),
	"currency":               word(func(t *loan.Terms) *string { return &t.Currency }),
	"statusDate":             date(func(t *loan.Terms) *loan.Time { return &t.StatusDate }),
	"initialExchangeDate":    date(func(t *loan.Terms) *loan.Time { return &t.InitialExchangeDate }),
	"maturityDate":           date(func(t *loan.Terms) *loan.Time { return &t.MaturityDate }),
	"amortizationDate":       date(func(t *loan.Terms) *loan.Time { return &t.AmortizationDate }),
	"purchaseDate":           date(func(t *loan.Terms) *loan.Time { return &t.PurchaseDate }),
	"priceAtPurchaseDate":    number(func(t *loan.Terms) *float64 { return &t.PriceAtPurchaseDate }),
	"terminationDate":        date(func(t *loan.Terms) *loan.Time { return &t.TerminationDate }),
	"priceAtTerminationDate": number(func(t *loan.Terms) *float64 { return &t.PriceAtTerminationDate }),
	"endOfMonthConvention":   word(func(t *loan.Terms) *loan.EndOfMonth { return &t.EndOfMonthConvention }),
	"businessDayConvention":  word(func(t *loan.Terms) *loan.BusinessDay { return &t.BusinessDayConvention }),
	"calendar":               calendar,
	"xDayNotice": func(t *loan.Terms, v value) (err error) {
		t.XDayNotice, err = v.period()
		return err
	},
}

var interest = map[string]setter{
	"nominalInterestRate":                      number(func(t *loan.Terms) *float64 { return &t.NominalInterestRate }),
	"accruedInterest":                          option(func(t *loan.Terms) **float64 { return &t.AccruedInterest }),
	"dayCountConvention":                       word(func(t *loan.Terms) *loan.DayCount { return &t.DayCountConvention }),
	"cycleAnchorDateOfInterestPayment":         anchor(func(t *loan.Terms) *loan.Recurrence { return &t.InterestPayment }),
	"cycleOfInterestPayment":                   cycle(func(t *loan.Terms) *loan.Recurrence { return &t.InterestPayment }),
	"capitalizationEndDate":                    date(func(t *loan.Terms) *loan.Time { return &t.CapitalizationEndDate }),
	"interestCalculationBase":                  word(func(t *loan.Terms) *loan.Base { return &t.InterestCalculationBase }),
	"interestCalculationBaseAmount":            option(func(t *loan.Terms) **float64 { return &t.InterestCalculationBaseAmount }),
	"cycleAnchorDateOfInterestCalculationBase": anchor(func(t *loan.Terms) *loan.Recurrence { return &t.BaseReset }),
	"cycleOfInterestCalculationBase":           cycle(func(t *loan.Terms) *loan.Recurrence { return &t.BaseReset }),
	"cycleAnchorDateOfRateReset":               anchor(func(t *loan.Terms) *loan.Recurrence { return &t.RateReset }),
	"cycleOfRateReset":                         cycle(func(t *loan.Terms) *loan.Recurrence { return &t.RateReset }),
	"nextResetRate":                            option(func(t *loan.Terms) **float64 { return &t.NextResetRate }),
	"marketObjectCodeOfRateReset":              word(func(t *loan.Terms) *string { return &t.MarketObjectCodeOfRateReset }),
	"rateSpread":                               number(func(t *loan.Terms) *float64 { return &t.RateSpread }),
	"rateMultiplier":                           option(func(t *loan.Terms) **float64 { return &t.RateMultiplier }),
	"periodCap":                                option(func(t *loan.Terms) **float64 { return &t.PeriodCap }),
	"periodFloor":                              option(func(t *loan.Terms) **float64 { return &t.PeriodFloor }),
	"lifeCap":                                  option(func(t *loan.Terms) **float64 { return &t.LifeCap }),
	"lifeFloor":                                option(func(t *loan.Terms) **float64 { return &t.LifeFloor }),
}

var principal = map[string]setter{
	"notionalPrincipal":                    number(func(t *loan.Terms) *float64 { return &t.NotionalPrincipal }),
	"premiumDiscountAtIED":                 number(func(t *loan.Terms) *float64 { return &t.PremiumDiscountAtIED }),
	"cycleAnchorDateOfPrincipalRedemption": anchor(func(t *loan.Terms) *loan.Recurrence { return &t.PrincipalRedemption }),
	"cycleOfPrincipalRedemption":           cycle(func(t *loan.Terms) *loan.Recurrence { return &t.PrincipalRedemption }),
	"nextPrincipalRedemptionPayment":       option(func(t *loan.Terms) **float64 { return &t.NextPrincipalRedemptionPayment }),
}

var extras = map[string]setter{
	"scalingEffect": func(t *loan.Terms, v value) error {
		t.ScalingEffect = strings.ReplaceAll(v.text(), "O", "0")
		return nil
	},
	"cycleAnchorDateOfScalingIndex":  anchor(func(t *loan.Terms) *loan.Recurrence { return &t.ScalingIndex }),
	"cycleOfScalingIndex":            cycle(func(t *loan.Terms) *loan.Recurrence { return &t.ScalingIndex }),
	"marketObjectCodeOfScalingIndex": word(func(t *loan.Terms) *string { return &t.MarketObjectCodeOfScalingIndex }),
	"scalingIndexAtContractDealDate": number(func(t *loan.Terms) *float64 { return &t.ScalingIndexAtContractDealDate }),
	"notionalScalingMultiplier":      option(func(t *loan.Terms) **float64 { return &t.NotionalScalingMultiplier }),
	"interestScalingMultiplier":      option(func(t *loan.Terms) **float64 { return &t.InterestScalingMultiplier }),
	"cycleAnchorDateOfFee":           anchor(func(t *loan.Terms) *loan.Recurrence { return &t.Fee }),
	"cycleOfFee":                     cycle(func(t *loan.Terms) *loan.Recurrence { return &t.Fee }),
	"feeBasis":                       word(func(t *loan.Terms) *loan.FeeBasis { return &t.FeeBasis }),
	"feeRate":                        number(func(t *loan.Terms) *float64 { return &t.FeeRate }),
	"feeAccrued":                     number(func(t *loan.Terms) *float64 { return &t.FeeAccrued }),
	"prepaymentEffect":               word(func(t *loan.Terms) *loan.PrepaymentEffect { return &t.PrepaymentEffect }),
	"cycleAnchorDateOfOptionality":   anchor(func(t *loan.Terms) *loan.Recurrence { return &t.Prepayment }),
	"cycleOfOptionality":             cycle(func(t *loan.Terms) *loan.Recurrence { return &t.Prepayment }),
	"objectCodeOfPrepaymentModel":    word(func(t *loan.Terms) *string { return &t.ObjectCodeOfPrepaymentModel }),
	"penaltyType":                    word(func(t *loan.Terms) *loan.PenaltyType { return &t.PenaltyType }),
	"penaltyRate":                    number(func(t *loan.Terms) *float64 { return &t.PenaltyRate }),
}

var arrays = map[string]setter{
	"arrayCycleAnchorDateOfPrincipalRedemption": array(func(a *loan.Arrays) *[]loan.Time { return &a.RedemptionAnchors }, value.time),
	"arrayCycleOfPrincipalRedemption":           array(func(a *loan.Arrays) *[]loan.Cycle { return &a.RedemptionCycles }, value.cycle),
	"arrayNextPrincipalRedemptionPayment":       array(func(a *loan.Arrays) *[]float64 { return &a.Redemptions }, value.number),
	"arrayIncreaseDecrease":                     array(func(a *loan.Arrays) *[]bool { return &a.Increases }, choice("INC", "DEC")),
	"arrayCycleAnchorDateOfInterestPayment":     array(func(a *loan.Arrays) *[]loan.Time { return &a.InterestAnchors }, value.time),
	"arrayCycleOfInterestPayment":               array(func(a *loan.Arrays) *[]loan.Cycle { return &a.InterestCycles }, value.cycle),
	"arrayCycleAnchorDateOfRateReset":           array(func(a *loan.Arrays) *[]loan.Time { return &a.RateAnchors }, value.time),
	"arrayCycleOfRateReset":                     array(func(a *loan.Arrays) *[]loan.Cycle { return &a.RateCycles }, value.cycle),
	"arrayRate":                                 array(func(a *loan.Arrays) *[]float64 { return &a.Rates }, value.number),
	"arrayFixedVariable":                        array(func(a *loan.Arrays) *[]bool { return &a.Variable }, choice("V", "F", "VAR", "FIX")),
}

// choice reads one of several words; the first of each pair is true.
func choice(words ...string) func(value) (bool, error) {
	return func(v value) (bool, error) {
		i := slices.Index(words, v.text())
		if i < 0 {
			return false, v.wrong(loan.Unknown)
		}
		return i%2 == 0, nil
	}
}

func calendar(t *loan.Terms, v value) error {
	switch v.text() {
	case "NC", "NoCalendar":
	case "MF", "MondayToFriday":
		t.Calendar = loan.MondayToFriday{}
	default:
		return v.wrong(loan.Unknown)
	}
	return nil
}

// unused are terms of the dictionary that no cash flow of a loan depends on.
var unused = []string{
	"clearingHouse", "contractDealDate", "contractPerformance", "counterpartyID", "counterpartyId", "creatorID", "creatorId", "creditLineAmount",
	"currency2", "cycleAnchorDateOfDividend", "cycleAnchorDateOfMargining", "cycleAnchorDateOfMonitoring", "cycleOfDividend", "cycleOfMargining",
	"cycleOfMonitoring", "cyclePointOfInterestPayment", "cyclePointOfRateReset", "delinquencyPeriod", "delinquencyRate", "deliverySettlement",
	"exDividendDate", "exerciseAmount", "exerciseDate", "fixingDays", "fixingPeriod", "futuresPrice", "gracePeriod", "initialMargin",
	"interestScalingMultiplierAtStatusDate", "maintenanceMarginLowerBound", "maintenanceMarginUpperBound", "marketObjectCode",
	"marketObjectCodeOfDividends", "marketValueObserved", "maximumPenaltyFreeDisbursement", "nextDividendPaymentAmount", "nominalInterestRate2",
	"nonPerformingDate", "notionalPrincipal2", "optionExerciseEndDate", "optionExerciseType", "optionStrike1", "optionStrike2", "optionType",
	"prepaymentPeriod", "quantity", "scalingIndexAtStatusDate", "seniority", "settlementCurrency", "unit", "variationMargin",
}

// ReadTerms reads the terms of one contract: a JSON object by the standard's
// names. A name that the dictionary does not have is an error that names it.
func ReadTerms(data []byte) (loan.Terms, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return loan.Terms{}, &loan.TermError{Term: "terms", Problem: loan.NotReadable, Value: err.Error()}
	}
	return readTerms(raw)
}

func readTerms(raw map[string]json.RawMessage) (t loan.Terms, err error) {
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		v := value{name, raw[name]}
		set, known := setters[name]
		if name == "contractStructure" {
			set, known = contractStructure, true
		}
		switch {
		case v.empty() || slices.Contains(unused, name):
		case !known:
			return t, v.wrong(loan.Unknown)
		default:
			if err := set(&t, v); err != nil {
				return t, err
			}
		}
	}
	asArrays(&t)
	return t, nil
}

// asArrays lets LAX be given by plain terms where it has one segment.
func asArrays(t *loan.Terms) {
	if t.ContractType != loan.LAX || t.Arrays != nil && len(t.Arrays.RedemptionAnchors) > 0 || t.PrincipalRedemption.Anchor == 0 || t.NextPrincipalRedemptionPayment == nil {
		return
	}
	if t.Arrays == nil {
		t.Arrays = &loan.Arrays{}
	}
	t.Arrays.RedemptionAnchors = []loan.Time{t.PrincipalRedemption.Anchor}
	t.Arrays.RedemptionCycles = []loan.Cycle{t.PrincipalRedemption.Cycle}
	t.Arrays.Redemptions, t.Arrays.Increases = []float64{*t.NextPrincipalRedemptionPayment}, []bool{false}
}
