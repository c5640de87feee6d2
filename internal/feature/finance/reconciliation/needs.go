package reconciliation

// What a reconciliation needs from the rest of the house, in its own words.
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

// Loans is the loan book. All of it authorises nothing.
type Loans interface {
	// Between lists a lender's loans that were paid out or taken over by the end of a
	// period, by reference: their balances before it and at its end, and their
	// movements in it and up to around days beside it.
	Between(ctx context.Context, tx db.Tx, lender, from, to string, around int) ([]Loan, error)
	// BookedSince lists for which days up to one a lender's books were changed after an
	// instant.
	BookedSince(ctx context.Context, tx db.Tx, lender string, since time.Time, upTo string) ([]Late, error)
}

// Loan is a contract over a period.
type Loan struct {
	ID, Ref    string
	Numbers    []string // of the lender's own, by which a statement may name it
	Borrower   i18n.Text
	BooksFrom  string // of a loan that was taken over: the day whose end its books begin with
	OpeningFen money.Fen
	ClosingFen money.Fen
	Moves      []Movement
}

// Movement is money that moved on a loan in our books, by value date.
type Movement struct {
	ID        string    `json:"id"`
	Contract  string    `json:"contract"`
	Kind      string    `json:"kind"`
	On        string    `json:"on"`
	Number    string    `json:"number" doc:"The lender's reference, as it was booked"`
	AmountFen money.Fen `json:"amount_fen"`
	PostedOn  string    `json:"posted_on,omitempty" doc:"The day in the ledger, where the month of the day was closed"`
	Back      string    `json:"back,omitempty" doc:"Of a reversal: the movement that it takes back"`
}

// Late is something that was booked for a day, and when.
type Late struct {
	On string
	At time.Time
}

// Parties names people.
type Parties interface {
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
	Short(ctx context.Context, tx db.Tx, id string) (i18n.Text, error)
}

// Notices tells people in the program what happened.
type Notices interface {
	Tell(ctx context.Context, tx db.Tx, party string, role kernel.Role, key, href, caseID string, args map[string]any) error
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
	Case(ctx context.Context, tx db.Tx, caseID, party string, limit int) ([]auditlog.Item, error)
}
