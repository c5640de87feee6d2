package loan

// Terms that cannot be are refused before anything is computed, by the first
// term that is missing, contradicts another, or lies outside what a contract
// could mean.

import (
	"math"
	"strings"
)

const (
	maxAmount = 1e15
	maxRate   = 10 // 1000 % a year
)

// Validate finds the first term that is missing, contradicts another, or lies
// outside what any contract could mean. Its error is a *TermError.
func (t *Terms) Validate() error {
	for _, check := range [...]func(*Terms) *TermError{checkWords, checkDates, checkNumbers, checkCycles, checkOptions, checkPattern} {
		if e := check(t); e != nil {
			return e
		}
	}
	return nil
}

// enhances reports whether the contract stands behind others.
func (t *Terms) enhances() bool { return t.ContractType == CEG || t.ContractType == CEC }

// open reports whether the contract may run until it is called.
func (t *Terms) open() bool { return t.ContractType == CLM || t.ContractType == UMP }

func checkWords(t *Terms) *TermError {
	switch t.ContractType {
	case PAM, LAM, NAM, ANN, LAX, CLM, UMP, CEG, CEC:
	case "":
		return wrong("contractType", Missing)
	default:
		return wrong("contractType", NotComputed, string(t.ContractType))
	}
	switch {
	case t.ContractRole == "":
		return wrong("contractRole", Missing)
	case t.ContractRole.sign() == 0:
		return wrong("contractRole", Unknown, string(t.ContractRole))
	case t.DayCountConvention == "" && !t.enhances():
		return wrong("dayCountConvention", Missing)
	case t.DayCountConvention != "" && !t.DayCountConvention.Valid():
		return wrong("dayCountConvention", Unknown, string(t.DayCountConvention))
	case !t.BusinessDayConvention.valid():
		return wrong("businessDayConvention", Unknown, string(t.BusinessDayConvention))
	}
	return checkChoices(t)
}

func checkChoices(t *Terms) *TermError {
	switch {
	case t.EndOfMonthConvention != "" && t.EndOfMonthConvention != EOM && t.EndOfMonthConvention != SameDay:
		return wrong("endOfMonthConvention", Unknown, string(t.EndOfMonthConvention))
	case !oneOf(t.InterestCalculationBase, "", OnNotional, OnInitial, OnLagged):
		return wrong("interestCalculationBase", Unknown, string(t.InterestCalculationBase))
	case !oneOf(t.FeeBasis, "", FeeAbsolute, FeeNotional):
		return wrong("feeBasis", Unknown, string(t.FeeBasis))
	case !oneOf(t.PrepaymentEffect, "", NoPrepayment, KeepMaturity, KeepInstalment):
		return wrong("prepaymentEffect", Unknown, string(t.PrepaymentEffect))
	case !oneOf(t.PenaltyType, "", NoPenalty, PenaltyAbsolute, PenaltyRelative, PenaltyRelativeR, PenaltyDifferential):
		return wrong("penaltyType", Unknown, string(t.PenaltyType))
	case len(t.ScalingEffect) > 3 || strings.Trim(t.ScalingEffect, "0OIN") != "":
		return wrong("scalingEffect", Unknown, t.ScalingEffect)
	}
	return nil
}

func oneOf[T ~string](v T, choices ...T) bool {
	for _, c := range choices {
		if v == c {
			return true
		}
	}
	return false
}

var dateNames = [...]string{
	"statusDate", "initialExchangeDate", "maturityDate", "amortizationDate", "capitalizationEndDate", "purchaseDate", "terminationDate",
	"cycleAnchorDateOfInterestPayment", "cycleAnchorDateOfPrincipalRedemption", "cycleAnchorDateOfInterestCalculationBase",
	"cycleAnchorDateOfRateReset", "cycleAnchorDateOfScalingIndex", "cycleAnchorDateOfFee", "cycleAnchorDateOfOptionality",
}

func (t *Terms) dates() [len(dateNames)]Time {
	return [...]Time{
		t.StatusDate, t.InitialExchangeDate, t.MaturityDate, t.AmortizationDate, t.CapitalizationEndDate, t.PurchaseDate, t.TerminationDate,
		t.InterestPayment.Anchor, t.PrincipalRedemption.Anchor, t.BaseReset.Anchor,
		t.RateReset.Anchor, t.ScalingIndex.Anchor, t.Fee.Anchor, t.Prepayment.Anchor,
	}
}

