package form

// The sections that an enterprise fills in, one after the other.

import (
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
)

// Purposes that a need may have; one open application for each is allowed.
var Purposes = []string{"resumption", "payroll", "materials", "rent", "order"}

// Company is the first section: what the enterprise confirms about itself.
type Company struct {
	CreditCode    string `json:"credit_code" form:"credit_code"`
	HeadcountNow  int    `json:"headcount_now" form:"headcount_now"`
	HeadcountFull int    `json:"headcount_full" form:"headcount_full"`
	Contact       string `json:"contact" form:"contact" doc:"Who answers questions, and how"`
}

// Need is the second section: how much, what for, for how long.
type Need struct {
	AmountFen  money.Fen `json:"amount_fen" form:"amount"`
	Purpose    string    `json:"purpose" form:"purpose" enum:"resumption,payroll,materials,rent,order"`
	Note       string    `json:"note" form:"note"`
	TermMonths int       `json:"term_months" form:"term_months"`
	RateCapPPM money.PPM `json:"rate_cap_ppm" form:"rate_cap" doc:"The most the enterprise wants to pay a year; 0 for no limit"`
	Product    string    `json:"product" form:"product" doc:"A lender's product, or empty to leave the choice to lenders"`
	NeededOn   string    `json:"needed_on" form:"needed_on" doc:"A day as 2020-07-01, or empty"`
}

// Operation is the third section: how the money will come back.
type Operation struct {
	Source       string    `json:"source" form:"source" doc:"Where the repayments come from"`
	SalesFen     money.Fen `json:"sales_fen" form:"sales" doc:"Sales of the last full month"`
	SalesYearFen money.Fen `json:"sales_year_fen" form:"sales_year" doc:"Sales of last year"`
	OrdersFen    money.Fen `json:"orders_fen" form:"orders" doc:"Orders in hand"`
	DebtFen      money.Fen `json:"debt_fen" form:"debt" doc:"Loans not yet repaid, at all lenders"`
	Security     string    `json:"security" form:"security" enum:"credit,guarantee,mortgage,chattel,receivables"`
	FirstLoan    bool      `json:"first_loan" form:"first_loan"`
	JobsKept     int       `json:"jobs_kept" form:"jobs_kept" doc:"Jobs the enterprise promises to keep"`
}

// Sharing is the last section: who may read what, and for how long.
type Sharing struct {
	Lenders   []string `json:"lenders" form:"lenders"`
	Classes   []string `json:"classes" form:"classes"`
	Until     string   `json:"until" form:"until" format:"date"`
	AnswersOn string   `json:"answers_on,omitempty" form:"answers_on" doc:"The day by which lenders answer, not before the third working day after publication; empty for the eighth"`
}

// Classes of data that an enterprise may let a lender read. Each names a part
// of the file.
var Classes = []string{"identity", "lease", "headcount", "daily_output", "tax_summary", "bank_statement", "financials", "orders", "documents"}

// Bounds of an application. The amount is what the alliance takes on for one
// need; the others keep out slips of the pen.
const (
	MinAmount    = kernel.MinLoan
	MaxAmount    = kernel.MaxLoan
	MaxTerm      = kernel.MaxTermMonths
	MaxNote      = 2000
	MaxConsent   = 365 // days
	MaxHeadcount = 100_000

	MinAnswerDays = 3 // working days from the publication that lenders have at least
)

// Resumption is the share of staff back at work, in percent rounded down, and
// false where the full number is not known.
func (c Company) Resumption() (int, bool) {
	if c.HeadcountFull <= 0 {
		return 0, false
	}
	return c.HeadcountNow * 100 / c.HeadcountFull, true
}
