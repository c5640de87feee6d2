package sim

// The whole demo as one timeline, and what it must have come to.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/platform/clock"
)

// Begin is the day on which the demo begins, Present the one on which its data
// ends.
func Begin() clock.Date { return begin }

// Present is the demo's present: a Tuesday, the day the data ends.
func Present() clock.Date { return clock.Date{Year: 2020, Month: 6, Day: 30} }

// Load plays Fenghe Park until a day, through the services.
func (w *World) Load(ctx context.Context, d Data, until clock.Date) error {
	t := &Timeline{world: w}
	t.people(d)
	t.premises(d)
	t.headcounts(d)
	t.products(d)
	t.lenders(d)
	if err := t.applications(d); err != nil {
		return err
	}
	t.referred(d)
	if err := t.schemes(); err != nil {
		return err
	}
	t.letters()
	if err := t.existing(d); err != nil {
		return err
	}
	end := until.At(9, 0, w.App.Calendar.Zone())
	var steps []Step
	for _, s := range t.steps {
		if s.At.Before(end) {
			steps = append(steps, s)
		}
	}
	if err := w.Play(ctx, steps); err != nil {
		return err
	}
	if err := w.until(ctx, end); err != nil {
		return err
	}
	return w.App.Settle(ctx)
}

// Compare looks at the loans as their lenders see them and names what differs
// from the second computation.
func (w *World) Compare(ctx context.Context, d Data) (differences []string, err error) {
	for _, l := range d.Loans {
		own, err := w.As(ctx, desks[l.Bank].officer, "")
		if err != nil {
			return nil, err
		}
		v, err := w.App.Servicing.View(own, w.ID("contract of "+l.Application))
		if err != nil {
			return nil, err
		}
		differences = append(differences, differ(l.ID, v, d.Expected.Loans[l.ID])...)
	}
	for _, l := range d.Existing {
		own, err := w.As(ctx, desks[l.Bank].officer, "")
		if err != nil {
			return nil, err
		}
		found, err := w.compareExisting(own, d, l)
		if err != nil {
			return nil, err
		}
		differences = append(differences, found...)
	}
	return differences, nil
}

func differ(ref string, v servicing.View, want ExpectedLoan) (differences []string) {
	var principal, interest, total money.Fen
	for _, i := range v.Installments {
		principal, interest, total = principal+i.PaidPrincipalFen, interest+i.PaidInterestFen, total+i.InterestFen
	}
	next, _ := v.Next()
	for _, x := range []struct{ what, got, want string }{
		{"interest paid", plain(interest), want.InterestPaid}, {"principal paid", plain(principal), want.PrincipalPaid}, {"balance", plain(v.Contract.BalanceFen), want.Balance},
		{"total interest", plain(total), want.TotalInterest}, {"next due", next.DueOn, want.NextDue},
	} {
		if trim(x.got) != trim(x.want) {
			differences = append(differences, fmt.Sprintf("%s: %s is %s, expected %s", ref, x.what, x.got, x.want))
		}
	}
	return differences
}

func plain(f money.Fen) string { return fmt.Sprintf("%d.%02d", f/100, f%100) }

// trim lets "800000" and "800000.00" be the same.
func trim(s string) string {
	if f, err := money.Parse(s); err == nil {
		return plain(f)
	}
	return s
}
