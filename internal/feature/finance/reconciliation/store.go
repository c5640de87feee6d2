package reconciliation

// SQL beside its scanners, and what the transparency log must agree with.

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const columns = `id, ref, lender_id, state, version, from_on, to_on, file_name, file_hash, content, report, hash, changed, made_by, made_us, sent_by, sent_us, decided_by, decided_us, reason`

func scan(scan db.Scan) (r Reconciliation, err error) {
	var content, report string
	var changed, made, sent, decided int64
	if err = scan(&r.ID, &r.Ref, &r.Lender, &r.State, &r.Version, &r.FromOn, &r.ToOn, &r.FileName, &r.FileHash, &content, &report, &r.Hash, &changed, &r.MadeBy, &made, &r.SentBy, &sent, &r.DecidedBy, &decided, &r.Reason); err != nil {
		return r, err
	}
	r.Changed, r.Made, r.Sent, r.Decided = changed != 0, db.Instant(made), db.Instant(sent), db.Instant(decided)
	return r, errors.Join(json.Unmarshal([]byte(content), &r.Grid), json.Unmarshal([]byte(report), &r.Report))
}

// underWay reports whether a reconciliation keeps its file from being brought
// again.
func (r *Reconciliation) underWay() bool { return r.State != Faulty && r.State != Discarded }

func insert(ctx context.Context, tx db.Tx, r *Reconciliation) error {
	content, err := json.Marshal(r.Grid)
	if err != nil {
		return err
	}
	report, err := json.Marshal(r.Report)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO reconciliation_case (`+columns+`, under_way)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		r.ID, r.Ref, r.Lender, r.State, r.Version, r.FromOn, r.ToOn, r.FileName, r.FileHash, string(content), string(report), r.Hash, db.Flag(r.Changed), r.MadeBy, db.Micros(r.Made), "", 0, "", 0, "", db.Flag(r.underWay()))
	return err
}

// update stores what a step changed, and refuses to pass over another step.
func update(ctx context.Context, tx db.Tx, r *Reconciliation) error {
	report, err := json.Marshal(r.Report)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE reconciliation_case SET state = $1, version = version + 1, under_way = $2, report = $3, hash = $4, changed = $5, sent_by = $6, sent_us = $7, decided_by = $8, decided_us = $9, reason = $10
		WHERE id = $11 AND version = $12`,
		r.State, db.Flag(r.underWay()), string(report), r.Hash, db.Flag(r.Changed), r.SentBy, db.Micros(r.Sent), r.DecidedBy, db.Micros(r.Decided), r.Reason, r.ID, r.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	r.Version++
	return err
}

func scanNote(scan db.Scan) (n Note, err error) {
	var made int64
	err = scan(&n.Item, &n.Digest, &n.Text, &n.By, &made)
	n.Made = db.Instant(made)
	return n, err
}

// keep stores an explanation in the place of an older one of the same difference.
func keep(ctx context.Context, tx db.Tx, r *Reconciliation, n Note) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO reconciliation_note (case_id, item, digest, body, made_by, made_us) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (case_id, item) DO UPDATE SET digest = excluded.digest, body = excluded.body, made_by = excluded.made_by, made_us = excluded.made_us`,
		r.ID, n.Item, n.Digest, n.Text, n.By, db.Micros(n.Made))
	r.Notes = append(slices.DeleteFunc(r.Notes, func(x Note) bool { return x.Item == n.Item }), n)
	return err
}

// withNotes loads the explanations of a reconciliation.
func withNotes(ctx context.Context, tx db.Tx, r Reconciliation) (Reconciliation, error) {
	notes, err := db.All(ctx, tx, scanNote, `SELECT item, digest, body, made_by, made_us FROM reconciliation_note WHERE case_id = $1 ORDER BY item LIMIT 5000`, r.ID)
	r.Notes = append([]Note{}, notes...)
	return r, err
}

