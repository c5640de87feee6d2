package catalogue

// The form of a product: what it starts from, and how what was typed becomes
// structured rules. Each word of the vocabulary has an input of its own.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// decodeDraft reads a form, and gathers all that cannot be read.
func decodeDraft(values url.Values) (DraftProduct, error) {
	in, err := web.Decode[DraftProduct](values)
	late, lateErr := web.Decode[Late](values) // a part of its own: the decoder reads no embedded fields
	subsidy, subsidyErr := web.Decode[Expected](values)
	use, useErr := web.Decode[kernel.Use](values)
	in.Late, in.Expected, in.Use = late, subsidy, use
	var c fault.Check
	for _, e := range []error{err, lateErr, subsidyErr, useErr} {
		if e != nil {
			c.Join(e)
		}
	}
	in.Rules = rulesTyped(&c, values)
	return in, c.Err()
}

// rulesTyped makes a rule of every input that is not empty.
func rulesTyped(c *fault.Check, values url.Values) (rules []Rule) {
	for _, t := range vocabulary {
		r := Rule{Field: t.field, Comparison: t.comparison}
		typed := strings.TrimSpace(values.Get(r.input()))
		switch {
		case t.field == FieldSize:
			r.Among = values[r.input()]
		case t.comparison == Among:
			r.Among = strings.FieldsFunc(strings.ToUpper(typed), func(x rune) bool { return strings.ContainsRune(" ,;，、；\t\r\n", x) })
		case typed == "":
			continue
		default:
			r.Threshold = threshold(c, r, typed)
			if c.Failed(r.input()) {
				continue
			}
		}
		if t.comparison != Among || len(r.Among) > 0 {
			rules = append(rules, r)
		}
	}
	return rules
}

// threshold reads a figure: yuan where the field is money, a whole number
// otherwise.
func threshold(c *fault.Check, r Rule, typed string) int64 {
	if r.Field == kernel.FigureSales {
		fen, err := money.Parse(typed)
		c.That(err == nil, r.input(), "web.amount_broken")
		return int64(fen)
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	c.That(err == nil, r.input(), "catalogue.rule.number")
	return n
}

// rule finds what a product asks about a field, the zero Rule for nothing.
func (p Product) rule(field string) Rule {
	if i := slices.IndexFunc(p.Rules, func(r Rule) bool { return r.Field == field }); i >= 0 {
		return p.Rules[i]
	}
	return Rule{Field: field}
}

// start is what the input of a rule begins with.
func (r Rule) start() string {
	switch {
	case r.Threshold == 0:
		return strings.Join(r.Among, ", ")
	case r.Field == kernel.FigureSales:
		return money.Fen(r.Threshold).Text()
	}
	return strconv.FormatInt(r.Threshold, 10)
}

// usualTerms are the terms that the form offers, in months.
var usualTerms = []int{3, 6, 9, 12, 18, 24, 36, 48, 60, 84, 120}

// termOptions are the usual terms and those that the product has already.
func termOptions(ctx context.Context, p Product) (options []ui.Option, chosen []string) {
	all := slices.Concat(usualTerms, p.Terms)
	slices.Sort(all)
	for _, m := range slices.Compact(all) {
		options = append(options, ui.Option{Value: strconv.Itoa(m), Label: i18n.T(ctx, "catalogue.months", i18n.Args{"list": m})})
	}
	for _, m := range p.Terms {
		chosen = append(chosen, strconv.Itoa(m))
	}
	return options, chosen
}

// orders are the orders of allocation that the form offers: the usual one, and
// principal before interest.
var orders = []kernel.Allocation{
	kernel.DefaultAllocation,
	kernel.OverduePrincipal + " " + kernel.OverdueInterest + " " + kernel.PenaltyInterest + " " + kernel.Fees + " " + kernel.CurrentPrincipal + " " + kernel.CurrentInterest,
}

// orderOptions are the offered orders and the one that the product has already.
func orderOptions(ctx context.Context, p Product) (options []ui.Option) {
	all := orders
	if own := p.Allocation.OrDefault(); !slices.Contains(all, own) {
		all = append(slices.Clone(all), own)
	}
	for _, o := range all {
		options = append(options, ui.Option{Value: string(o), Label: o.Text().In(ctx)})
	}
	return options
}

func guarantorOptions(ctx context.Context, all []PartyFacts) (options []ui.Option) {
	for _, g := range all {
		options = append(options, ui.Option{Value: g.ID, Label: g.Short.In(ctx)})
	}
	return options
}

// words makes options of values whose names are messages.
func words[T ~string](ctx context.Context, prefix string, values []T) (options []ui.Option) {
	for _, v := range values {
		options = append(options, ui.Option{Value: string(v), Label: i18n.T(ctx, prefix+string(v))})
	}
	return options
}

// everyMonths are the ways to collect a commitment fee.
func everyMonths(ctx context.Context) (options []ui.Option) {
	for _, n := range []string{"1", "3"} {
		options = append(options, ui.Option{Value: n, Label: i18n.T(ctx, "catalogue.use.every."+n)})
	}
	return options
}

// figure shows a number for an input, "" for none.
func figure(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// yuan and percent show an amount or a rate for an input, "" for none.
func yuan(f money.Fen) string {
	if f == 0 {
		return ""
	}
	return f.Text()
}

func percent(p money.PPM) string {
	if p == 0 {
		return ""
	}
	return strings.TrimSuffix(i18n.Rate(p), "%")
}
