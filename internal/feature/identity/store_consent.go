package identity

// SQL of consents and disclosures.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/internal/platform/db"
)

const consentColumns = `id, subject_id, grantee_id, case_id, purpose, classes, from_us, to_us, by_id, given_us, state, revoked_us, reason, version`

func scanConsent(scan db.Scan) (c Consent, err error) {
	var classes string
	var from, to, given, revoked int64
	err = scan(&c.ID, &c.Subject, &c.Grantee, &c.Case, &c.Purpose, &classes, &from, &to, &c.By, &given, &c.State, &revoked, &c.Reason, &c.Version)
	c.Classes = strings.Split(classes, ",")
	c.From, c.To, c.GivenAt, c.RevokedAt = db.Instant(from), db.Instant(to), db.Instant(given), db.Instant(revoked)
	return c, err
}

func consentByID(ctx context.Context, tx db.Tx, id string) (Consent, error) {
	return notFound(db.One(ctx, tx, scanConsent, `SELECT `+consentColumns+` FROM identity_consent WHERE id = $1`, id))
}

func insertConsent(ctx context.Context, tx db.Tx, c Consent) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_consent (`+consentColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		c.ID, c.Subject, c.Grantee, c.Case, c.Purpose, strings.Join(c.Classes, ","), db.Micros(c.From), db.Micros(c.To), c.By,
		db.Micros(c.GivenAt), c.State, db.Micros(c.RevokedAt), c.Reason, c.Version)
	return err
}

func updateConsent(ctx context.Context, tx db.Tx, c *Consent) error {
	c.Version++
	return oneRow(tx.Exec(ctx, `
		UPDATE identity_consent SET state = $1, revoked_us = $2, reason = $3, version = $4 WHERE id = $5 AND version = $6`,
		c.State, db.Micros(c.RevokedAt), c.Reason, c.Version, c.ID, c.Version-1))
}

// maxConsents and maxDisclosures bound what a page shows, the newest first.
const (
	maxConsents    = 200
	maxDisclosures = 500
)

func consentsOf(ctx context.Context, tx db.Tx, subject string) ([]Consent, error) {
	return db.All(ctx, tx, scanConsent, `
		SELECT `+consentColumns+` FROM identity_consent WHERE subject_id = $1 ORDER BY given_us DESC, id DESC LIMIT $2`, subject, maxConsents)
}

const disclosureColumns = `id, consent_id, subject_id, case_id, grantee_id, person_id, class, ground, purpose, at_us`

func scanDisclosure(scan db.Scan) (d Disclosure, err error) {
	var at int64
	err = scan(&d.ID, &d.Consent, &d.Subject, &d.Case, &d.Grantee, &d.Person, &d.Class, &d.Ground, &d.Purpose, &at)
	d.At = db.Instant(at)
	return d, err
}

func insertDisclosure(ctx context.Context, tx db.Tx, d Disclosure) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_disclosure (`+disclosureColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		d.ID, d.Consent, d.Subject, d.Case, d.Grantee, d.Person, d.Class, d.Ground, d.Purpose, db.Micros(d.At))
	return err
}

func disclosuresOf(ctx context.Context, tx db.Tx, subject string) ([]Disclosure, error) {
	return db.All(ctx, tx, scanDisclosure, `
		SELECT `+disclosureColumns+` FROM identity_disclosure WHERE subject_id = $1 ORDER BY at_us DESC, id DESC LIMIT $2`, subject, maxDisclosures)
}
