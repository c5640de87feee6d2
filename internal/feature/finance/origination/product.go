package origination

// A Product is what a lender sells: limits, terms and the way of repaying. An
// offer copies what it needs, so a product that changes leaves old offers as
// they were.

import (
	"slices"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Product is one loan product of one lender.
type Product struct {
	ID         string           `json:"id"`
	Code       string           `json:"code"` // "BP01"
	Lender     string           `json:"lender"`
	Name       i18n.Text        `json:"name"`
	Purpose    i18n.Text        `json:"purpose"`
	Security   string           `json:"security"`
	MaxFen     money.Fen        `json:"max_fen"`
	Terms      []int            `json:"term_months"`
	RatePPM    money.PPM        `json:"rate_ppm"`
	Repayment  kernel.Repayment `json:"repayment"`
	DayCount   string           `json:"day_count"`
	Rounding   string           `json:"rounding"`
	Industries []string         `json:"industries"` // GB/T 4754 codes, empty for all
	Version    int64            `json:"version"`
}

// Unsecured products have the shorter decision clock.
func (p Product) Unsecured() bool { return p.Security == "credit" }

// decisionDays is the clock of a decision: 5 working days, 3 for unsecured
// credit.
func decisionDays(p Product) int {
	if p.Unsecured() {
		return 3
	}
	return 5
}

// DefineProduct is a lender's description of a product.
type DefineProduct struct {
	Code       string           `json:"code" form:"code"`
	NameZh     string           `json:"name_zh" form:"name_zh"`
	NameEn     string           `json:"name_en" form:"name_en"`
	PurposeZh  string           `json:"purpose_zh" form:"purpose_zh"`
	PurposeEn  string           `json:"purpose_en" form:"purpose_en"`
	Security   string           `json:"security" form:"security"`
	MaxFen     money.Fen        `json:"max_fen" form:"max"`
	Terms      []int            `json:"term_months" form:"term_months"`
	RatePPM    money.PPM        `json:"rate_ppm" form:"rate"`
	Repayment  kernel.Repayment `json:"repayment" form:"repayment"`
	DayCount   string           `json:"day_count" form:"day_count"`
	Rounding   string           `json:"rounding" form:"rounding"`
	Industries []string         `json:"industries" form:"industries"`
}

var (
	repayments = []kernel.Repayment{kernel.InterestMonthly, kernel.EqualInstalment, kernel.EqualPrincipal, kernel.Bullet}
	dayCounts  = []string{"A360", "A365", "AA", "30E360"}
	roundings  = []string{"half_up", "half_even"}
)

func (in *DefineProduct) check() error {
	in.Code, in.NameZh, in.NameEn = strings.TrimSpace(in.Code), strings.TrimSpace(in.NameZh), strings.TrimSpace(in.NameEn)
	var c fault.Check
	c.That(in.Code != "" && len(in.Code) <= 20, "code", "origination.product.code")
	c.That(in.NameZh != "", "name_zh", "origination.product.name")
	c.That(in.NameEn != "", "name_en", "origination.product.name")
	c.That(slices.Contains(Securities, in.Security), "security", "origination.security.required")
	c.That(in.MaxFen >= MinAmount && in.MaxFen <= MaxAmount, "max", "origination.product.max", fault.Args{"min_fen": MinAmount, "max_fen": MaxAmount})
	c.That(len(in.Terms) > 0, "term_months", "origination.term.required")
	for _, m := range in.Terms {
		c.That(m >= 1 && m <= MaxTerm, "term_months", "origination.term.long", fault.Args{"max": MaxTerm})
	}
	c.That(in.RatePPM > 0 && in.RatePPM <= 240_000, "rate", "origination.offer.rate")
	c.That(slices.Contains(repayments, in.Repayment), "repayment", "origination.product.repayment")
	c.That(slices.Contains(dayCounts, in.DayCount), "day_count", "origination.product.day_count")
	c.That(slices.Contains(roundings, in.Rounding), "rounding", "origination.product.rounding")
	return c.Err()
}

func joinInts(xs []int) string {
	var out []string
	for _, x := range xs {
		out = append(out, strconv.Itoa(x))
	}
	return strings.Join(out, ", ")
}
