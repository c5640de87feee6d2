package alliance

// SQL beside its scanner, and what the transparency log must agree with.

import (
	"context"
	"errors"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const columns = `id, state, version, reason, leaves_on, asked_by, asked_us, decided_by, decided_us, left_us`

func scan(row db.Scan) (m Standing, err error) {
	var asked, decided, left int64
	err = row(&m.Lender, &m.State, &m.Version, &m.Reason, &m.LeavesOn, &m.AskedBy, &asked, &m.DecidedBy, &decided, &left)
	m.Asked, m.Decided, m.Since = db.Instant(asked), db.Instant(decided), db.Instant(left)
	return m, err
}

// standingOf is where a lender stands; one of which nothing was asked is a
// member.
func standingOf(ctx context.Context, tx db.Tx, lender string) (Standing, error) {
	m, err := db.One(ctx, tx, scan, `SELECT `+columns+` FROM alliance_standing WHERE id = $1`, lender)
	if errors.Is(err, db.ErrNoRow) {
		return Standing{Lender: lender, State: Member}, nil
	}
	return m, err
}

// save stores the next version, and refuses to pass over one that it has not seen.
func save(ctx context.Context, tx db.Tx, m *Standing) error {
	m.Version++
	n, err := tx.Exec(ctx, `
		INSERT INTO alliance_standing (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = excluded.version, reason = excluded.reason, leaves_on = excluded.leaves_on,
			asked_by = excluded.asked_by, asked_us = excluded.asked_us, decided_by = excluded.decided_by, decided_us = excluded.decided_us, left_us = excluded.left_us
		WHERE alliance_standing.version = excluded.version - 1`,
		m.Lender, m.State, m.Version, m.Reason, m.LeavesOn, m.AskedBy, db.Micros(m.Asked), m.DecidedBy, db.Micros(m.Decided), db.Micros(m.Since))
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// inState lists standings of some states after a lender's id.
func inState(ctx context.Context, tx db.Tx, after string, limit int, states ...flow.State) (out []Standing, err error) {
	for _, state := range states {
		some, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM alliance_standing WHERE state = $1 AND id > $2 ORDER BY id LIMIT $3`, state, after, limit)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{standings{}} }

// standings is every lender's standing.
type standings struct{}

// Fields names the fields that the source answers for.
func (standings) Fields() (names []string) {
	for _, f := range (&Standing{}).facts() {
		names = append(names, f.Name)
	}
	return names
}

// Facts lists their present values.
func (standings) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM alliance_standing ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Standing) (string, []auditlog.Field) { return x.Lender, x.facts() })
}
