package catalogue

// A Product is what a lender sells: limits, terms, the way of repaying, the
// documents it asks for and whom it is for. An offer copies what it needs and
// names the version, so a product that changes leaves old offers as they were.

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

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
	Documents       []string         `json:"documents"`         // kinds that it asks for
	Guarantor       string           `json:"guarantor"`         // the party that guarantees, "" for none
	GuaranteeFeePPM money.PPM        `json:"guarantee_fee_ppm"` // what it charges a year
	Version         int64            `json:"version"`
	Subsidy         *kernel.Subsidy  `json:"subsidy,omitempty"` // what a scheme is expected to pay back of the interest
	Use             kernel.Use       `json:"use,omitzero"`
	Late
}

// DraftProduct is a lender's description of a product, new or changed. A product
// that is changed keeps its code.
type DraftProduct struct {
	Base            int64            `json:"base,omitempty" form:"base" doc:"The newest version that it was made from; 0 where the caller does not mind"`
	Code            string           `json:"code,omitempty" form:"code" doc:"Of a new product"`
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
	Documents       []string         `json:"documents,omitempty" form:"documents" doc:"Kinds of documents that it asks for"`
	Guarantor       string           `json:"guarantor,omitempty" form:"guarantor"`
	GuaranteeFeePPM money.PPM        `json:"guarantee_fee_ppm,omitempty" form:"guarantee_fee"`
	Use             kernel.Use       `json:"use,omitzero" form:"-" doc:"How the money may be used; one sum where it is left out"`
	Late
	Expected
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

// maxWords bounds names and purposes, in characters.
const maxWords = 80

func (in *DraftProduct) check() error {
	for _, x := range []*string{&in.Code, &in.NameZh, &in.NameEn, &in.PurposeZh, &in.PurposeEn} {
		*x = strings.TrimSpace(*x)
	}
	var c fault.Check
	c.That(in.NameZh != "", "name_zh", "catalogue.product.name")
	c.That(in.NameEn != "", "name_en", "catalogue.product.name")
	for name, x := range map[string]string{"name_zh": in.NameZh, "name_en": in.NameEn, "purpose_zh": in.PurposeZh, "purpose_en": in.PurposeEn} {
		c.That(utf8.RuneCountInString(x) <= maxWords, name, "catalogue.product.words", fault.Args{"max": maxWords})
	}
	c.That((in.PurposeZh == "") == (in.PurposeEn == ""), "purpose_en", "catalogue.product.purpose")
	c.That(slices.Contains(kernel.Securities, in.Security), "security", "catalogue.product.security")
	c.That(in.MaxFen >= kernel.MinLoan && in.MaxFen <= kernel.MaxLoan, "max", "catalogue.product.max", fault.Args{"min_fen": kernel.MinLoan, "max_fen": kernel.MaxLoan})
	in.checkTerms(&c)
	in.Late.check(&c)
	in.checkUse(&c)
	in.Expected.check(&c, in.RatePPM)
	in.checkDocuments(&c)
	c.That(in.Guarantor == "" || in.Security == "guarantee", "guarantor", "catalogue.product.guarantor.security")
	c.That(in.GuaranteeFeePPM >= 0 && in.GuaranteeFeePPM <= maxFeePPM && (in.GuaranteeFeePPM == 0 || in.Guarantor != ""), "guarantee_fee", "catalogue.product.guarantee_fee")
	checkRules(&c, in.Rules)
	return c.Err()
}

func (in *DraftProduct) checkTerms(c *fault.Check) {
	c.That(len(in.Terms) > 0, "term_months", "catalogue.product.term.required")
	slices.Sort(in.Terms)
	in.Terms = slices.Compact(in.Terms)
	for _, m := range in.Terms {
		c.That(m >= 1 && m <= kernel.MaxTermMonths, "term_months", "catalogue.product.term.long", fault.Args{"max": kernel.MaxTermMonths})
	}
	c.That(in.RatePPM > 0 && in.RatePPM <= maxRatePPM, "rate", "catalogue.product.rate")
	c.That(slices.Contains(repayments, in.Repayment), "repayment", "catalogue.product.repayment")
	c.That(slices.Contains(dayCounts, in.DayCount), "day_count", "catalogue.product.day_count")
	c.That(slices.Contains(roundings, in.Rounding), "rounding", "catalogue.product.rounding")
}

func (in *DraftProduct) checkDocuments(c *fault.Check) {
	for i, d := range in.Documents {
		known := slices.Contains(kernel.DocumentKinds, d) && !slices.Contains(in.Documents[:i], d)
		c.That(known, "documents", "catalogue.product.documents")
	}
}

// checkCode judges the code of a new product.
func (in *DraftProduct) checkCode() error {
	var c fault.Check
	c.That(in.Code != "" && len(in.Code) <= 20, "code", "catalogue.product.code")
	return c.Err()
}

// promise is the product as it is described: code, version and whose it is come
// from its lender's shelf.
func (in *DraftProduct) promise(of item, number int64) Product {
	return Product{
		ID: of.id, Code: of.code, Lender: of.lender, Name: i18n.Text{Zh: in.NameZh, En: in.NameEn}, Purpose: i18n.Text{Zh: in.PurposeZh, En: in.PurposeEn},
		Security: in.Security, MaxFen: in.MaxFen, Terms: in.Terms, RatePPM: in.RatePPM, Repayment: in.Repayment, DayCount: in.DayCount, Rounding: in.Rounding, Late: in.Late,
		Rules: in.Rules, Documents: in.Documents, Guarantor: in.Guarantor, GuaranteeFeePPM: in.GuaranteeFeePPM, Version: number, Subsidy: in.subsidy(), Use: in.Use,
	}
}
