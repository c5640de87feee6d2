package portfolio

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
)

// Service is the only door: pages and operations come this way.
type Service struct {
	DB      *db.DB
	Guard   *authz.Guard
	Loans   Loans
	Parties Parties
	Payees  Payees
	Classes Classes
	Audit   AuditLog
	Zone    *time.Location
	Now     func() time.Time // the business clock
	NewID   func() string
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Zone) }

// collection is what lists are asked about: everything that a party has here.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Portfolio", ID: party}, Attrs: authz.Attrs{
		"credit": true, "borrower": kernel.PartyRef(party), "lender": kernel.PartyRef(party),
	}}
}

// loan is one contract as policies see it.
func (s *Service) loan(ctx context.Context, tx db.Tx, id string) (authz.Resource, error) {
	borrower, lender, err := s.Loans.Sides(ctx, tx, id)
	return authz.Resource{Ref: authz.Ref{Type: "Loan", ID: id}, Read: "portfolio.pay", Attrs: authz.Attrs{
		"credit": true, "borrower": kernel.PartyRef(borrower), "lender": kernel.PartyRef(lender),
	}}, err
}

// own asks permission for something that the reader's party has.
func (s *Service) own(ctx context.Context, action authz.Action) (party string, err error) {
	party = kernel.From(ctx).Party
	return party, s.Guard.Require(ctx, action, collection(party))
}
