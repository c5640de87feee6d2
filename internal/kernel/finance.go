package kernel

// The words that origination and servicing share: what was agreed, and the
// events by which one tells the other that a loan moved on.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Repayment says how principal and interest come back.
type Repayment string

const (
	InterestMonthly Repayment = "interest_monthly_principal_end" // 按月付息到期还本
	EqualInstalment Repayment = "equal_instalment"               // 等额本息
	EqualPrincipal  Repayment = "equal_principal"                // 等额本金
	Bullet          Repayment = "bullet"                         // 到期一次还本付息
)

// LoanTerms are the frozen terms of an offer. Their hash is what both parties
// sign and what the engine computes from.
type LoanTerms struct {
	AmountFen  money.Fen `json:"amount_fen"`
	RatePPM    money.PPM `json:"rate_ppm"`
	TermMonths int       `json:"term_months"`
	Repayment  Repayment `json:"repayment"`
	DayCount   string    `json:"day_count"`  // "A360"
	Rounding   string    `json:"rounding"`   // "half_up" or "half_even"
	FeeFen     money.Fen `json:"fee_fen"`    // taken at the disbursement
	PrepayPPM  money.PPM `json:"prepay_ppm"` // charged on principal repaid early, 0 for free
	GraceDays  int       `json:"grace_days"` // delay the state, not the interest
	Security   string    `json:"security"`   // "credit", "mortgage", ...
	// UpliftPPM is what penalty interest adds to the contract's rate, as a share
	// of it: 500000 makes 4 % to 6 %. 0 where no penalty interest is agreed.
	UpliftPPM money.PPM `json:"penalty_uplift_ppm"`
	// UpliftOnInterest says that overdue interest bears penalty interest too.
	UpliftOnInterest bool `json:"penalty_on_interest"`
	// Allocation is what a receipt pays first.
	Allocation Allocation `json:"allocation"`
	// Guarantor is the party that guarantees the loan, "" for none, and what it
	// charges a year.
	Guarantor       string    `json:"guarantor,omitempty"`
	GuaranteeFeePPM money.PPM `json:"guarantee_fee_ppm,omitempty"`
	// Use is how the money may be used; the zero Use is one sum.
	Use Use `json:"use,omitzero"`
}

// PenaltyPPM is the yearly rate of penalty interest to the nearest ppm, for
// reading: amounts are computed from the two rates it is made of.
func (t LoanTerms) PenaltyPPM() money.PPM {
	if t.UpliftPPM == 0 {
		return 0
	}
	return t.RatePPM + money.PPM(money.Div(money.Fen(t.RatePPM*t.UpliftPPM), 1_000_000, money.HalfUp))
}

// LateIn words what a payment that comes late costs: the yearly rate of penalty
// interest and what bears it.
func (t LoanTerms) LateIn(ctx context.Context) (rate, note string) {
	if t.UpliftPPM == 0 {
		return i18n.T(ctx, "kernel.penalty.none"), ""
	}
	key := "kernel.penalty.on_principal"
	if t.UpliftOnInterest {
		key = "kernel.penalty.on_both"
	}
	return i18n.Rate(t.PenaltyPPM()), i18n.T(ctx, key, i18n.Args{"uplift": t.UpliftPPM})
}

// Hash is the SHA-256 of the terms in a canonical text, one line per field; those
// of a guarantee and of drawings where there are any.
// What was offered, accepted, signed and computed from has one hash.
func (t LoanTerms) Hash() string {
	text := fmt.Sprintf("kaigong-terms-v2\namount_fen %d\nrate_ppm %d\nterm_months %d\nrepayment %s\nday_count %s\nrounding %s\nfee_fen %d\nprepay_ppm %d\ngrace_days %d\nsecurity %s\npenalty_uplift_ppm %d\npenalty_on_interest %t\nallocation %s\n",
		t.AmountFen, t.RatePPM, t.TermMonths, t.Repayment, t.DayCount, t.Rounding, t.FeeFen, t.PrepayPPM, t.GraceDays, t.Security, t.UpliftPPM, t.UpliftOnInterest, t.Allocation)
	if t.Guarantor != "" {
		text += fmt.Sprintf("guarantor %s\nguarantee_fee_ppm %d\n", t.Guarantor, t.GuaranteeFeePPM)
	}
	text += t.Use.canonical()
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Agreement is an accepted offer: what a contract is made from.
type Agreement struct {
	Application    string
	ApplicationRef string
	Offer          string
	Borrower       string // party
	BorrowerName   i18n.Text
	BorrowerCode   CreditCode
	Lender         string // party
	LenderName     i18n.Text
	Park           string // party of the operator, whose liaison follows along
	ProductName    i18n.Text
	Purpose        i18n.Text
	Conditions     string `json:",omitempty"` // what the lender wants to see before it pays out, as it wrote it; "" for nothing
	Terms          LoanTerms
	TermsHash      string
	DraftedBy      string // person at the lender who drafted the offer, and so may not sign
	AcceptedBy     string // person
	AcceptedAt     time.Time
	RetainUntil    string // civil date until which the contract file is kept
	// Opening is where a loan stood that other books kept before; nil for one that
	// began here.
	Opening *Opening `json:",omitempty"`
	// Renews names the loan that this one settles; nil for one that settles none.
	Renews *Renews `json:",omitempty"`
}

// Opening is what a lender's own books say of a loan that is taken over, at the
// end of a day. Due dates count from the payout.
type Opening struct {
	Number        string    `json:"number"` // the lender's own, of the contract
	PaidOutOn     string    `json:"paid_out_on"`
	AsOf          string    `json:"as_of"`
	BalanceFen    money.Fen `json:"balance_fen"`
	AccruedFen    money.Fen `json:"accrued_fen"`    // interest since the last due date
	InstalmentFen money.Fen `json:"instalment_fen"` // as agreed, or the equal part of principal; 0 where there is none
	Source        string    `json:"source"`         // what the figures were taken from, as the lender wrote it
	FileHash      string    `json:"file_hash"`      // SHA-256 of the file that brought them
}

// Renews says that a contract settles an earlier loan of the same two parties on
// the last due date of that one. No money moves: the proceeds are set against the
// principal, and the borrower pays the rest and the interest itself.
type Renews struct {
	Contract     string    // id
	Ref          string    // of the contract
	On           string    // the last due date of the old loan, the payout of the new one
	PrincipalFen money.Fen // that falls due on it
	InterestFen  money.Fen // that falls due on it
}

// Names of the events of the alliance, with their payloads below.
const (
	EventConsentRevoked    = "identity.consent_revoked"
	EventContractEffective = "servicing.contract_effective"
	EventContractCancelled = "servicing.contract_cancelled"
	EventLoanFunded        = "servicing.loan_funded"
	EventLoanClosed        = "servicing.loan_closed"
)

// ConsentRevoked says that a grantee may no longer read a case's data.
type ConsentRevoked struct {
	Consent string `json:"consent"`
	Case    string `json:"case"`
	Grantee string `json:"grantee"`
}

// LoanMoved says that the contract of an application took a step.
type LoanMoved struct {
	Contract    string `json:"contract"`
	Application string `json:"application"`
}
