package form

// Whether an enterprise fits a product: the figures that its sections give, and
// the answer as a table.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Fitness is one product beside one application.
type Fitness struct {
	Product  string           `json:"product"`
	Code     string           `json:"code"`
	Name     i18n.Text        `json:"name"`
	Lender   i18n.Text        `json:"lender"`
	Verdict  string           `json:"verdict" enum:"open,met,short,unknown"`
	Findings []kernel.Finding `json:"findings"`
}

// ApplicantOf works the figures out. Shares are rounded against the enterprise,
// so that nobody is told to fit who does not.
func ApplicantOf(v Verdict, o Operation, today clock.Date) kernel.Applicant {
	code, _, _ := strings.Cut(v.Industry.Zh, " ")
	known := kernel.Applicant{Figures: map[string]kernel.Span{}, Industry: code, SizeClass: v.SizeClass}
	if share, ok := (Company{HeadcountNow: v.HeadcountNow, HeadcountFull: v.HeadcountFull}).Resumption(); ok {
		known.Figures[kernel.FigureResumption] = kernel.Exactly(int64(share))
		if o.Source != "" {
			known.Figures[kernel.FigureJobs] = kernel.Exactly(min(100, int64(o.JobsKept)*100/int64(v.HeadcountFull)))
		}
	}
	if o.SalesYearFen > 0 {
		known.Figures[kernel.FigureSales] = kernel.Exactly(int64(o.SalesYearFen))
		known.Figures[kernel.FigureDebt] = kernel.Exactly((int64(o.DebtFen)*100 + int64(o.SalesYearFen) - 1) / int64(o.SalesYearFen))
	}
	if until, err := clock.ParseDate(v.LeaseUntil); err == nil {
		known.Figures[kernel.FigureLease] = kernel.Exactly(int64(today.FullMonths(until.AddDays(1))))
	}
	return known
}

// FitTable shows products beside an application: the verdict, and a sentence for
// each condition that is not met or not known to be.
func FitTable(ctx context.Context, caption string, list []Fitness, say func(kernel.Finding, context.Context) string) ui.Table {
	t := ui.Table{Caption: caption, Columns: []ui.Column{
		{Label: i18n.T(ctx, "origination.product")}, {Label: i18n.T(ctx, "origination.fit.verdict")}}}
	for _, f := range list {
		var open []string
		for _, x := range f.Findings {
			if x.Verdict != kernel.FitMet {
				open = append(open, say(x, ctx))
			}
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: f.Name.In(ctx), Small: f.Code + " · " + f.Lender.In(ctx), Head: true}, {Text: i18n.T(ctx, "kernel.fit."+f.Verdict), Small: strings.Join(open, " · ")}}})
	}
	return t
}
