package letter

// What the transparency log must agree with: where letters to whom go, since
// whoever moves an address reads another's letters.

import (
	"context"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

type addresses struct{}

// Sources are the tables of this package as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{addresses{}} }

// Fields names what the source answers for.
func (addresses) Fields() []string { return []string{"letter.address"} }

// Facts lists every address that was ever confirmed.
func (addresses) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		all, err := db.All(ctx, tx, scanAddress, `SELECT `+addressColumns+` FROM letter_address WHERE confirmed_us <> 0 ORDER BY id`)
		if err != nil {
			yield(auditlog.Fact{}, err)
			return
		}
		for _, a := range all {
			if !yield(auditlog.Fact{Case: a.ID, Field: "letter.address", Value: a.mark()}, nil) {
				return
			}
		}
	}
}
