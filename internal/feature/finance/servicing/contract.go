package servicing

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

// series begins every reference number of a contract, and the numbers of the
// receipts that the program makes.
const series = "KG-C"

// Contract is one loan between one borrower and one lender.
type Contract struct {
	ID           string           `json:"id"`
	Ref          string           `json:"ref"`
	Application  string           `json:"application"`
	Borrower     string           `json:"borrower"`
	Lender       string           `json:"lender"`
	Park         string           `json:"park"`
	State        flow.State       `json:"state"`
	Version      int64            `json:"version"`
	Agreement    kernel.Agreement `json:"agreement"`
	TermsHash    string           `json:"terms_hash"`
	FileHash     string           `json:"file_hash"`
	Prepared     time.Time        `json:"prepared"`
	ByBorrower   Signature        `json:"signed_by_borrower"`
	ByLender     Signature        `json:"signed_by_lender"`
	DisbursedOn  string           `json:"disbursed_on"`
	PayoutRef    string           `json:"payout_ref"`
	BalanceFen   money.Fen        `json:"balance_fen"`
	UnappliedFen money.Fen        `json:"unapplied_fen"`
	Quote        *Quote           `json:"quote,omitempty"`
	ClosedOn     string           `json:"closed_on"`
}

// Signature is a person's fresh confirmation of the contract file's hash.
type Signature struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Installment is one due date with what has been paid on it.
type Installment struct {
	No               int       `json:"no"`
	FromOn           string    `json:"from_on"`
	DueOn            string    `json:"due_on"`
	CollectOn        string    `json:"collect_on"`
	Fraction         string    `json:"fraction"`
	PrincipalFen     money.Fen `json:"principal_fen"`
	InterestFen      money.Fen `json:"interest_fen"`
	BalanceFen       money.Fen `json:"balance_fen"`
	PaidPrincipalFen money.Fen `json:"paid_principal_fen"`
	PaidInterestFen  money.Fen `json:"paid_interest_fen"`
	PaidOn           string    `json:"paid_on"`
	Penalty
}

// TotalFen is what falls due.
func (i Installment) TotalFen() money.Fen { return i.PrincipalFen + i.InterestFen }

// OpenFen is what is still to be paid, penalty interest included.
func (i Installment) OpenFen() money.Fen {
	return i.TotalFen() - i.PaidPrincipalFen - i.PaidInterestFen + i.Penalty.OpenFen()
}

// Paid reports whether nothing is left to pay.
func (i Installment) Paid() bool { return i.OpenFen() == 0 }

// Receipt is money that came in, and what it went to.
type Receipt struct {
	ID           string    `json:"id"`
	Contract     string    `json:"contract"`
	Lender       string    `json:"lender"`
	Number       string    `json:"number"`
	Kind         string    `json:"kind"`
	ReceivedOn   string    `json:"received_on"`
	AmountFen    money.Fen `json:"amount_fen"`
	PrincipalFen money.Fen `json:"principal_fen"`
	InterestFen  money.Fen `json:"interest_fen"`
	PenaltyFen   money.Fen `json:"penalty_fen"`
	FeeFen       money.Fen `json:"fee_fen"`
	UnappliedFen money.Fen `json:"unapplied_fen"` // change of what waits for the next due date
	BookedBy     string    `json:"booked_by"`
	Booked       time.Time `json:"booked"`
}

// Quote is what repays a loan in full on a day.
type Quote struct {
	On           string    `json:"on"`
	PrincipalFen money.Fen `json:"principal_fen"`
	InterestFen  money.Fen `json:"interest_fen"`
	FeeFen       money.Fen `json:"fee_fen"`
	TotalFen     money.Fen `json:"total_fen"`
	FromOn       string    `json:"from_on"`
	Fraction     string    `json:"fraction"`
	AskedBy      string    `json:"asked_by"`
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// plan is the engine's input: nothing but the signed terms and the day.
func plan(t kernel.LoanTerms, on clock.Date) instalment.Plan {
	return instalment.Plan{
		Principal: t.AmountFen, Rate: t.RatePPM, Disbursed: loan.Civil(on.Year, int(on.Month), on.Day), TermMonths: t.TermMonths,
		Repayment: instalment.Repayment(t.Repayment), DayCount: loan.DayCount(t.DayCount), Rounding: money.Rounding(t.Rounding),
	}
}

// Pays reports whether instalments fall due on the contract.
func (c *Contract) Pays() bool { return slices.Contains(paying, c.State) }

// Disbursement is how a lender records its one payout.
type Disbursement struct {
	Contract string `json:"-" form:"-"`
	ValueOn  string `json:"value_on" form:"value_on" format:"date"`
	Ref      string `json:"ref" form:"ref" doc:"The lender's own number of the payout"`
}

// Repayment is how a lender books money that came in.
type Repayment struct {
	Contract   string    `json:"-" form:"-"`
	ReceivedOn string    `json:"received_on" form:"received_on" format:"date"`
	AmountFen  money.Fen `json:"amount_fen" form:"amount"`
	Number     string    `json:"number" form:"number" doc:"The receipt's number, booked once"`
}

func (in *Disbursement) check(c *Contract, today clock.Date, zone *time.Location) (clock.Date, error) {
	in.Ref = strings.TrimSpace(in.Ref)
	var k fault.Check
	d, err := clock.ParseDate(in.ValueOn)
	k.That(err == nil, "value_on", "servicing.date.form")
	k.That(err != nil || !d.After(today), "value_on", "servicing.date.future")
	k.That(err != nil || !d.Before(clock.DateOf(c.ByLender.At, zone)), "value_on", "servicing.disburse.early", fault.Args{"on": clock.DateOf(c.ByLender.At, zone).String()})
	k.That(in.Ref != "" && len(in.Ref) <= 60, "ref", "servicing.disburse.ref")
	return d, k.Err()
}

func (in *Repayment) check(c *Contract, today clock.Date, last string) (clock.Date, error) {
	in.Number = strings.TrimSpace(in.Number)
	var k fault.Check
	d, err := clock.ParseDate(in.ReceivedOn)
	k.That(err == nil, "received_on", "servicing.date.form")
	k.That(err != nil || !d.After(today), "received_on", "servicing.date.future")
	k.That(err != nil || in.ReceivedOn >= c.DisbursedOn, "received_on", "servicing.repay.before_payout", fault.Args{"on": c.DisbursedOn})
	k.That(err != nil || in.ReceivedOn >= last, "received_on", "servicing.repay.backdated", fault.Args{"on": last})
	k.That(in.AmountFen > 0, "amount", "servicing.repay.amount")
	k.That(in.Number != "" && len(in.Number) <= 60, "number", "servicing.repay.number")
	k.That(!strings.HasPrefix(in.Number, series), "number", "servicing.repay.number_kept", fault.Args{"series": series})
	return d, k.Err()
}
