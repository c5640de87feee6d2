package plan

// A loan as it stands, in the words of this package.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
)

// Accrual is a part of a due date's interest: one balance at one rate.
type Accrual struct {
	BalanceFen money.Fen `json:"balance_fen"`
	RatePPM    money.PPM `json:"rate_ppm"`
	FromOn     string    `json:"from_on"`
	ToOn       string    `json:"to_on"`
}

// Row is one due date of a loan.
type Row struct {
	DueOn         string    `json:"due_on"`
	PrincipalFen  money.Fen `json:"principal_fen"`
	InterestFen   money.Fen `json:"interest_fen"`
	BalanceFen    money.Fen `json:"balance_fen"`  // to fall due after it
	CarriedFen    money.Fen `json:"carried_fen"`  // of the interest: deferred from earlier due dates
	DeferredFen   money.Fen `json:"deferred_fen"` // of the interest: a part of deferred interest that is spread
	MovedFen      money.Fen `json:"moved_fen"`    // what a deferral took out of it
	OpenPrincipal money.Fen `json:"open_principal_fen"`
	OpenInterest  money.Fen `json:"open_interest_fen"`
	PenaltyFen    money.Fen `json:"penalty_fen"` // accrued, neither paid nor waived
	Accruals      []Accrual `json:"accruals"`
}

// OpenFen is what is still to be paid on the date, penalty interest not counted.
func (r Row) OpenFen() money.Fen { return r.OpenPrincipal + r.OpenInterest }

// TotalFen is what falls due on the date.
func (r Row) TotalFen() money.Fen { return r.PrincipalFen + r.InterestFen }

// Standing is a loan on the day on which an action is weighed.
type Standing struct {
	Today       string
	VersionOn   string           // the day from whose end the present terms count
	Terms       kernel.LoanTerms // in force
	EndsOn      string           // the last due date
	PausedUntil string           // the first due date after a deferral in force, "" for none
	Deferral    *kernel.Deferral // of the terms in force, also one that is over
}

// EndOf is the last due date under a version of the terms of a loan that was
// paid out on a day.
func EndOf(v kernel.TermsVersion, paidOut string) (string, error) {
	if v.EndsOn != "" {
		return v.EndsOn, nil
	}
	begin, err := loan.ParseTime(paidOut)
	if err != nil {
		return "", err
	}
	return begin.AddMonths(v.Terms.TermMonths).String(), nil
}
