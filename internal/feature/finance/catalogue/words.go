package catalogue

// How a product is worded: line by line, for cards, for the page of a product
// and for what changed between two versions.

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// brief are the lines that a card shows; all that a product promises is words.
func (r ProductRow) brief(ctx context.Context) []ui.Fact {
	p := r.Product
	return []ui.Fact{
		{Label: i18n.T(ctx, "catalogue.max"), Value: i18n.Wan(ctx, p.MaxFen)},
		{Label: i18n.T(ctx, "catalogue.rate"), Value: i18n.Rate(p.RatePPM)},
		{Label: i18n.T(ctx, "catalogue.term"), Value: p.months(ctx)},
		{Label: i18n.T(ctx, "catalogue.repayment"), Value: i18n.T(ctx, "kernel.repayment."+string(p.Repayment))},
		{Label: i18n.T(ctx, "catalogue.security"), Value: i18n.T(ctx, "kernel.security."+p.Security), Note: r.guaranteed(ctx)},
		{Label: i18n.T(ctx, "catalogue.documents"), Value: p.asked(ctx)},
	}
}

// promised words everything that a version promises, one line for each datum.
func (r ProductRow) promised(ctx context.Context) []ui.Fact {
	p := r.Product
	facts := append([]ui.Fact{
		{Label: i18n.T(ctx, "catalogue.name.zh"), Value: p.Name.Zh}, {Label: i18n.T(ctx, "catalogue.name.en"), Value: p.Name.En},
		{Label: i18n.T(ctx, "catalogue.purpose.zh"), Value: p.Purpose.Zh}, {Label: i18n.T(ctx, "catalogue.purpose.en"), Value: p.Purpose.En},
	}, r.brief(ctx)...)
	late := i18n.T(ctx, "catalogue.penalty.none")
	if p.UpliftPPM > 0 {
		late = i18n.T(ctx, "catalogue.penalty.uplift", i18n.Args{"uplift": i18n.Rate(p.UpliftPPM)})
	}
	if p.UpliftOnInterest {
		late += i18n.T(ctx, "catalogue.penalty.interest")
	}
	facts = append(facts,
		ui.Fact{Label: i18n.T(ctx, "catalogue.use"), Value: p.Use.Text().In(ctx)},
		ui.Fact{Label: i18n.T(ctx, "catalogue.use.fees"), Value: p.Use.FeesText().In(ctx)},
		ui.Fact{Label: i18n.T(ctx, "catalogue.penalty"), Value: late},
		ui.Fact{Label: i18n.T(ctx, "catalogue.allocation"), Value: p.Allocation.Text().In(ctx)},
		ui.Fact{Label: i18n.T(ctx, "catalogue.subsidy"), Value: p.subsidised(ctx)},
		ui.Fact{Label: i18n.T(ctx, "catalogue.day_count"), Value: p.DayCount},
		ui.Fact{Label: i18n.T(ctx, "catalogue.rounding"), Value: i18n.T(ctx, "catalogue.rounding."+p.Rounding)})
	rules := strings.Join(p.sentences(ctx), " · ")
	if rules == "" {
		rules = i18n.T(ctx, "kernel.fit.open")
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "catalogue.rules"), Value: rules})
}

// changes lays the lines of two versions side by side and keeps what differs.
func changes(ctx context.Context, before, after ProductRow) (out []ui.Changed) {
	was, now := before.promised(ctx), after.promised(ctx)
	for i := range now {
		b, a := strings.TrimSpace(was[i].Value+" "+was[i].Note), strings.TrimSpace(now[i].Value+" "+now[i].Note)
		if b != a {
			out = append(out, ui.Changed{Item: now[i].Label, Before: b, After: a})
		}
	}
	return out
}

// sentences words the rules of a product.
func (p Product) sentences(ctx context.Context) (out []string) {
	for _, f := range Judge(p.Rules, kernel.Applicant{}) {
		out = append(out, f.Rule(ctx))
	}
	return out
}

