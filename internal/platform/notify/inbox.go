package notify

// The inbox of a person: what was told to them and to their roles at every
// organisation, as far as they may still see it.

import (
	"context"
	"strconv"
	"strings"

	"kaigong.example/kaigong/internal/platform/db"
)

// Membership is a person's roles at a party.
type Membership struct {
	Party string
	Roles []string
}

// Reader is who looks into an inbox. Allow is asked for every notice each time
// it is shown, because rights end.
type Reader struct {
	Person      string
	Memberships []Membership
	Allow       func(context.Context, db.Tx, Notice) bool
}

// Told is a notice in an inbox.
type Told struct {
	Notice
	Unread bool
}

const (
	chunk     = 50  // rows read at once
	maxLooked = 500 // rows looked through for one page
)

// Inbox is a page of notices, the newest first, and where the next page goes on
// ("" at the end). The first page begins before "".
func (s Store) Inbox(ctx context.Context, tx db.Tx, r Reader, before string, limit int) (page []Told, next string, err error) {
	read, err := s.readUntil(ctx, tx, r.Person)
	if err != nil {
		return nil, "", err
	}
	for looked := 0; looked < maxLooked; looked += chunk {
		rows, err := s.addressed(ctx, tx, r, before)
		if err != nil {
			return nil, "", err
		}
		for _, n := range rows {
			if r.Allow(ctx, tx, n) {
				page = append(page, Told{n, n.ID > read[n.Party]})
			}
			if before = n.ID; len(page) == limit {
				return page, before, nil
			}
		}
		if len(rows) < chunk {
			return page, "", nil
		}
	}
	return page, before, nil
}

// Unread counts the notices of the first page that are new, so that a badge
// costs no more than the page that it leads to.
func (s Store) Unread(ctx context.Context, tx db.Tx, r Reader, limit int) (n int, err error) {
	page, _, err := s.Inbox(ctx, tx, r, "", limit)
	for _, told := range page {
		if told.Unread {
			n++
		}
	}
	return n, err
}

// MarkAllRead notes that a person has read what the first page shows, and all
// before it.
func (s Store) MarkAllRead(ctx context.Context, tx db.Tx, r Reader, limit int) error {
	page, _, err := s.Inbox(ctx, tx, r, "", limit)
	if err != nil {
		return err
	}
	newest := map[string]string{}
	for _, told := range page {
		if told.ID > newest[told.Party] {
			newest[told.Party] = told.ID
		}
	}
	for party, id := range newest {
		if err := s.MarkRead(ctx, tx, r.Person, party, id); err != nil {
			return err
		}
	}
	return nil
}

// addressed reads the next notices for a person and their roles.
func (s Store) addressed(ctx context.Context, tx db.Tx, r Reader, before string) ([]Notice, error) {
	args := []any{r.Person}
	mark := func(v any) string { args = append(args, v); return "$" + strconv.Itoa(len(args)) }
	to := []string{"(person_id = $1 AND person_id <> '')"}
	for _, m := range r.Memberships {
		if len(m.Roles) == 0 {
			continue
		}
		party, roles := mark(m.Party), make([]string, len(m.Roles))
		for i, role := range m.Roles {
			roles[i] = mark(role)
		}
		to = append(to, "(person_id = '' AND party_id = "+party+" AND role IN ("+strings.Join(roles, ", ")+"))")
	}
	where := "(" + strings.Join(to, " OR ") + ")"
	if before != "" {
		where += " AND id < " + mark(before)
	}
	return db.All(ctx, tx, scanNotice, `
		SELECT id, party_id, role, person_id, key, args, href, case_id, at_us FROM notify_notice
		WHERE `+where+` ORDER BY id DESC LIMIT `+strconv.Itoa(chunk), args...)
}

// readUntil is the newest notice read at each party; "" stands for what was
// told to the person alone.
func (s Store) readUntil(ctx context.Context, tx db.Tx, person string) (map[string]string, error) {
	type row struct{ party, notice string }
	rows, err := db.All(ctx, tx, func(scan db.Scan) (r row, err error) { return r, scan(&r.party, &r.notice) },
		`SELECT party_id, notice_id FROM notify_read WHERE person_id = $1 LIMIT 1000`, person)
	out := map[string]string{}
	for _, r := range rows {
		out[r.party] = r.notice
	}
	return out, err
}