func checkDates(t *Terms) *TermError {
	dates := t.dates()
	for i := range dates {
		at := dates[i]
		if at != 0 && (at < minTime || at > maxTime) {
			return wrong(dateNames[i], OutsideDates)
		}
	}
	switch {
	case t.StatusDate == 0:
		return wrong("statusDate", Missing)
	case t.enhances():
		return nil
	case t.InitialExchangeDate == 0:
		return wrong("initialExchangeDate", Missing)
	case t.MaturityDate != 0 && t.MaturityDate <= t.InitialExchangeDate:
		return wrong("maturityDate", NotAfter, "initialExchangeDate")
	case t.AmortizationDate != 0 && t.AmortizationDate <= t.InitialExchangeDate:
		return wrong("amortizationDate", NotAfter, "initialExchangeDate")
	case t.TerminationDate != 0 && t.TerminationDate < max(t.PurchaseDate, t.InitialExchangeDate):
		return wrong("terminationDate", NotAfter, "initialExchangeDate, purchaseDate")
	case t.CapitalizationEndDate != 0 && t.MaturityDate != 0 && t.CapitalizationEndDate > t.MaturityDate:
		return wrong("capitalizationEndDate", Contradicts, "maturityDate")
	}
	return nil
}

func finite(v float64) bool { return math.Abs(v) <= maxAmount }

var numberNames = [...]string{
	"notionalPrincipal", "premiumDiscountAtIED", "priceAtPurchaseDate", "priceAtTerminationDate", "feeRate", "feeAccrued", "penaltyRate",
	"scalingIndexAtContractDealDate", "nominalInterestRate", "rateSpread",
}

func (t *Terms) numbers() [len(numberNames)]float64 {
	return [...]float64{
		t.NotionalPrincipal, t.PremiumDiscountAtIED, t.PriceAtPurchaseDate, t.PriceAtTerminationDate, t.FeeRate, t.FeeAccrued, t.PenaltyRate,
		t.ScalingIndexAtContractDealDate, t.NominalInterestRate, t.RateSpread,
	}
}

var optionNames = [...]string{
	"accruedInterest", "nextPrincipalRedemptionPayment", "interestCalculationBaseAmount", "nextResetRate", "rateMultiplier",
	"periodCap", "periodFloor", "lifeCap", "lifeFloor", "notionalScalingMultiplier", "interestScalingMultiplier",
}

func (t *Terms) options() [len(optionNames)]*float64 {
	return [...]*float64{
		t.AccruedInterest, t.NextPrincipalRedemptionPayment, t.InterestCalculationBaseAmount, t.NextResetRate, t.RateMultiplier,
		t.PeriodCap, t.PeriodFloor, t.LifeCap, t.LifeFloor, t.NotionalScalingMultiplier, t.InterestScalingMultiplier,
	}
}

func checkNumbers(t *Terms) *TermError {
	if e := checkFinite(t); e != nil {
		return e
	}
	switch {
	case t.NotionalPrincipal < 0 || t.NotionalPrincipal == 0 && !t.enhances():
		return wrong("notionalPrincipal", NotPositive)
	case math.Abs(t.NominalInterestRate) > maxRate:
		return wrong("nominalInterestRate", TooLarge, "1000 %")
	case t.NextResetRate != nil && math.Abs(*t.NextResetRate) > maxRate:
		return wrong("nextResetRate", TooLarge, "1000 %")
	case t.NextPrincipalRedemptionPayment != nil && *t.NextPrincipalRedemptionPayment <= 0:
		return wrong("nextPrincipalRedemptionPayment", NotPositive)
	case t.FeeRate < 0:
		return wrong("feeRate", NotPositive)
	case t.PenaltyRate < 0:
		return wrong("penaltyRate", NotPositive)
	case above(t.PeriodFloor, t.PeriodCap):
		return wrong("periodFloor", Contradicts, "periodCap")
	case above(t.LifeFloor, t.LifeCap):
		return wrong("lifeFloor", Contradicts, "lifeCap")
	}
	return nil
}

// checkFinite adds everything up first: a sum that is possible has no part that
// is not.
func checkFinite(t *Terms) *TermError {
	options := t.options()
	sum := math.Abs(t.NotionalPrincipal) + math.Abs(t.PremiumDiscountAtIED) + math.Abs(t.PriceAtPurchaseDate) + math.Abs(t.PriceAtTerminationDate) +
		math.Abs(t.FeeRate) + math.Abs(t.FeeAccrued) + math.Abs(t.PenaltyRate) + math.Abs(t.ScalingIndexAtContractDealDate) + math.Abs(t.NominalInterestRate) + math.Abs(t.RateSpread)
	for i := range options {
		if options[i] != nil {
			sum += math.Abs(*options[i])
		}
	}
	if sum <= maxAmount {
		return nil
	}
	for i, v := range t.numbers() {
		if !finite(v) {
			return wrong(numberNames[i], NotNumber)
		}
	}
	for i, v := range options {
		if v != nil && !finite(*v) {
			return wrong(optionNames[i], NotNumber)
		}
	}
	return nil
}

