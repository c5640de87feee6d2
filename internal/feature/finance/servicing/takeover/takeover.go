// Package takeover knows what a loan can be that other books kept so far: what a
// lender can say of it, whether its figures agree with its own terms, and the
// record that both parties keep of the takeover. Its words are those of
// servicing.
package takeover

import (
	"context"
	"strings"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Bounds of what a loan can be that is taken over.
const (
	maxImported = money.Fen(1_000_000_000_00)
	maxRate     = money.PPM(360_000)
	maxTerm     = 360
)

// Series begins the numbers that this program gives to contracts.
const Series = "KG-C"

// Facts are what the lender's own books said of a loan, nothing for one that
// began here.
func Facts(ctx context.Context, o *kernel.Opening) []ui.Fact {
	if o == nil {
		return nil
	}
	return []ui.Fact{
		{Label: i18n.T(ctx, "servicing.opening"), Body: ui.Exact(o.BalanceFen), Note: i18n.T(ctx, "servicing.opening.as_of", i18n.Args{"on": i18n.Date(ctx, o.AsOf)}) + " · " + i18n.T(ctx, "servicing.opening.accrued", i18n.Args{"accrued": o.AccruedFen})},
		{Label: i18n.T(ctx, "servicing.opening.number"), Value: o.Number, Mono: true},
		{Label: i18n.T(ctx, "servicing.opening.source"), Value: o.Source},
	}
}

// Wrong is a fault of one field.
func Wrong(name, key string, args fault.Args) error {
	return fault.Wrong(name, key, args)
}

// Check finds what no lender's books can say.
func Check(a *kernel.Agreement, today clock.Date) error {
	o, t := a.Opening, a.Terms
	o.Number, o.Source = strings.TrimSpace(o.Number), strings.TrimSpace(o.Source)
	var k fault.Check
	k.That(o.Number != "" && len(o.Number) <= 60, "number", "servicing.import.number")
	k.That(!strings.HasPrefix(o.Number, Series), "number", "servicing.import.number_kept", fault.Args{"series": Series})
	k.That(o.Source != "" && len(o.Source) <= 200, "source", "servicing.import.source")
	k.That(t.AmountFen > 0 && t.AmountFen <= maxImported, "principal", "servicing.import.principal", fault.Args{"most": maxImported})
	k.That(o.BalanceFen > 0, "balance", "servicing.import.balance")
	k.That(o.BalanceFen <= t.AmountFen, "balance", "servicing.import.balance_above", fault.Args{"balance": o.BalanceFen, "principal": t.AmountFen})
	k.That(t.RatePPM > 0 && t.RatePPM <= maxRate, "rate", "servicing.import.rate", fault.Args{"most": maxRate})
	k.That(t.TermMonths > 0 && t.TermMonths <= maxTerm, "term", "servicing.import.term", fault.Args{"most": maxTerm})
	k.That(t.FeeFen == 0, "principal", "servicing.import.impossible")
	out, err := clock.ParseDate(o.PaidOutOn)
	k.That(err == nil, "paid_out", "servicing.date.form")
	asOf, err := clock.ParseDate(o.AsOf)
	k.That(err == nil, "as_of", "servicing.date.form")
	if !k.Failed("paid_out") && !k.Failed("as_of") && !k.Failed("term") {
		end := out.AddMonths(t.TermMonths)
		k.That(!asOf.Before(out), "as_of", "servicing.import.as_of_early", fault.Args{"on": o.PaidOutOn})
		k.That(!asOf.After(today), "as_of", "servicing.date.future")
		k.That(asOf.Before(end), "as_of", "servicing.import.ended", fault.Args{"on": end.String()})
	}
	equal := t.Repayment == kernel.EqualInstalment || t.Repayment == kernel.EqualPrincipal
	k.That(!equal || o.InstalmentFen > 0, "instalment", "servicing.import.instalment_missing")
	k.That(equal || o.InstalmentFen == 0, "instalment", "servicing.import.instalment_none")
	k.That(o.AccruedFen >= 0, "accrued", "servicing.import.accrued")
	return k.Err()
}

// Agrees compares the lender's figures with what its own terms make of them: the
// interest since the last due date, and an instalment that pays the loan off on
// its last day.
func Agrees(a *kernel.Agreement, st subledger.State) error {
	o := a.Opening
	most, err := accruedAtMost(a)
	if err != nil {
		return err
	}
	if o.AccruedFen > most+1 { // a fen for another way of rounding
		return Wrong("accrued", "servicing.import.accrued_above", fault.Args{"accrued": o.AccruedFen, "most": most})
	}
	if o.InstalmentFen == 0 {
		return nil
	}
	last := st.Rows[len(st.Rows)-1]
	for _, r := range st.Rows[:len(st.Rows)-1] {
		if r.Balance == 0 {
			return Wrong("instalment", "servicing.import.instalment_large", fault.Args{"on": r.Due.String(), "end": last.Due.String()})
		}
	}
	rest := last.Total()
	if a.Terms.Repayment == kernel.EqualPrincipal {
		rest = last.Principal
	}
	if rest > o.InstalmentFen+o.InstalmentFen/2 {
		return Wrong("instalment", "servicing.import.instalment_small", fault.Args{"left": rest, "on": last.Due.String()})
	}
	return nil
}

// accruedAtMost is the interest of the balance since the last due date before
// the opening, or since the payout where everything falls due at the end.
func accruedAtMost(a *kernel.Agreement) (money.Fen, error) {
	out, err := loan.ParseTime(a.Opening.PaidOutOn)
	if err != nil {
		return 0, err
	}
	asOf, err := loan.ParseTime(a.Opening.AsOf)
	if err != nil {
		return 0, err
	}
	since := out
	for n := 1; a.Terms.Repayment != kernel.Bullet && out.AddMonths(n) <= asOf; n++ {
		since = out.AddMonths(n)
	}
	if since == asOf {
		return 0, nil
	}
	y := loan.DayCount(a.Terms.DayCount).Between(since, asOf)
	return money.MulDiv(a.Opening.BalanceFen, int64(a.Terms.RatePPM)*y.Num, 1_000_000*y.Den, money.Rounding(a.Terms.Rounding))
}
