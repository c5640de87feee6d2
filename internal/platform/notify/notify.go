// Package notify keeps notices inside the program: what happened, for a role at
// a party. A notice is shown only while its reader may still see what it is
// about, so that access that ended hides old notices too.
package notify

import (
	"context"
	"embed"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Files holds the migration of this package.
//
//go:embed migrations
var Files embed.FS

// Name is the prefix of this package's tables.
const Name = "notify"

// Notice is a message key with its arguments, for a role at a party or for one
// person.
type Notice struct {
	ID     string
	Party  string
	Role   string
	Person string // instead of Party and Role
	Key    string
	Args   map[string]any
	Href   string
	Case   string // what it is about; the reader must still be allowed to see it
	At     time.Time
}

// Store keeps notices.
type Store struct {
	NewID func() string
	Now   func() time.Time // the business clock

	// Sent hears of every notice, in the transaction that sends it; nil for nobody.
	Sent func(ctx context.Context, tx db.Tx, n Notice) error
}

// Send leaves a notice, in the caller's transaction.
func (s Store) Send(ctx context.Context, tx db.Tx, n Notice) error {
	kept := make(map[string]any, len(n.Args))
	for name, v := range n.Args {
		kept[name] = written(v)
	}
	args, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	n.ID = s.NewID()
	_, err = tx.Exec(ctx, `
		INSERT INTO notify_notice (id, party_id, role, person_id, key, args, href, case_id, at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		n.ID, n.Party, n.Role, n.Person, n.Key, string(args), n.Href, n.Case, db.Micros(s.Now()))
	if err != nil || s.Sent == nil {
		return err
	}
	return s.Sent(ctx, tx, n)
}

// ByID is one notice.
func (s Store) ByID(ctx context.Context, tx db.Tx, id string) (Notice, error) {
	return db.One(ctx, tx, scanNotice, `
		SELECT id, party_id, role, person_id, key, args, href, case_id, at_us FROM notify_notice WHERE id = $1`, id)
}

func scanNotice(scan db.Scan) (n Notice, err error) {
	var args string
	var at int64
	if err = scan(&n.ID, &n.Party, &n.Role, &n.Person, &n.Key, &args, &n.Href, &n.Case, &at); err != nil {
		return n, err
	}
	n.At = db.Instant(at)
	if err = json.Unmarshal([]byte(args), &n.Args); err != nil {
		return n, err
	}
	for name, v := range n.Args {
		n.Args[name] = spoken(v)
	}
	return n, nil
}

var isoDay = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// written keeps with a sum of money that it is one: as a number it would lose
// its yuan.
func written(v any) any {
	if f, ok := v.(money.Fen); ok {
		return map[string]any{"fen": strconv.FormatInt(int64(f), 10)}
	}
	return v
}

// spoken makes a sum of money, a date, and a text in both languages, one again: it
// was stored as JSON.
func spoken(v any) any {
	if day, ok := v.(string); ok && isoDay.MatchString(day) {
		return i18n.Civil(day)
	}
	m, _ := v.(map[string]any)
	if fen, ok := m["fen"].(string); ok && len(m) == 1 {
		n, err := strconv.ParseInt(fen, 10, 64)
		if err == nil {
			return money.Fen(n)
		}
	}
	zh, isText := m["zh"].(string)
	if !isText || len(m) > 2 {
		return v
	}
	en, _ := m["en"].(string)
	return i18n.Text{Zh: zh, En: en}
}

// List is what a person was told in the roles of a party, the newest first.
func (s Store) List(ctx context.Context, tx db.Tx, party string, roles []string, limit int) ([]Notice, error) {
	if len(roles) == 0 {
		return nil, nil
	}
	var marks []string
	args := []any{party}
	for i, r := range roles {
		marks = append(marks, "$"+strconv.Itoa(i+2))
		args = append(args, r)
	}
	return db.All(ctx, tx, scanNotice, `
		SELECT id, party_id, role, person_id, key, args, href, case_id, at_us FROM notify_notice
		WHERE person_id = '' AND party_id = $1 AND role IN (`+strings.Join(marks, ", ")+`)
		ORDER BY id DESC LIMIT $`+strconv.Itoa(len(args)+1), append(args, limit)...)
}

// ReadUntil is the newest notice that a person has read at a party.
func (s Store) ReadUntil(ctx context.Context, tx db.Tx, person, party string) (string, error) {
	all, err := db.All(ctx, tx, db.Value[string], `SELECT notice_id FROM notify_read WHERE person_id = $1 AND party_id = $2`, person, party)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}

// MarkRead notes that a person has read everything up to a notice. What was
// read stays read.
func (s Store) MarkRead(ctx context.Context, tx db.Tx, person, party, notice string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO notify_read (person_id, party_id, notice_id) VALUES ($1, $2, $3)
		ON CONFLICT (person_id, party_id) DO UPDATE SET notice_id = excluded.notice_id
		WHERE notify_read.notice_id < excluded.notice_id`, person, party, notice)
	return err
}
