package identity

// SQL of passkeys and of challenges that wait for their answer.

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

const passkeyColumns = `id, person_id, name, credential, made_us, used_us`

func scanPasskey(scan db.Scan) (k Passkey, err error) {
	var credential string
	var made, used int64
	if err = scan(&k.ID, &k.person, &k.Name, &credential, &made, &used); err != nil {
		return k, err
	}
	k.MadeAt, k.UsedAt = db.Instant(made), db.Instant(used)
	return k, json.Unmarshal([]byte(credential), &k.key)
}

func passkeysOf(ctx context.Context, tx db.Tx, person string) ([]Passkey, error) {
	return db.All(ctx, tx, scanPasskey, `
		SELECT `+passkeyColumns+` FROM identity_passkey
		WHERE person_id = $1 ORDER BY made_us, id LIMIT $2`, person, maxPasskeys)
}

func insertPasskey(ctx context.Context, tx db.Tx, k Passkey) error {
	text, err := json.Marshal(k.key)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO identity_passkey (id, handle, person_id, name, credential, made_us, used_us) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		k.ID, base64.RawURLEncoding.EncodeToString(k.key.Handle()), k.person, k.Name, string(text), db.Micros(k.MadeAt), db.Micros(k.UsedAt))
	return err
}

func updatePasskey(ctx context.Context, tx db.Tx, k Passkey) error {
	text, err := json.Marshal(k.key)
	if err != nil {
		return err
	}
	return oneRow(tx.Exec(ctx, `UPDATE identity_passkey SET credential = $1, used_us = $2 WHERE id = $3`, string(text), db.Micros(k.UsedAt), k.ID))
}

// insertCeremony also sweeps out the challenges that nobody answered.
func insertCeremony(ctx context.Context, tx db.Tx, c ceremony, now time.Time) error {
	if _, err := tx.Exec(ctx, `DELETE FROM identity_ceremony WHERE expires_us < $1`, db.Micros(now)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_ceremony (id, kind, person_id, session_id, purpose, data, expires_us) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		c.id, c.kind, c.person, c.session, c.purpose, c.state, db.Micros(c.expires))
	return err
}

// takeCeremony reads a challenge and removes it.
func takeCeremony(ctx context.Context, tx db.Tx, id string) (ceremony, error) {
	return notFound(db.One(ctx, tx, func(scan db.Scan) (c ceremony, err error) {
		var expires int64
		err = scan(&c.id, &c.kind, &c.person, &c.session, &c.purpose, &c.state, &expires)
		c.expires = db.Instant(expires)
		return c, err
	}, `DELETE FROM identity_ceremony WHERE id = $1 RETURNING id, kind, person_id, session_id, purpose, data, expires_us`, id))
}
