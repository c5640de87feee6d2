package setup

// The JSON door of what the first person does. Before there is a person there is
// none: the link is for a browser.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/web"
)

func op(method, id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{Name}}
}

type bodyOf[T any] struct{ Body T }

type again struct {
	Party string `json:"party" doc:"Identifier of the organisation"`
}

type ok struct {
	Step Step `json:"step"`
}

func (s *Service) api(r *web.Router) {
	web.Read(r, op(http.MethodGet, "list-invited-organisations", "/setup/organisations", "Organisations that the setup invited, and whether somebody came"), s.gate("setup.read", ""),
		func(ctx context.Context, _ *struct{}) ([]Invited, error) {
			v, err := s.View(ctx)
			return v.Invited, err
		})
	web.Change(r, op(http.MethodPost, "invite-organisation", "/setup/organisations", "Register a lender or the town office and invite its first administrator"), s.gate("setup.invite", againInvite),
		func(ctx context.Context, in *bodyOf[InviteOrganisation]) (Code, error) { return s.Invite(ctx, in.Body) })
	web.Change(r, op(http.MethodPost, "invite-organisation-again", "/setup/organisations/again", "A new invitation for an organisation from which nobody came yet"), s.gate("setup.invite", againLink),
		func(ctx context.Context, in *bodyOf[again]) (Code, error) { return s.Again(ctx, in.Body.Party) })
	web.Change(r, op(http.MethodPost, "finish-setup", "/setup/finish", "End the setup; nothing more can be set up this way"), s.gate("setup.change", againStep),
		func(ctx context.Context, _ *struct{}) (ok, error) { return ok{Finish}, s.Done(ctx, Finish) })
}
