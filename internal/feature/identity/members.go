package identity

// Memberships for the packages beside this one, in their transactions. They have
// asked permission; these methods keep the rows and their entries in the log.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Today is the business date in the park.
func (s *Service) Today() clock.Date { return s.today() }

// MembershipByID answers a membership, or NotFound.
func (s *Service) MembershipByID(ctx context.Context, tx db.Tx, id string) (Membership, error) {
	return membershipByID(ctx, tx, id)
}

// CurrentOf lists the memberships of a person on a day, the oldest first.
func (s *Service) CurrentOf(ctx context.Context, tx db.Tx, person string, day clock.Date) ([]Membership, error) {
	return currentOf(ctx, tx, person, day)
}

// MembersOn lists who acts for a party on a day, the oldest first.
func (s *Service) MembersOn(ctx context.Context, tx db.Tx, party string, day clock.Date) ([]Membership, error) {
	return db.All(ctx, tx, scanMembership, `
		SELECT `+membershipColumns+` FROM identity_membership
		WHERE party_id = $1 AND from_on <= $2 AND (to_on = '' OR to_on > $2) ORDER BY from_on, id LIMIT $3`, party, day, maxMembers)
}

// PersonByID answers a person, or NotFound.
func (s *Service) PersonByID(ctx context.Context, tx db.Tx, id string) (Person, error) {
	return personByID(ctx, tx, id)
}

// CheckRoles refuses roles that a kind of organisation does not have, and none
// at all, as messages for the input "roles".
func CheckRoles(c *fault.Check, kind kernel.PartyKind, roles []kernel.Role) {
	checkRoles(c, kind, roles)
}

// JoinRoles is a set of roles in the order in which it is stored.
func JoinRoles(roles []kernel.Role) string { return joinRoles(roles) }

// SplitRoles reads what JoinRoles wrote.
func SplitRoles(text string) []kernel.Role { return splitRoles(text) }

// Reassign lets a member go on in other roles from today: the membership ends
// and the next one begins the same day, so that who held which right on which
// day stays written. Sessions go on in the new one, without what was confirmed.
func (s *Service) Reassign(ctx context.Context, tx db.Tx, old Membership, roles []kernel.Role, by string) (Membership, error) {
	next := Membership{ID: s.NewID(), Person: old.Person, Party: old.Party, Roles: splitRoles(joinRoles(roles)), From: s.today(), To: old.To, By: by, Version: 1}
	old.To, old.Version = s.today(), old.Version+1
	if err := endMembership(ctx, tx, old); err != nil {
		return next, err
	}
	if err := s.recordMembership(ctx, tx, old, "leave"); err != nil {
		return next, err
	}
	if err := insertMembership(ctx, tx, next); err != nil {
		return next, err
	}
	if _, err := tx.Exec(ctx, `
		UPDATE identity_session SET membership_id = $1, step_purpose = '', step_us = 0 WHERE membership_id = $2`, next.ID, old.ID); err != nil {
		return next, err
	}
	return next, s.recordMembership(ctx, tx, next, "change")
}

// HoldsAny reports whether a membership has one of the roles.
func (m Membership) HoldsAny(roles ...kernel.Role) bool {
	return slices.ContainsFunc(roles, func(r kernel.Role) bool { return slices.Contains(m.Roles, r) })
}

// Weighs reports whether a membership holds a right that nobody gives alone.
func (m Membership) Weighs() bool { return slices.ContainsFunc(m.Roles, kernel.Role.NeedsSecond) }
