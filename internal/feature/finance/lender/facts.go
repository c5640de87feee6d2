package lender

// What the transparency log must agree with: what each lender says, and who said
// it when.

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
func Sources() []auditlog.Source { return []auditlog.Source{profiles{}} }

// profiles is what every lender says.
type profiles struct{}

// Fields names the fields that the source answers for.
func (profiles) Fields() []string { return []string{"lender_profile.said", "lender_profile.published"} }

// Facts lists their present values.
func (profiles) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanProfile, `SELECT `+profileColumns+` FROM lender_profile ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Profile) (string, []auditlog.Field) { return x.Lender, x.facts() })
}

func (p *Profile) facts() []auditlog.Field {
	sum := sha256.Sum256([]byte(p.body))
	return []auditlog.Field{
		{Name: "lender_profile.said", Value: hex.EncodeToString(sum[:])},
		{Name: "lender_profile.published", Value: fmt.Sprint(p.Version, " ", p.By, " ", db.Micros(p.Published))},
	}
}
