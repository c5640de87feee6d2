package letter

// The JSON door: the same service methods, the same faults.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/web"
)

func op(method, id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{Name}}
}

func (s *Service) api(r *web.Router) {
	web.Read(r, op(http.MethodGet, "read-letters", "/account/letters", "Where the reader is told outside the program, of what, and how soon"), own("letter.read", ""),
		func(ctx context.Context, _ *struct{}) (View, error) { return s.Own(ctx) })
	web.Change(r, op(http.MethodPost, "ask-address", "/account/letters/address", "Name an address; it gets a code"), own("letter.change", ""),
		func(ctx context.Context, in *struct{ Body AskAddress }) (Address, error) { return s.Ask(ctx, in.Body) })
	web.Change(r, op(http.MethodPost, "confirm-address", "/account/letters/confirm", "Confirm an address by its code"), own("letter.change", againCode),
		func(ctx context.Context, in *struct{ Body ConfirmAddress }) (Address, error) {
			return s.Confirm(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "drop-address", "/account/letters/drop", "Take an address out of use"), own("letter.change", ""),
		func(ctx context.Context, in *struct{ Body DropAddress }) (View, error) {
			if err := s.Drop(ctx, in.Body.Channel); err != nil {
				return View{}, err
			}
			return s.Own(ctx)
		})
	web.Change(r, op(http.MethodPut, "choose-letters", "/account/letters", "Choose language, hour and paces"), own("letter.change", againChoices),
		func(ctx context.Context, in *struct{ Body Choices }) (View, error) { return s.Choose(ctx, in.Body) })
	web.Read(r, op(http.MethodGet, "read-outbox", "/letters", "Letters that leave the house, and those that got stuck"), s.operators("letter.outbox"),
		func(ctx context.Context, _ *struct{}) (Outbox, error) { return s.Outbox(ctx) })
	web.Change(r, op(http.MethodPost, "send-again", "/letters/{id}/again", "Try a letter again that was given up"), s.operators("letter.again"),
		func(ctx context.Context, in *struct {
			ID string `path:"id" doc:"Identifier"`
		}) (Outbox, error) {
			if err := s.Again(ctx, in.ID); err != nil {
				return Outbox{}, err
			}
			return s.Outbox(ctx)
		})
}
