package organisation

// Use cases of rights that need a second person.

import (
	"context"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Ask notes that an administrator wants a colleague to have rights, and tells
// those who may agree. The caller has asked permission.
func (s *Service) Ask(ctx context.Context, tx db.Tx, a identity.Asked) error {
	g := Grant{ID: s.NewID(), Party: a.Party, Person: a.Person, Roles: a.Roles, By: a.By, At: s.Now(), State: AskedFor, Version: 1}
	n, err := db.Count(ctx, tx, `SELECT count(*) FROM organisation_grant WHERE party_id = $1 AND person_id = $2 AND state = 'asked'`, g.Party, g.Person)
	if err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.WrongTurn, "organisation.grant.open")
	}
	if err := insertGrant(ctx, tx, g); err != nil {
		return err
	}
	if err := s.record(ctx, tx, auditlog.Entry{Kind: "organisation.grant.ask", Case: g.ID, CaseVersion: 1, After: string(g.State), Parties: []string{g.Party}, Fields: g.facts()}); err != nil {
		return err
	}
	return s.tellSeconds(ctx, tx, g)
}

// tellSeconds tells everybody who may agree to a grant.
func (s *Service) tellSeconds(ctx context.Context, tx db.Tx, g Grant) error {
	who, err := s.seconds(ctx, tx, g)
	if err != nil {
		return err
	}
	if len(who) == 0 {
		if who, err = s.managers(ctx, tx, g); err != nil {
			return err
		}
	}
	name, err := s.name(ctx, tx, g.Person)
	for _, m := range who {
		if err == nil {
			err = s.Notices.TellPerson(ctx, tx, m.Person, "organisation.notice.asked", "/rights", g.ID, map[string]any{"name": name})
		}
	}
	return err
}

// managers are those of the park who may agree where an organisation has nobody.
func (s *Service) managers(ctx context.Context, tx db.Tx, g Grant) (out []identity.Membership, err error) {
	park, err := s.Identity.Operator(ctx, tx)
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			err = nil // no park yet: its first people come from the program
		}
		return nil, err
	}
	all, err := s.Identity.MembersOn(ctx, tx, park, s.Identity.Today())
	for _, m := range all {
		if m.HoldsAny(kernel.ParkManager) && m.Person != g.By && m.Person != g.Person {
			out = append(out, m)
		}
	}
	return out, err
}

// Decide is a second person's word on a grant. Seen is the paper that the park
// looked at; a colleague leaves it empty.
type Decide struct {
	Grant string `json:"-" form:"-"`
	Seen  string `json:"seen,omitempty" form:"seen"`
}

const maxSeen = 200 // characters

// Confirm gives a colleague what was asked for them. Who confirms has confirmed
// freshly that it is them, for this very grant.
func (s *Service) Confirm(ctx context.Context, in Decide) (g Grant, err error) {
	err = s.decide(ctx, in.Grant, "organisation.confirm", &g, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if _, err := GrantMachine.Take(g.State, "confirm"); err != nil {
			return err
		}
		if who.StepUpFor != g.Purpose() {
			return fault.New(fault.StepUp, "fault.step_up")
		}
		in.Seen = strings.TrimSpace(in.Seen)
		if who.Party != g.Party {
			var c fault.Check
			c.That(in.Seen != "", "seen", "organisation.seen.missing")
			c.That(utf8.RuneCountInString(in.Seen) <= maxSeen, "seen", "organisation.text.long", fault.Args{"limit": maxSeen})
			if err := c.Err(); err != nil {
				return err
			}
		} else {
			in.Seen = ""
		}
		m, ok, err := s.stands(ctx, tx, g)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.WrongTurn, "organisation.grant.void")
		}
		if err := s.move(ctx, tx, &g, "confirm", in.Seen); err != nil {
			return err
		}
		if _, err := s.Identity.Reassign(ctx, tx, m, append(m.Roles, g.Roles...), g.By); err != nil {
			return err
		}
		return s.tellOutcome(ctx, tx, g, "organisation.notice.confirmed")
	})
	return g, err
}

// Refuse leaves things as they are.
func (s *Service) Refuse(ctx context.Context, id string) (g Grant, err error) {
	err = s.decide(ctx, id, "organisation.refuse", &g, func(ctx context.Context, tx db.Tx) error {
		if err := s.move(ctx, tx, &g, "refuse", ""); err != nil {
			return err
		}
		return s.tellOutcome(ctx, tx, g, "organisation.notice.refused")
	})
	return g, err
}

// Withdraw takes a grant back before anybody agreed.
func (s *Service) Withdraw(ctx context.Context, id string) (g Grant, err error) {
	err = s.decide(ctx, id, "organisation.withdraw", &g, func(ctx context.Context, tx db.Tx) error {
		return s.move(ctx, tx, &g, "withdraw", "")
	})
	return g, err
}

// decide loads a grant into g, asks permission and goes on.
func (s *Service) decide(ctx context.Context, id string, action authz.Action, g *Grant, do func(context.Context, db.Tx) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		if *g, err = grantByID(ctx, tx, id); err != nil {
			return err
		}
		res, err := s.resource(ctx, tx, *g)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, action, res); err != nil {
			return err
		}
		return do(ctx, tx)
	})
}

func (s *Service) tellOutcome(ctx context.Context, tx db.Tx, g Grant, key string) error {
	name, err := s.name(ctx, tx, g.Person)
	for _, person := range []string{g.By, g.Person} {
		if err == nil {
			err = s.Notices.TellPerson(ctx, tx, person, key, "/account", g.ID, map[string]any{"name": name})
		}
	}
	return err
}

// lapse ends what somebody asked for or would get, because they leave.
func (s *Service) lapse(ctx context.Context, tx db.Tx, party, person string) error {
	all, err := openGrants(ctx, tx)
	for _, g := range all {
		if err == nil && g.Party == party && (g.By == person || g.Person == person) {
			err = s.move(ctx, tx, &g, "lapse", "")
		}
	}
	return err
}
