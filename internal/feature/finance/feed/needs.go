package feed

// What feeds need from the rest of the house, in their own words. internal/app
// satisfies these.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Loans knows the due dates of the alliance. It authorises nothing.
type Loans interface {
	// Dues are the unpaid due dates of a party's running loans, the earliest
	// first.
	Dues(ctx context.Context, tx db.Tx, party string) ([]Due, error)
}

// Due is an unpaid due date.
type Due struct {
	Contract, Ref string
	Other         string // party: the other side
	Version       int64  // of the contract, which grows with every change
	No            int    // of the instalment
	On            string // the working day on which it is collected
	OpenFen       money.Fen
}

// People knows who works where.
type People interface {
	// MayFollow reports whether a person still follows the loans of a party
	// today.
	MayFollow(ctx context.Context, tx db.Tx, person, party string) (bool, error)
}

// Parties names organisations.
type Parties interface {
	Short(ctx context.Context, tx db.Tx, party string) (i18n.Text, error)
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
