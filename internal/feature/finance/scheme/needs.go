package scheme

// What schemes need from the rest of the house, in their own words. internal/app
// satisfies these.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Loans is the loan book with what the park knows of the borrowers. It authorises
// nothing.
type Loans interface {
	// Of are the loans of a party that were paid out, as lender or as borrower.
	Of(ctx context.Context, tx db.Tx, party string) ([]Loan, error)
	// Loan is one of them.
	Loan(ctx context.Context, tx db.Tx, contract string) (Loan, error)
	// Counted is the headcount that a borrower last reported within a month, 0 for
	// none: "2020-05".
	Counted(ctx context.Context, tx db.Tx, borrower, month string) (int, error)
}

// Loan is a loan as schemes must know it.
type Loan struct {
	ID          string    `json:"id"`
	Ref         string    `json:"ref"`
	Borrower    string    `json:"borrower"`
	Lender      string    `json:"lender"`
	Name        i18n.Text `json:"name"` // of the borrower
	State       string    `json:"state"`
	Pays        bool      `json:"pays"` // instalments fall due on it
	BalanceFen  money.Fen `json:"balance_fen"`
	PausedUntil string    `json:"paused_until"`
	Size        string    `json:"size"`
	Industry    string    `json:"industry"`
	Purpose     string    `json:"purpose"`
	Dues        []Due     `json:"dues"`
}

// Due is one due date with what is unpaid of it.
type Due struct {
	On      string    `json:"on"`
	OpenFen money.Fen `json:"open_fen"`
}

// Reliefs knows what was granted under a scheme.
type Reliefs interface {
	Under(ctx context.Context, tx db.Tx, scheme string) ([]Relieved, error)
}

// Relieved is a relief under a scheme that took effect and was not revoked.
type Relieved struct {
	Case, Ref  string
	Contract   string
	DueOn      string    // the first due date that the scheme was about
	BalanceFen money.Fen // when it was proposed
}

// Parties names organisations.
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
