package organisation

// The JSON door: the same service methods, the same faults.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/platform/web"
)

func op(method, id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{Name}}
}

type byID struct {
	ID string `path:"id" doc:"Identifier"`
}

type byIDWith[T any] struct {
	ID   string `path:"id" doc:"Identifier"`
	Body T
}

func (s *Service) api(r *web.Router) {
	web.Read(r, op(http.MethodGet, "list-rights", "/rights", "Rights that wait for a second person, and what became of earlier ones"), ownRights(),
		func(ctx context.Context, _ *struct{}) ([]GrantView, error) { return s.Rights(ctx) })
	web.Change(r, op(http.MethodPost, "confirm-right", "/rights/{id}/confirm", "Agree, as the second person, that a colleague gets a right"), s.onGrant("organisation.confirm"),
		func(ctx context.Context, in *byIDWith[Decide]) (Grant, error) {
			in.Body.Grant = in.ID
			return s.Confirm(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "refuse-right", "/rights/{id}/refuse", "Refuse a right that somebody asked for a colleague"), s.onGrant("organisation.refuse"),
		func(ctx context.Context, in *byID) (Grant, error) { return s.Refuse(ctx, in.ID) })
	web.Change(r, op(http.MethodPost, "withdraw-right", "/rights/{id}/withdraw", "Withdraw a right that nobody agreed to yet"), s.onGrant("organisation.withdraw"),
		func(ctx context.Context, in *byID) (Grant, error) { return s.Withdraw(ctx, in.ID) })
	web.Change(r, op(http.MethodPut, "change-roles", "/people/memberships/{id}/roles", "Change what a colleague does; signing rights wait for a second person"), s.onMember("organisation.change_roles"),
		func(ctx context.Context, in *byIDWith[ChangeRoles]) (Changed, error) {
			in.Body.Membership = in.ID
			return s.ChangeRoles(ctx, in.Body)
		})
	web.Read(r, op(http.MethodGet, "list-duties", "/people/memberships/{id}/duties", "What is open for a colleague, and who may take it over"), s.onMember("organisation.end"),
		func(ctx context.Context, in *byID) ([]Duty, error) { return s.Duties(ctx, in.ID) })
	web.Change(r, op(http.MethodPost, "end-membership", "/people/memberships/{id}/end", "End a membership and hand its open work on"), s.onMember("organisation.end"),
		func(ctx context.Context, in *byIDWith[End]) (identity.Membership, error) {
			in.Body.Membership = in.ID
			return s.End(ctx, in.Body)
		})
}
