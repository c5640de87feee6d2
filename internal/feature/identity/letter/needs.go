package letter

// What this package needs from the rest of the house, in its own words.
// internal/app satisfies these.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Calendar knows working days.
type Calendar interface {
	Workday(d clock.Date) bool
	Zone() *time.Location
}

// Words says what items mean to a person now, in the language of ctx. What they
// may not see, or what is done, it leaves out. Waiting counts what waits for them
// altogether.
type Words interface {
	Lines(ctx context.Context, tx db.Tx, person string, items []Item) ([]Line, error)
	Waiting(ctx context.Context, tx db.Tx, person string) (int, error)
}

// Line is one thing that a letter tells.
type Line struct {
	Kind Kind
	Text string
	Href string // on this site
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
