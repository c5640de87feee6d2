package dossier

// What the transparency log must agree with: each request with who asked for
// what and why, and what became of it.

import (
	"context"
	"fmt"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{requests{}} }

// requests is every request.
type requests struct{}

// Fields names the fields that the source answers for.
func (requests) Fields() []string {
	return []string{"document_request.state", "document_request.of", "document_request.wish", "document_request.done"}
}

// Facts lists their present values.
func (requests) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanRequest, `SELECT `+requestColumns+` FROM dossier_request ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Request) (string, []auditlog.Field) { return x.ID, x.facts() })
}

func (r *Request) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "document_request.state", Value: string(r.State)},
		{Name: "document_request.of", Value: fmt.Sprint(r.Application, " ", r.Case, " ", r.Lender, " ", r.AskedBy, " ", db.Micros(r.Asked))},
		{Name: "document_request.wish", Value: fmt.Sprint(r.Kind, " ", r.DueOn, " ", r.Reason)},
		{Name: "document_request.done", Value: fmt.Sprint(r.Document, " ", r.DoneBy, " ", db.Micros(r.Done))},
	}
}
