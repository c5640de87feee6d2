package scheme

// The operations. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) routes(r *web.Router) {
	s.pages(r)
	s.api(r)
}

// on is the gate of a version.
func on(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		v, err := byID(ctx, tx, p("id"))
		return resource(&v), err
	}}
}

// own is the gate of lists and beginnings: what the actor's party has.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"scheme"}}
}

type byPath struct {
	ID string `path:"id" doc:"Identifier of a version"`
}

// written is a scheme as it is written down, alone or after another version.
type written struct {
	Body struct {
		After string `json:"after,omitempty" doc:"A version of the scheme that this is the next of; empty for a new scheme"`
		Rules Rules  `json:"rules"`
	}
}

func (s *Service) api(r *web.Router) {
	web.Read(r, op("list-schemes", "/schemes", "Schemes of the lender with their coverage"), own("scheme.list"), func(ctx context.Context, _ *struct{}) ([]Row, error) {
		rows, _, err := s.List(ctx)
		return rows, err
	})
	web.Read(r, op("read-scheme", "/schemes/{id}", "A version with its loans and coverage"), on("scheme.read"), func(ctx context.Context, in *byPath) (View, error) { return s.View(ctx, in.ID) })
	web.Read(r, op("eligible-loans", "/eligible", "The borrower's loans beside the schemes of their lenders"), own("scheme.own"), func(ctx context.Context, _ *struct{}) ([]Own, error) { return s.Own(ctx) })
	web.Read(r, op("scheme-coverage", "/coverage", "Counts for overseers; -1 is not told"), own("scheme.oversee"), func(ctx context.Context, _ *struct{}) ([]Counted, error) { return s.Oversee(ctx) })
	draft := op("draft-scheme", "/schemes", "Write a scheme down")
	draft.DefaultStatus = http.StatusCreated
	web.Change(r, draft, own("scheme.draft"), func(ctx context.Context, in *written) (Version, error) {
		return s.Draft(ctx, in.Body.After, in.Body.Rules)
	})
	for _, step := range s.steps() {
		web.Change(r, op(step.move+"-scheme", "/schemes/{id}/"+step.move, "Move: "+step.move), on(authz.Action("scheme."+step.move)), func(ctx context.Context, in *byPath) (Version, error) { return step.do(ctx, in.ID) })
	}
}

// step is a move of a version that needs nothing but the version.
type step struct {
	move string
	do   func(context.Context, string) (Version, error)
}

func (s *Service) steps() []step {
	return []step{{"approve", s.Approve}, {"discard", s.Discard}, {"end", s.End}}
}
