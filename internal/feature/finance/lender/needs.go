package lender

// What the public page needs from the rest of the house, in its own words.
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

// Parties knows the alliance's lenders.
type Parties interface {
	// Lender answers a bank; any other organisation is NotFound.
	Lender(ctx context.Context, tx db.Tx, id string) (Party, error)
	// Lenders lists the banks of the alliance, the first registered first.
	Lenders(ctx context.Context, tx db.Tx) ([]Party, error)
}

// Party is a lender by its names.
type Party struct {
	ID    string    `json:"id"`
	Name  i18n.Text `json:"name"`
	Short i18n.Text `json:"short"`

	LeavesOn string `json:"leaves_on,omitempty" doc:"From when it is no member of the alliance, where that was decided"`
}

// Products are what lenders sell.
type Products interface {
	// Sold lists what is on sale today, in the order of the codes.
	Sold(ctx context.Context, tx db.Tx) ([]Product, error)
}

// Product is what the public page shows of a product.
type Product struct {
	ID              string           `json:"id"`
	Code            string           `json:"code"`
	Lender          string           `json:"lender"`
	Version         int64            `json:"version"`
	ValidFrom       string           `json:"valid_from"`
	Name            i18n.Text        `json:"name"`
	Purpose         i18n.Text        `json:"purpose"`
	Security        string           `json:"security"`
	MaxFen          money.Fen        `json:"max_fen"`
	Terms           []int            `json:"term_months"`
	RatePPM         money.PPM        `json:"rate_ppm"`
	Repayment       kernel.Repayment `json:"repayment"`
	Rules           []kernel.Finding `json:"rules"` // its conditions, laid beside nobody
	Documents       []string         `json:"documents"`
	Guarantor       i18n.Text        `json:"guarantor"` // empty where nobody guarantees
	GuaranteeFeePPM money.PPM        `json:"guarantee_fee_ppm"`
}

// Answers are how long lenders took, as the log of the moves has it.
type Answers interface {
	// Times lists how long a lender took, in working time, for the cases whose
	// answers were due in [from, to): from the invitation to the first response,
	// and from the consent to the decision. A case without one is not in the list.
	Times(ctx context.Context, tx db.Tx, lender string, from, to time.Time) (first, decision []time.Duration, err error)
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
