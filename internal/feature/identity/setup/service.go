package setup

import (
	"context"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, API and the command line come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Audit    AuditLog
	Identity *identity.Service
	Calendar Calendar
	Letters  Letters
	NewID    func() string
}

// nothing is the one answer to whatever is not to be found.
func nothing() error { return fault.New(fault.NotFound, "fault.not_found") }

// beginning is a deployment without an operator, as policies see it.
func beginning() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Setup", ID: "new"}, Attrs: authz.Attrs{"open": true}}
}

// resource is a founding as policies see it. Whoever may not read it is told that
// there is nothing.
func (f Founding) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Setup", ID: f.Operator}, Read: "setup.read",
		Attrs: authz.Attrs{"operator": kernel.PartyRef(f.Operator), "open": f.DoneAt.IsZero()}}
}

// going answers the founding that is not finished, to whom it concerns.
func (s *Service) going(ctx context.Context, tx db.Tx, action authz.Action) (Founding, error) {
	f, err := founding(ctx, tx)
	if err != nil {
		return f, err
	}
	return f, s.Guard.Require(ctx, action, f.resource())
}

// founded reports whether there is an operator.
func (s *Service) founded(ctx context.Context, tx db.Tx) (bool, error) {
	_, err := s.Identity.Operator(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// record writes an entry of the log in the name of who acts.
func (s *Service) record(ctx context.Context, tx db.Tx, e auditlog.Entry) error {
	who := kernel.From(ctx)
	e.Person, e.Party = who.Person, who.Party
	_, err := s.Audit.Append(ctx, tx, e)
	return err
}
