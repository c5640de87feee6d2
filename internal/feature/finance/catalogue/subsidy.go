package catalogue

// The subsidy that borrowers of a product may expect: of a named scheme, with its
// rate, its limit for one loan and its last day. Comparisons show it beside the
// all-in cost, never inside.

import (
	"context"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Expected is what a lender says of a subsidy; without a scheme there is none.
type Expected struct {
	SchemeZh string    `json:"subsidy_zh,omitempty" form:"subsidy_zh" doc:"The scheme that is expected to pay a part of the interest back; empty for none"`
	SchemeEn string    `json:"subsidy_en,omitempty" form:"subsidy_en"`
	SubsPPM  money.PPM `json:"subsidy_rate_ppm,omitempty" form:"subsidy_rate" doc:"What it pays of the balance, a year"`
	SubsCap  money.Fen `json:"subsidy_cap_fen,omitempty" form:"subsidy_cap" doc:"What it pays for one loan at most; 0 for no limit"`
	SubsTill string    `json:"subsidy_until,omitempty" form:"subsidy_until" doc:"The last day for which it pays"`
}

func (e *Expected) check(c *fault.Check, ratePPM money.PPM) {
	e.SchemeZh, e.SchemeEn = strings.TrimSpace(e.SchemeZh), strings.TrimSpace(e.SchemeEn)
	if *e == (Expected{}) {
		return
	}
	c.That(e.SchemeZh != "", "subsidy_zh", "catalogue.subsidy.scheme")
	c.That(e.SchemeEn != "", "subsidy_en", "catalogue.subsidy.scheme")
	for name, x := range map[string]string{"subsidy_zh": e.SchemeZh, "subsidy_en": e.SchemeEn} {
		c.That(utf8.RuneCountInString(x) <= maxWords, name, "catalogue.product.words", fault.Args{"max": maxWords})
	}
	c.That(e.SubsPPM > 0 && e.SubsPPM <= ratePPM, "subsidy_rate", "catalogue.subsidy.rate")
	c.That(e.SubsCap >= 0, "subsidy_cap", "catalogue.subsidy.cap")
	_, err := clock.ParseDate(e.SubsTill)
	c.That(err == nil, "subsidy_until", "catalogue.subsidy.until")
}

// subsidy is the expectation as a product carries it, nil for none.
func (e Expected) subsidy() *kernel.Subsidy {
	if e.SchemeZh == "" {
		return nil
	}
	return &kernel.Subsidy{Scheme: i18n.Text{Zh: e.SchemeZh, En: e.SchemeEn}, RatePPM: e.SubsPPM, CapFen: e.SubsCap, UntilOn: e.SubsTill}
}

// expected is what the form of a product starts from.
func (p Product) expected() Expected {
	if p.Subsidy == nil {
		return Expected{}
	}
	return Expected{p.Subsidy.Scheme.Zh, p.Subsidy.Scheme.En, p.Subsidy.RatePPM, p.Subsidy.CapFen, p.Subsidy.UntilOn}
}

// subsidised words it for the page of a product.
func (p Product) subsidised(ctx context.Context) string {
	x := p.Subsidy
	if x == nil {
		return i18n.T(ctx, "catalogue.subsidy.none")
	}
	text := i18n.T(ctx, "catalogue.subsidy.line", i18n.Args{"scheme": x.Scheme, "rate": i18n.Rate(x.RatePPM), "on": i18n.Date(ctx, x.UntilOn)})
	if x.CapFen > 0 {
		text += i18n.T(ctx, "catalogue.subsidy.most", i18n.Args{"cap": i18n.Wan(ctx, x.CapFen)})
	}
	return text
}
