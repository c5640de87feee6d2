package referral

// What a referral needs from the rest of the house, in its own words. internal/app
// satisfies these.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/document"
)

// Applications is what enterprises ask lenders for. All of it authorises nothing.
type Applications interface {
	// Application answers an application as it stands, or NotFound.
	Application(ctx context.Context, tx db.Tx, id string) (Application, error)
	// File answers the given classes of an application's file.
	File(ctx context.Context, tx db.Tx, id string, classes []string) (File, error)
	// Premises answers what the park knows of an enterprise on a day.
	Premises(ctx context.Context, tx db.Tx, enterprise, on string) (Premises, error)
}

// Application is a need for money as a referral must know it.
type Application struct {
	ID, Ref        string
	Borrower, Park string // parties
	State          flow.State
	AmountFen      money.Fen
	TermMonths     int
	Purpose        i18n.Text
	Classes        []string // of data that there are
	Shared         []string // of them, those that lenders were allowed
	Profile        Profile  // without a name
	Live           bool     // lenders see it, or one of them has answered with an offer that still counts
	Ended          bool
}

// Referred reports whether a guarantor and the town can be asked, and can answer.
func (a *Application) Referred() bool { return a.State == "referred" }

// Profile is what may be told of an enterprise before its name.
type Profile interface {
	Facts(ctx context.Context) []ui.Fact
}

// File is a part of an application's file, class by class.
type File interface {
	Cards(ctx context.Context) []Card
}

// Card is a part of a file in words.
type Card struct {
	Title string
	Facts []ui.Fact
}

// Premises is what the park knows of an enterprise.
type Premises struct {
	Industry      i18n.Text `json:"industry"`
	Units         string    `json:"units"`
	LeaseUntil    string    `json:"lease_until"`
	RentFen       money.Fen `json:"rent_fen" doc:"A month"`
	HeadcountNow  int       `json:"headcount_now"`
	HeadcountFull int       `json:"headcount_full"`
	HeadcountAsOf string    `json:"headcount_as_of"`
}

// Resumption is the share of the full staff that is back, in percent rounded down,
// and false where nothing was reported.
func (p Premises) Resumption() (int, bool) {
	if p.HeadcountFull <= 0 {
		return 0, false
	}
	return p.HeadcountNow * 100 / p.HeadcountFull, true
}

// Consents decides who may read what of an application.
type Consents interface {
	Grant(ctx context.Context, tx db.Tx, g Grant) error
	// Live answers the consent under which grantee may read a class now.
	Live(ctx context.Context, tx db.Tx, application, grantee, purpose, class string, at time.Time) (consent string, ok bool, err error)
	// Revoke ends what an enterprise granted one grantee for an application.
	Revoke(ctx context.Context, tx db.Tx, application, grantee, reason string) error
	// Disclose writes down that the actor read a class under a consent.
	Disclose(ctx context.Context, tx db.Tx, d Disclosure) error
}

// Grant is a consent to be given.
type Grant struct {
	Subject, Grantee, Application, Purpose string
	Classes                                []string
	From, To                               time.Time
	By                                     string
}

// Disclosure is one reading of one class.
type Disclosure struct {
	Application, Consent, Grantee, Purpose, Class, Ground string
}

// Party is an organisation as a referral shows it.
type Party struct {
	ID          string           `json:"id"`
	Kind        kernel.PartyKind `json:"kind"`
	Name, Short i18n.Text
}

// Parties knows organisations and people.
type Parties interface {
	Party(ctx context.Context, tx db.Tx, id string) (Party, error)
	// Guarantors lists the guarantee companies that are registered.
	Guarantors(ctx context.Context, tx db.Tx) ([]Party, error)
	// Town is the office that recommends, or NotFound.
	Town(ctx context.Context, tx db.Tx) (string, error)
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// Documents are the files of an application.
type Documents interface {
	List(ctx context.Context, tx db.Tx, caseID string) ([]document.Document, error)
	Open(ctx context.Context, tx db.Tx, caseID, id string) (document.Document, []byte, error)
	Seen(ctx context.Context, tx db.Tx, caseID, id, party, person, ground string) error
}

// Notices tells people in the program what happened.
type Notices interface {
	Tell(ctx context.Context, tx db.Tx, party string, role kernel.Role, key, href, caseID string, args map[string]any) error
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
	// Case is what a party may see of a case, the newest first.
	Case(ctx context.Context, tx db.Tx, caseID, party string, limit int) ([]auditlog.Item, error)
}
