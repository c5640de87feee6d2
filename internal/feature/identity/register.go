package identity

// Use cases that make organisations and people known, and let people act.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Register makes an organisation known.
func (s *Service) Register(ctx context.Context, in RegisterParty) (p Party, err error) {
	if p, err = in.check(); err != nil {
		return p, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "identity.register", people(kernel.From(ctx).Party)); err != nil {
			return err
		}
		if err := free(ctx, tx, "ref", `SELECT count(*) FROM identity_party WHERE ref = $1`, p.Ref); err != nil {
			return err
		}
		if err := free(ctx, tx, "credit_code", `SELECT count(*) FROM identity_party WHERE credit_code = $1 AND credit_code <> ''`, p.CreditCode); err != nil {
			return err
		}
		p.ID = s.NewID()
		return insertParty(ctx, tx, p)
	})
	return p, err
}

// free refuses a value that another row has.
func free(ctx context.Context, tx db.Tx, name, query string, value any) error {
	n, err := db.Count(ctx, tx, query, value)
	if n > 0 {
		return fieldFault(name, "identity.taken")
	}
	return err
}

// Enrol makes a person known. Whoever has an account for them comes by
// invitation; this is for the loader, and for people who never sign in.
func (s *Service) Enrol(ctx context.Context, in EnrolPerson) (p Person, err error) {
	if p, err = in.check(); err != nil {
		return p, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		party := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "identity.enrol", people(party)); err != nil {
			return err
		}
		p.ID, p.enrolledBy = s.NewID(), party
		return freshPerson(ctx, tx, p)
	})
	return p, err
}

// freshPerson stores a person whose ref and sign-in name nobody has.
func freshPerson(ctx context.Context, tx db.Tx, p Person) error {
	if err := free(ctx, tx, "ref", `SELECT count(*) FROM identity_person WHERE ref = $1`, p.Ref); err != nil {
		return err
	}
	if err := free(ctx, tx, "sign_in", `SELECT count(*) FROM identity_person WHERE sign_in = $1 AND sign_in <> ''`, p.SignIn); err != nil {
		return err
	}
	return insertPerson(ctx, tx, p)
}

// Join lets a person act for a party. An administrator adds only people that
// the own organisation enrolled or had before; others are invited.
func (s *Service) Join(ctx context.Context, in JoinParty) (m Membership, err error) {
	from := s.today()
	if in.From != "" {
		if from, err = clock.ParseDate(in.From); err != nil {
			return m, fieldFault("from", "identity.date.broken")
		}
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		party, err := partyByID(ctx, tx, in.Party)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "identity.join", people(party.ID)); err != nil {
			return err
		}
		if err := s.mayAdd(ctx, tx, in.Person, party.ID); err != nil {
			return err
		}
		m, err = s.join(ctx, tx, party, Membership{Person: in.Person, Roles: in.Roles, From: from, By: kernel.From(ctx).Person})
		return err
	})
	return m, err
}

func (s *Service) mayAdd(ctx context.Context, tx db.Tx, person, party string) error {
	p, err := personByID(ctx, tx, person)
	if err != nil || kernel.From(ctx).Has(kernel.System) || p.enrolledBy == party {
		return err
	}
	n, err := db.Count(ctx, tx, `SELECT count(*) FROM identity_membership WHERE person_id = $1 AND party_id = $2`, person, party)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return err
}

// join stores a membership and its entry in the log. A person has one
// membership of a party at a time. What nobody gives alone is asked for and held
// back; what the program gives was agreed outside.
func (s *Service) join(ctx context.Context, tx db.Tx, party Party, m Membership) (Membership, error) {
	var c fault.Check
	checkRoles(&c, party.Kind, m.Roles)
	if err := c.Err(); err != nil {
		return m, err
	}
	n, err := db.Count(ctx, tx, `
		SELECT count(*) FROM identity_membership WHERE person_id = $1 AND party_id = $2 AND (to_on = '' OR to_on > $3)`, m.Person, party.ID, m.From)
	if err != nil {
		return m, err
	}
	if n > 0 {
		return m, fault.New(fault.WrongTurn, "identity.membership.overlaps")
	}
	m.ID, m.Party, m.Roles, m.Version = s.NewID(), party.ID, splitRoles(joinRoles(m.Roles)), 1
	var held []kernel.Role
	if m.By != "" {
		m.Roles, held = Apart(m.Roles)
	}
	if err := insertMembership(ctx, tx, m); err != nil {
		return m, err
	}
	if err := s.recordMembership(ctx, tx, m, "join"); err != nil || len(held) == 0 {
		return m, err
	}
	return m, s.Rights.Ask(ctx, tx, Asked{Party: m.Party, Person: m.Person, By: m.By, Roles: held})
}

// Apart separates the roles that one administrator may give from those that
// need a second person.
func Apart(roles []kernel.Role) (given, held []kernel.Role) {
	for _, r := range roles {
		if r.NeedsSecond() {
			held = append(held, r)
		} else {
			given = append(given, r)
		}
	}
	return given, held
}

func (s *Service) recordMembership(ctx context.Context, tx db.Tx, m Membership, what string) error {
	return s.record(ctx, tx, auditlog.Entry{
		Kind: "identity.membership." + what, Case: m.ID, CaseVersion: m.Version, Parties: []string{m.Party},
		Fields: []auditlog.Field{
			{Name: "membership.person", Value: m.Person}, {Name: "membership.roles", Value: joinRoles(m.Roles)},
			{Name: "membership.until", Value: m.To.String()}, {Name: "membership.of", Value: m.Person + " " + m.Party + " " + m.From.String() + " " + m.By},
		},
	})
}

// Leave ends a membership; its sessions end with it.
func (s *Service) Leave(ctx context.Context, in LeaveParty) (m Membership, err error) {
	to := s.today()
	if in.To != "" {
		if to, err = clock.ParseDate(in.To); err != nil {
			return m, fieldFault("to", "identity.date.broken")
		}
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if m, err = membershipByID(ctx, tx, in.Membership); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "identity.leave", people(m.Party)); err != nil {
			return err
		}
		if err := s.mayEnd(ctx, tx, m, to); err != nil {
			return err
		}
		m.To, m.Version = to, m.Version+1
		if err := endMembership(ctx, tx, m); err != nil {
			return err
		}
		return s.recordMembership(ctx, tx, m, "leave")
	})
	return m, err
}

// mayEnd refuses an end before the beginning, one of the past, and an
// administrator ending the own membership.
func (s *Service) mayEnd(ctx context.Context, tx db.Tx, m Membership, to clock.Date) error {
	switch {
	case !m.To.IsZero() && !to.Before(m.To):
		return fault.New(fault.WrongTurn, "identity.membership.ended")
	case to.Before(m.From), to.Before(s.today()) && !kernel.From(ctx).Has(kernel.System):
		return fieldFault("to", "identity.membership.early")
	case m.Person == kernel.From(ctx).Person:
		return fault.New(fault.WrongTurn, "identity.membership.own")
	}
	return nil
}
