package loan

// The terms of a contract in the standard's vocabulary.

// ContractType names a pattern of the standard.
type ContractType string

// The lending patterns of the standard.
const (
	PAM ContractType = "PAM" // principal at maturity
	LAM ContractType = "LAM" // linear amortizer: equal parts of principal
	NAM ContractType = "NAM" // negative amortizer: a given instalment, interest first
	ANN ContractType = "ANN" // annuity: equal instalments
	LAX ContractType = "LAX" // exotic linear amortizer: arrays of amounts, cycles and rates
	CLM ContractType = "CLM" // call money: open until called
	UMP ContractType = "UMP" // undefined maturity profile
	CEG ContractType = "CEG" // guarantee
	CEC ContractType = "CEC" // collateral
)

// Role says whose view the payoffs take: the lender's is positive.
type Role string

// The contract roles of the standard: assets and receivers are positive.
const (
	RPA  Role = "RPA"  // real position asset: the lender's books
	RPL  Role = "RPL"  // real position liability: the borrower's books
	LG   Role = "LG"   // long
	ST   Role = "ST"   // short
	BUY  Role = "BUY"  // protection buyer
	SEL  Role = "SEL"  // protection seller
	RFL  Role = "RFL"  // receives the first leg
	PFL  Role = "PFL"  // pays the first leg
	COL  Role = "COL"  // collateral
	CNO  Role = "CNO"  // close-out netting
	GUA  Role = "GUA"  // guarantor
	OBL  Role = "OBL"  // obligee
	UDL  Role = "UDL"  // underlying
	UDLP Role = "UDLP" // underlying, plus
	UDLM Role = "UDLM" // underlying, minus
)

// sign is +1, -1, or 0 for an unknown role.
func (r Role) sign() float64 {
	switch r {
	case RPA, LG, BUY, RFL, COL, CNO, OBL, UDL, UDLP:
		return 1
	case RPL, ST, SEL, PFL, GUA, UDLM:
		return -1
	}
	return 0
}

// Base says on what interest is computed (interestCalculationBase).
type Base string

// The interest bases of the standard; empty means OnNotional.
const (
	OnNotional Base = "NT"    // the notional, following every change
	OnInitial  Base = "NTIED" // what stood at the initial exchange, fixed
	OnLagged   Base = "NTL"   // the notional, looked at on dates of its own
)

// FeeBasis says how a fee is computed.
type FeeBasis string

// The fee bases of the standard.
const (
	FeeAbsolute FeeBasis = "A" // the fee rate is an amount per fee period
	FeeNotional FeeBasis = "N" // the fee rate accrues on the notional
)

// PrepaymentEffect says what an early repayment does to the rest.
type PrepaymentEffect string

// The prepayment effects of the standard; empty means NoPrepayment.
const (
	NoPrepayment   PrepaymentEffect = "N"
	KeepMaturity   PrepaymentEffect = "A" // instalments are computed anew and fall
	KeepInstalment PrepaymentEffect = "M" // instalments stay, the loan ends earlier
)

// PenaltyType says what an early repayment costs.
type PenaltyType string

// The penalty types of the standard; empty and O mean none.
const (
	NoPenalty           PenaltyType = "O"
	PenaltyAbsolute     PenaltyType = "A" // the penalty rate is an amount
	PenaltyRelative     PenaltyType = "N" // the penalty rate times the principal that comes back early
	PenaltyRelativeR    PenaltyType = "R" // the same under its older letter
	PenaltyDifferential PenaltyType = "I" // what the rate exceeds the market by, on that principal, for the rest of the term
)

// Exposure says what an enhancement covers (guaranteedExposure).
type Exposure string

// The exposures of the standard; empty means CoverNominal.
const (
	CoverNominal  Exposure = "NO" // notional
	CoverInterest Exposure = "NI" // notional and accrued interest
	CoverMarket   Exposure = "MV" // market value
)

// Performance of a contract: performing, delayed, delinquent, defaulted,
// matured, terminated.
type Performance string

// The contract performances of the standard.
const (
	Performing Performance = "PF"
	Delayed    Performance = "DL"
	Delinquent Performance = "DQ"
	Defaulted  Performance = "DF"
	Matured    Performance = "MA"
	Terminated Performance = "TE"
)

