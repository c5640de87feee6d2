package auditlog

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"kaigong.example/kaigong/internal/platform/db"
)

const itemColumns = `id, idx, kind, case_id, version, before, after, at_us, person_id, party_id, policy, nonce, hash, receipt`

func scanItem(scan db.Scan) (it Item, err error) {
	var at int64
	err = scan(&it.ID, &it.Index, &it.Kind, &it.Case, &it.CaseVersion, &it.Before, &it.After, &at, &it.Person, &it.Party, &it.Policy, &it.Nonce, &it.Hash, &it.Receipt)
	it.At = db.Instant(at)
	return it, err
}

func insertItem(ctx context.Context, tx db.Tx, it Item) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO auditlog_entry (`+itemColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		it.ID, it.Index, it.Kind, it.Case, it.CaseVersion, it.Before, it.After, db.Micros(it.At), it.Person, it.Party, it.Policy, it.Nonce, it.Hash, it.Receipt)
	if err != nil {
		return err
	}
	for i, f := range it.Fields {
		if _, err := tx.Exec(ctx, `
			INSERT INTO auditlog_field (entry_id, position, name, commitment, salt, value) VALUES ($1, $2, $3, $4, $5, $6)`,
			it.ID, i, f.Name, f.Commitment, f.Salt, f.Value); err != nil {
			return err
		}
	}
	for _, p := range it.Parties {
		if _, err := tx.Exec(ctx, `
			INSERT INTO auditlog_party (entry_id, party_id, number) VALUES ($1, $2, 0)`, it.ID, p); err != nil {
			return err
		}
	}
	return nil
}

func pendingItems(ctx context.Context, tx db.Tx, limit int) ([]Item, error) {
	items, err := db.All(ctx, tx, scanItem, `
		SELECT `+itemColumns+` FROM auditlog_entry WHERE idx < 0 ORDER BY id LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	return withFields(ctx, tx, items)
}

// withFields adds fields and parties, a few hundred items to a query.
func withFields(ctx context.Context, tx db.Tx, items []Item) ([]Item, error) {
	for part := range slices.Chunk(items, 200) {
		at := make(map[string]*Item, len(part))
		for i := range part {
			at[part[i].ID] = &part[i]
			part[i].Fields, part[i].Parties = nil, nil
		}
		marks, ids := idList(part)
		fields, err := db.All(ctx, tx, scanOwnOpening, `
			SELECT entry_id, name, commitment, salt, value FROM auditlog_field
			WHERE entry_id IN (`+marks+`) ORDER BY entry_id, position`, ids...)
		if err != nil {
			return nil, err
		}
		for _, f := range fields {
			at[f.entry].Fields = append(at[f.entry].Fields, f.Opening)
		}
		parties, err := db.All(ctx, tx, scanOwnParty, `
			SELECT entry_id, party_id FROM auditlog_party
			WHERE entry_id IN (`+marks+`) ORDER BY entry_id, party_id`, ids...)
		if err != nil {
			return nil, err
		}
		for _, p := range parties {
			at[p.entry].Parties = append(at[p.entry].Parties, p.party)
		}
	}
	return items, nil
}

type ownOpening struct {
	entry string
	Opening
}

func scanOwnOpening(scan db.Scan) (o ownOpening, err error) {
	return o, scan(&o.entry, &o.Name, &o.Commitment, &o.Salt, &o.Value)
}

type ownParty struct{ entry, party string }

func scanOwnParty(scan db.Scan) (p ownParty, err error) { return p, scan(&p.entry, &p.party) }

// idList makes "$1, $2, …" for an IN list, with its arguments.
func idList(items []Item) (marks string, ids []any) {
	list := make([]string, len(items))
	for i, it := range items {
		list[i] = "$" + strconv.Itoa(i+1)
		ids = append(ids, it.ID)
	}
	return strings.Join(list, ", "), ids
}

// placeItem gives an entry its index and its number with each of its parties.
func placeItem(ctx context.Context, tx db.Tx, id string, index int64) error {
	if _, err := tx.Exec(ctx, `UPDATE auditlog_entry SET idx = $1 WHERE id = $2`, index, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE auditlog_party SET number = 1 + (
			SELECT COALESCE(MAX(p.number), 0) FROM auditlog_party p WHERE p.party_id = auditlog_party.party_id)
		WHERE entry_id = $1`, id)
	return err
}

func insertHash(ctx context.Context, tx db.Tx, position int64, h tlog.Hash) error {
	_, err := tx.Exec(ctx, `INSERT INTO auditlog_hash (position, hash) VALUES ($1, $2)`, position, hex.EncodeToString(h[:]))
	return err
}

// reader gives tlog the stored hashes inside a transaction.
func reader(ctx context.Context, tx db.Tx) tlog.HashReader {
	return tlog.HashReaderFunc(func(positions []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(positions))
		for i, p := range positions {
			text, err := db.One(ctx, tx, db.Value[string], `SELECT hash FROM auditlog_hash WHERE position = $1`, p)
			if err != nil {
				return nil, err
			}
			if _, err := hex.Decode(out[i][:], []byte(text)); err != nil {
				return nil, err
			}
		}
		return out, nil
	})
}

// Head is a signed tree head.
type Head struct {
	Size int64
	Note string // the C2SP checkpoint
}

func scanHead(scan db.Scan) (h Head, err error) { return h, scan(&h.Size, &h.Note) }

func insertHead(ctx context.Context, tx db.Tx, h Head) error {
	_, err := tx.Exec(ctx, `INSERT INTO auditlog_head (size, note) VALUES ($1, $2)`, h.Size, h.Note)
	return err
}

func lastHead(ctx context.Context, tx db.Tx) (Head, error) {
	return db.One(ctx, tx, scanHead, `SELECT size, note FROM auditlog_head ORDER BY size DESC LIMIT 1`)
}

func (l *Log) size(ctx context.Context, tx db.Tx) (int64, error) {
	h, err := lastHead(ctx, tx)
	if errors.Is(err, db.ErrNoRow) {
		return 0, nil
	}
	return h.Size, err
}

// Head is the newest signed tree head; the zero Head while the tree is empty.
func (l *Log) Head(ctx context.Context, tx db.Tx) (Head, error) {
	h, err := lastHead(ctx, tx)
	if errors.Is(err, db.ErrNoRow) {
		return Head{}, nil
	}
	return h, err
}

// Case lists what happened in a case that a party may see, the newest first,
// with its openings.
func (l *Log) Case(ctx context.Context, tx db.Tx, caseID, party string, limit int) ([]Item, error) {
	items, err := db.All(ctx, tx, scanItem, `
		SELECT `+itemColumns+` FROM auditlog_entry
		WHERE case_id = $1 AND id IN (SELECT entry_id FROM auditlog_party WHERE party_id = $2)
		ORDER BY id DESC LIMIT $3`, caseID, party, limit)
	if err != nil {
		return nil, err
	}
	return withFields(ctx, tx, items)
}

// Visible finds one entry that a party may see.
func (l *Log) Visible(ctx context.Context, tx db.Tx, id, party string) (Item, error) {
	it, err := db.One(ctx, tx, scanItem, `
		SELECT `+itemColumns+` FROM auditlog_entry
		WHERE id = $1 AND id IN (SELECT entry_id FROM auditlog_party WHERE party_id = $2)`, id, party)
	if err != nil {
		return it, err
	}
	items, err := withFields(ctx, tx, []Item{it})
	return items[0], err
}
