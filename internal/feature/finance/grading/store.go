package grading

// SQL beside its scanner, and what the transparency log must agree with.

import (
	"context"
	"errors"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const columns = `id, lender_id, no, from_on, special_mention_over, substandard_over, doubtful_over, loss_over, watch_months, reason, state, version, made_by, made_us, decided_by, decided_us, answer`

func scan(row db.Scan) (r Rule, err error) {
	var made, decided int64
	t := &r.Thresholds
	err = row(&r.ID, &r.Lender, &r.No, &r.FromOn, &t.SpecialMention, &t.Substandard, &t.Doubtful, &t.Loss, &r.WatchMonths, &r.Reason, &r.State, &r.Version, &r.MadeBy, &made, &r.DecidedBy, &decided, &r.Answer)
	r.Made, r.Decided = db.Instant(made), db.Instant(decided)
	return r, err
}

func insert(ctx context.Context, tx db.Tx, r *Rule) error {
	r.Version = 1
	t := r.Thresholds
	_, err := tx.Exec(ctx, `
		INSERT INTO grading_rule (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		r.ID, r.Lender, r.No, r.FromOn, t.SpecialMention, t.Substandard, t.Doubtful, t.Loss, r.WatchMonths, r.Reason, r.State, r.Version, r.MadeBy, db.Micros(r.Made), r.DecidedBy, db.Micros(r.Decided), r.Answer)
	return err
}

// update stores what a move changed, and refuses to pass over another one.
func update(ctx context.Context, tx db.Tx, r *Rule) error {
	n, err := tx.Exec(ctx, `
		UPDATE grading_rule SET state = $1, version = version + 1, decided_by = $2, decided_us = $3, answer = $4 WHERE id = $5 AND version = $6`,
		r.State, r.DecidedBy, db.Micros(r.Decided), r.Answer, r.ID, r.Version)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	r.Version++
	return err
}

func byID(ctx context.Context, tx db.Tx, id string) (Rule, error) {
	r, err := db.One(ctx, tx, scan, `SELECT `+columns+` FROM grading_rule WHERE id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return r, err
}

// rulesOf are all rules of a lender, the newest first.
func rulesOf(ctx context.Context, tx db.Tx, lender string) ([]Rule, error) {
	return db.All(ctx, tx, scan, `SELECT `+columns+` FROM grading_rule WHERE lender_id = $1 ORDER BY no DESC LIMIT 500`, lender)
}

// agreedOf are those that were agreed to.
func agreedOf(ctx context.Context, tx db.Tx, lender string) (Rules, error) {
	return db.All(ctx, tx, scan, `SELECT `+columns+` FROM grading_rule WHERE lender_id = $1 AND state = 'agreed' ORDER BY from_on LIMIT 500`, lender)
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{rules{}} }

// rules is every version of every lender's thresholds.
type rules struct{}

// Fields names the fields that the source answers for.
func (rules) Fields() (names []string) {
	for _, f := range (&Rule{}).facts() {
		names = append(names, f.Name)
	}
	return names
}

// Facts lists their present values.
func (rules) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM grading_rule ORDER BY id`)
	return auditlog.RowFacts(all, err, func(r *Rule) (string, []auditlog.Field) { return r.ID, r.facts() })
}
