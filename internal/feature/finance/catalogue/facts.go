package catalogue

// What the transparency log must agree with: whose a product is, and of each
// version what it promises, who drafted, approved and withdrew it, and from
// when it counts.

import (
	"context"
	"fmt"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{shelf{}, versions{}} }

// shelf is every product with whose it is.
type shelf struct{}

// Fields names the field that the source answers for.
func (shelf) Fields() []string { return []string{"product.of"} }

// Facts lists the present values.
func (shelf) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		all, err := db.All(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM catalogue_product p ORDER BY p.id`)
		for _, p := range all {
			if !yield(auditlog.Fact{Case: p.id, Field: "product.of", Value: p.of()}, nil) {
				return
			}
		}
		if err != nil {
			yield(auditlog.Fact{}, err)
		}
	}
}

func (p item) of() string { return p.lender + " " + p.code }

// versions is every version with all that is known of it.
type versions struct{}

// Fields names the fields that the source answers for.
func (versions) Fields() []string {
	return []string{"product_version.state", "product_version.of", "product_version.promise", "product_version.drafted", "product_version.decided", "product_version.withdrawn"}
}

// Facts lists their present values.
func (versions) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanVersion, `SELECT `+versionColumns+` FROM `+versionTables+` ORDER BY v.id`)
	return auditlog.RowFacts(all, err, func(x *Version) (string, []auditlog.Field) { return x.ID, x.facts() })
}

// facts by name: a difference says which of them was edited. The promise is the
// fingerprint of the body as it is stored, computed anew.
func (v *Version) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "product_version.state", Value: string(v.State)},
		{Name: "product_version.of", Value: fmt.Sprint(v.Product.ID, " ", v.Product.Version, " ", v.Hash)},
		{Name: "product_version.promise", Value: fingerprint(v.body)},
		{Name: "product_version.drafted", Value: fmt.Sprint(v.DraftedBy, " ", db.Micros(v.Drafted))},
		{Name: "product_version.decided", Value: fmt.Sprint(v.DecidedBy, " ", db.Micros(v.Decided), " ", v.ValidFrom)},
		{Name: "product_version.withdrawn", Value: fmt.Sprint(v.WithdrawnBy, " ", db.Micros(v.Withdrawn), " ", v.Reason)},
	}
}
