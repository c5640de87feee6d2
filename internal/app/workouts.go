package app

// Workouts, and servicing as they see it.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/module"
)

// workouts makes the feature, and lets proposals lapse whose loan has moved.
func (a *App) workouts(people parties) module.Module {
	a.Workout = &workout.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Loans: workedOut{a.Servicing}, Parties: loanParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: a.newID}
	a.Jobs.Every("workouts that lapse", 20*time.Second, a.Workout.Sweep)
	return a.Workout.Module()
}

// workedOut is the loan book for workouts.
type workedOut struct{ *servicing.Service }

func (w workedOut) Loan(ctx context.Context, tx db.Tx, contract string) (workout.Loan, error) {
	st, err := w.Standing(ctx, tx, contract)
	c := st.Contract
	return workout.Loan{
		ID: c.ID, Ref: c.Ref, Borrower: c.Borrower, Lender: c.Lender, Product: c.Agreement.ProductName, State: c.State, Version: c.Version,
		BalanceFen: c.BalanceFen, OpenFen: st.OpenFen, WrittenFen: c.WrittenFen, DaysPastDue: st.DaysPastDue,
	}, err
}
