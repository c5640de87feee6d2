package pipeline

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/shown"
)

// Service is the only door: pages and operations come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Keeper   *flow.Keeper
	Audit    AuditLog
	Market   Market
	Parties  Parties
	Notices  Notices
	Calendar *clock.Calendar
	Now      func() time.Time // the business clock
	NewID    func() string
}

// collection is what lists are asked about: everything that a party has here.
func collection(kind, party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: kind, ID: party}, Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(party)}}
}

// mayList reports whether the reader has a board.
func (s *Service) mayList(ctx context.Context) bool {
	return s.Guard.Allowed(ctx, "pipeline.list_cases", collection("LenderCases", kernel.From(ctx).Party))
}

// reader words instants and clocks as of now at the park.
func (s *Service) reader() shown.Reader { return shown.Reader{Now: s.Now(), Calendar: s.Calendar} }

func (s *Service) moment(ctx context.Context, t time.Time) string { return s.reader().Moment(ctx, t) }
