package identity

// SQL of sessions, passwords, one-time codes and attempts.

import (
	"context"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

type sessionRow struct {
	id, hash, person, membership, agent string
	begun                               time.Time
}

func insertSession(ctx context.Context, tx db.Tx, r sessionRow) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_session (id, token_hash, person_id, membership_id, agent, begun_us, seen_us, step_purpose, step_us)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0)`,
		r.id, r.hash, r.person, r.membership, r.agent, db.Micros(r.begun), db.Micros(r.begun))
	return err
}

func sessionByToken(ctx context.Context, tx db.Tx, hash string) (entry, error) {
	return db.One(ctx, tx, func(scan db.Scan) (l entry, err error) {
		var roles string
		var begun, seen, step int64
		p, o, m := &l.person, &l.party, &l.membership
		err = scan(&l.ID, &begun, &seen, &l.purpose, &step, &p.ID, &p.Ref, &p.Name.Zh, &p.Name.En, &p.SignIn,
			&m.ID, &roles, &m.From, &m.To, &o.ID, &o.Kind, &o.Name.Zh, &o.Name.En, &o.Short.Zh, &o.Short.En)
		m.Roles, m.Person, m.Party = splitRoles(roles), p.ID, o.ID
		l.BegunAt, l.SeenAt, l.step = db.Instant(begun), db.Instant(seen), db.Instant(step)
		return l, err
	}, `
		SELECT s.id, s.begun_us, s.seen_us, s.step_purpose, s.step_us, p.id, p.ref, p.name_zh, p.name_en, p.sign_in,
		       m.id, m.roles, m.from_on, m.to_on, o.id, o.kind, o.name_zh, o.name_en, o.short_zh, o.short_en
		FROM identity_session s
		JOIN identity_person p ON p.id = s.person_id
		JOIN identity_membership m ON m.id = s.membership_id
		JOIN identity_party o ON o.id = m.party_id
		WHERE s.token_hash = $1`, hash)
}

func touchSession(ctx context.Context, tx db.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE identity_session SET seen_us = $1 WHERE id = $2`, db.Micros(at), id)
	return err
}

func moveSession(ctx context.Context, tx db.Tx, id, membership string) error {
	_, err := tx.Exec(ctx, `UPDATE identity_session SET membership_id = $1, step_purpose = '', step_us = 0 WHERE id = $2`, membership, id)
	return err
}

func stepSession(ctx context.Context, tx db.Tx, id, purpose string, at time.Time) error {
	return oneRow(tx.Exec(ctx, `UPDATE identity_session SET step_purpose = $1, step_us = $2 WHERE id = $3`, purpose, db.Micros(at), id))
}

func deleteSession(ctx context.Context, tx db.Tx, person, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM identity_session WHERE id = $1 AND person_id = $2`, id, person)
	return err
}

func deleteOtherSessions(ctx context.Context, tx db.Tx, person, keep string) error {
	_, err := tx.Exec(ctx, `DELETE FROM identity_session WHERE person_id = $1 AND id <> $2`, person, keep)
	return err
}

// maxSessions bounds the list of own sessions, the newest first.
const maxSessions = 50

func sessionsOf(ctx context.Context, tx db.Tx, person string) ([]Session, error) {
	return db.All(ctx, tx, func(scan db.Scan) (x Session, err error) {
		var begun, seen int64
		err = scan(&x.ID, &x.Agent, &begun, &seen)
		x.BegunAt, x.SeenAt = db.Instant(begun), db.Instant(seen)
		return x, err
	}, `
		SELECT id, agent, begun_us, seen_us FROM identity_session
		WHERE person_id = $1 ORDER BY begun_us DESC, id DESC LIMIT $2`, person, maxSessions)
}

// passwordOf is the hash of a person's password, "" for none.
func passwordOf(ctx context.Context, tx db.Tx, person string) (string, error) {
	return orEmpty(db.One(ctx, tx, db.Value[string], `SELECT hash FROM identity_password WHERE person_id = $1`, person))
}

func orEmpty[T any](v T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		return v, nil
	}
	return v, err
}

func putPassword(ctx context.Context, tx db.Tx, person, hash string, atMicros int64) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_password (person_id, hash, set_us) VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, set_us = excluded.set_us`, person, hash, atMicros)
	return err
}

// codes is what checks a person's one-time codes.
type codes struct {
	secret, pending string
	last            int64
}

func totpOf(ctx context.Context, tx db.Tx, person string) (codes, error) {
	return orEmpty(db.One(ctx, tx, func(scan db.Scan) (c codes, err error) {
		return c, scan(&c.secret, &c.pending, &c.last)
	}, `SELECT secret, pending, last_step FROM identity_totp WHERE person_id = $1`, person))
}

func putCodes(ctx context.Context, tx db.Tx, person string, c codes) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_totp (person_id, secret, pending, last_step) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, pending = excluded.pending, last_step = excluded.last_step`,
		person, c.secret, c.pending, c.last)
	return err
}

// attempts are the tries on an account from a source.
type attempts struct {
	failures    int64
	last, known time.Time
}

func attemptsOf(ctx context.Context, tx db.Tx, account, source string) (attempts, error) {
	return orEmpty(db.One(ctx, tx, func(scan db.Scan) (a attempts, err error) {
		var last, known int64
		err = scan(&a.failures, &last, &known)
		a.last, a.known = db.Instant(last), db.Instant(known)
		return a, err
	}, `SELECT failures, last_us, known_us FROM identity_attempt WHERE account = $1 AND source = $2`, account, source))
}

func putAttempts(ctx context.Context, tx db.Tx, account, source string, a attempts) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_attempt (account, source, failures, last_us, known_us) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account, source) DO UPDATE SET failures = excluded.failures, last_us = excluded.last_us, known_us = excluded.known_us`,
		account, source, a.failures, db.Micros(a.last), db.Micros(a.known))
	return err
}