func above(lo, hi *float64) bool { return lo != nil && hi != nil && *lo > *hi }

var cycleNames = [...]string{
	"cycleOfInterestPayment", "cycleOfPrincipalRedemption", "cycleOfInterestCalculationBase", "cycleOfRateReset", "cycleOfScalingIndex", "cycleOfFee", "cycleOfOptionality",
}

func (t *Terms) recurrences() [len(cycleNames)]*Recurrence {
	return [...]*Recurrence{&t.InterestPayment, &t.PrincipalRedemption, &t.BaseReset, &t.RateReset, &t.ScalingIndex, &t.Fee, &t.Prepayment}
}

func checkCycles(t *Terms) *TermError {
	if endless(t.InterestPayment.Cycle) || endless(t.PrincipalRedemption.Cycle) || endless(t.BaseReset.Cycle) || endless(t.RateReset.Cycle) ||
		endless(t.ScalingIndex.Cycle) || endless(t.Fee.Cycle) || endless(t.Prepayment.Cycle) {
		return endlessCycle(t)
	}
	if !t.XDayNotice.valid() {
		return wrong("xDayNotice", Unknown, t.XDayNotice.String())
	}
	return nil
}

// endlessCycle names the first recurrence that never ends.
func endlessCycle(t *Terms) *TermError {
	for i, r := range t.recurrences() {
		if endless(r.Cycle) {
			return wrong(cycleNames[i], Unknown, r.Cycle.String())
		}
	}
	return nil
}

// endless reports a cycle that is no cycle: of no length, or of none that the
// standard knows.
func endless(c Cycle) bool {
	if c.N == 0 && c.Unit == 0 {
		return c.LongStub
	}
	return uint(c.N-1) >= maxPeriod || c.Unit >= 'Z' || !periodUnits[c.Unit]
}

// checkOptions wants what a recurrence needs beside it.
func checkOptions(t *Terms) *TermError {
	switch {
	case t.RateReset.given() && t.MarketObjectCodeOfRateReset == "" && t.NextResetRate == nil:
		return wrong("marketObjectCodeOfRateReset", Missing)
	case t.scales() && t.MarketObjectCodeOfScalingIndex == "":
		return wrong("marketObjectCodeOfScalingIndex", Missing)
	case t.scales() && t.ScalingIndexAtContractDealDate <= 0:
		return wrong("scalingIndexAtContractDealDate", NotPositive)
	case t.InterestCalculationBase == OnLagged && !t.BaseReset.given() && t.ContractType != PAM && !t.open():
		return wrong("cycleOfInterestCalculationBase", Missing)
	case t.Fee.given() && t.FeeBasis == "":
		return wrong("feeBasis", Missing)
	case t.FeeBasis != "" && t.Fee.given() && t.DayCountConvention == "":
		return wrong("dayCountConvention", Missing)
	case t.Prepayment.given() && t.prepays() && t.ObjectCodeOfPrepaymentModel == "":
		return wrong("objectCodeOfPrepaymentModel", Missing)
	case t.PenaltyType == PenaltyDifferential && t.MarketObjectCodeOfRateReset == "":
		return wrong("marketObjectCodeOfRateReset", Missing)
	}
	return nil
}

// scales reports whether an index scales anything.
func (t *Terms) scales() bool {
	return t.ScalingIndex.given() && strings.ContainsAny(t.ScalingEffect, "IN")
}

// prepays reports whether early repayments count.
func (t *Terms) prepays() bool {
	return t.PrepaymentEffect == KeepMaturity || t.PrepaymentEffect == KeepInstalment
}

// checkPattern wants what the contract's type needs.
func checkPattern(t *Terms) *TermError {
	amount := t.NextPrincipalRedemptionPayment != nil || t.Opening != nil
	switch t.ContractType {
	case PAM:
		if t.MaturityDate == 0 {
			return wrong("maturityDate", Missing)
		}
	case LAM, NAM, ANN:
		switch {
		case t.PrincipalRedemption.Cycle.N == 0:
			return wrong("cycleOfPrincipalRedemption", Missing)
		case t.ContractType == NAM && !amount:
			return wrong("nextPrincipalRedemptionPayment", Missing)
		case t.MaturityDate == 0 && !amount && (t.ContractType == LAM || t.AmortizationDate == 0):
			return wrong("maturityDate", Missing)
		}
	case LAX:
		return checkArrays(t)
	case CEG, CEC:
		return checkEnhancement(t)
	}
	return nil
}
