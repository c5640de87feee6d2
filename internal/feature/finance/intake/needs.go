package intake

// What intake needs from the rest of the house, in its own words. internal/app
// satisfies these.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Loans is the servicing of contracts.
type Loans interface {
	// Known finds a lender's contracts by either of their numbers, those of others
	// not. It authorises nothing.
	Known(ctx context.Context, tx db.Tx, lender string) (map[string]string, error)
	// Import takes over a loan. It authorises nothing.
	Import(ctx context.Context, tx db.Tx, a kernel.Agreement) (Loan, error)
	// Loan is a contract with its next payment, or NotFound. It authorises nothing.
	Loan(ctx context.Context, tx db.Tx, contract string) (Loan, error)
	// Repay books a receipt as the actor would by hand, with every rule.
	Repay(ctx context.Context, r Receipt) (Booking, error)
	// Alike is the number of a receipt of the same contract, day and amount, "" for
	// none. It authorises nothing.
	Alike(ctx context.Context, tx db.Tx, r Receipt) (string, error)
}

// Loan is a contract as intake must know it.
type Loan struct {
	ID, Ref          string
	Borrower, Lender string
	BorrowerName     i18n.Text
	TakenOver        bool
	BalanceFen       money.Fen
	Dates            int // still to come
	NextOn, EndsOn   string
	NextFen          money.Fen
}

// Receipt is money that came in.
type Receipt struct {
	Contract, ReceivedOn, Number string
	AmountFen                    money.Fen
}

// Booking is what a receipt went to.
type Booking struct {
	PrincipalFen, InterestFen, PenaltyFen, FeeFen, OtherFen money.Fen
	WaitsFen                                                money.Fen
	PostedOn                                                string // the day in the ledger
	BalanceFen                                              money.Fen
}

// Party is an organisation.
type Party struct {
	ID          string
	Kind        kernel.PartyKind
	Name, Short i18n.Text
	CreditCode  kernel.CreditCode
}

// Parties knows organisations and people.
type Parties interface {
	// ByCreditCode answers NotFound where no organisation here has the code.
	ByCreditCode(ctx context.Context, tx db.Tx, code kernel.CreditCode) (Party, error)
	ByID(ctx context.Context, tx db.Tx, id string) (Party, error)
	Operator(ctx context.Context, tx db.Tx) (string, error)
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
