package sim

// Products of the demo as their lenders describe them.

import (
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/kernel"
)

// asked are the documents that a loan needs by what it rests on; the data names
// none.
var asked = map[string][]string{
	"credit": {"licence", "lease", "tax", "bank_statement"}, "guarantee": {"licence", "tax", "financials"},
	"mortgage": {"licence", "financials", "purpose"}, "chattel": {"licence", "financials", "order"},
	"receivables": {"licence", "order", "bank_statement"}, "same_as_old": {"licence", "financials"},
}

// description is a product of the data as its lender describes it.
func (w *World) description(p Product) (in catalogue.DraftProduct, err error) {
	in = catalogue.DraftProduct{Code: p.ID, NameZh: p.Name.Zh, NameEn: p.Name.En, PurposeZh: p.Purpose.Zh, PurposeEn: p.Purpose.En,
		Security: p.Secured, MaxFen: money.Fen(p.MaxCNY * 100), Terms: p.Terms, Repayment: kernel.Repayment(p.Repayment), DayCount: p.DayCount, Rounding: p.Rounding,
		Guarantor: w.ID(p.Guarantor), Documents: asked[p.Secured]}
	if len(p.Industries) > 0 {
		in.Rules = []catalogue.Rule{{Field: catalogue.FieldIndustry, Comparison: catalogue.Among, Among: p.Industries}}
	}
	if p.ID == "BP01" { // the county pays back half of the central bank's relending rate on loans to reopen with
		in.Expected = catalogue.Expected{SchemeZh: "澄川县复工贷款贴息", SchemeEn: "Chengchuan reopening subsidy", SubsPPM: 12_500, SubsCap: 20_000_00, SubsTill: "2021-02-28"}
	}
	if in.RatePPM, err = money.ParsePercent(p.RatePct.String()); err != nil || p.Guarantor == "" {
		return in, err
	}
	in.GuaranteeFeePPM, err = money.ParsePercent(p.GuaranteePct.String())
	return in, err
}
