package loanbook

// How a contract stands on a day, for features that ask in a transaction of
// their own.

import (
	"context"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// Standing is how a contract stands on a day.
type Standing struct {
	Contract     Contract
	Today        string
	Pays         bool                  // instalments fall due on it
	Versions     []kernel.TermsVersion // the last one is in force, or comes into force
	Installments []Installment
	PausedUntil  string // the first due date after a deferral in force
	DaysPastDue  int
	OpenFen      money.Fen // all that is still to come, less what waits
}

// Stand answers how a contract stands on a day, or NotFound.
func Stand(ctx context.Context, tx db.Tx, contract, today string, collect func(loan.Time) loan.Time) (st Standing, err error) {
	st.Today = today
	if st.Contract, err = ByID(ctx, tx, contract); err != nil || st.Contract.DisbursedOn == "" {
		return st, err
	}
	f, err := FactsOn(ctx, tx, &st.Contract)
	if err != nil {
		return st, err
	}
	now, err := f.At(today, collect)
	st.Versions, st.Installments = f.Versions, Rows(now)
	st.PausedUntil, st.DaysPastDue = OnDay(now.Paused), now.DaysPastDue()
	st.OpenFen = now.Open()
	return st, err
}
