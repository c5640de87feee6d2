package books

// What the books need from the rest of the house, in their own words.

import (
	"context"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Loan is a contract that a statement can be about.
type Loan struct {
	ID, Ref          string
	Borrower, Lender i18n.Text
}

// Loans lists the contracts of a party that were paid out, borrower's or
// lender's, the oldest first. It authorises nothing.
type Loans interface {
	PaidOut(ctx context.Context, tx db.Tx, party string) ([]Loan, error)
}

// Parties names organisations.
type Parties interface {
	Short(ctx context.Context, tx db.Tx, id string) (i18n.Text, error)
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
