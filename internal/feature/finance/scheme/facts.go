package scheme

// What the transparency log must agree with: the state of every version, and the
// fingerprint of its row.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{all{}} }

// all is every version of every scheme.
type all struct{}

// Fields names what the source answers for.
func (all) Fields() []string { return []string{"scheme.state", "scheme.row"} }

// Facts lists the present values.
func (all) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanVersion, `SELECT `+columns+` FROM scheme_version ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Version) (string, []auditlog.Field) { return x.ID, factsOf(*x) })
}

// factsOf are the facts of one version as its row has them. The count of updates
// is no fact, and the hash beside the rules proves nothing.
func factsOf(v Version) []auditlog.Field {
	v.Version = 0
	text, _ := json.Marshal(struct {
		Row  Version
		Hash string
	}{v, v.hash()}) // plain values: it cannot fail
	sum := sha256.Sum256(text)
	return []auditlog.Field{{Name: "scheme.state", Value: string(v.State)}, {Name: "scheme.row", Value: hex.EncodeToString(sum[:])}}
}
