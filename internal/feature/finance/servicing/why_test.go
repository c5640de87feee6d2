package servicing

// Every formula that a page shows is worked out again from its own text, by a
// reader who knows nothing but arithmetic, and comes to the sum beside it: also
// where penalty interest ran, a part was paid and the terms changed.

import (
	"context"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

var figureInText = regexp.MustCompile(`[0-9][0-9,]*(\.[0-9]+)?`)

// worth is what a formula of the page comes to, exactly: sums of products of
// numbers, percentages and fractions.
func worth(t *testing.T, formula string) *big.Rat {
	t.Helper()
	sum := new(big.Rat)
	for i, term := range strings.Split(strings.ReplaceAll(formula, " − ", " + −"), " + ") {
		sign := strings.HasPrefix(term, "−")
		product := big.NewRat(1, 1)
		for _, factor := range strings.Split(strings.ReplaceAll(strings.TrimPrefix(term, "−"), " / ", " × 1/"), " × ") {
			percent := strings.HasSuffix(factor, "%")
			factor = strings.ReplaceAll(strings.TrimSuffix(factor, "%"), ",", "")
			x, ok := new(big.Rat).SetString(factor)
			if !ok { // a sum that is named in words
				if x, ok = new(big.Rat).SetString(strings.ReplaceAll(figureInText.FindString(factor), ",", "")); !ok {
					t.Fatalf("%q, part %d: %q is no number", formula, i, factor)
				}
			}
			if product.Mul(product, x); percent {
				product.Quo(product, big.NewRat(100, 1))
			}
		}
		if sign {
			product.Neg(product)
		}
		sum.Add(sum, product)
	}
	return sum
}

// yuanOf rounds to the fen, half up, and reads as the page does.
func yuanOf(x *big.Rat) string {
	fen := new(big.Rat).Mul(x, big.NewRat(200, 1))
	n := new(big.Int).Add(fen.Num(), fen.Denom())
	n.Div(n, new(big.Int).Mul(fen.Denom(), big.NewInt(2)))
	return new(big.Rat).SetFrac(n, big.NewInt(100)).FloatString(2)
}

func plainNumber(s string) string { return strings.ReplaceAll(s, ",", "") }

func TestEveryFormulaComesToItsSum(t *testing.T) {
	bundle, err := i18n.Load(kernel.Files, ui.Locales(), files)
	must(t, err)
	for _, lang := range []i18n.Lang{i18n.Zh, i18n.En} {
		ctx := i18n.With(context.Background(), bundle, lang)
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			k := newKit(t, d)
			terms := million()
			terms.UpliftPPM, terms.UpliftOnInterest = 500_000, true
			c := k.funded(terms, "2020-03-16")
			k.day("2020-04-26")
			must(t, k.repay(c, "2020-04-26", 50_000_00, "PART")) // ten days late, and not all of it
			k.day("2020-05-30")
			must(t, k.Sweep(context.Background()))
			seen := formulas(t, ctx, k.view(c))
			longer := terms
			longer.TermMonths = 18
			_, err := k.restate(c, "2020-05-30", kernel.NewTerms{Terms: longer, Deferral: &kernel.Deferral{SinceOn: "2020-05-01", ResumesOn: "2020-09-16", Interest: true, Spread: true}})
			must(t, err)
			cheaper := longer
			cheaper.RatePPM = 40_500
			k.day("2020-10-01")
			_, err = k.restate(c, "2020-10-01", kernel.NewTerms{Terms: cheaper})
			must(t, err)
			for label, n := range formulas(t, ctx, k.view(c)) {
				seen[label] += n
			}
			if len(seen) != 6 { // interest, principal, penalty interest, still to pay, deferred, balance
				t.Errorf("the pages explain %v", seen)
			}
		})
	}
}

// formulas works out every line of every explanation, and counts them by label.
func formulas(t *testing.T, ctx context.Context, v View) map[string]int {
	t.Helper()
	seen := map[string]int{}
	for _, i := range v.Installments {
		for _, l := range v.why().Box(ctx, i).Lines {
			seen[l.Label]++
			if !strings.ContainsAny(l.Formula, "×−+") {
				continue // says in words how: the last instalment clears, or it was moved
			}
			if got := yuanOf(worth(t, l.Formula)); got != plainNumber(l.Result) {
				t.Errorf("instalment %d, %s: %s comes to %s, the page says %s", i.No, l.Label, l.Formula, got, l.Result)
			}
		}
	}
	return seen
}
