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

// Schemes are the policies under which relief is granted. They authorise nothing.
type Schemes interface {
	// Cite checks a relief against the scheme that it names, counted from the day on
	// which it was asked for.
	Cite(ctx context.Context, tx db.Tx, scheme, asked string, g Granted) (Citation, error)
	// Offered are the schemes under which a loan is eligible today.
	Offered(ctx context.Context, tx db.Tx, contract string) ([]Citation, error)
}

// Granted is what a scheme must know of a relief that cites it.
type Granted struct {
	Contract     string
	Action       plan.Action
	PenaltyFen   money.Fen // still asked for with it
	PrincipalFen money.Fen // that is relieved
	Jobs         int
	PromiseUntil string
}

// Headcounts are what borrowers report to the park. It authorises nothing.
type Headcounts interface {
	// Latest is the newest headcount up to a day with its day, "" for none.
	Latest(ctx context.Context, tx db.Tx, borrower, on string) (now int, asOf string, err error)
}

// Months are those that lenders closed. It authorises nothing.
type Months interface {
	// OpenFrom is the first day that a lender has not closed, "" for none.
	OpenFrom(ctx context.Context, tx db.Tx, lender string) (string, error)
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
