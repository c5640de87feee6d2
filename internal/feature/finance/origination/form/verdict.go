package form

// What the park's liaison found, and what of it lenders may know without names.

import (
	"context"
	"strconv"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

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

// Facts words the verdict beside what the enterprise said of its headcount.
func (v Verdict) Facts(ctx context.Context, own, by string) []ui.Fact {
	var facts []ui.Fact
	if v.Units != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.units"), Value: v.Units, Note: i18n.T(ctx, "origination.lease_until", i18n.Args{"on": i18n.Date(ctx, v.LeaseUntil)}), Source: by})
	}
	if v.RentFen > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.rent"), Body: ui.Exact(v.RentFen), Source: by})
	}
	if v.HeadcountFull > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.headcount"), Value: strconv.Itoa(v.HeadcountNow) + " / " + strconv.Itoa(v.HeadcountFull), Note: i18n.T(ctx, "origination.said_number", i18n.Args{"number": own}), Source: by})
	}
	facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.industry"), Value: v.Industry.In(ctx), Source: by})
	if v.Note != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.verify.note"), Value: v.Note, Source: by})
	}
	return facts
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

// ProfileOf leaves out whatever names the enterprise.
func ProfileOf(v Verdict, n Need, o Operation, c Company) Profile {
	share, _ := c.Resumption()
	return Profile{
		Industry: v.Industry, SizeClass: v.SizeClass,
		AmountFen: n.AmountFen, Purpose: n.Purpose, TermMonths: n.TermMonths,
		Resumption:    share / 10 * 10,
		SalesBand:     band(int64(o.SalesYearFen), 5_000_000_00, 20_000_000_00, 50_000_000_00),
		HeadcountBand: band(int64(c.HeadcountFull), 10, 50, 100),
		FirstLoan:     o.FirstLoan,
	}
}

// Facts words the profile.
func (p Profile) Facts(ctx context.Context) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "origination.industry"), Value: p.Industry.In(ctx)},
		{Label: i18n.T(ctx, "origination.size_class"), Value: i18n.T(ctx, "kernel.size."+p.SizeClass)},
		{Label: i18n.T(ctx, "origination.amount"), Body: ui.Wan(p.AmountFen)},
		{Label: i18n.T(ctx, "origination.purpose"), Value: i18n.T(ctx, "origination.purpose."+p.Purpose)},
		{Label: i18n.T(ctx, "origination.term"), Value: Months(ctx, p.TermMonths)},
		{Label: i18n.T(ctx, "origination.resumption"), Value: i18n.T(ctx, "origination.resumption.band", i18n.Args{"percent": p.Resumption})},
		{Label: i18n.T(ctx, "origination.sales_year"), Value: i18n.T(ctx, "origination.band.sales."+p.SalesBand)},
		{Label: i18n.T(ctx, "origination.headcount"), Value: i18n.T(ctx, "origination.band.headcount."+p.HeadcountBand)},
		{Label: i18n.T(ctx, "origination.first_loan"), Value: i18n.T(ctx, "origination.yesno."+strconv.FormatBool(p.FirstLoan))},
	}
}
