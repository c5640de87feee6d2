package recovery

// What this package needs from the rest of the house, in its own words.
// internal/app satisfies these.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Calendar counts working days.
type Calendar interface {
	Deadline(from time.Time, days int) (due time.Time, provisional bool)
}

// Notices tell one person something.
type Notices interface {
	TellPerson(ctx context.Context, tx db.Tx, person, key, href, caseID string, args map[string]any) error
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