func byID(ctx context.Context, tx db.Tx, id string) (Reconciliation, error) {
	r, err := db.One(ctx, tx, scan, `SELECT `+columns+` FROM reconciliation_case WHERE id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return r, fault.New(fault.NotFound, "fault.not_found")
	}
	if err != nil {
		return r, err
	}
	return withNotes(ctx, tx, r)
}

// found is a row, or false for none.
func found(r Reconciliation, err error) (Reconciliation, bool, error) {
	if errors.Is(err, db.ErrNoRow) {
		return r, false, nil
	}
	return r, err == nil, err
}

// sameFile is the reconciliation of a lender's file that still counts.
func sameFile(ctx context.Context, tx db.Tx, lender, hash string) (Reconciliation, bool, error) {
	return found(db.One(ctx, tx, scan, `SELECT `+columns+` FROM reconciliation_case WHERE lender_id = $1 AND file_hash = $2 AND under_way = 1`, lender, hash))
}

// agreedWithin is an agreed reconciliation of a lender, other than one, whose period
// overlaps another.
func agreedWithin(ctx context.Context, tx db.Tx, lender, from, to, except string) (Reconciliation, bool, error) {
	return found(db.One(ctx, tx, scan, `
		SELECT `+columns+` FROM reconciliation_case
		WHERE lender_id = $1 AND state = 'agreed' AND from_on <= $3 AND to_on >= $2 AND id <> $4 ORDER BY from_on, id LIMIT 1`, lender, from, to, except))
}

// metElsewhere are the movements that a line of another agreed reconciliation of a
// lender meets whose period lies between two days or reaches into them; of those
// that were agreed before an instant, where one is given.
func metElsewhere(ctx context.Context, tx db.Tx, r *Reconciliation, from, to string, before time.Time) (map[string]bool, error) {
	latest := int64(1 << 62)
	if !before.IsZero() {
		latest = db.Micros(before)
	}
	all, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM reconciliation_case WHERE lender_id = $1 AND state = 'agreed' AND id <> $2 AND decided_us < $3 AND from_on <= $4 AND to_on >= $5 ORDER BY to_on DESC, id LIMIT 1000`, r.Lender, r.ID, latest, to, from)
	met := map[string]bool{}
	for _, r := range all {
		for _, p := range r.Report.Pairs {
			met[p.Movement] = true
		}
	}
	return met, err
}

func ofLender(ctx context.Context, tx db.Tx, lender string, limit int) (out []Reconciliation, err error) {
	all, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM reconciliation_case WHERE lender_id = $1 ORDER BY to_on DESC, made_us DESC, id DESC LIMIT $2`, lender, limit)
	for _, r := range all {
		if err != nil {
			return out, err
		}
		r, err = withNotes(ctx, tx, r)
		out = append(out, r)
	}
	return out, err
}

// agreedPeriod is an agreed period with when it was agreed.
type agreedPeriod struct {
	ID, Ref, FromOn, ToOn string
	Decided               time.Time
}

func agreedOf(ctx context.Context, tx db.Tx, lender string) ([]agreedPeriod, error) {
	return db.All(ctx, tx, func(scan db.Scan) (p agreedPeriod, err error) {
		var decided int64
		err = scan(&p.ID, &p.Ref, &p.FromOn, &p.ToOn, &decided)
		p.Decided = db.Instant(decided)
		return p, err
	}, `SELECT id, ref, from_on, to_on, decided_us FROM reconciliation_case WHERE lender_id = $1 AND state = 'agreed' ORDER BY to_on DESC, id LIMIT 200`, lender)
}

// facts are what the log says of a reconciliation, as its rows have it now. The
// version counts updates and is no fact.
func facts(ctx context.Context, tx db.Tx, id string) ([]auditlog.Field, error) {
	r, err := byID(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	underWay, err := db.One(ctx, tx, db.Value[int64], `SELECT under_way FROM reconciliation_case WHERE id = $1`, id)
	r.Version = 0
	return []auditlog.Field{{Name: "reconciliation.state", Value: string(r.State)}, {Name: "reconciliation.books", Value: digest(r, r.Grid, underWay)}}, err
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{cases{}} }

type cases struct{}

// Fields names what the source answers for.
func (cases) Fields() []string { return []string{"reconciliation.state", "reconciliation.books"} }

// Facts lists the present values.
func (cases) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return auditlog.FactsOf(ctx, tx, `SELECT id FROM reconciliation_case ORDER BY id`, facts)
}
