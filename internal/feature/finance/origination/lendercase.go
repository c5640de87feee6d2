package origination

// A LenderCase is one lender's work on one application. Before the file is
// opened it shows a profile without names.

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// LenderCase is one invitation and what became of it.
type LenderCase struct {
	ID          string     `json:"id"`
	Application string     `json:"application"`
	Lender      string     `json:"lender"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	Invited     time.Time  `json:"invited"`
	Answered    time.Time  `json:"answered"`
	Reason      Reason     `json:"reason"`
}

// Reason says in data why a lender makes no offer, so that the enterprise sees
// what would make it eligible.
type Reason struct {
	Code      string `json:"code" form:"code"`
	Threshold int64  `json:"threshold" form:"threshold" doc:"What was needed, in the unit of the code: percent, months, people"`
	Found     int64  `json:"found" form:"found"`
	Note      string `json:"note" form:"note"`
}

// ReasonCodes a lender may decline for; those of measured are numbers that the
// enterprise can reach.
var (
	ReasonCodes = []string{"product_misfit", "resumption_low", "sales_low", "debt_high", "debt_share_high", "lease_short", "jobs_few", "security_needed", "documents_missing", "capacity", "other"}
	measured    = []string{"resumption_low", "sales_low", "debt_high", "debt_share_high", "lease_short", "jobs_few"}
)

// finding is a measured reason in the words that the enterprise knows from the
// products' rules. Amounts of a reason are in 万元.
func (r Reason) finding() kernel.Finding {
	unit := int64(1)
	if r.Code == "sales_low" || r.Code == "debt_high" {
		unit = 10_000_00
	}
	return kernel.Finding{Code: r.Code, Verdict: kernel.FitShort, Threshold: r.Threshold * unit, Found: r.Found * unit}
}

// Measured reports whether a reason carries a threshold and a finding.
func (r Reason) Measured() bool { return slices.Contains(measured, r.Code) }

func (r *Reason) check() error {
	r.Note = strings.TrimSpace(r.Note)
	var c fault.Check
	c.That(slices.Contains(ReasonCodes, r.Code), "code", "origination.reason.required")
	if r.Measured() {
		c.That(r.Threshold > 0 && r.Threshold < 1e9, "threshold", "origination.reason.threshold")
		c.That(r.Found >= 0 && r.Found < 1e9, "found", "origination.reason.found")
	}
	c.That(r.Code != "other" || r.Note != "", "note", "origination.reason.note")
	c.That(utf8.RuneCountInString(r.Note) <= MaxNote, "note", "origination.note.long", fault.Args{"max": MaxNote})
	return c.Err()
}

// Answered reports whether the lender has said its word, or can no longer.
func (c *LenderCase) Done() bool { return !slices.Contains(unanswered, c.State) }

// parties are those who may see an entry of the case. An answer with an offer is
// the lender's alone: nobody else learns of it before the offers open.
func (c *LenderCase) parties(a *Application, move string) []string {
	if move == "offer" {
		return []string{c.Lender}
	}
	return []string{a.Borrower, c.Lender}
}

// seen is a lender's case as everybody but the lender sees it. An answer that is
// sealed looks like a case that is still worked on, and like one that lapsed
// where the application ended before the offers opened.
func (c LenderCase) seen(a *Application) LenderCase {
	c.Version = 0 // it would count the moves
	if c.State != Offered || a.offersVisible() {
		return c
	}
	c.State, c.Answered = Assessing, time.Time{}
	if ApplicationMachine.Final(a.State) {
		c.State = Lapsed
	}
	return c
}

// Classes of data that an enterprise may let a lender read. Each names a part
// of the file.
var Classes = []string{"identity", "lease", "headcount", "daily_output", "tax_summary", "bank_statement", "financials", "orders", "documents"}

// Profile is what an invited lender sees before the file: nothing in it names
// the enterprise, and amounts are in bands.
type Profile struct {
	Industry      i18n.Text `json:"industry"`
	SizeClass     string    `json:"size_class"`
	AmountFen     money.Fen `json:"amount_fen"`
	Purpose       string    `json:"purpose"`
	TermMonths    int       `json:"term_months"`
	Resumption    int       `json:"resumption_percent"`
	SalesBand     string    `json:"sales_band"`
	HeadcountBand string    `json:"headcount_band"`
	LeaseYears    int       `json:"lease_years"`
	FirstLoan     bool      `json:"first_loan"`
}

// band names the range a figure lies in; bands are wide enough that a figure
// does not point at one enterprise.
func band(v int64, edges ...int64) string {
	names := []string{"xs", "s", "m", "l", "xl"}
	for i, e := range edges {
		if v < e {
			return names[i]
		}
	}
	return names[len(edges)]
}

func profileOf(a *Application) Profile {
	share, _ := a.Company.Resumption()
	return Profile{
		Industry: a.Verdict.Industry, SizeClass: a.Verdict.SizeClass,
		AmountFen: a.Need.AmountFen, Purpose: a.Need.Purpose, TermMonths: a.Need.TermMonths,
		Resumption:    share / 10 * 10,
		SalesBand:     band(int64(a.Operation.SalesYearFen), 5_000_000_00, 20_000_000_00, 50_000_000_00),
		HeadcountBand: band(int64(a.Company.HeadcountFull), 10, 50, 100),
		FirstLoan:     a.Operation.FirstLoan,
	}
}
