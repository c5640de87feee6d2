package kernel

// Whether an enterprise fits a product: what is known of the one, what the
// other asks for, and the sentence about both. An enterprise reads the same
// sentence before it asks and when a lender declines.

import (
	"context"
	"math"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Span is where a figure lies, both ends included; an exact figure has one end
// twice.
type Span struct{ Low, High int64 }

// Exactly is the span of a figure that is known.
func Exactly(v int64) Span { return Span{v, v} }

// Unbounded is the high end of a span that has none.
const Unbounded = math.MaxInt64

// Figures that a rule may ask about, and what an Applicant is known by.
const (
	FigureResumption = "resumption"   // percent of the full staff at work
	FigureSales      = "sales_year"   // fen, last year
	FigureLease      = "lease_months" // full months that the lease still runs
	FigureDebt       = "debt_share"   // percent of last year's sales
	FigureJobs       = "jobs_kept"    // percent of the full staff that is promised to stay
)

// Applicant is what is known of an enterprise that asks for money. A figure that
// nobody has stated is absent.
type Applicant struct {
	Figures   map[string]Span
	Industry  string // GB/T 4754 code, "" where it is not known
	SizeClass string // "micro", "small", "medium", ""
}

// bands are the edges within which a figure is told before the file is open.
// What a rule makes of a band says no more than the band, however a lender sets
// its thresholds.
var bands = map[string][]int64{
	FigureResumption: {10, 20, 30, 40, 50, 60, 70, 80, 90, 100},
	FigureSales:      {5_000_000_00, 20_000_000_00, 50_000_000_00},
	FigureLease:      {12, 24, 36},
	FigureDebt:       {25, 50, 100},
	FigureJobs:       {50, 80, 100},
}

// Roughly widens every figure to its band.
func (a Applicant) Roughly() Applicant {
	rough := Applicant{Figures: map[string]Span{}, Industry: a.Industry, SizeClass: a.SizeClass}
	for name, s := range a.Figures {
		wide := Span{Low: 0, High: Unbounded}
		for _, edge := range bands[name] {
			if edge <= s.Low {
				wide.Low = edge
			} else if edge <= wide.High {
				wide.High = edge - 1
			}
		}
		rough.Figures[name] = wide
	}
	return rough
}

// Verdicts of a Finding.
const (
	FitMet     = "met"
	FitShort   = "short"
	FitUnknown = "unknown" // not stated, or too roughly to say
)

// Finding is one condition of a product beside what was found. Code is that of a
// structured decline.
type Finding struct {
	Code      string   `json:"code"`
	Verdict   string   `json:"verdict" enum:"met,short,unknown"`
	Threshold int64    `json:"threshold"` // in the unit of the code: percent, fen, months
	Found     int64    `json:"found"`     // likewise; 0 where it is not known exactly
	Among     []string `json:"among,omitempty"`
	Is        string   `json:"is,omitempty"` // which of them was found
}

// In is the sentence: "Back to work: 43 %, at least 60 % is needed".
func (f Finding) In(ctx context.Context) string {
	if f.Verdict == FitUnknown {
		return i18n.T(ctx, "kernel.unknown."+f.Code, f.words(ctx))
	}
	return i18n.T(ctx, "kernel.finding."+f.Code, f.words(ctx))
}

// Roughly is the sentence without what was found, for a reader who may know it
// in bands alone: "Back to work, at least 60 %: does not fit".
func (f Finding) Roughly(ctx context.Context) string {
	return f.Rule(ctx) + " · " + i18n.T(ctx, "kernel.fit."+f.Verdict)
}

// Rule is the condition alone: "At least 60 % back at work".
func (f Finding) Rule(ctx context.Context) string {
	return i18n.T(ctx, "kernel.rule."+f.Code, f.words(ctx))
}

func (f Finding) words(ctx context.Context) i18n.Args {
	switch f.Code {
	case "sales_low", "debt_high":
		return i18n.Args{"found": i18n.Wan(ctx, money.Fen(f.Found)), "threshold": i18n.Wan(ctx, money.Fen(f.Threshold))}
	case "industry_other":
		return i18n.Args{"found": f.Is, "threshold": strings.Join(f.Among, ", ")}
	case "size_other":
		names := make([]string, len(f.Among))
		for i, x := range f.Among {
			names[i] = i18n.T(ctx, "kernel.size."+x)
		}
		return i18n.Args{"found": i18n.T(ctx, "kernel.size."+f.Is), "threshold": strings.Join(names, ", ")}
	}
	return i18n.Args{"found": f.Found, "threshold": f.Threshold}
}

// FitOpen is the sum of no findings: the product asks for nothing.
const FitOpen = "open"

// Fit sums up findings: short where one is, else unknown where one is, else met.
func Fit(findings []Finding) string {
	if len(findings) == 0 {
		return FitOpen
	}
	verdict := FitMet
	for _, f := range findings {
		if f.Verdict == FitShort || f.Verdict == FitUnknown && verdict == FitMet {
			verdict = f.Verdict
		}
	}
	return verdict
}
