// Package loanbook keeps what is stored of a loan: the contract, its terms and
// their versions, what came in and what was taken back, and beside them what all
// that comes to. It knows how facts become the input of the subledger and how
// the answer is stored; who may do what, and when, is servicing's business.
//
// Invariants: instalments and what a receipt went to follow from the facts and
// can be worked out again at any time; a version of the terms names the hash of
// the one before it.
package loanbook

import (
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

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
	DrawnFen     money.Fen        `json:"drawn_fen"`   // paid out so far, or taken over
	UndrawnFen   money.Fen        `json:"undrawn_fen"` // may still be drawn, and is set aside for it
	DrawUntil    string           `json:"draw_until"`  // the last day of drawing, "" where nothing may be drawn any more
	LapsedOn     string           `json:"lapsed_on"`   // when drawing was ended before that day
	BalanceFen   money.Fen        `json:"balance_fen"`
	UnappliedFen money.Fen        `json:"unapplied_fen"`
	WrittenOn    string           `json:"written_off_on"`
	WrittenFen   money.Fen        `json:"written_off_fen"` // principal given up
	BookedOn     string           `json:"booked_on"`       // the day up to which the schedule's rows are worked out
	Quote        *Quote           `json:"quote,omitempty"`
	ClosedOn     string           `json:"closed_on"`
	RenewedBy    string           `json:"renewed_by"` // the contract that settled this one, "" for none
}

// Signature is a person's fresh confirmation of the contract file's hash.
type Signature struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Installment is one due date with what has been paid on it.
type Installment struct {
	No               int       `json:"no"`
	TermsVersion     int       `json:"terms_version"`
	FromOn           string    `json:"from_on"`
	DueOn            string    `json:"due_on"`
	CollectOn        string    `json:"collect_on"`
	Fraction         string    `json:"fraction"`
	Accruals         string    `json:"accruals" doc:"What the interest is made of, as JSON"`
	PrincipalFen     money.Fen `json:"principal_fen"`
	InterestFen      money.Fen `json:"interest_fen"`
	BalanceFen       money.Fen `json:"balance_fen"`
	CarriedFen       money.Fen `json:"carried_fen" doc:"Of the interest: deferred from earlier due dates"`
	DeferredFen      money.Fen `json:"deferred_fen" doc:"Of the interest: a part of deferred interest that is spread"`
	MovedFen         money.Fen `json:"moved_fen" doc:"What a deferral took out of it"`
	Settles          bool      `json:"settles" doc:"Ends the loan early"`
	DrawingFeeFen    money.Fen `json:"drawing_fee_fen" doc:"Fees for drawings since the row before"`
	CommitmentFeeFen money.Fen `json:"commitment_fee_fen"`
	Unused           string    `json:"unused" doc:"What the commitment fee is made of, as JSON"`
	PaidFeesFen      money.Fen `json:"paid_fees_fen"`
	WaivedFeesFen    money.Fen `json:"waived_fees_fen"`
	PaidPrincipalFen money.Fen `json:"paid_principal_fen"`
	PaidInterestFen  money.Fen `json:"paid_interest_fen"`
	PaidOn           string    `json:"paid_on"`
	Penalty
}

// Penalty is the penalty interest of an instalment up to a day.
type Penalty struct {
	Base      int64     `json:"penalty_base"`       // overdue fen by day, times the weight of the day
	ToOn      string    `json:"penalty_to_on"`      // the day up to which it is counted, "" when nothing was overdue
	Fen       money.Fen `json:"penalty_fen"`        // what Base comes to, rounded once
	PaidFen   money.Fen `json:"paid_penalty_fen"`   // what of it is paid
	WaivedFen money.Fen `json:"waived_penalty_fen"` // what a deferral waives
}

// OpenFen is the penalty interest that is still to be paid.
func (p Penalty) OpenFen() money.Fen { return p.Fen - p.PaidFen - p.WaivedFen }

// FeesFen are the fees that fall due with it, without those that were waived.
func (i Installment) FeesFen() money.Fen {
	return i.DrawingFeeFen + i.CommitmentFeeFen - i.WaivedFeesFen
}

// TotalFen is what falls due.
func (i Installment) TotalFen() money.Fen { return i.PrincipalFen + i.InterestFen + i.FeesFen() }

// OpenFen is what is still to be paid, penalty interest included.
func (i Installment) OpenFen() money.Fen {
	return i.TotalFen() - i.PaidPrincipalFen - i.PaidInterestFen - i.PaidFeesFen + i.Penalty.OpenFen()
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
	FeeFen       money.Fen `json:"fee_fen"`            // charges and fees
	DrawingFen   money.Fen `json:"drawing_fee_fen"`    // of FeeFen
	CommitFen    money.Fen `json:"commitment_fee_fen"` // of FeeFen
	RecoveredFen money.Fen `json:"recovered_fen"`      // of what was written off
	UnappliedFen money.Fen `json:"unapplied_fen"`      // change of what waits for the next due date
	PostedOn     string    `json:"posted_on"`          // the day in the ledger; later than ReceivedOn where the month was closed
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

// Reversed is a receipt that was taken back.
type Reversed struct {
	Receipt
	Reason     string    `json:"reason"`
	ReversedBy string    `json:"reversed_by"`
	Reversed   time.Time `json:"reversed"`
}

// Applied is the kind of a receipt that the program makes when a due date comes
// and money waits: nothing comes in, what waits goes to the instalment.
const Applied = "applied"

// Renewal is the kind of a receipt that no money makes: a new contract of the same
// parties settles the loan.
const Renewal = "renewal"

// Reversible reports whether a person booked a receipt, so that another person
// can take it back.
func (r Receipt) Reversible() bool { return r.Kind == "repayment" }

// Restatement is a version of the terms as it was made.
type Restatement struct {
	kernel.TermsVersion
	Hash   string    `json:"hash"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	Made   time.Time `json:"made"`
}
