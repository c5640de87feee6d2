package identity

// SQL of organisations, people and memberships, beside its scanners.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

func notFound[T any](v T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		return v, fault.New(fault.NotFound, "fault.not_found")
	}
	return v, err
}

// oneRow turns "no row of that version" into a conflict.
func oneRow(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

const partyColumns = `id, ref, kind, name_zh, name_en, short_zh, short_en, credit_code, parent_id`

func scanParty(scan db.Scan) (p Party, err error) {
	return p, scan(&p.ID, &p.Ref, &p.Kind, &p.Name.Zh, &p.Name.En, &p.Short.Zh, &p.Short.En, &p.CreditCode, &p.Parent)
}

func partyByID(ctx context.Context, tx db.Tx, id string) (Party, error) {
	return notFound(db.One(ctx, tx, scanParty, `SELECT `+partyColumns+` FROM identity_party WHERE id = $1`, id))
}

func insertParty(ctx context.Context, tx db.Tx, p Party) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_party (`+partyColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.ID, p.Ref, p.Kind, p.Name.Zh, p.Name.En, p.Short.Zh, p.Short.En, p.CreditCode, p.Parent)
	return err
}

const personColumns = `id, ref, name_zh, name_en, sign_in, enrolled_by`

func scanPerson(scan db.Scan) (p Person, err error) {
	return p, scan(&p.ID, &p.Ref, &p.Name.Zh, &p.Name.En, &p.SignIn, &p.enrolledBy)
}

func personByID(ctx context.Context, tx db.Tx, id string) (Person, error) {
	return notFound(db.One(ctx, tx, scanPerson, `SELECT `+personColumns+` FROM identity_person WHERE id = $1`, id))
}

func personBySignIn(ctx context.Context, tx db.Tx, name string) (Person, error) {
	return db.One(ctx, tx, scanPerson, `SELECT `+personColumns+` FROM identity_person WHERE sign_in = $1 AND sign_in <> ''`, name)
}

func insertPerson(ctx context.Context, tx db.Tx, p Person) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_person (`+personColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`,
		p.ID, p.Ref, p.Name.Zh, p.Name.En, p.SignIn, p.enrolledBy)
	return err
}

const membershipColumns = `id, person_id, party_id, roles, from_on, to_on, by_id, version`

func scanMembership(scan db.Scan) (m Membership, err error) {
	var roles string
	err = scan(&m.ID, &m.Person, &m.Party, &roles, &m.From, &m.To, &m.By, &m.Version)
	m.Roles = splitRoles(roles)
	return m, err
}

func membershipByID(ctx context.Context, tx db.Tx, id string) (Membership, error) {
	return notFound(db.One(ctx, tx, scanMembership, `SELECT `+membershipColumns+` FROM identity_membership WHERE id = $1`, id))
}

func insertMembership(ctx context.Context, tx db.Tx, m Membership) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_membership (`+membershipColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		m.ID, m.Person, m.Party, joinRoles(m.Roles), m.From, m.To, m.By, m.Version)
	return err
}

func endMembership(ctx context.Context, tx db.Tx, m Membership) error {
	return oneRow(tx.Exec(ctx, `
		UPDATE identity_membership SET to_on = $1, version = $2 WHERE id = $3 AND version = $4`,
		m.To, m.Version, m.ID, m.Version-1))
}

// maxMembers bounds the lists of members.
const maxMembers = 500

// currentOf are the memberships of a person on a day, the oldest first.
func currentOf(ctx context.Context, tx db.Tx, person string, day clock.Date) ([]Membership, error) {
	return db.All(ctx, tx, scanMembership, `
		SELECT `+membershipColumns+` FROM identity_membership
		WHERE person_id = $1 AND from_on <= $2 AND (to_on = '' OR to_on > $2) ORDER BY from_on, id LIMIT $3`, person, day, maxMembers)
}
