package catalogue

// Eligibility as structured rules: what a product asks of an enterprise, in a
// small closed vocabulary. Rules inform; they decide nothing for a lender, and
// nothing is scored.

import (
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Comparisons of a rule.
const (
	AtLeast = "at_least"
	AtMost  = "at_most"
	Among   = "among"
)

// Fields that compare words instead of figures.
const (
	FieldIndustry = "industry"
	FieldSize     = "size_class"
)

// Rule is one condition of a product.
type Rule struct {
	Field      string   `json:"field" enum:"resumption,sales_year,lease_months,debt_share,jobs_kept,industry,size_class"`
	Comparison string   `json:"comparison" enum:"at_least,at_most,among"`
	Threshold  int64    `json:"threshold,omitempty" doc:"Percent, fen or months, as the field has it; 0 for among"`
	Among      []string `json:"among,omitempty" doc:"Codes of industries or classes of size"`
}

// term is a word of the vocabulary: how its field is compared, within which
// bounds, and what a lender would decline for.
type term struct {
	field, comparison, code string
	low, high               int64
}

var vocabulary = []term{
	{kernel.FigureResumption, AtLeast, "resumption_low", 1, 100},
	{kernel.FigureSales, AtLeast, "sales_low", 1_00, int64(100 * kernel.MaxLoan)},
	{kernel.FigureLease, AtLeast, "lease_short", 1, kernel.MaxTermMonths},
	{kernel.FigureDebt, AtMost, "debt_share_high", 1, 1000},
	{kernel.FigureJobs, AtLeast, "jobs_few", 1, 100},
	{FieldIndustry, Among, "industry_other", 0, 0},
	{FieldSize, Among, "size_other", 0, 0},
}

var sizeClasses = []string{"micro", "small", "medium"}

// maxAmong bounds the list of a rule.
const maxAmong = 30

// word looks a rule up in the vocabulary.
func (r Rule) word() (term, bool) {
	i := slices.IndexFunc(vocabulary, func(t term) bool { return t.field == r.Field && t.comparison == r.Comparison })
	if i < 0 {
		return term{}, false
	}
	return vocabulary[i], true
}

// checkRules notes what is wrong, beside the input of the field. Two rules about
// one field would hide each other.
func checkRules(c *fault.Check, rules []Rule) {
	seen := map[string]bool{}
	for _, r := range rules {
		t, ok := r.word()
		if !ok {
			c.That(false, "rules", "catalogue.rule.unknown", fault.Args{"field": r.Field, "comparison": r.Comparison})
			continue
		}
		c.That(!seen[r.Field], r.input(), "catalogue.rule.twice")
		seen[r.Field] = true
		if t.comparison == Among {
			r.checkAmong(c)
			continue
		}
		c.That(r.Threshold >= t.low && r.Threshold <= t.high, r.input(), "catalogue.rule.threshold."+r.Field)
		c.That(len(r.Among) == 0, r.input(), "catalogue.rule.among")
	}
}

// input is the name of the form's input for a field.
func (r Rule) input() string { return "rule_" + r.Field }

func (r Rule) checkAmong(c *fault.Check) {
	c.That(r.Threshold == 0, r.input(), "catalogue.rule.among")
	c.That(len(r.Among) > 0 && len(r.Among) <= maxAmong, r.input(), "catalogue.rule.list", fault.Args{"max": maxAmong})
	for _, x := range r.Among {
		if r.Field == FieldSize {
			c.That(slices.Contains(sizeClasses, x), r.input(), "catalogue.rule.size")
			continue
		}
		c.That(industryCode.MatchString(x), r.input(), "catalogue.rule.industry.code", fault.Args{"code": x})
	}
}

// Judge lays a product's rules beside what is known of an applicant. Where a
// figure is known as a span, the answer is unknown unless the whole span is on
// one side.
func Judge(rules []Rule, a kernel.Applicant) []kernel.Finding {
	var out []kernel.Finding
	for _, r := range rules {
		t, ok := r.word()
		if !ok {
			continue // a word of another release of the vocabulary
		}
		if t.comparison == Among {
			out = append(out, r.judgeWord(t, a))
			continue
		}
		out = append(out, r.judgeFigure(t, a))
	}
	return out
}

func (r Rule) judgeFigure(t term, a kernel.Applicant) kernel.Finding {
	f := kernel.Finding{Code: t.code, Verdict: kernel.FitUnknown, Threshold: r.Threshold}
	s, known := a.Figures[r.Field]
	if !known {
		return f
	}
	met, short := s.Low >= r.Threshold, s.High < r.Threshold
	if t.comparison == AtMost {
		met, short = s.High <= r.Threshold, s.Low > r.Threshold
	}
	switch {
	case met:
		f.Verdict = kernel.FitMet
	case short:
		f.Verdict = kernel.FitShort
	}
	if s.Low == s.High {
		f.Found = s.Low
	}
	return f
}

// judgeWord compares an industry by the beginning of its code: C18 takes in
// C1810.
func (r Rule) judgeWord(t term, a kernel.Applicant) kernel.Finding {
	f := kernel.Finding{Code: t.code, Verdict: kernel.FitUnknown, Among: r.Among, Is: a.SizeClass}
	if r.Field == FieldIndustry {
		f.Is = a.Industry
	}
	if f.Is == "" {
		return f
	}
	f.Verdict = kernel.FitShort
	if slices.ContainsFunc(r.Among, func(x string) bool {
		return f.Is == x || r.Field == FieldIndustry && strings.HasPrefix(f.Is, x)
	}) {
		f.Verdict = kernel.FitMet
	}
	return f
}
