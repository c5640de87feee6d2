package workout

// What a workout needs from the rest of the house, in its own words. internal/app
// satisfies these.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Loans is the servicing of contracts. All of it authorises nothing.
type Loans interface {
	// Loan answers how a contract stands today, or NotFound.
	Loan(ctx context.Context, tx db.Tx, contract string) (Loan, error)
	// Default declares a delinquent loan in default, and tells the borrower.
	Default(ctx context.Context, tx db.Tx, contract, reason string) error
	// WriteOff gives up what is owed on a defaulted loan in the lender's books, and
	// tells the borrower.
	WriteOff(ctx context.Context, tx db.Tx, contract, reason string) error
}

// Loan is a contract as a workout must know it.
type Loan struct {
	ID          string     `json:"id"`
	Ref         string     `json:"ref"`
	Borrower    string     `json:"-"`
	Lender      string     `json:"-"`
	Product     i18n.Text  `json:"product"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"` // grows with everything that happens to it
	BalanceFen  money.Fen  `json:"balance_fen"`
	OpenFen     money.Fen  `json:"open_fen" doc:"All that is still to come, with interest and penalty interest"`
	WrittenFen  money.Fen  `json:"written_off_fen"`
	DaysPastDue int        `json:"days_past_due"`
	Rule        Class      `json:"-"` // its class, without what two people agreed on
	Why         string     `json:"-"`
}

// Classes knows the class of a loan by its lender's thresholds, its state and the
// reliefs that hold it, and says why. It authorises nothing.
type Classes interface {
	Rule(ctx context.Context, tx db.Tx, contract string) (class Class, why string, err error)
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
