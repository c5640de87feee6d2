package portfolio

// What portfolios need from the rest of the house, in their own words.
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

// MaxLoans bounds what a list is made from.
const MaxLoans = 5000

// Loans knows the loans of the alliance. Its answers are those of the party
// named; whether the reader may act for that party is asked here.
type Loans interface {
	// Of lists the contracts of a party, the newest first, at most MaxLoans.
	Of(ctx context.Context, tx db.Tx, party, today string) ([]Loan, error)
	// Sides are the borrower and the lender of a contract, or NotFound.
	Sides(ctx context.Context, tx db.Tx, contract string) (borrower, lender string, err error)
}

// Loan is a contract with where it stands.
type Loan struct {
	ID          string     `json:"id"`
	Ref         string     `json:"ref"`
	State       flow.State `json:"state"`
	Borrower    string     `json:"-"`
	Lender      string     `json:"-"`
	Product     i18n.Text  `json:"product"`
	Drafter     string     `json:"-"` // person at the lender who drafted the offer
	AmountFen   money.Fen  `json:"amount_fen"`
	BalanceFen  money.Fen  `json:"balance_fen"`
	DisbursedOn string     `json:"disbursed_on"`
	NextNo      int        `json:"next_no"`
	NextOn      string     `json:"next_on" doc:"The first due date that is not paid; empty where nothing is left"`
	CollectOn   string     `json:"collect_on" doc:"The working day on which it is collected"`
	NextFen     money.Fen  `json:"next_fen"`
	OverdueFen  money.Fen  `json:"overdue_fen"`
	WaitingFen  money.Fen  `json:"waiting_fen" doc:"Came in and pays nothing yet"`
}

// Parties names organisations and people.
type Parties interface {
	Short(ctx context.Context, tx db.Tx, party string) (i18n.Text, error)
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// Classes knows the class of asset quality of a lender's loans, by contract. It
// authorises nothing.
type Classes interface {
	Of(ctx context.Context, tx db.Tx, lender string, rows []Row) (map[string]kernel.Class, error)
}

// Payees says where a lender wants to be paid.
type Payees interface {
	// Payee is a lender's account for repayments, the zero Payee where it names
	// none.
	Payee(ctx context.Context, tx db.Tx, lender string) (Payee, error)
}

// Payee is an account for repayments, as its lender publishes it.
type Payee struct {
	Holder  string    `json:"holder"`
	Bank    string    `json:"bank"`
	Account string    `json:"account"`
	Since   time.Time `json:"since"`
}

// AuditLog is the transparency log, of which a party reads its own cases.
type AuditLog interface {
	Case(ctx context.Context, tx db.Tx, caseID, party string, limit int) ([]auditlog.Item, error)
}
