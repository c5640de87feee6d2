package setup

// SQL of this package, beside the types that it fills.

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

// Link is a one-time address that founds a deployment.
type Link struct {
	ID     string
	MadeAt time.Time
	EndsAt time.Time
	UsedAt time.Time
	Draft  Operator // what was typed of the operator; zero for nothing

	hash string
}

// Founding is that a deployment has its operator, and how far its setup is. Zero
// times stand for what was not done yet.
type Founding struct {
	Operator, Link                           string
	FoundedAt, HolidaysAt, LettersAt, DoneAt time.Time
}

// invited is an organisation that was invited during setup.
type invited struct {
	Party, Invitation, By string
	At                    time.Time
	Version               int64
}

func orNothing[T any](v T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		err = nothing()
	}
	return v, err
}

const linkColumns = `id, secret_hash, made_us, ends_us, used_us, draft`

func scanLink(scan db.Scan) (l Link, err error) {
	var made, ends, used int64
	var draft string
	if err = scan(&l.ID, &l.hash, &made, &ends, &used, &draft); err != nil {
		return l, err
	}
	l.MadeAt, l.EndsAt, l.UsedAt = db.Instant(made), db.Instant(ends), db.Instant(used)
	if draft != "" {
		err = json.Unmarshal([]byte(draft), &l.Draft)
	}
	return l, err
}

func linkBy(ctx context.Context, tx db.Tx, hash string) (Link, error) {
	return orNothing(db.One(ctx, tx, scanLink, `SELECT `+linkColumns+` FROM setup_link WHERE secret_hash = $1`, hash))
}

// openLinks are those that still work, the newest first.
func openLinks(ctx context.Context, tx db.Tx, now time.Time) ([]Link, error) {
	return db.All(ctx, tx, scanLink, `SELECT `+linkColumns+` FROM setup_link WHERE used_us = 0 AND ends_us > $1 ORDER BY made_us DESC, id DESC LIMIT 10`, db.Micros(now))
}

func insertLink(ctx context.Context, tx db.Tx, l Link) error {
	draft, err := l.Draft.stored()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO setup_link (`+linkColumns+`) VALUES ($1, $2, $3, $4, 0, $5)`, l.ID, l.hash, db.Micros(l.MadeAt), db.Micros(l.EndsAt), draft)
	return err
}

// putLink stores when a link ends or was used, and answers how many were still
// unused: none when somebody else was first.
func putLink(ctx context.Context, tx db.Tx, l Link) (int64, error) {
	return tx.Exec(ctx, `UPDATE setup_link SET ends_us = $1, used_us = $2 WHERE id = $3 AND used_us = 0`, db.Micros(l.EndsAt), db.Micros(l.UsedAt), l.ID)
}

func founding(ctx context.Context, tx db.Tx) (Founding, error) {
	return orNothing(db.One(ctx, tx, func(scan db.Scan) (f Founding, err error) {
		var at [4]int64
		err = scan(&f.Operator, &f.Link, &at[0], &at[1], &at[2], &at[3])
		f.FoundedAt, f.HolidaysAt, f.LettersAt, f.DoneAt = db.Instant(at[0]), db.Instant(at[1]), db.Instant(at[2]), db.Instant(at[3])
		return f, err
	}, `SELECT operator_id, link_id, founded_us, holidays_us, letters_us, done_us FROM setup_founding LIMIT 1`))
}

func insertFounding(ctx context.Context, tx db.Tx, f Founding) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO setup_founding (operator_id, link_id, founded_us, holidays_us, letters_us, done_us) VALUES ($1, $2, $3, 0, 0, 0)`, f.Operator, f.Link, db.Micros(f.FoundedAt))
	return err
}

func putFounding(ctx context.Context, tx db.Tx, f Founding) error {
	_, err := tx.Exec(ctx, `
		UPDATE setup_founding SET holidays_us = $1, letters_us = $2, done_us = $3 WHERE operator_id = $4`, db.Micros(f.HolidaysAt), db.Micros(f.LettersAt), db.Micros(f.DoneAt), f.Operator)
	return err
}

const invitedColumns = `party_id, invitation_id, by_id, at_us, version`

func scanInvited(scan db.Scan) (i invited, err error) {
	var at int64
	err = scan(&i.Party, &i.Invitation, &i.By, &at, &i.Version)
	i.At = db.Instant(at)
	return i, err
}

func allInvited(ctx context.Context, tx db.Tx) ([]invited, error) {
	return db.All(ctx, tx, scanInvited, `SELECT `+invitedColumns+` FROM setup_invited ORDER BY party_id LIMIT $1`, maxInvited)
}

func invitedBy(ctx context.Context, tx db.Tx, party string) (invited, error) {
	return orNothing(db.One(ctx, tx, scanInvited, `SELECT `+invitedColumns+` FROM setup_invited WHERE party_id = $1`, party))
}

func putInvited(ctx context.Context, tx db.Tx, i invited) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO setup_invited (`+invitedColumns+`) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (party_id) DO UPDATE SET invitation_id = $2, by_id = $3, at_us = $4, version = $5`, i.Party, i.Invitation, i.By, db.Micros(i.At), i.Version)
	return err
}
