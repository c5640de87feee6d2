package origination

// What origination needs from the rest of the house, in its own words.
// internal/app satisfies these.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Purpose of every consent that origination asks for.
const Purpose = "credit_assessment"

// Consents decides whether a lender may read a class of a case's data.
type Consents interface {
	Grant(ctx context.Context, tx db.Tx, g Grant) (consent string, err error)
	// Live answers the consent under which grantee may read a class now.
	Live(ctx context.Context, tx db.Tx, caseID, grantee, class string, at time.Time) (consent string, ok bool, err error)
	// Revoke ends what an enterprise granted for a case, to one lender or, with "",
	// to all.
	Revoke(ctx context.Context, tx db.Tx, caseID, grantee, reason string) error
	// Disclose records that somebody read a class, and on which ground.
	Disclose(ctx context.Context, tx db.Tx, d Disclosure) error
}

// Grant is a consent to be given.
type Grant struct {
	Subject, Grantee, Case string
	Classes                []string
	From, To               time.Time
	By                     string
}

// Disclosure is one reading of one class.
type Disclosure struct {
	Case, Consent, Grantee, Person, Class, Ground string
}

// Parties knows organisations.
type Parties interface {
	Party(ctx context.Context, tx db.Tx, id string) (PartyFacts, error)
	// Operator is the park operator, whose liaison verifies.
	Operator(ctx context.Context, tx db.Tx) (string, error)
	// Town is the office that follows what all lenders declined, or NotFound.
	Town(ctx context.Context, tx db.Tx) (string, error)
	// People names the persons of timelines, by id.
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// PartyFacts is what origination shows of an organisation.
type PartyFacts struct {
	ID         string            `json:"id"`
	Kind       kernel.PartyKind  `json:"kind"`
	Name       i18n.Text         `json:"name"`
	Short      i18n.Text         `json:"short"`
	CreditCode kernel.CreditCode `json:"credit_code"`
}

// Premises is what the park knows about an enterprise.
type Premises interface {
	Facts(ctx context.Context, tx db.Tx, enterprise string, on string) (ParkFacts, error)
}

// ParkFacts are the park's own records on a day.
type ParkFacts struct {
	Industry                    i18n.Text // class and name
	SizeClass                   string
	Units                       string
	LeaseUntil                  string
	RentFen                     money.Fen
	HeadcountNow, HeadcountFull int
	HeadcountAsOf               string
}

// Contracts turns an accepted offer into a contract.
type Contracts interface {
	Prepare(ctx context.Context, tx db.Tx, a kernel.Agreement) (contract string, err error)
	// Cancel ends a contract that is not signed by both; it fails with
	// WrongTurn where it is.
	Cancel(ctx context.Context, tx db.Tx, contract, reason string) error
}

// Capacity is what a lender still has to lend.
type Capacity interface {
	// Reserve sets money aside for an offer, or refuses.
	Reserve(ctx context.Context, tx db.Tx, lender, offer string, amount money.Fen) error
	Release(ctx context.Context, tx db.Tx, lender, offer string, amount money.Fen) error
	Budget(ctx context.Context, tx db.Tx, lender string) (free, reserved money.Fen, err error)
}

// Documents are the files of an application.
type Documents interface {
	Count(ctx context.Context, tx db.Tx, caseID string) (int, error)
	List(ctx context.Context, tx db.Tx, caseID string) ([]FileRow, error)
}

// FileRow is a file as lists show it.
type FileRow struct {
	ID        string    `json:"id"`
	Kind      string    `json:"kind"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"`
	Version   int64     `json:"version"`
	At        time.Time `json:"at"`
}

// Talk is the conversation of a case.
type Talk interface {
	Say(ctx context.Context, tx db.Tx, caseID, person, party, text string, audience []string) error
	Messages(ctx context.Context, tx db.Tx, caseID, party string) ([]Message, error)
}

// Message is one thing that was said.
type Message struct {
	Person string    `json:"person"`
	Party  string    `json:"party"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
}

// Notices tells people in the program what happened.
type Notices interface {
	Tell(ctx context.Context, tx db.Tx, party string, role kernel.Role, key, href, caseID string, args map[string]any) error
}

// Alliance knows whether a lender does business in it.
type Alliance interface {
	Member(ctx context.Context, tx db.Tx, lender string) (member, invites bool, err error)
}

// Backings knows what speaks for an application that was referred.
type Backings interface {
	Backings(ctx context.Context, tx db.Tx, application string) ([]kernel.Backing, error)
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
	// Case is what a party may see of a case, the newest first.
	Case(ctx context.Context, tx db.Tx, caseID, party string, limit int) ([]auditlog.Item, error)
}
