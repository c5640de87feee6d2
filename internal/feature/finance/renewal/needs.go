package renewal

// What renewal needs from the rest of the house, in its own words. internal/app
// satisfies these.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Loans is the servicing of contracts. All of it authorises nothing.
type Loans interface {
	// Loan answers how a contract stands today, or NotFound.
	Loan(ctx context.Context, tx db.Tx, contract string) (Loan, error)
	// NextRef is a new reference number of a contract.
	NextRef(ctx context.Context, tx db.Tx) (string, error)
	// Draft writes a contract as the one file that both sign, with its SHA-256.
	Draft(ref string, a kernel.Agreement, prepared time.Time) (text, hash string, err error)
	// PaperPolicy is the content security policy under which a contract is served.
	PaperPolicy() string
	// Renew puts a signed contract in force and ends the loan that it renews.
	Renew(ctx context.Context, tx db.Tx, n Signed) (contract string, err error)
}

// Loan is a contract as renewal must know it.
type Loan struct {
	ID, Ref                string
	Borrower, Lender, Park string
	Today                  string
	State                  string
	Performs               bool // instalments fall due, nothing is late, no deferral is in force
	Agreement              kernel.Agreement
	Terms                  kernel.LoanTerms // in force
	TermsHash              string           // of their version
	BalanceFen             money.Fen
	OpenFen                money.Fen // all that is still to be paid, less what waits
	DaysPastDue            int
	PausedUntil            string    // the first due date after a deferral in force
	EndsOn                 string    // the last due date
	CollectOn              string    // the working day on which it is expected
	PrincipalFen           money.Fen // that falls due on EndsOn and is unpaid
	InterestFen            money.Fen // that falls due on EndsOn and is unpaid
}

// Signed is a contract that both have signed.
type Signed struct {
	Ref, Text, FileHash  string
	Agreement            kernel.Agreement
	Prepared             time.Time
	BorrowerBy, LenderBy string
	BorrowerAt, LenderAt time.Time
}

// Products are what a lender sells for renewals.
type Products interface {
	ForRenewals(ctx context.Context, tx db.Tx, lender string) ([]Product, error)
}

// Product is what a contract of renewal takes from a product on sale.
type Product struct {
	ID               string
	Name             i18n.Text
	MaxFen           money.Fen
	Terms            []int // months
	RatePPM          money.PPM
	Repayment        kernel.Repayment
	DayCount         string
	Rounding         string
	Allocation       kernel.Allocation
	UpliftPPM        money.PPM
	UpliftOnInterest bool
}

// Reliefs knows whether a relief of a loan is under way.
type Reliefs interface {
	UnderWay(ctx context.Context, tx db.Tx, contract string) (ref string, found bool, err error)
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
	Case(ctx context.Context, tx db.Tx, caseID, party string, limit int) ([]auditlog.Item, error)
}
