package origination

// What the transparency log must agree with: the state of every application,
// lender's case and offer, here; the terms of offers in facts_terms.go; all else
// that the parties rely on in facts_rest.go.

import (
	"context"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Facts is a source that kaigong verify compares with the log.
type Facts struct {
	fields []string
	list   func(ctx context.Context, tx db.Tx, yield yielder) error
}

// yielder takes facts of one case, and answers false when no more are wanted.
type yielder func(id string, fields ...auditlog.Field) bool

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source {
	return []auditlog.Source{
		Facts{[]string{ApplicationMachine.Name + ".state", "application.paper"}, applicationFacts},
		Facts{[]string{LenderCaseMachine.Name + ".state", "lender_case.of", "lender_case.answer"}, caseFacts},
		Facts{[]string{OfferMachine.Name + ".state", "offer.conditions", "offer.valid_to", "offer.product", "offer.terms_hash", "offer.of", "offer.reserved", "offer.commitment", "offer.closed", "offer.opened", "offer.contract", "offer.drafted", "offer.issued"}, offerFacts},
		Facts{[]string{"application.terms_hash"}, chosenFacts},
	}
}

// Fields names what the source answers for.
func (f Facts) Fields() []string { return f.fields }

// Facts lists the present values.
func (f Facts) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		err := f.list(ctx, tx, func(id string, fields ...auditlog.Field) bool {
			for _, x := range fields {
				if !yield(auditlog.Fact{Case: id, Field: x.Name, Value: x.Value}, nil) {
					return false
				}
			}
			return true
		})
		if err != nil {
			yield(auditlog.Fact{}, err)
		}
	}
}
