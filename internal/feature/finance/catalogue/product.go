package catalogue

// A Product is what a lender sells: limits, terms and the way of repaying. An
// offer copies what it needs, so a product that changes leaves old offers as
// they were.

import (
	"regexp"
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Product is one loan product of one lender.
type Product struct {
	ID              string           `json:"id"`
	Code            string           `json:"code"` // "BP01"
	Lender          string           `json:"lender"`
	Name            i18n.Text        `json:"name"`
	Purpose         i18n.Text        `json:"purpose"`
	Security        string           `json:"security"`
	MaxFen          money.Fen        `json:"max_fen"`
	Terms           []int            `json:"term_months"`
	RatePPM         money.PPM        `json:"rate_ppm"`
	Repayment       kernel.Repayment `json:"repayment"`
	DayCount        string           `json:"day_count"`
	Rounding        string           `json:"rounding"`
	Rules           []Rule           `json:"rules"`
	Guarantor       string           `json:"guarantor"`         // the party that guarantees, "" for none
	GuaranteeFeePPM money.PPM        `json:"guarantee_fee_ppm"` // what it charges a year
	Version         int64            `json:"version"`
	Late
}

// DefineProduct is a lender's description of a product.
type DefineProduct struct {
	Code            string           `json:"code" form:"code"`
	NameZh          string           `json:"name_zh" form:"name_zh"`
	NameEn          string           `json:"name_en" form:"name_en"`
	PurposeZh       string           `json:"purpose_zh" form:"purpose_zh"`
	PurposeEn       string           `json:"purpose_en" form:"purpose_en"`
	Security        string           `json:"security" form:"security"`
	MaxFen          money.Fen        `json:"max_fen" form:"max"`
	Terms           []int            `json:"term_months" form:"term_months"`
	RatePPM         money.PPM        `json:"rate_ppm" form:"rate"`
	Repayment       kernel.Repayment `json:"repayment" form:"repayment"`
	DayCount        string           `json:"day_count" form:"day_count"`
	Rounding        string           `json:"rounding" form:"rounding"`
	Rules           []Rule           `json:"rules,omitempty" form:"-" doc:"Conditions of eligibility, one for each field"`
	Guarantor       string           `json:"guarantor,omitempty" form:"guarantor"`
	GuaranteeFeePPM money.PPM        `json:"guarantee_fee_ppm,omitempty" form:"guarantee_fee"`
	Late
}

var (
	repayments = []kernel.Repayment{kernel.InterestMonthly, kernel.EqualInstalment, kernel.EqualPrincipal, kernel.Bullet}
	dayCounts  = []string{"A360", "A365", "AA", "30E360"}
	roundings  = []string{"half_up", "half_even"}
)

// Bounds that keep out slips of the pen: 24 % a year for a loan, 5 % for a
// guarantee.
const (
	maxRatePPM = money.PPM(240_000)
	maxFeePPM  = money.PPM(50_000)
)

// industryCode is a division or a class of GB/T 4754: "C18", "C1810".
var industryCode = regexp.MustCompile(`^[A-T][0-9]{2,4}$`)

func (in *DefineProduct) check() error {
	in.Code, in.NameZh, in.NameEn = strings.TrimSpace(in.Code), strings.TrimSpace(in.NameZh), strings.TrimSpace(in.NameEn)
	var c fault.Check
	c.That(in.Code != "" && len(in.Code) <= 20, "code", "catalogue.product.code")
	c.That(in.NameZh != "", "name_zh", "catalogue.product.name")
	c.That(in.NameEn != "", "name_en", "catalogue.product.name")
	c.That(slices.Contains(kernel.Securities, in.Security), "security", "catalogue.product.security")
	c.That(in.MaxFen >= kernel.MinLoan && in.MaxFen <= kernel.MaxLoan, "max", "catalogue.product.max", fault.Args{"min_fen": kernel.MinLoan, "max_fen": kernel.MaxLoan})
	c.That(len(in.Terms) > 0, "term_months", "catalogue.product.term.required")
	for _, m := range in.Terms {
		c.That(m >= 1 && m <= kernel.MaxTermMonths, "term_months", "catalogue.product.term.long", fault.Args{"max": kernel.MaxTermMonths})
	}
	c.That(in.RatePPM > 0 && in.RatePPM <= maxRatePPM, "rate", "catalogue.product.rate")
	c.That(slices.Contains(repayments, in.Repayment), "repayment", "catalogue.product.repayment")
	c.That(slices.Contains(dayCounts, in.DayCount), "day_count", "catalogue.product.day_count")
	c.That(slices.Contains(roundings, in.Rounding), "rounding", "catalogue.product.rounding")
	in.Late.check(&c)
	c.That(in.Guarantor == "" || in.Security == "guarantee", "guarantor", "catalogue.product.guarantor.security")
	c.That(in.GuaranteeFeePPM >= 0 && in.GuaranteeFeePPM <= maxFeePPM && (in.GuaranteeFeePPM == 0 || in.Guarantor != ""), "guarantee_fee", "catalogue.product.guarantee_fee")
	checkRules(&c, in.Rules)
	return c.Err()
}
