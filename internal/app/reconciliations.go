package app

// Reconciliations, and the loan book as they see it: by value date, as a lender's
// own statement is.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/reconciliation"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/module"
)

// reconciliations makes the feature.
func (a *App) reconciliations(people parties) module.Module {
	a.Reconciliation = &reconciliation.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Loans: byValueDate{a.Calendar}, Parties: loanParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: a.newID}
	return a.Reconciliation.Module()
}

// byValueDate is the loan book for reconciliations.
type byValueDate struct{ calendar *clock.Calendar }

func (b byValueDate) BookedSince(ctx context.Context, tx db.Tx, lender string, since time.Time, upTo string) (out []reconciliation.Late, err error) {
	all, err := loanbook.BookedSince(ctx, tx, lender, since, upTo)
	for _, x := range all {
		out = append(out, reconciliation.Late(x))
	}
	return out, err
}

func (b byValueDate) Between(ctx context.Context, tx db.Tx, lender, from, to string, around int) (out []reconciliation.Loan, err error) {
	first, err := clock.ParseDate(from)
	if err != nil {
		return nil, err
	}
	last, err := clock.ParseDate(to)
	if err != nil {
		return nil, err
	}
	all, err := loanbook.PaidOut(ctx, tx, lender)
	if err != nil {
		return nil, err
	}
	names := payoutNumbers(all)
	for i := range all {
		c := &all[i]
		if c.Lender != lender {
			continue
		}
		x, err := b.loan(ctx, tx, c, first, last, around)
		if err != nil {
			return nil, err
		}
		if names[c.PayoutRef] == c.ID && c.Agreement.Opening == nil {
			x.Numbers = append(x.Numbers, c.PayoutRef)
		}
		out = append(out, x)
	}
	return out, nil
}

// payoutNumbers are the lender's own numbers of its payouts, where a number is that
// of one loan alone. A renewed loan is paid out under the number of the old one.
func payoutNumbers(all []loanbook.Contract) map[string]string {
	names, taken := map[string]string{}, map[string]bool{}
	for _, c := range all {
		taken[c.Ref] = true
	}
	for _, c := range all {
		if !taken[c.PayoutRef] {
			names[c.PayoutRef] = c.ID
		} else {
			delete(names, c.PayoutRef)
		}
		taken[c.PayoutRef] = true
	}
	return names
}

// loan is one contract over a period.
func (b byValueDate) loan(ctx context.Context, tx db.Tx, c *loanbook.Contract, first, last clock.Date, around int) (x reconciliation.Loan, err error) {
	x = reconciliation.Loan{ID: c.ID, Ref: c.Ref, Borrower: c.Agreement.BorrowerName, BooksFrom: c.BooksFrom()}
	if o := c.Agreement.Opening; o != nil {
		x.Numbers = []string{o.Number}
	}
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return x, err
	}
	collect := loanbook.Collecting(b.calendar)
	if x.OpeningFen, err = f.OwedAt(max(first.AddDays(-1).String(), x.BooksFrom), collect); err != nil {
		return x, err
	}
	if x.ClosingFen, err = f.OwedAt(last.String(), collect); err != nil {
		return x, err
	}
	taken, err := loanbook.Reversals(ctx, tx, c.ID)
	for _, m := range f.Moves(taken) {
		if m.On < first.AddDays(-around).String() || m.On > last.AddDays(around).String() || x.BooksFrom != "" && m.On <= x.BooksFrom {
			continue
		}
		y := reconciliation.Movement{ID: m.ID, Contract: c.ID, Kind: m.Kind, On: m.On, Number: m.Number, AmountFen: m.AmountFen, Back: m.Back}
		if m.PostedOn != m.On {
			y.PostedOn = m.PostedOn
		}
		x.Moves = append(x.Moves, y)
	}
	return x, err
}
