package reconciliation

// The gates and the operations. Each operation calls one service method and decides
// nothing.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/upload"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) routes(r *web.Router) {
	s.pages(r)
	s.operations(r)
}

// gate is that of one reconciliation. Everybody who approves may pass at that of a
// confirmation: whoever would confirm the own work is told why another person does.
func gate(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		r, err := byID(ctx, tx, p("id"))
		return r.resource(), err
	}}
}

// own is the gate of lists and uploads: what the actor's bank has here.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

// step is a use case that needs nothing but the reconciliation.
type step struct {
	name    string
	gate    authz.Action
	do      func(context.Context, string) (Reconciliation, error)
	summary string
}

func (s *Service) steps() []step {
	return []step{
		{"match", "reconciliation.match", s.Match, "Hold the statement against the books as they are now"},
		{"send", "reconciliation.send", s.Send, "Hand it to the second person"},
		{"agree", "reconciliation.agree", s.Agree, "Close a period in which nothing differs"},
		{"confirm", "reconciliation.decide", s.Confirm, "Confirm the explanations and close the period"},
		{"discard", "reconciliation.discard", s.Discard, "Give it up"},
		{"reopen", "reconciliation.reopen", s.Reopen, "Take up an agreed period whose books have changed since"},
	}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"reconciliation"}}
}

type caseID struct {
	ID string `path:"id" doc:"The reconciliation"`
}

// with is an operation on one reconciliation with a body.
type with[T any] struct {
	ID   string `path:"id" doc:"The reconciliation"`
	Body T
}

// brought is a statement in an operation.
type brought struct {
	FileName string `json:"file_name" maxLength:"200" doc:"With its ending, .xlsx or .csv"`
	Content  []byte `json:"content" doc:"The file, in base64"`
	FromOn   string `json:"from_on" format:"date" doc:"First day of the period"`
	ToOn     string `json:"to_on" format:"date" doc:"Last day of the period; it counts"`
}

func (s *Service) operations(r *web.Router) {
	web.Read(r, op("list-reconciliations", "/reconciliations", "What the lender reconciled, the latest period first"), own("reconciliation.list"), func(ctx context.Context, _ *struct{}) (List, error) { return s.List(ctx) })
	web.Read(r, op("read-reconciliation", "/reconciliations/{id}", "A reconciliation with its report, explanations and open moves"), gate("reconciliation.read"), func(ctx context.Context, in *caseID) (View, error) { return s.View(ctx, in.ID) })
	bring := op("bring-statement", "/reconciliations", "Hold the lender's own statement of a period against the books")
	bring.DefaultStatus, bring.MaxBodyBytes = http.StatusCreated, 2*upload.MaxBytes
	web.Change(r, bring, own("reconciliation.upload"), func(ctx context.Context, in *struct{ Body brought }) (Reconciliation, error) {
		f, err := upload.Clean("file", in.Body.FileName, in.Body.Content)
		if err != nil {
			return Reconciliation{}, err
		}
		return s.Upload(ctx, Upload{File: f, FromOn: in.Body.FromOn, ToOn: in.Body.ToOn})
	})
	for _, x := range s.steps() {
		web.Change(r, op(x.name+"-reconciliation", "/reconciliations/{id}/"+x.name, x.summary), gate(x.gate), func(ctx context.Context, in *caseID) (Reconciliation, error) { return x.do(ctx, in.ID) })
	}
	web.Change(r, op("explain-difference", "/reconciliations/{id}/explain", "Explain one difference in words"), gate("reconciliation.explain"), func(ctx context.Context, in *with[Explain]) (Reconciliation, error) {
		return s.Explain(ctx, in.ID, in.Body)
	})
	web.Change(r, op("return-reconciliation", "/reconciliations/{id}/return", "Send it back with a reason"), gate("reconciliation.return"), func(ctx context.Context, in *with[Return]) (Reconciliation, error) {
		return s.Return(ctx, in.ID, in.Body)
	})
}
