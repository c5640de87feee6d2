package pipeline

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
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

func (s *Service) moment(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return i18n.Moment(ctx, t, s.Now(), s.Calendar.Zone())
}

// ring words the clock of a turn, the zero Clock where none runs.
func (s *Service) ring(ctx context.Context, t flow.Turn) ui.Clock {
	if t.Due.IsZero() {
		return ui.Clock{}
	}
	left := i18n.Remaining(s.Calendar.Left(s.Now(), t.Due))
	due := i18n.T(ctx, "pipeline.due", i18n.Args{"at": s.moment(ctx, t.Due)})
	if t.Provisional {
		due += " · " + i18n.T(ctx, "pipeline.provisional")
	}
	return ui.NewClock(left, due, i18n.Left(ctx, left), int(1000*s.Calendar.Used(t.Since, t.Due, s.Now())))
}
