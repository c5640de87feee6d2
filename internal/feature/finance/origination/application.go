package origination

// An Application is an enterprise's need for money, stated once for the whole
// alliance. It is prepared in sections, each saved on its own, so that nobody
// has to finish in one sitting.

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Application is one need, from draft to repaid.
type Application struct {
	ID        string     `json:"id"`
	Ref       string     `json:"ref"` // "KG-AP-2020-0004", given when it is started
	Borrower  string     `json:"borrower"`
	Park      string     `json:"park"`
	State     flow.State `json:"state"`
	Version   int64      `json:"version"`
	Company   Company    `json:"company"`
	Need      Need       `json:"need"`
	Operation Operation  `json:"operation"`
	Sharing   Sharing    `json:"sharing"`
	Verdict   Verdict    `json:"verdict"`
	StartedBy string     `json:"started_by"`
	Started   time.Time  `json:"started"`
	Submitted time.Time  `json:"submitted"`
	Published time.Time  `json:"published"`
	AnswersBy time.Time  `json:"answers_by"`
	Chosen    string     `json:"chosen_offer"`
	Contract  string     `json:"contract"`
}

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
	Lenders []string `json:"lenders" form:"lenders"`
	Classes []string `json:"classes" form:"classes"`
	Until   string   `json:"until" form:"until" format:"date"`
}

// Verdict is what the park's liaison found, frozen when it was found.
type Verdict struct {
	By            string    `json:"by"`
	At            time.Time `json:"at"`
	Note          string    `json:"note"`
	Units         string    `json:"units"`
	LeaseUntil    string    `json:"lease_until"`
	RentFen       money.Fen `json:"rent_fen"`
	HeadcountNow  int       `json:"headcount_now"`
	HeadcountFull int       `json:"headcount_full"`
	HeadcountAsOf string    `json:"headcount_as_of"`
	Industry      i18n.Text `json:"industry"`
	SizeClass     string    `json:"size_class"`
}

// Bounds of an application. The amount is what the alliance takes on for one
// need; the others keep out slips of the pen.
const (
	MinAmount    = kernel.MinLoan
	MaxAmount    = kernel.MaxLoan
	MaxTerm      = kernel.MaxTermMonths
	MaxNote      = 2000
	MaxConsent   = 365 // days
	MaxHeadcount = 100_000
)

// Resumption is the share of staff back at work, in percent rounded down, and
// false where the full number is not known.
func (c Company) Resumption() (int, bool) {
	if c.HeadcountFull <= 0 {
		return 0, false
	}
	return c.HeadcountNow * 100 / c.HeadcountFull, true
}

// Complete lists the sections that still miss something, in their order.
func (a *Application) Complete(documents int) (missing []string) {
	if a.Company.HeadcountFull == 0 || a.Company.CreditCode == "" {
		missing = append(missing, SectionCompany)
	}
	if a.Need.AmountFen == 0 {
		missing = append(missing, SectionNeed)
	}
	if a.Operation.Source == "" {
		missing = append(missing, SectionOperation)
	}
	if documents == 0 {
		missing = append(missing, SectionDocuments)
	}
	if len(a.Sharing.Lenders) == 0 {
		missing = append(missing, SectionSharing)
	}
	return missing
}

// Sections of the task list.
const (
	SectionCompany   = "company"
	SectionNeed      = "need"
	SectionOperation = "operation"
	SectionDocuments = "documents"
	SectionSharing   = "sharing"
)

// Open reports whether the application occupies its enterprise and purpose.
func (a *Application) Open() bool { return slices.Contains(open, a.State) }

// offersVisible reports whether the offers have been opened.
func (a *Application) offersVisible() bool {
	return slices.Contains([]flow.State{OffersOpen, OfferChosen, Contracted, Funded, Closed, Expired}, a.State)
}

// Editable reports whether the enterprise may still change sections.
func (a *Application) Editable() bool { return a.State == Draft || a.State == Returned }

