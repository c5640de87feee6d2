package pipeline

// What pipelines need from the rest of the house, in their own words.
// internal/app satisfies these.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Market knows the cases of the alliance. Its answers are what the party named
// may know; whether the reader may act for that party is asked here.
type Market interface {
	// OfLender lists the cases of a lender, the newest first, at most MaxCases.
	OfLender(ctx context.Context, tx db.Tx, lender string) ([]Case, error)
	// Resting lists a park's applications that were returned or referred, those
	// that rest longest first.
	Resting(ctx context.Context, tx db.Tx, park string) ([]Resting, error)
}

// MaxCases bounds what a lender's board and list are made from.
const MaxCases = 500

// Case is a lender's case as that lender may know it.
type Case struct {
	ID          string     `json:"id"`
	Ref         string     `json:"ref"`
	State       flow.State `json:"state"`
	Application flow.State `json:"application_state" doc:"How far the application is, as its lender may know"`
	Subject     i18n.Text  `json:"subject" doc:"The enterprise, without its name before the file is open"`
	AmountFen   money.Fen  `json:"amount_fen"`
	Product     string     `json:"product" doc:"The lender's own product that was asked for, empty for none"`
	ProductName i18n.Text  `json:"product_name"`
	Invited     time.Time  `json:"invited"`
	AnswersBy   time.Time  `json:"answers_by"`
	UnderWay    bool       `json:"under_way" doc:"The application is neither contracted nor ended"`
}

// Parties knows organisations and names people.
type Parties interface {
	// Operator is the park operator, whose liaison has the desk.
	Operator(ctx context.Context, tx db.Tx) (string, error)
	Short(ctx context.Context, tx db.Tx, party string) (i18n.Text, error)
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
