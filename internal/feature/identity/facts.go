package identity

// What the transparency log must agree with: every consent with what it allows,
// and who holds which roles from when until when.

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Column is a source that kaigong verify compares with the log: one column of
// a table under the name of its field.
type Column struct{ field, query string }

// NewColumn is the source of a field: its query lists case and present value.
func NewColumn(field, query string) Column { return Column{field, query} }

// of is what a consent allows, to whom and whose word it is, as the query of
// consent.of puts it.
func (c Consent) of() string {
	return fmt.Sprint(c.Subject, " ", c.Grantee, " ", c.Case, " ", c.Purpose, " ", strings.Join(c.Classes, ","), " ", db.Micros(c.From), " ", db.Micros(c.To), " ", c.By, " ", db.Micros(c.GivenAt))
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source {
	return []auditlog.Source{
		waysIn{},
		Column{"consent.state", `SELECT id, state FROM identity_consent ORDER BY id`},
		Column{"consent.of", `
			SELECT id, subject_id || ' ' || grantee_id || ' ' || case_id || ' ' || purpose || ' ' || classes || ' ' || CAST(from_us AS TEXT) || ' ' ||
				CAST(to_us AS TEXT) || ' ' || by_id || ' ' || CAST(given_us AS TEXT) FROM identity_consent ORDER BY id`},
		Column{"consent.end", `SELECT id, CAST(revoked_us AS TEXT) || ' ' || reason FROM identity_consent ORDER BY id`},
		Column{"membership.of", `SELECT id, person_id || ' ' || party_id || ' ' || from_on || ' ' || by_id FROM identity_membership ORDER BY id`},
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
