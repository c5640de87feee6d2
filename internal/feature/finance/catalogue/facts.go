package catalogue

// What the transparency log must agree with: whose a product is, and what it
// promises.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{promises{}} }

// promises is every product with what it promises now.
type promises struct{}

// Fields names the fields that the source answers for.
func (promises) Fields() []string {
	return []string{"product.of", "product.version", "product.promise"}
}

// Facts lists their present values.
func (promises) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		all, err := db.All(ctx, tx, scanStored, `SELECT `+productColumns+` FROM catalogue_product ORDER BY id`)
		if err != nil {
			yield(auditlog.Fact{}, err)
			return
		}
		for _, r := range all {
			for _, f := range r.facts() {
				if !yield(auditlog.Fact{Case: r.id, Field: f.Name, Value: f.Value}, nil) {
					return
				}
			}
		}
	}
}

// facts of a product as it is about to be stored.
func (p Product) facts() ([]auditlog.Field, error) {
	r, err := p.row()
	return r.facts(), err
}

// facts by name: a difference says which of them was edited. The promise is the
// fingerprint of all that stands in the body.
func (r stored) facts() []auditlog.Field {
	sum := sha256.Sum256([]byte(r.body))
	return []auditlog.Field{
		{Name: "product.of", Value: r.lender + " " + r.code}, {Name: "product.version", Value: fmt.Sprint(r.version)}, {Name: "product.promise", Value: hex.EncodeToString(sum[:])},
	}
}
