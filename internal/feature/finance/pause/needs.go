package pause

// What pauses need from the rest of the house, in their own words. internal/app
// satisfies these.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Cases knows the cases whose clocks may be paused.
type Cases interface {
	// Case answers whose clock a case has, or NotFound.
	Case(ctx context.Context, tx db.Tx, machine, id string) (Case, error)
}

// Side is one side of a case: a party, who there may speak, and its page.
type Side struct {
	Party string
	Role  kernel.Role
	Path  string
}

// Case is a case with the side whose clock it is and the one that waits.
type Case struct {
	Machine, ID, Ref string
	Asker, Counter   Side
	// Quiet says that what becomes of the clock is the asker's own business.
	Quiet bool
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
