package identity

// What the transparency log must agree with: the state of every consent, and
// who holds which roles until when.

import (
	"context"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Column is a source that kaigong verify compares with the log: one column of
// a table under the name of its field.
type Column struct{ field, query string }

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source {
	return []auditlog.Source{
		Column{"consent.state", `SELECT id, state FROM identity_consent ORDER BY id`},
		Column{"membership.roles", `SELECT id, roles FROM identity_membership ORDER BY id`},
		Column{"membership.until", `SELECT id, to_on FROM identity_membership ORDER BY id`},
	}
}

// Fields names what the source answers for.
func (c Column) Fields() []string { return []string{c.field} }

// Facts lists the present values.
func (c Column) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		rows, err := db.All(ctx, tx, func(scan db.Scan) (f auditlog.Fact, err error) {
			f.Field = c.field
			return f, scan(&f.Case, &f.Value)
		}, c.query)
		if err != nil {
			yield(auditlog.Fact{}, err)
			return
		}
		for _, f := range rows {
			if !yield(f, nil) {
				return
			}
		}
	}
}
