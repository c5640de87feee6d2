package form

// The sections as pages show them: data in, facts out.

import (
	"context"
	"strconv"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Facts words the section for a page.
func (c Company) Facts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "origination.credit_code"), Value: c.CreditCode, Mono: true},
		{Label: i18n.T(ctx, "origination.headcount"), Value: strconv.Itoa(c.HeadcountNow) + " / " + strconv.Itoa(c.HeadcountFull)},
	}
	if c.Contact != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.contact"), Value: c.Contact})
	}
	return facts
}

// Facts words the section for a page.
func (n Need) Facts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "origination.amount"), Body: ui.Exact(n.AmountFen), Note: InWords(ctx, n.AmountFen)},
		{Label: i18n.T(ctx, "origination.term"), Value: Months(ctx, n.TermMonths)},
		{Label: i18n.T(ctx, "origination.purpose"), Value: i18n.T(ctx, "origination.purpose."+n.Purpose)},
	}
	if n.RateCapPPM > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.rate_cap"), Value: i18n.Percent(n.RateCapPPM)})
	}
	if n.NeededOn != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.needed_on"), Value: i18n.Date(ctx, n.NeededOn)})
	}
	if n.Note != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.note"), Value: n.Note})
	}
	return facts
}

// InWords is the amount as a contract writes it out.
func InWords(ctx context.Context, f money.Fen) string {
	if i18n.IsEn(ctx) {
		return f.Words()
	}
	return f.Capital()
}

// Months words a term.
func Months(ctx context.Context, n int) string {
	return i18n.T(ctx, "origination.n_months", i18n.Args{"n": n})
}

// Facts words the section for a page.
func (o Operation) Facts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "origination.source"), Value: o.Source, Source: i18n.T(ctx, "origination.said"), Self: true}}
	for _, x := range []struct {
		key string
		fen money.Fen
	}{{"sales", o.SalesFen}, {"sales_year", o.SalesYearFen}, {"orders", o.OrdersFen}, {"debt", o.DebtFen}} {
		if x.fen != 0 {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination."+x.key), Body: ui.Wan(x.fen), Source: i18n.T(ctx, "origination.said"), Self: true})
		}
	}
	if o.Security != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.security"), Value: i18n.T(ctx, "kernel.security."+o.Security)})
	}
	if o.JobsKept > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.jobs_kept"), Value: strconv.Itoa(o.JobsKept)})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "origination.first_loan"), Value: i18n.T(ctx, "origination.yesno."+strconv.FormatBool(o.FirstLoan))})
}
