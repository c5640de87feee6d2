package servicing

// Why an instalment is what it is, in the engine's own words: each cash flow of
// its due date with the term, rule, base and day-count factor that made it, in
// unrounded reals.

import (
	"context"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/say"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// engineSays explains the flows of one due date. It says nothing for plans that
// have no counterpart in the standard.
func engineSays(ctx context.Context, v View, i Installment) (sentences []string) {
	day, err := clock.ParseDate(v.Contract.DisbursedOn)
	if err != nil || !v.recomputable() || i.Settles {
		return nil
	}
	terms, err := plan(v.Contract.Agreement.Terms, day).Terms()
	if err != nil {
		return nil
	}
	all, err := loan.ExplainAll(&terms, loan.Observed{})
	if err != nil {
		return nil
	}
	language := "zh"
	if i18n.IsEn(ctx) {
		language = "en"
	}
	for _, x := range all {
		if x.Event.Payoff != 0 && x.Event.At.String() == i.DueOn {
			sentences = append(sentences, say.Explanation(x, language))
		}
	}
	return sentences
}
