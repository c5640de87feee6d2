package servicing

// What people tell of a loan, and what cannot be.

import (
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/lifecycle"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/takeover"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
)

// The words of the loan book are this feature's too.
type (
	Contract    = loanbook.Contract
	Signature   = loanbook.Signature
	Installment = loanbook.Installment
	Penalty     = loanbook.Penalty
	Receipt     = loanbook.Receipt
	Reversed    = loanbook.Reversed
	Quote       = loanbook.Quote
	Adjustment  = loanbook.Adjustment
	Choice      = loanbook.Choice
	Lateness    = loanbook.Lateness
	Outlook     = loanbook.Outlook
	Restatement = loanbook.Restatement
	facts       = loanbook.Facts
)

// series begins every reference number of a contract, and the numbers of the
// receipts that the program makes.
const series = takeover.Series

// collect is the working day on which what is due on a day is expected.
func (s *Service) collect(due loan.Time) loan.Time { return loanbook.Collecting(s.Calendar)(due) }

// at is a loan on a day.
func (s *Service) at(f facts, on string) (subledger.State, error) { return f.At(on, s.collect) }

// pays reports whether instalments fall due on a contract.
func pays(c *Contract) bool { return slices.Contains(lifecycle.Paying, c.State) }

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

func (in *Repayment) check(c *Contract, today clock.Date) error {
	in.Number = strings.TrimSpace(in.Number)
	var k fault.Check
	d, err := clock.ParseDate(in.ReceivedOn)
	k.That(err == nil, "received_on", "servicing.date.form")
	k.That(err != nil || !d.After(today), "received_on", "servicing.date.future")
	k.That(err != nil || in.ReceivedOn >= c.DisbursedOn, "received_on", "servicing.repay.before_payout", fault.Args{"on": c.DisbursedOn})
	k.That(err != nil || in.ReceivedOn > c.BooksFrom() || in.ReceivedOn < c.DisbursedOn, "received_on", "servicing.repay.before_opening", fault.Args{"on": c.BooksFrom()})
	k.That(in.AmountFen > 0, "amount", "servicing.repay.amount")
	k.That(in.Number != "" && len(in.Number) <= 60, "number", "servicing.repay.number")
	k.That(!strings.HasPrefix(in.Number, series), "number", "servicing.repay.number_kept", fault.Args{"series": series})
	return k.Err()
}
