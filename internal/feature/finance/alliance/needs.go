package alliance

// What the alliance needs from the rest of the house, in its own words.
// internal/app satisfies these.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Parties knows organisations and names people.
type Parties interface {
	// Lender answers a lender by its id, or NotFound.
	Lender(ctx context.Context, tx db.Tx, id string) (i18n.Text, error)
	// Lenders are the ids of every lender that the house registered.
	Lenders(ctx context.Context, tx db.Tx) ([]string, error)
	// Operator is the park operator, Town the town's office, or NotFound.
	Operator(ctx context.Context, tx db.Tx) (string, error)
	Town(ctx context.Context, tx db.Tx) (string, error)
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// Cases are the lenders' cases on applications.
type Cases interface {
	// Departing lists cases that the leaving of their lender ends, in the order of
	// their ids after one.
	Departing(ctx context.Context, tx db.Tx, lender, after string, limit int) ([]string, error)
	// Depart ends one of them: what was offered is withdrawn, the enterprise told.
	// A case whose offer was accepted is left as it is.
	Depart(ctx context.Context, tx db.Tx, id, reason string) error
}

// Shelf is what lenders sell.
type Shelf interface {
	// Clear takes everything of a lender from sale, and what it has drafted.
	Clear(ctx context.Context, tx db.Tx, lender, reason string) error
}

// Notices tells people in the program what happened.
type Notices interface {
	Tell(ctx context.Context, tx db.Tx, party string, role kernel.Role, key, href, caseID string, args map[string]any) error
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
