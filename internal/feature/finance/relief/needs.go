package relief

// What relief needs from the rest of the house, in its own words. internal/app
// satisfies these.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Loans is the servicing of contracts. All three authorise nothing.
type Loans interface {
	// Loan answers how a contract stands today, or NotFound.
	Loan(ctx context.Context, tx db.Tx, contract string) (Loan, error)
	// Foresee is the schedule as it stands, and as it would be with new terms.
	Foresee(ctx context.Context, tx db.Tx, contract string, n kernel.NewTerms, at string) (before, after []plan.Row, err error)
	// Restate puts new terms in force from the end of a day that is not ahead.
	Restate(ctx context.Context, tx db.Tx, contract string, n kernel.NewTerms, at, reason string) (kernel.TermsVersion, error)
}

// Loan is a contract as relief must know it.
type Loan struct {
	ID, Ref                string
	Borrower, Lender, Park string
	Name                   i18n.Text // of the product
	State                  string
	Pays                   bool      // instalments fall due on it
	AmountFen              money.Fen // paid out
	BalanceFen             money.Fen
	DaysPastDue            int
	Versions               []kernel.TermsVersion // in force since their days, the last one now
	Standing               plan.Standing
	Rows                   []plan.Row
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
	Case(ctx context.Context, tx db.Tx, caseID, party string, limit int) ([]auditlog.Item, error)
}
