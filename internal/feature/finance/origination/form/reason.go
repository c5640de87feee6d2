package form

// Why a lender makes no offer.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

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

// wan is how many fen the unit of a reason about amounts has.
const wan = 10_000_00

// ReasonsOf are the reasons that conditions of products give: one for each that
// is not met, with what the product asks for. What was found the lender fills in.
func ReasonsOf(findings []kernel.Finding) (out []Reason) {
	for _, f := range findings {
		r := Reason{Code: f.Code, Threshold: f.Threshold}
		if r.Code == "sales_low" || r.Code == "debt_high" {
			r.Threshold = (r.Threshold + wan - 1) / wan
		}
		if f.Verdict == kernel.FitShort && r.Measured() && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// Rule words what was needed: "At least 60 % back at work".
func (r Reason) Rule(ctx context.Context) string { return r.finding().Rule(ctx) }

// Query fills the form of a decline in.
func (r Reason) Query() string {
	return url.Values{"code": {r.Code}, "threshold": {strconv.FormatInt(r.Threshold, 10)}}.Encode()
}

// finding is a measured reason in the words that the enterprise knows from the
// products' rules. Amounts of a reason are in 万元.
func (r Reason) finding() kernel.Finding {
	unit := int64(1)
	if r.Code == "sales_low" || r.Code == "debt_high" {
		unit = wan
	}
	return kernel.Finding{Code: r.Code, Verdict: kernel.FitShort, Threshold: r.Threshold * unit, Found: r.Found * unit}
}

// Measured reports whether a reason carries a threshold and a finding.
func (r Reason) Measured() bool { return slices.Contains(measured, r.Code) }

// Check says what is wrong with the reason.
func (r *Reason) Check() error {
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

// In says why, and what would make the enterprise eligible.
func (r Reason) In(ctx context.Context) string {
	text := i18n.T(ctx, "origination.reason."+r.Code)
	if r.Measured() {
		text = r.finding().In(ctx)
	}
	if r.Note != "" {
		text += " · " + r.Note
	}
	return text
}