// guaranteed says who guarantees and for how much, "" where nobody does.
func (r ProductRow) guaranteed(ctx context.Context) string {
	if r.Product.Guarantor == "" {
		return ""
	}
	return i18n.T(ctx, "catalogue.guarantor", i18n.Args{"name": r.Guarantor, "fee": i18n.Rate(r.Product.GuaranteeFeePPM)})
}

// months words the terms of a product: "6, 12 months".
func (p Product) months(ctx context.Context) string {
	var out []string
	for _, m := range p.Terms {
		out = append(out, strconv.Itoa(m))
	}
	return i18n.T(ctx, "catalogue.months", i18n.Args{"list": strings.Join(out, ", ")})
}

// asked words the documents that a product asks for.
func (p Product) asked(ctx context.Context) string {
	var out []string
	for _, d := range p.Documents {
		out = append(out, i18n.T(ctx, "kernel.document."+d))
	}
	if out == nil {
		return i18n.T(ctx, "catalogue.documents.any")
	}
	return strings.Join(out, i18n.T(ctx, "catalogue.list.comma"))
}

// missing is a sentence for each condition that is not met, or not known to be.
func missing(ctx context.Context, findings []kernel.Finding) (out []string) {
	for _, f := range findings {
		if f.Verdict != kernel.FitMet {
			out = append(out, f.In(ctx))
		}
	}
	return out
}

// fitTone colours a verdict.
var fitTone = map[string]struct {
	tone ui.Tone
	icon string
}{
	kernel.FitOpen: {ui.Ok, "circle-check"}, kernel.FitMet: {ui.Ok, "circle-check"},
	kernel.FitShort: {ui.Risk, "circle-x"}, kernel.FitUnknown: {ui.Wait, "help"},
}

// standTone colours what a version is today.
var standTone = map[string]struct {
	tone ui.Tone
	icon string
}{
	StandsNow: {ui.Ok, "circle-check"}, StandsAhead: {ui.Wait, "clock"}, StandsPast: {ui.End, "archive"},
	StandsDraft: {ui.Act, "pencil"}, StandsDiscarded: {ui.End, "circle-minus"}, StandsWithdrawn: {ui.End, "circle-x"},
}

// told says who drafted a version, who decided it, from when it counts and what
// it is recognised by.
func (x Step) told(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "catalogue.version.drafted_by"), Value: x.names[x.DraftedBy].In(ctx)}}
	if x.DecidedBy != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "catalogue.version.decided."+string(x.State)), Value: x.names[x.DecidedBy].In(ctx)})
	}
	if x.ValidFrom != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "catalogue.version.valid_from"), Value: i18n.Date(ctx, x.ValidFrom)})
	}
	if x.Reason != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "catalogue.withdraw.why"), Value: x.Reason})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "catalogue.version.hash"), Value: short(x.Hash), Mono: true})
}

// short is the beginning of a fingerprint.
func short(hash string) string {
	if utf8.RuneCountInString(hash) < 16 {
		return hash
	}
	return hash[:16]
}

// shelfItems lists what is on a lender's own shelf.
func shelfItems(ctx context.Context, shelf []Version) (items []ui.ListItem) {
	for _, v := range shelf {
		items = append(items, ui.ListItem{
			Icon: "tag", Title: v.Product.Name.In(ctx), Href: "/products/" + v.Product.ID,
			Text: v.Product.Code + " · " + i18n.T(ctx, "catalogue.version.number", i18n.Args{"number": strconv.FormatInt(v.Product.Version, 10)}),
			End:  ui.Status(VersionMachine.Name, string(v.State)),
		})
	}
	return items
}

// standing reports whether the reader's own enterprise was laid beside the rows.
func standing(rows []ProductRow) bool {
	for _, r := range rows {
		if r.Verdict != "" {
			return true
		}
	}
	return false
}

// pending reports whether the reader decides a draft on this page.
func (x Sheet) pending() bool {
	for _, step := range x.Steps {
		if step.MayApprove || step.MayDiscard {
			return true
		}
	}
	return false
}
