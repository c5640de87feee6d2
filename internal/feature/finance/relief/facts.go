package relief

// What the transparency log must agree with: the state of every case, and the
// fingerprint of its row with all its proposals.

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
func Sources() []auditlog.Source { return []auditlog.Source{cases{}} }

// cases is every case with its proposals.
type cases struct{}

// Fields names what the source answers for.
func (cases) Fields() []string { return []string{"relief.state", "relief.books"} }

// Facts lists the present values.
func (cases) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return auditlog.FactsOf(ctx, tx, `SELECT id FROM relief_case ORDER BY id`, factsOf)
}

// factsOf are the facts of one case as its rows have them now. The version
// counts updates and is no fact.
func factsOf(ctx context.Context, tx db.Tx, id string) ([]auditlog.Field, error) {
	c, err := caseByID(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	all, err := proposals(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	c.Version = 0
	text, err := json.Marshal(struct {
		Case      Case
		Proposals []Proposal
	}{c, all})
	sum := sha256.Sum256(text)
	return []auditlog.Field{{Name: "relief.state", Value: string(c.State)}, {Name: "relief.books", Value: hex.EncodeToString(sum[:])}}, err
}
