package organisation

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, API and invitations come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Audit    AuditLog
	Identity *identity.Service
	Turns    Turns
	Drafts   Drafts
	Notices  Notices
	Now      func() time.Time // the business clock
	NewID    func() string
}

// rights are the rights that people hold at a party, as policies see them.
func rights(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Rights", ID: party}, Attrs: authz.Attrs{"party": kernel.PartyRef(party)}}
}

// member is somebody's membership, as policies see it.
func member(m identity.Membership) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Member", ID: m.ID}, Attrs: authz.Attrs{"party": kernel.PartyRef(m.Party)}}
}

// record writes an entry of the log in the name of who acts.
func (s *Service) record(ctx context.Context, tx db.Tx, e auditlog.Entry) error {
	who := kernel.From(ctx)
	e.Person, e.Party = who.Person, who.Party
	_, err := s.Audit.Append(ctx, tx, e)
	return err
}

// fieldFault is the fault of one input that only the database can judge.
func fieldFault(name, key string, args ...fault.Args) error {
	var c fault.Check
	c.That(false, name, key, args...)
	return c.Err()
}

// name is a person in words; somebody unknown has none.
func (s *Service) name(ctx context.Context, tx db.Tx, person string) (i18n.Text, error) {
	names, err := s.Identity.PeopleNames(ctx, tx, []string{person})
	return names[person], err
}
