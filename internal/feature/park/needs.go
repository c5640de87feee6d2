package park

// What the park needs from the rest of the house, in its own words.
// internal/app satisfies these.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Parties knows organisations and people.
type Parties interface {
	// Party answers an organisation, or NotFound.
	Party(ctx context.Context, tx db.Tx, id string) (PartyFacts, error)
	// Establish makes an enterprise known and answers the id of its party.
	Establish(ctx context.Context, tx db.Tx, p PartyFacts) (id string, err error)
	// People names persons by id; an unknown id is left out.
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// PartyFacts is what the park must know of an organisation.
type PartyFacts struct {
	ID          string
	Kind        kernel.PartyKind
	Name, Short i18n.Text
	CreditCode  kernel.CreditCode
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
