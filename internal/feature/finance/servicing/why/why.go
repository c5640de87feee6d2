// Package why says how an instalment came about: in figures that anybody can
// work out again, and in the engine's own words, each cash flow of its due date
// with the term, rule, base and day-count factor that made it, in unrounded
// reals. Its words are those of servicing.
//
// Invariant: a formula that is shown comes to the sum beside it, worked out from
// its own text, rounded once.
package why

import (
	"context"
	"fmt"
	"strings"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/loan/say"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Loan is what an explanation rests on.
type Loan struct {
	*loanbook.Contract
	Versions []loanbook.Restatement
	Plain    bool // the schedule follows from the signed terms alone
}

// Box shows how an instalment came about, in figures that anybody can work
// out again.
func (v Loan) Box(ctx context.Context, i loanbook.Installment) ui.Why {
	t := v.termsOf(i)
	before := i.BalanceFen + i.PrincipalFen // what was moved is owed again
	w := ui.Why{Title: i18n.T(ctx, "servicing.why.title", i18n.Args{"no": i.No, "amount": i.TotalFen()}), Sources: []string{
		v.source(ctx, i), i18n.T(ctx, "servicing.why.days", i18n.Args{"count": t.DayCount, "fraction": i.Fraction}), i18n.T(ctx, "servicing.why.rounding", i18n.Args{"rule": loanbook.RoundingText(money.Rounding(t.Rounding))}),
	}}
	w.Exact = v.engineSays(ctx, i)
	w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.interest"), Formula: v.interestFormula(ctx, t, i), Result: i.InterestFen.Text()})
	if t.Repayment == kernel.EqualInstalment && i.BalanceFen > 0 && i.PrincipalFen > 0 {
		w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.principal"), Formula: fmt.Sprintf("%s − %s", (i.PrincipalFen + i.InterestFen).Text(), i.InterestFen.Text()), Result: i.PrincipalFen.Text()})
	} else {
		w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.principal"), Formula: loanbook.RepaymentText(t.Repayment).In(ctx), Result: i.PrincipalFen.Text()})
	}
	if i.MovedFen > 0 {
		w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.why.moved"), Formula: i18n.T(ctx, "servicing.why.moved.text"), Result: i.MovedFen.Text()})
	}
	w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.col.balance"), Formula: fmt.Sprintf("%s − %s", before.Text(), i.PrincipalFen.Text()), Result: i.BalanceFen.Text()})
	return explainOpen(ctx, i, explainPenalty(ctx, t, i, explainFees(ctx, i, w)))
}

// interestFormula spells out what the interest of an instalment is made of.
func (v Loan) interestFormula(ctx context.Context, t kernel.LoanTerms, i loanbook.Installment) string {
	var parts []string
	for _, a := range i.Parts() {
		parts = append(parts, fmt.Sprintf("%s × %s × %s", a.BalanceFen.Text(), i18n.Percent(a.RatePPM), a.Fraction))
	}
	brought := v.brought(i)
	if brought > 0 {
		parts = append(parts, i18n.T(ctx, "servicing.why.brought", i18n.Args{"amount": brought}))
	}
	if deferred := i.CarriedFen + i.DeferredFen - brought; deferred > 0 {
		parts = append(parts, i18n.T(ctx, "servicing.why.deferred", i18n.Args{"amount": deferred}))
	}
	formula := strings.Join(parts, " + ")
	if paid := brought - i.CarriedFen - i.DeferredFen; paid > 0 {
		formula += " − " + paid.Text() // of a period that a deferral let go on
	}
	if moved := i.AccruedFen(money.Rounding(t.Rounding)) - i.InterestFen; i.MovedFen > 0 && moved > 0 {
		formula += " − " + moved.Text() // a deferral took it out
	}
	return formula
}

// termsOf are the terms under which an instalment is due.
func (v Loan) termsOf(i loanbook.Installment) kernel.LoanTerms {
	if n := i.TermsVersion; n > 0 && n <= len(v.Versions) {
		return v.Versions[n-1].Terms
	}
	return v.Agreement.Terms
}

// source names the terms that an instalment rests on.
func (v Loan) source(ctx context.Context, i loanbook.Installment) string {
	if n := i.TermsVersion; n > 1 && n <= len(v.Versions) {
		return i18n.T(ctx, "servicing.why.restated", i18n.Args{"ref": v.Ref, "no": n, "on": i18n.Date(ctx, v.Versions[n-1].FromOn)})
	}
	return i18n.T(ctx, "servicing.why.contract", i18n.Args{"ref": v.Ref})
}

// brought is the part of a row's interest that had accrued before the loan was
// taken over.
func (v Loan) brought(i loanbook.Installment) money.Fen {
	o := v.Agreement.Opening
	if o == nil || i.No != 1 {
		return 0
	}
	return min(o.AccruedFen, i.CarriedFen)
}

// engineSays explains the flows of one due date. It says nothing for plans that
// have no counterpart in the standard.
func (v Loan) engineSays(ctx context.Context, i loanbook.Installment) (sentences []string) {
	day, err := clock.ParseDate(v.DisbursedOn)
	if err != nil || !v.Plain || i.Settles {
		return nil
	}
	terms, err := plan(v.Agreement.Terms, day).Terms()
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

// plan is the engine's input: nothing but the signed terms and the day.
func plan(t kernel.LoanTerms, on clock.Date) instalment.Plan {
	return instalment.Plan{
		Principal: t.AmountFen, Rate: t.RatePPM, Disbursed: loan.Civil(on.Year, int(on.Month), on.Day), TermMonths: t.TermMonths,
		Repayment: instalment.Repayment(t.Repayment), DayCount: loan.DayCount(t.DayCount), Rounding: money.Rounding(t.Rounding),
	}
}

// explainFees adds what the fees of an instalment are made of.
func explainFees(ctx context.Context, i loanbook.Installment, w ui.Why) ui.Why {
	if i.DrawingFeeFen > 0 {
		w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.why.drawing"), Formula: i18n.T(ctx, "servicing.why.drawing.text"), Result: i.DrawingFeeFen.Text()})
	}
	if i.CommitmentFeeFen > 0 {
		var parts []string
		for _, a := range i.UnusedParts() {
			parts = append(parts, fmt.Sprintf("%s × %s × %s", a.BalanceFen.Text(), i18n.Rate(a.RatePPM), a.Fraction))
		}
		w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.why.commitment"), Formula: strings.Join(parts, " + "), Result: i.CommitmentFeeFen.Text()})
	}
	if i.WaivedFeesFen > 0 {
		w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.why.waived"), Formula: i18n.T(ctx, "servicing.why.waived.text"), Result: "−" + i.WaivedFeesFen.Text()})
	}
	return w
}

// explainPenalty adds how an instalment's penalty interest came about.
func explainPenalty(ctx context.Context, t kernel.LoanTerms, i loanbook.Installment, w ui.Why) ui.Why {
	if i.Base == 0 {
		return w
	}
	_, year := subledger.Weight(loan.DayCount(t.DayCount), false)
	w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.penalty"), Formula: fmt.Sprintf("%s × %s × %s / %d", money.Fen(i.Base).Text(), i18n.Percent(t.RatePPM), i18n.Percent(1_000_000+t.UpliftPPM), year), Result: i.Penalty.Fen.Text()})
	key := "servicing.why.penalty"
	if t.DayCount == "AA" {
		key = "servicing.why.penalty_weighed"
	}
	w.Sources = append(w.Sources, i18n.T(ctx, key, i18n.Args{"sum": money.Fen(i.Base).Text(), "from": i.CollectOn, "to": i.ToOn}))
	return w
}

// explainOpen adds what is still to be paid of an instalment, where that is not
// what fell due.
func explainOpen(ctx context.Context, i loanbook.Installment, w ui.Why) ui.Why {
	if i.OpenFen() == i.TotalFen() || i.Paid() {
		return w
	}
	formula := i.TotalFen().Text()
	if i.Penalty.Fen > i.WaivedFen {
		formula += " + " + (i.Penalty.Fen - i.WaivedFen).Text()
	}
	if paid := i.PaidPrincipalFen + i.PaidInterestFen + i.PaidFeesFen + i.PaidFen; paid > 0 {
		formula += " − " + paid.Text()
	}
	w.Lines = append(w.Lines, ui.WhyLine{Label: i18n.T(ctx, "servicing.why.open"), Formula: formula, Result: i.OpenFen().Text()})
	return w
}
