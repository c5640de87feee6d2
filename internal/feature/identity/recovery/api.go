package recovery

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

// asking is an Ask with the address that it came from.
type asking struct {
	identity.Connection
	Body Ask
}

func (s *Service) api(r *web.Router) {
	web.Change(r, op(http.MethodPost, "ask-recovery", "/recover", "Ask to come back in; the answer is the same whether or not there is such an account"), web.Gate{Public: publicRecover, Repeatable: againAsk},
		func(ctx context.Context, in *asking) (Asked, error) {
			in.Body.Source = in.Source()
			return s.Ask(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "recovery-status", "/recover/status", "How far the request of a claim is"), web.Gate{Public: publicClaim, Repeatable: "it only answers"},
		func(ctx context.Context, in *struct{ Body Claimed }) (Status, error) {
			return s.Status(ctx, in.Body.Claim)
		})
	web.Change(r, op(http.MethodPost, "redeem-recovery", "/recover/password", "Set a new password with a claim whose time has come"), web.Gate{Public: publicClaim, Repeatable: againRedeem},
		func(ctx context.Context, in *struct{ Body Redeem }) (struct{}, error) {
			return struct{}{}, s.Redeem(ctx, in.Body)
		})
	web.Read(r, op(http.MethodGet, "list-recoveries", "/recoveries", "Requests to come back in that concern the reader, and the one of a reference"), listed(),
		func(ctx context.Context, in *struct {
			Ref string `query:"ref" doc:"Reference that was read aloud"`
		}) ([]View, error) {
			return s.Requests(ctx, in.Ref)
		})
	web.Read(r, op(http.MethodGet, "read-recovery", "/recoveries/{id}", "Read one request to come back in"), s.onRequest("recovery.read"),
		func(ctx context.Context, in *byID) (View, error) { return s.Request(ctx, in.ID) })
	web.Change(r, op(http.MethodPost, "confirm-recovery", "/recoveries/{id}/confirm", "Give one's word that the person asked"), s.onRequest("recovery.confirm"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id" doc:"Identifier"`
			Body Confirm
		}) (Request, error) {
			in.Body.Request = in.ID
			return s.Confirm(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "stop-recovery", "/recoveries/{id}/stop", "Stop a request to come back in"), s.onRequest("recovery.stop"),
		func(ctx context.Context, in *byID) (Request, error) { return s.Stop(ctx, in.ID) })
}

// Claimed shows a claim.
type Claimed struct {
	Claim string `json:"claim"`
}
