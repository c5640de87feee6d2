package origination

// A LenderCase is one lender's work on one application. Before the file is
// opened it shows a profile without names.

import (
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
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

// Answered reports whether the lender has said its word, or can no longer.
func (c *LenderCase) Done() bool { return !slices.Contains(unanswered, c.State) }

// parties are those who may see the entry of a move of the case. Where it tells
// of an offer it is the lender's alone: nobody else learns of one before it
// opens.
func (c *LenderCase) parties(a *Application, move string) []string {
	if move == "offer" || c.State == Offered {
		return []string{c.Lender}
	}
	return []string{a.Borrower, c.Lender}
}

// quiet is until when nobody else is told that the lender is late with its
// decision: silence about one lender would tell that another has offered.
func (c *LenderCase) quiet(a *Application) time.Time {
	if c.State == ConsentGranted || c.State == Assessing {
		return a.AnswersBy
	}
	return time.Time{}
}

// seen is a lender's case as everybody but the lender sees it. An answer that is
// sealed looks like a case that is still worked on, and like one that lapsed
// where the application ended before the offers opened.
func (c LenderCase) seen(a *Application) LenderCase {
	c.Version = 0 // it would count the moves
	if c.State == Declined || c.State == Offered && a.offersVisible() {
		return c
	}
	c.Answered = time.Time{}
	switch {
	case c.State == Offered && ApplicationMachine.Final(a.State):
		c.State = Lapsed
	case c.State == Offered:
		c.State = Assessing
	}
	return c
}

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
