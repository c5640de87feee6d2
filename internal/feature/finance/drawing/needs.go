package drawing

// What drawing needs from the rest of the house, in its own words. internal/app
// satisfies these.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Loans is the servicing of contracts. All of it authorises nothing.
type Loans interface {
	// Loan answers how a contract stands today, or NotFound.
	Loan(ctx context.Context, tx db.Tx, contract string) (Loan, error)
	// Draw pays out what two people agreed to, or says what stands in its way.
	Draw(ctx context.Context, tx db.Tx, contract string, p Payout) error
	// Foresee is the schedule as it stands, and as it would be with a payout.
	Foresee(ctx context.Context, tx db.Tx, contract string, p Payout) (before, after []Row, err error)
	// Waive lets go of fees.
	Waive(ctx context.Context, tx db.Tx, contract string, w LetGo) error
}

// Loan is a contract as drawing must know it.
type Loan struct {
	ID          string           `json:"id"`
	Ref         string           `json:"ref"`
	Borrower    string           `json:"-"`
	Lender      string           `json:"-"`
	Product     i18n.Text        `json:"product"`
	State       flow.State       `json:"state"`
	Terms       kernel.LoanTerms `json:"terms"`
	DisbursedOn string           `json:"disbursed_on"`
	DrawnFen    money.Fen        `json:"drawn_fen"`
	UndrawnFen  money.Fen        `json:"undrawn_fen"`
	BalanceFen  money.Fen        `json:"balance_fen"`
	DrawUntil   string           `json:"draw_until" doc:"The last day of drawing; empty where nothing may be drawn any more"`
	Draws       int              `json:"draws" doc:"Payouts so far, the first among them"`
	PausedUntil string           `json:"paused_until" doc:"The first due date after a deferral in force"`
	OverdueFen  money.Fen        `json:"overdue_fen"`
	OpenFrom    string           `json:"-"` // the first day that the lender's books have not closed, "" for none
	Fees        []Fee            `json:"fees"`
}

// Fee are the fees of one due date.
type Fee struct {
	DueOn         string    `json:"due_on"`
	DrawingFen    money.Fen `json:"drawing_fee_fen"`
	CommitmentFen money.Fen `json:"commitment_fee_fen"`
	WaivedFen     money.Fen `json:"waived_fen"`
	PaidFen       money.Fen `json:"paid_fen"`
}

// OpenFen is what is still to be paid of them.
func (f Fee) OpenFen() money.Fen { return f.DrawingFen + f.CommitmentFen - f.WaivedFen - f.PaidFen }

// Row is a due date of a schedule.
type Row struct {
	DueOn        string    `json:"due_on"`
	PrincipalFen money.Fen `json:"principal_fen"`
	InterestFen  money.Fen `json:"interest_fen"`
	FeesFen      money.Fen `json:"fees_fen"`
	BalanceFen   money.Fen `json:"balance_fen"`
}

// TotalFen is what falls due.
func (r Row) TotalFen() money.Fen { return r.PrincipalFen + r.InterestFen + r.FeesFen }

// Payout is money that leaves the lender.
type Payout struct {
	ID, ValueOn, Number  string
	AmountFen            money.Fen
	RecordedBy, AgreedBy string // people
}

// LetGo are fees of one due date that are not asked for.
type LetGo struct {
	ID, DueOn, Reason string
	AmountFen         money.Fen
	AskedBy, AgreedBy string // people
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
