package servicing

// What servicing needs from the rest of the house, in its own words.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Parties names organisations and people.
type Parties interface {
	Short(ctx context.Context, tx db.Tx, id string) (i18n.Text, error)
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// Notices tells people in the program what happened.
type Notices interface {
	Tell(ctx context.Context, tx db.Tx, party string, role kernel.Role, key, href, caseID string, args map[string]any) error
}

// Months knows the first day that a lender has not closed, "" for none.
type Months interface {
	OpenFrom(ctx context.Context, tx db.Tx, lender string) (string, error)
}

// Classes words the class of asset quality of a loan and why it is in there; ""
// before the payout. It authorises nothing.
type Classes interface {
	Class(ctx context.Context, tx db.Tx, contract string) (class, why string, err error)
}

// Events tells other features that a loan moved on.
type Events interface {
	Publish(ctx context.Context, tx db.Tx, event string, payload any) error
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
	Case(ctx context.Context, tx db.Tx, caseID, party string, limit int) ([]auditlog.Item, error)
}
