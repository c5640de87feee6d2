package recovery

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Service is the only door: pages and API come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Audit    AuditLog
	Identity *identity.Service
	Calendar Calendar
	Notices  Notices
	Now      func() time.Time // the business clock: days are working days
	NewID    func() string
}

const (
	wait   = 1 // working days between the last confirmation and the new password
	unused = 3 // working days after which a request lapses
)

// everything is what lists are asked about.
func everything() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Recoveries", ID: "all"}, Attrs: authz.Attrs{}}
}

// resource is a request as policies see it. Whoever may not read it is told that
// there is nothing.
func (s *Service) resource(r Request, c circle) authz.Resource {
	var parties, gainers []authz.Ref
	for _, m := range c.openly {
		parties = append(parties, kernel.PartyRef(m.Party))
	}
	for _, p := range c.gainers {
		gainers = append(gainers, kernel.PersonRef(p))
	}
	_, park := c.needs()
	return authz.Resource{Ref: authz.Ref{Type: "Recovery", ID: r.ID}, Read: "recovery.read", Attrs: authz.Attrs{
		"person": kernel.PersonRef(r.Person), "party": kernel.PartyRef(r.Party), "parties": parties, "gainers": gainers,
		"park": kernel.PartyRef(c.operator), "to_park": park > 0 && r.Person != "" && c.operator != "",
	}}
}

// on loads a request with its circle and asks permission.
func (s *Service) on(ctx context.Context, tx db.Tx, id string, action authz.Action) (r Request, c circle, err error) {
	if r, err = requestByID(ctx, tx, id); err != nil {
		return r, c, err
	}
	if c, err = s.circle(ctx, tx, r); err != nil {
		return r, c, err
	}
	return r, c, s.Guard.Require(ctx, action, s.resource(r, c))
}

// fieldFault is the fault of one input that only the database can judge.
func fieldFault(name, key string, args ...fault.Args) error {
	var c fault.Check
	c.That(false, name, key, args...)
	return c.Err()
}

// tellAll tells the person and everybody of the person's organisations, but for
// a branch, whose members are nobody's business.
func (s *Service) tellAll(ctx context.Context, tx db.Tx, r Request, c circle, key string) error {
	names, err := s.Identity.PeopleNames(ctx, tx, []string{r.Person, kernel.From(ctx).Person})
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, a := range c.openly {
		all, err := s.Identity.MembersOn(ctx, tx, a.Party, s.Identity.Today())
		if err != nil {
			return err
		}
		for _, m := range all {
			if told[m.Person] {
				continue
			}
			told[m.Person] = true
			if err := s.Notices.TellPerson(ctx, tx, m.Person, key, r.path(), r.ID, map[string]any{"name": names[r.Person], "by": names[kernel.From(ctx).Person]}); err != nil {
				return err
			}
		}
	}
	return nil
}
