package origination

// What the transparency log must agree with: the state of every application,
// lender's case and offer.

import (
	"context"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// States is a source that kaigong verify compares with the log: the present
// state of every case of one machine.
type States struct{ machine, query string }

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source {
	return []auditlog.Source{
		States{ApplicationMachine.Name, `SELECT id, state FROM origination_application ORDER BY id`},
		States{LenderCaseMachine.Name, `SELECT id, state FROM origination_lender_case ORDER BY id`},
		States{OfferMachine.Name, `SELECT id, state FROM origination_offer ORDER BY id`},
		Terms{},
	}
}

// Fields names what the source answers for.
func (s States) Fields() []string { return []string{s.machine + ".state"} }

// Facts lists the present states.
func (s States) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		rows, err := db.All(ctx, tx, func(scan db.Scan) (f auditlog.Fact, err error) {
			f.Field = s.machine + ".state"
			return f, scan(&f.Case, &f.Value)
		}, s.query)
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
