package feed

// The pages and operations of calendars. Each calls one service method and
// decides nothing.

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ical"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) routes(r *web.Router) {
	own := web.Gate{Action: "feed.own", Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return resource(kernel.From(ctx).Party), nil
	}}
	op := func(method, id, summary string) huma.Operation {
		return huma.Operation{Method: method, OperationID: id, Path: "/api/v1/calendar", Summary: summary, Tags: []string{"feed"}}
	}
	r.Page("GET /calendar", own, s.page)
	r.Form("POST /calendar", own, s.makeForm, s.again)
	ending := own
	ending.Repeatable = "ending twice is ending"
	r.Form("POST /calendar/revoke", ending, s.revokeForm, s.again)
	r.Raw("GET /calendar/{id}/{secret}", web.Gate{Public: "programs that subscribe cannot sign in: the address holds a secret that its person can take back"}, s.serve)
	web.Read(r, op(http.MethodGet, "read-calendar", "The address of the reader's calendar of due dates"), own, func(ctx context.Context, _ *struct{}) (Link, error) { return s.Own(ctx) })
	web.Change(r, op(http.MethodPost, "make-calendar", "Make an address; one that was there ends"), own, func(ctx context.Context, in *struct{ Body Make }) (Link, error) { return s.Make(ctx, in.Body) })
	web.Change(r, op(http.MethodDelete, "revoke-calendar", "End the address"), ending, func(ctx context.Context, _ *struct{}) (struct{}, error) { return struct{}{}, s.Revoke(ctx) })
}

func (s *Service) page(q *http.Request) (web.View, error) { return s.again(q, nil) }

func (s *Service) again(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	l, err := s.Own(ctx)
	return web.View{Title: i18n.T(ctx, "feed.title"), Current: "calendar", Body: s.body(l, ui.Form{Action: "/calendar", Key: s.NewID(), Fault: f}, s.NewID())}, err
}

func (s *Service) makeForm(q *http.Request) (string, error) {
	in, err := web.Decode[Make](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Make(q.Context(), in)
	return "/calendar", err
}

func (s *Service) revokeForm(q *http.Request) (string, error) {
	return "/calendar", s.Revoke(q.Context())
}

// serve answers the program that subscribed.
func (s *Service) serve(w http.ResponseWriter, q *http.Request) error {
	secret, ok := strings.CutSuffix(q.PathValue("secret"), ".ics")
	if !ok {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	text, err := s.Calendar(q.Context(), q.PathValue("id"), secret)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", ical.MediaType)
	h.Set("Content-Disposition", `inline; filename="kaigong.ics"`)
	h.Set("Cache-Control", "private, no-store")
	h.Set("Referrer-Policy", "no-referrer")
	_, err = w.Write([]byte(text))
	return err
}
