package grading

// What grading needs from the rest of the house, in its own words. internal/app
// satisfies these.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// MaxLoans bounds what a report is made from.
const MaxLoans = 5000

// Loans is the loan book. All of it authorises nothing.
type Loans interface {
	// Book is every loan of a lender that was paid out by the last of some days, as
	// it stood on each of them; at most MaxLoans.
	Book(ctx context.Context, tx db.Tx, lender string, days ...string) ([]Loan, error)
	// Loan is one loan as it stands today, or NotFound.
	Loan(ctx context.Context, tx db.Tx, contract, today string) (lender string, st Position, err error)
	// Reliefs are the changes of terms of a lender's loans, by contract.
	Reliefs(ctx context.Context, tx db.Tx, lender string) (map[string][]Relief, error)
}

// Loan is a loan with how it stood on some days.
type Loan struct {
	ID, Ref, Borrower string
	On                []Position // one for each day that was asked for
}

// Position is how a loan stood at the end of a day.
type Position struct {
	Began      bool // it was paid out, or taken over
	Days       int  // past due
	Defaulted  bool // as far as the loan itself knows
	Written    bool
	BalanceFen money.Fen // principal owed
	OverdueFen money.Fen // principal and interest that should have been paid
	WrittenFen money.Fen // principal given up by then
	Reliefs    []Relief
}

// Judgements are what two people of a lender agreed on about single loans.
type Judgements interface {
	// Agreed lists them in the order in which they were agreed on.
	Agreed(ctx context.Context, tx db.Tx, lender string) ([]Judgement, error)
}

// Judgement is one of them: a class, or a default.
type Judgement struct {
	Contract string
	On       string       // the day
	Class    kernel.Class // "" for a default
}

// Parties names organisations and people.
type Parties interface {
	Short(ctx context.Context, tx db.Tx, id string) (i18n.Text, error)
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// Notices tells people in the program what happened.
type Notices interface {
	Tell(ctx context.Context, tx db.Tx, party string, role kernel.Role, key, href, caseID string, args map[string]any) error
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
