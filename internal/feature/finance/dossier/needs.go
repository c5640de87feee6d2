package dossier

// What documents need from the rest of the house, in its own words. internal/app
// satisfies these.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Applications knows applications and the lenders' cases on them.
type Applications interface {
	// Application answers what a dossier must know of an application, or NotFound.
	Application(ctx context.Context, tx db.Tx, id string) (Application, error)
	// Case answers a lender's case with the ground on which it may read documents
	// now, or NotFound.
	Case(ctx context.Context, tx db.Tx, id string) (Case, error)
	// Changed writes down that the documents of an application are others now.
	Changed(ctx context.Context, tx db.Tx, application string) error
	// Disclosed writes down that the actor read documents of a case on its ground.
	Disclosed(ctx context.Context, tx db.Tx, c Case) error
}

// Application is whose an application is and what it may still take.
type Application struct {
	ID       string
	Ref      string // "KG-AP-2020-0004"
	Borrower string
	Open     bool     // documents may still be added
	Draft    bool     // it is not handed in
	Asked    []string // kinds that the product it asks for asks for
}

// Case is a lender's case.
type Case struct {
	ID          string
	Application Application
	Lender      string
	Ground      string // "consent", "contract_file", "" while it may read nothing
	Consent     string // the id of the consent
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
