package organisation

// Changing what a colleague does.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// ChangeRoles names the roles that a member is to have from today.
type ChangeRoles struct {
	Membership string        `json:"-" form:"-"`
	Roles      []kernel.Role `json:"roles" form:"roles"`
}

// Changed is a membership after a change, and the rights that wait for a second
// person.
type Changed struct {
	Membership identity.Membership `json:"membership"`
	Waiting    []kernel.Role       `json:"waiting"`
}

// ChangeRoles gives and takes roles from today. What nobody gives alone waits
// for a second person, also when administrators mean themselves.
func (s *Service) ChangeRoles(ctx context.Context, in ChangeRoles) (out Changed, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		m, err := s.Identity.MembershipByID(ctx, tx, in.Membership)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "organisation.change_roles", member(m)); err != nil {
			return err
		}
		if err := s.mayChange(ctx, tx, m, in.Roles); err != nil {
			return err
		}
		keep, held := change(m.Roles, in.Roles)
		out = Changed{Membership: m, Waiting: held}
		if identity.JoinRoles(keep) != identity.JoinRoles(m.Roles) {
			if out.Membership, err = s.Identity.Reassign(ctx, tx, m, keep, kernel.From(ctx).Person); err != nil {
				return err
			}
		}
		if len(held) == 0 {
			return nil
		}
		return s.Ask(ctx, tx, identity.Asked{Party: m.Party, Person: m.Person, By: kernel.From(ctx).Person, Roles: held})
	})
	return out, err
}

// change is what a member has at once, and what waits.
func change(have, want []kernel.Role) (keep, held []kernel.Role) {
	for _, r := range want {
		if r.NeedsSecond() && !slices.Contains(have, r) {
			held = append(held, r)
		} else {
			keep = append(keep, r)
		}
	}
	return keep, held
}

// mayChange refuses roles of other kinds of organisations, memberships of the
// past, no change at all, and administrators who would leave themselves out.
func (s *Service) mayChange(ctx context.Context, tx db.Tx, m identity.Membership, want []kernel.Role) error {
	party, err := s.Identity.PartyByID(ctx, tx, m.Party)
	if err != nil {
		return err
	}
	var c fault.Check
	identity.CheckRoles(&c, party.Kind, want)
	if err := c.Err(); err != nil {
		return err
	}
	switch {
	case !m.On(s.Identity.Today()):
		return fault.New(fault.WrongTurn, "organisation.member.past")
	case identity.JoinRoles(want) == identity.JoinRoles(m.Roles):
		return fieldFault("roles", "organisation.roles.same")
	case m.Person == kernel.From(ctx).Person && !slices.Contains(want, kernel.OrgAdmin):
		return fieldFault("roles", "organisation.roles.own_admin")
	}
	return nil
}
