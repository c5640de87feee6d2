package intake

// What the transparency log must agree with: each batch with its file and its
// report, and what borrowers object to.

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
func Sources() []auditlog.Source { return []auditlog.Source{batches{}, objections{}} }

type batches struct{}

// Fields names what the source answers for.
func (batches) Fields() []string { return []string{"intake.state", "intake.books"} }

// Facts lists the present values.
func (batches) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return auditlog.FactsOf(ctx, tx, `SELECT id FROM intake_batch ORDER BY id`, factsOf)
}

type objections struct{}

// Fields names what the source answers for.
func (objections) Fields() []string { return []string{"intake.objections"} }

// Facts lists the present values.
func (objections) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return auditlog.FactsOf(ctx, tx, `SELECT DISTINCT contract_id FROM intake_objection ORDER BY contract_id`, func(ctx context.Context, tx db.Tx, id string) ([]auditlog.Field, error) {
		f, err := objectionFact(ctx, tx, id)
		return []auditlog.Field{f}, err
	})
}

// factsOf are the facts of one batch as its row has them now. The version counts
// updates and is no fact.
func factsOf(ctx context.Context, tx db.Tx, id string) ([]auditlog.Field, error) {
	b, err := batchByID(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	underWay, err := db.One(ctx, tx, db.Value[int64], `SELECT under_way FROM intake_batch WHERE id = $1`, id)
	if err != nil {
		return nil, err
	}
	b.Version = 0
	sum, err := digest(b, b.Grid, underWay)
	return []auditlog.Field{{Name: "intake.state", Value: string(b.State)}, {Name: "intake.books", Value: sum}}, err
}

// objectionFact is the fingerprint of all that was said of a contract's figures.
func objectionFact(ctx context.Context, tx db.Tx, contract string) (auditlog.Field, error) {
	all, err := objectionsTo(ctx, tx, contract)
	if err != nil {
		return auditlog.Field{}, err
	}
	sum, err := digest(all)
	return auditlog.Field{Name: "intake.objections", Value: sum}, err
}

func digest(all ...any) (string, error) {
	text, err := json.Marshal(all)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}
