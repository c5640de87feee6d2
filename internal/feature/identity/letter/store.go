package letter

// Rows of addresses, choices, items and letters.

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

const addressColumns = `id, person_id, channel, address, state, stop, asked_us, tries, confirmed_us, problem`

func scanAddress(scan db.Scan) (a Address, err error) {
	var asked, confirmed int64
	err = scan(&a.ID, &a.person, &a.Channel, &a.Address, &a.State, &a.stop, &asked, &a.tries, &confirmed, &a.Problem)
	a.askedAt, a.confirmedAt = db.Instant(asked), db.Instant(confirmed)
	return a, err
}

func insertAddress(ctx context.Context, tx db.Tx, a Address) error {
	_, err := tx.Exec(ctx, `INSERT INTO letter_address (`+addressColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		a.ID, a.person, a.Channel, a.Address, a.State, a.stop, db.Micros(a.askedAt), a.tries, db.Micros(a.confirmedAt), a.Problem)
	return err
}

func updateAddress(ctx context.Context, tx db.Tx, a Address) error {
	_, err := tx.Exec(ctx, `UPDATE letter_address SET state = $1, tries = $2, confirmed_us = $3, problem = $4 WHERE id = $5`,
		a.State, a.tries, db.Micros(a.confirmedAt), a.Problem, a.ID)
	return err
}

// dropWaiting gives up an address that was never confirmed. The row stays, so
// that codes which went there are still counted.
func dropWaiting(ctx context.Context, tx db.Tx, person string, c Channel) error {
	_, err := tx.Exec(ctx, `UPDATE letter_address SET state = 'gone' WHERE person_id = $1 AND channel = $2 AND state = 'waiting'`, person, c)
	return err
}

// addressOf is the newest address of a person in a state, the zero Address for
// none.
func addressOf(ctx context.Context, tx db.Tx, person string, c Channel, state AddressState) (Address, error) {
	return orNone(db.One(ctx, tx, scanAddress, `
		SELECT `+addressColumns+` FROM letter_address WHERE person_id = $1 AND channel = $2 AND state = $3 ORDER BY id DESC LIMIT 1`, person, c, state))
}

func addressBy(ctx context.Context, tx db.Tx, column, value string) (Address, error) {
	return orNone(db.One(ctx, tx, scanAddress, `SELECT `+addressColumns+` FROM letter_address WHERE `+column+` = $1`, value))
}

func orNone[T any](v T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		var none T
		return none, nil
	}
	return v, err
}

// marks are $from, $from+1, … for a list of values.
func marks(from int, values []string) (string, []any) {
	names, args := make([]string, len(values)), make([]any, len(values))
	for i, v := range values {
		names[i], args[i] = "$"+strconv.Itoa(from+i), v
	}
	return strings.Join(names, ", "), args
}

// addressesOf lists the addresses of some people that are not gone.
func addressesOf(ctx context.Context, tx db.Tx, people []string) ([]Address, error) {
	if len(people) == 0 {
		return nil, nil
	}
	list, args := marks(1, people)
	return db.All(ctx, tx, scanAddress, `
		SELECT `+addressColumns+` FROM letter_address WHERE person_id IN (`+list+`) AND state <> 'gone' ORDER BY id LIMIT 1000`, args...)
}

func readerOf(ctx context.Context, tx db.Tx, person string) (Reader, error) {
	r, err := db.One(ctx, tx, func(scan db.Scan) (r Reader, err error) {
		return r, scan(&r.person, &r.Lang, &r.DigestAt)
	}, `SELECT person_id, lang, digest_at FROM letter_reader WHERE person_id = $1`, person)
	if errors.Is(err, db.ErrNoRow) {
		return Reader{person: person, Lang: i18n.Zh, DigestAt: evening}, nil
	}
	return r, err
}

// keepReader writes how a person wants letters; only anew where it is not known.
func keepReader(ctx context.Context, tx db.Tx, r Reader, again bool) error {
	does := `DO NOTHING`
	if again {
		does = `DO UPDATE SET lang = excluded.lang, digest_at = excluded.digest_at`
	}
	_, err := tx.Exec(ctx, `INSERT INTO letter_reader (person_id, lang, digest_at) VALUES ($1, $2, $3) ON CONFLICT (person_id) `+does, r.person, r.Lang, int64(r.DigestAt))
	return err
}

func keepChoice(ctx context.Context, tx db.Tx, person string, c Channel, k Kind, p Pace) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO letter_choice (person_id, channel, kind, pace) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person_id, channel, kind) DO UPDATE SET pace = excluded.pace`, person, c, k, p)
	return err
}

func choicesOf(ctx context.Context, tx db.Tx, person string) (choices, error) {
	type row struct {
		channel Channel
		kind    Kind
		pace    Pace
	}
	rows, err := db.All(ctx, tx, func(scan db.Scan) (r row, err error) { return r, scan(&r.channel, &r.kind, &r.pace) },
		`SELECT channel, kind, pace FROM letter_choice WHERE person_id = $1 LIMIT 100`, person)
	all := choices{}
	for _, r := range rows {
		all[field(r.channel, r.kind)] = r.pace
	}
	return all, err
}

// Item is one thing that a person shall hear of on one channel: a notice, or a
// turn.
type Item struct {
	ID                  string
	Kind                Kind
	Notice              string
	Machine, Case, Move string
	Party               string

	person  string
	channel Channel
	due     int64
}

const itemColumns = `id, person_id, channel, kind, notice_id, machine, case_id, move, party_id, due_us`

func scanItem(scan db.Scan) (i Item, err error) {
	return i, scan(&i.ID, &i.person, &i.channel, &i.Kind, &i.Notice, &i.Machine, &i.Case, &i.Move, &i.Party, &i.due)
}

func insertItem(ctx context.Context, tx db.Tx, i Item) error {
	_, err := tx.Exec(ctx, `INSERT INTO letter_item (`+itemColumns+`, letter_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')`,
		i.ID, i.person, i.channel, i.Kind, i.Notice, i.Machine, i.Case, i.Move, i.Party, i.due)
	return err
}

func itemsOf(ctx context.Context, tx db.Tx, letter string) ([]Item, error) {
	return db.All(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM letter_item WHERE letter_id = $1 ORDER BY id LIMIT 200`, letter)
}

const letterColumns = `id, person_id, channel, address_id, kind, state, written_us, made_us, try_us, leased_us, ended_us, tries, error`

func scanLetter(scan db.Scan) (l Letter, err error) {
	var written, made, try, ended int64
	err = scan(&l.ID, &l.person, &l.Channel, &l.address, &l.kind, &l.State, &written, &made, &try, &l.leased, &ended, &l.Tries, &l.Error)
	l.WrittenAt, l.MadeAt, l.endedAt = db.Instant(written), db.Instant(made), db.Instant(ended)
	return l, err
}
