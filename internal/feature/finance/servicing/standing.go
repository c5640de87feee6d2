package servicing

import (
	"context"
	"slices"

	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Standing answers how a contract stands today. It authorises nothing: the
// feature that asks decides on its own case who may see the answer.
func (s *Service) Standing(ctx context.Context, tx db.Tx, contract string) (loanbook.Standing, error) {
	st, err := loanbook.Stand(ctx, tx, contract, s.today().String(), s.collect)
	st.Pays = pays(&st.Contract)
	return st, err
}

// AsOf is a loan as it stood at the end of a day, as far as is known today.
func (s *Service) AsOf(f loanbook.Facts, on string) (subledger.State, error) { return s.at(f, on) }

// lastDue is the day on which the last of a loan falls due, "" before the payout.
func lastDue(v View) string {
	if n := len(v.Installments); n > 0 {
		return v.Installments[n-1].DueOn
	}
	return ""
}

// mayAskRelief reports whether to show the link; its page asks for permission.
func (v View) mayAskRelief(ctx context.Context) bool {
	who := kernel.From(ctx)
	return v.PausedUntil == "" && pays(&v.Contract) && who.Party == v.Contract.Borrower && (who.Has(kernel.Owner) || who.Has(kernel.FinanceClerk))
}

// mayWorkOut reports whether to show a lender's people what becomes of a loan that
// goes wrong; its page asks for permission.
func (v View) mayWorkOut(ctx context.Context) bool {
	who := kernel.From(ctx)
	return owes(&v.Contract) && who.Party == v.Contract.Lender && (who.Has(kernel.Officer) || who.Has(kernel.PostLoan) || who.Has(kernel.Approver))
}

// mayObject reports whether to show the borrower the page on which it objects to
// a figure of a loan that was taken over.
func (v View) mayObject(ctx context.Context) bool {
	who := kernel.From(ctx)
	return v.Contract.Agreement.Opening != nil && who.Party == v.Contract.Borrower && (who.Has(kernel.Owner) || who.Has(kernel.FinanceClerk))
}

// mayPause reports whether to show the page of the clock that runs: to those of
// both sides who ask for a pause or confirm one.
func (v View) mayPause(ctx context.Context) bool {
	who := kernel.From(ctx)
	runs := slices.ContainsFunc(v.Clocks, func(r flow.Running) bool { return r.Stopped.IsZero() })
	return runs && (who.Party == v.Contract.Borrower && who.Has(kernel.Owner) || who.Party == v.Contract.Lender && who.Has(kernel.Officer))
}
