package renewal

// What the transparency log must agree with: the state of every case, and the
// fingerprint of its row with all its proposals and their files.

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
func (cases) Fields() []string { return []string{"renewal.state", "renewal.books"} }

// Facts lists the present values.
func (cases) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return auditlog.FactsOf(ctx, tx, `SELECT id FROM renewal_case ORDER BY id`, factsOf)
}

// factsOf are the facts of one case as its rows have them now. The version
// counts updates and is no fact; a file is hashed again, since the hash beside it
// proves nothing.
func factsOf(ctx context.Context, tx db.Tx, id string) ([]auditlog.Field, error) {
	c, err := caseByID(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	all, err := proposals(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	files := make([]string, len(all))
	for i, p := range all {
		files[i] = digest(p.File)
	}
	c.Version = 0
	text, err := json.Marshal(struct {
		Case      Case
		Proposals []Proposal
		Files     []string
	}{c, all, files})
	return []auditlog.Field{{Name: "renewal.state", Value: string(c.State)}, {Name: "renewal.books", Value: digest(string(text))}}, err
}

// digest is the SHA-256 of a text, in hex.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
