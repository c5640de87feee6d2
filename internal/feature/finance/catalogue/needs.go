package catalogue

// What the catalogue needs from the rest of the house, in its own words.
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
	// Guarantors lists the guarantee companies that the alliance knows.
	Guarantors(ctx context.Context, tx db.Tx) ([]PartyFacts, error)
	// People names persons, by id.
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// PartyFacts is what the catalogue must know of an organisation.
type PartyFacts struct {
	ID    string
	Kind  kernel.PartyKind
	Short i18n.Text
}

// Applicants knows enterprises by what they say in their applications and what
// the park verified.
type Applicants interface {
	Applicant(ctx context.Context, tx db.Tx, enterprise string) (kernel.Applicant, error)
}

// Alliance knows whether a lender does business in it.
type Alliance interface {
	Member(ctx context.Context, tx db.Tx, lender string) (member, invites bool, err error)
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
