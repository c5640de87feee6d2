package loan

// The terms of a contract in the standard's vocabulary, and what may be wrong
// with them.

import (
	"fmt"
	"math"
)

// ContractType names a pattern of the standard.
type ContractType string

const (
	PAM ContractType = "PAM" // principal at maturity
	ANN ContractType = "ANN" // annuity
)

// Role says whose view the payoffs take: the lender's is positive.
type Role string

const (
	Lends   Role = "RPA" // real position asset: the lender's books
	Borrows Role = "RPL" // real position liability: the borrower's books
)

func (r Role) sign() float64 {
	if r == Borrows {
		return -1
	}
	return 1
}

// Terms of a contract. Amounts are in units of the currency, rates are
// fractions a year. The zero value of an optional term means that it is not
// agreed; rates whose zero means something are pointers.
type Terms struct {
	Type     ContractType
	Role     Role
	Currency string

	StatusDate      Time // events after it are computed
	InitialExchange Time // IED
	Maturity        Time // MD; ANN may derive it
	Amortization    Time // AMD: the date by which an annuity would be repaid
	Notional        float64
	PremiumDiscount float64  // PDIED
	Rate            float64  // IPNR
	Accrued         *float64 // IPAC at the status date
	DayCount        DayCount

	InterestAnchor         Time // IPANX
	InterestCycle          Cycle
	CapitalizationEnd      Time // IPCED
	RedemptionAnchor       Time // PRANX
	RedemptionCycle        Cycle
	NextRedemption         *float64 // PRNXT, the instalment of an annuity
	ResetAnchor            Time     // RRANX
	ResetCycle             Cycle
	NextReset              *float64 // RRNXT
	ResetCode              string   // RRMO, the observed rate
	ResetSpread            float64
	ResetMultiplier        float64 // 0 means 1
	PeriodCap, PeriodFloor *float64
	LifeCap, LifeFloor     *float64

	EndOfMonth  EndOfMonth
	BusinessDay BusinessDay
	Calendar    Calendar `json:"-"`

	Purchase         Time // PRD
	PurchasePrice    float64
	Termination      Time // TD
	TerminationPrice float64

	Prepayments []Prepayment
}

// Prepayment is money that comes back before it is due.
type Prepayment struct {
	At     Time
	Amount float64
	Effect PrepaymentEffect
}

// PrepaymentEffect says what an early repayment does to the rest.
type PrepaymentEffect string

const (
	KeepMaturity   PrepaymentEffect = "A" // instalments are computed anew and fall
	KeepInstalment PrepaymentEffect = "M" // instalments stay, the loan ends earlier
)

// TermError names the term that cannot be, and why.
type TermError struct{ Term, Reason string }

// Error names the term and the reason.
func (e *TermError) Error() string { return "loan: " + e.Term + " " + e.Reason }

// Validate finds the first term that is missing, contradicts another, or lies
// outside what any contract could mean.
func (t *Terms) Validate() error {
	for _, check := range []func(*Terms) error{checkKind, checkDates, checkNumbers, checkCycles} {
		if err := check(t); err != nil {
			return err
		}
	}
	return nil
}

func checkKind(t *Terms) error {
	switch {
	case t.Type != PAM && t.Type != ANN:
		return &TermError{"contractType", fmt.Sprintf("%q is not computed here", t.Type)}
	case t.Role != Lends && t.Role != Borrows:
		return &TermError{"contractRole", fmt.Sprintf("%q is not a side of a loan", t.Role)}
	case !t.DayCount.valid():
		return &TermError{"dayCountConvention", fmt.Sprintf("%q is unknown", t.DayCount)}
	case !t.BusinessDay.valid():
		return &TermError{"businessDayConvention", fmt.Sprintf("%q is unknown", t.BusinessDay)}
	}
	return nil
}

func checkDates(t *Terms) error {
	if t.InitialExchange == 0 {
		return &TermError{"initialExchangeDate", "is missing"}
	}
	for name, at := range map[string]Time{
		"statusDate": t.StatusDate, "initialExchangeDate": t.InitialExchange, "maturityDate": t.Maturity,
		"amortizationDate": t.Amortization, "cycleAnchorDateOfInterestPayment": t.InterestAnchor,
		"cycleAnchorDateOfPrincipalRedemption": t.RedemptionAnchor, "terminationDate": t.Termination, "purchaseDate": t.Purchase,
	} {
		if at != 0 && (at < minTime || at > maxTime) {
			return &TermError{name, "lies outside 1900 to 2200"}
		}
	}
	switch {
	case t.Type == PAM && t.Maturity == 0:
		return &TermError{"maturityDate", "is missing"}
	case t.Maturity != 0 && t.Maturity <= t.InitialExchange:
		return &TermError{"maturityDate", "does not come after initialExchangeDate"}
	}
	return nil
}

func checkNumbers(t *Terms) error {
	for name, v := range map[string]float64{
		"notionalPrincipal": t.Notional, "nominalInterestRate": t.Rate, "premiumDiscountAtIED": t.PremiumDiscount,
		"priceAtPurchaseDate": t.PurchasePrice, "priceAtTerminationDate": t.TerminationPrice,
	} {
		if math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > 1e15 {
			return &TermError{name, "is not a possible number"}
		}
	}
	switch {
	case t.Notional <= 0:
		return &TermError{"notionalPrincipal", "is not positive"}
	case math.Abs(t.Rate) > 10:
		return &TermError{"nominalInterestRate", "is above 1000 % a year"}
	case t.NextRedemption != nil && *t.NextRedemption <= 0:
		return &TermError{"nextPrincipalRedemptionPayment", "is not positive"}
	}
	return nil
}

func checkCycles(t *Terms) error {
	if t.Type == ANN && t.RedemptionCycle == (Cycle{}) {
		return &TermError{"cycleOfPrincipalRedemption", "is missing"}
	}
	if t.Type == ANN && t.Maturity == 0 && t.Amortization == 0 && t.NextRedemption == nil {
		return &TermError{"maturityDate", "is missing, and neither amortizationDate nor nextPrincipalRedemptionPayment stands for it"}
	}
	if t.ResetCycle != (Cycle{}) && t.ResetCode == "" && t.NextReset == nil {
		return &TermError{"marketObjectCodeOfRateReset", "is missing although the rate resets"}
	}
	for _, p := range t.Prepayments {
		if p.Amount <= 0 || p.Effect != KeepMaturity && p.Effect != KeepInstalment {
			return &TermError{"prepayment", "has no positive amount or no effect A or M"}
		}
	}
	return nil
}