// Terms of a contract. Amounts are in units of the currency and unsigned, the
// role gives the sign; rates are fractions a year. The zero value of an
// optional term means that it is not agreed; numbers whose zero means
// something are pointers. Each field is the standard's term of that name
// unless its comment gives another.
type Terms struct {
	ContractType ContractType
	ContractID   string // names the contract for enhancements and observed events
	ContractRole Role
	Currency     string

	StatusDate          Time // events after it are computed; what stands below holds as of it
	InitialExchangeDate Time
	MaturityDate        Time // derived where a pattern can
	AmortizationDate    Time // the date by which an annuity would be repaid

	NotionalPrincipal    float64 // at the status date, or to be exchanged after it
	PremiumDiscountAtIED float64
	NominalInterestRate  float64
	AccruedInterest      *float64
	DayCountConvention   DayCount

	InterestPayment       Recurrence // cycle(AnchorDate)OfInterestPayment
	CapitalizationEndDate Time       // until then interest is added to the notional

	PrincipalRedemption            Recurrence // cycle(AnchorDate)OfPrincipalRedemption
	NextPrincipalRedemptionPayment *float64

	InterestCalculationBase       Base
	InterestCalculationBaseAmount *float64
	BaseReset                     Recurrence // cycle(AnchorDate)OfInterestCalculationBase

	RateReset                      Recurrence // cycle(AnchorDate)OfRateReset
	NextResetRate                  *float64   // replaces the first reset after the status date
	MarketObjectCodeOfRateReset    string
	RateSpread                     float64
	RateMultiplier                 *float64 // 1 where it is not given
	PeriodCap, PeriodFloor         *float64 // of the change at one reset
	LifeCap, LifeFloor             *float64 // of the rate itself
	ScalingEffect                  string   // three letters: I scales interest, N the notional
	ScalingIndex                   Recurrence
	MarketObjectCodeOfScalingIndex string
	ScalingIndexAtContractDealDate float64
	NotionalScalingMultiplier      *float64 // 1 where it is not given
	InterestScalingMultiplier      *float64
	Fee                            Recurrence // cycle(AnchorDate)OfFee
	FeeBasis                       FeeBasis
	FeeRate                        float64
	FeeAccrued                     float64
	PrepaymentEffect               PrepaymentEffect
	Prepayment                     Recurrence // cycle(AnchorDate)OfOptionality
	ObjectCodeOfPrepaymentModel    string     // observes the share of the notional that comes back on those dates
	PenaltyType                    PenaltyType
	PenaltyRate                    float64
	EndOfMonthConvention           EndOfMonth
	BusinessDayConvention          BusinessDay
	Calendar                       Calendar
	PurchaseDate                   Time
	PriceAtPurchaseDate            float64
	TerminationDate                Time
	PriceAtTerminationDate         float64
	XDayNotice                     Period // between the call of money and its return
	Arrays                         *Arrays
	Enhancement                    *Enhancement
	Opening                        *State // the state at the status date, from a restatement
}

// Arrays are the terms of LAX. Segment i runs from its anchor to the next; a
// list of one cycle, amount or direction holds for every anchor.
type Arrays struct {
	RedemptionAnchors []Time
	RedemptionCycles  []Cycle
	Redemptions       []float64 // arrayNextPrincipalRedemptionPayment
	Increases         []bool    // arrayIncreaseDecrease: INC draws, DEC repays
	InterestAnchors   []Time
	InterestCycles    []Cycle
	RateAnchors       []Time
	RateCycles        []Cycle
	Rates             []float64 // the rate, or the spread where it is variable
	Variable          []bool    // arrayFixedVariable
}

// Enhancement are the terms of CEG and CEC.
type Enhancement struct {
	Covered          []Link        // what is guaranteed or secured (COVE)
	Covering         []Link        // what secures it (COVI)
	Coverage         *float64      // coverageOfCreditEnhancement, 1 where it is not given
	Exposure         Exposure      // guaranteedExposure
	Events           []Performance // creditEventTypeCovered
	SettlementPeriod Period
}

// Link is a contract that an enhancement refers to: by its identifier, by its
// terms, or as something whose market value is observed.
type Link struct {
	ID         string
	Terms      *Terms
	MarketCode string  // marketObjectCode
	Quantity   float64 // 0 means 1
}

// Occurrence is an event that happened rather than was scheduled: PP (Value is
// the amount), XD (call notice), CE (Performance), AD (a look at the state).
type Occurrence struct {
	At          Time
	Type        EventType
	Value       float64
	ContractID  string // of the contract it happened to; empty is this one
	Performance Performance
}

// Observed is what the outside world adds to the terms.
type Observed struct {
	Market Market
	Events []Occurrence
	To     Time // later events are left out; 0 is until the end
}
