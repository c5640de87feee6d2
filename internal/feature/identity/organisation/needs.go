package organisation

// What this package needs from the rest of the house, in its own words.
// internal/app satisfies these.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Turns knows what waits for whom: the Keeper.
type Turns interface {
	Waiting(ctx context.Context, tx db.Tx, party string, roles []string, limit int) ([]flow.Turn, error)
	Turn(ctx context.Context, tx db.Tx, machine, id string) (flow.Turn, bool, error)
	Charge(ctx context.Context, tx db.Tx, machine, id, party, person string) error
	Discharge(ctx context.Context, tx db.Tx, party, person string) error
}

// Drafts knows what people of a party began or drafted and what still waits for
// somebody else of it.
type Drafts interface {
	Begun(ctx context.Context, tx db.Tx, party string) ([]kernel.Begun, error)
}

// Notices tell one person something.
type Notices interface {
	TellPerson(ctx context.Context, tx db.Tx, person, key, href, caseID string, args map[string]any) error
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
