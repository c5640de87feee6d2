package servicing

// What other features may ask of a contract in a transaction of their own. It
// authorises nothing: the feature that asks decides on its own case who may see
// the answer.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// Standing is how a contract stands today.
type Standing struct {
	Contract     Contract
	Today        string
	Pays         bool                  // instalments fall due on it
	Versions     []kernel.TermsVersion // the last one is in force, or comes into force
	Installments []Installment
	PausedUntil  string // the first due date after a deferral in force
	DaysPastDue  int
}

// Standing answers how a contract stands today, or NotFound.
func (s *Service) Standing(ctx context.Context, tx db.Tx, contract string) (st Standing, err error) {
	st.Today = s.today().String()
	if st.Contract, err = loanbook.ByID(ctx, tx, contract); err != nil || st.Contract.DisbursedOn == "" {
		return st, err
	}
	st.Pays = pays(&st.Contract)
	f, err := loanbook.FactsOn(ctx, tx, &st.Contract)
	if err != nil {
		return st, err
	}
	now, err := s.at(f, st.Today)
	st.Versions, st.Installments = f.Versions, loanbook.Rows(now)
	st.PausedUntil, st.DaysPastDue = loanbook.OnDay(now.Paused), now.DaysPastDue()
	return st, err
}

// Repaying lists some contracts on which instalments fall due, in the order of
// their ids, after one of them; "" for the first.
func (s *Service) Repaying(ctx context.Context, tx db.Tx, after string, limit int) ([]string, error) {
	return loanbook.Paying(ctx, tx, after, limit)
}