func (in *Need) check(s *Service) error {
	today := s.today()
	in.Note = strings.TrimSpace(in.Note)
	var c fault.Check
	c.That(in.AmountFen > 0, "amount", "origination.amount.required")
	c.That(in.AmountFen >= MinAmount, "amount", "origination.amount.small", amountArgs(in.AmountFen))
	c.That(in.AmountFen <= MaxAmount, "amount", "origination.amount.large", amountArgs(in.AmountFen))
	c.That(slices.Contains(Purposes, in.Purpose), "purpose", "origination.purpose.required")
	c.That(in.TermMonths >= 1, "term_months", "origination.term.required")
	c.That(in.TermMonths <= MaxTerm, "term_months", "origination.term.long", fault.Args{"max": MaxTerm})
	c.That(in.RateCapPPM >= 0 && in.RateCapPPM <= 240_000, "rate_cap", "origination.rate_cap.range")
	c.That(utf8.RuneCountInString(in.Note) <= MaxNote, "note", "origination.note.long", fault.Args{"max": MaxNote})
	checkDate(&c, "needed_on", in.NeededOn, today)
	return c.Err()
}

// amountArgs shows the amount in words beside the message: 万元 and yuan are
// mixed up easily.
func amountArgs(f money.Fen) fault.Args {
	return fault.Args{"amount_fen": f, "min_fen": MinAmount, "max_fen": MaxAmount}
}

// checkDate takes an empty date, and otherwise one that is not past.
func checkDate(c *fault.Check, name, value string, today clock.Date) {
	if value == "" {
		return
	}
	d, err := clock.ParseDate(value)
	c.That(err == nil, name, "origination.date.form")
	c.That(err != nil || !d.Before(today), name, "origination.date.past")
}

func (in *Company) check(*Service) error {
	in.Contact = strings.TrimSpace(in.Contact)
	var c fault.Check
	checkCreditCode(&c, in)
	c.That(in.HeadcountFull >= 1, "headcount_full", "origination.headcount.required")
	c.That(in.HeadcountFull <= MaxHeadcount, "headcount_full", "origination.headcount.large")
	c.That(in.HeadcountNow >= 0, "headcount_now", "origination.headcount.negative")
	c.That(in.HeadcountNow <= in.HeadcountFull, "headcount_now", "origination.headcount.more", fault.Args{"full": in.HeadcountFull})
	c.That(utf8.RuneCountInString(in.Contact) <= 200, "contact", "origination.note.long", fault.Args{"max": 200})
	return c.Err()
}

// checkCreditCode cleans a code and takes over what is wrong with it.
func checkCreditCode(c *fault.Check, in *Company) {
	code, err := kernel.ParseCreditCode(in.CreditCode)
	if f := fault.Of(err); err != nil {
		c.That(false, "credit_code", f.Key, f.Args)
		return
	}
	in.CreditCode = string(code)
}

func (in *Operation) check(*Service) error {
	in.Source = strings.TrimSpace(in.Source)
	var c fault.Check
	c.That(in.Source != "", "source", "origination.source.required")
	c.That(utf8.RuneCountInString(in.Source) <= MaxNote, "source", "origination.note.long", fault.Args{"max": MaxNote})
	for name, fen := range map[string]money.Fen{"sales": in.SalesFen, "sales_year": in.SalesYearFen, "orders": in.OrdersFen, "debt": in.DebtFen} {
		c.That(fen >= 0 && fen <= 100*MaxAmount, name, "origination.figure.range")
	}
	c.That(slices.Contains(kernel.Securities, in.Security), "security", "origination.security.required")
	c.That(in.JobsKept >= 0 && in.JobsKept <= MaxHeadcount, "jobs_kept", "origination.headcount.large")
	return c.Err()
}

func (in *Sharing) check(s *Service) error {
	today := s.today()
	var c fault.Check
	c.That(len(in.Lenders) > 0, "lenders", "origination.lenders.required")
	c.That(len(in.Classes) > 0, "classes", "origination.classes.required")
	for _, x := range in.Classes {
		c.That(slices.Contains(Classes, x), "classes", "origination.classes.unknown")
	}
	d, err := clock.ParseDate(in.Until)
	c.That(err == nil, "until", "origination.until.required")
	c.That(err != nil || d.After(today), "until", "origination.date.past")
	c.That(err != nil || !d.After(today.AddDays(MaxConsent)), "until", "origination.until.long", fault.Args{"days": MaxConsent})
	return c.Err()
}
