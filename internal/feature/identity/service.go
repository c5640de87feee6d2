package identity

import (
	"context"
	"io"
	"strings"
	"sync"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, API, the loader and the simulator come this
// way. It is used by pointer.
type Service struct {
	DB      *db.DB
	Guard   *authz.Guard
	Audit   AuditLog
	Events  Events
	Rights  Rights
	Notices Notices          // nil where nobody is told
	Zone    *time.Location   // of the park: which day it is
	Now     func() time.Time // the business clock: memberships and consents
	System  func() time.Time // the machine's clock: sessions, codes, invitations
	NewID   func() string
	Random  io.Reader // of tokens, salts and secrets
	BaseURL string    // "https://kaigong.example"
	Demo    bool      // opens the picker of personas and the step-up by a button

	hashing sync.Mutex // one password at a time: each takes 19 MiB
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}

// Rights keeps what nobody gives alone until a second person has agreed.
type Rights interface {
	Ask(ctx context.Context, tx db.Tx, a Asked) error
}

// Notices tell one person something.
type Notices interface {
	TellPerson(ctx context.Context, tx db.Tx, person, key, href, caseID string, args map[string]any) error
}

// Asked are roles that By wants Person to have at Party.
type Asked struct {
	Party, Person, By string
	Roles             []kernel.Role
}

// Events tells the other features what happened.
type Events interface {
	Publish(ctx context.Context, tx db.Tx, name string, payload any) error
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Zone) }

func (s *Service) https() bool { return strings.HasPrefix(s.BaseURL, "https://") }

// people are the members of a party, as policies see them.
func people(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "People", ID: party}, Attrs: authz.Attrs{"party": kernel.PartyRef(party)}}
}

// ownAccount is the account of a person.
func ownAccount(person string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Account", ID: person}, Attrs: authz.Attrs{"person": kernel.PersonRef(person)}}
}

// given are the consents that a party gave.
func given(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Consents", ID: party}, Attrs: authz.Attrs{"credit": true, "subject": kernel.PartyRef(party)}}
}

// fieldFault is the fault of one input that only the database can judge.
func fieldFault(name, key string, args ...fault.Args) error {
	var c fault.Check
	c.That(false, name, key, args...)
	return c.Err()
}

// record writes an entry of the log in the name of who acts.
func (s *Service) record(ctx context.Context, tx db.Tx, e auditlog.Entry) error {
	who := kernel.From(ctx)
	e.Person, e.Party = who.Person, who.Party
	_, err := s.Audit.Append(ctx, tx, e)
	return err
}
