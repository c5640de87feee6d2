package export

// The pages, files and operations of exports. Each calls one service method and
// decides nothing.

import (
	"context"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func op(method, id, path, summary string) huma.Operation {
	return huma.Operation{Method: method, OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"exports"}}
}

func (s *Service) routes(r *web.Router) {
	take := web.Gate{Action: "export.take", Load: func(ctx context.Context, _ db.Tx, p web.Params) (authz.Resource, error) {
		l, err := s.listBy(p("list"))
		return place(kernel.From(ctx).Party, l.Key), err
	}}
	own := web.Gate{Action: "export.register", Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return place(kernel.From(ctx).Party, ""), nil
	}}
	fetch := web.Gate{Action: "export.fetch", Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		e, err := byID(ctx, tx, p("id"))
		return e.resource(), err
	}}
	r.Page("GET /lists/{list}/export", take, s.takePage)
	r.Form("POST /lists/{list}/export", take, s.takeForm, s.takeAgain)
	r.Page("GET /exports", own, s.registerPage)
	r.Raw("GET /exports/{id}/file", fetch, s.file)
	web.Change(r, op(http.MethodPost, "take-export", "/lists/{list}/export", "Take a list away as a file, with a reason"), take, func(ctx context.Context, in *struct {
		List string `path:"list" doc:"Key of the list"`
		Body TakeExport
	}) (Export, error) {
		in.Body.List = in.List
		return s.Take(ctx, in.Body)
	})
	web.Read(r, op(http.MethodGet, "list-exports", "/exports", "Who took which list away, and why"), own, func(ctx context.Context, in *struct {
		Number string `query:"number" doc:"One export"`
	}) (Register, error) {
		return s.Register(ctx, in.Number)
	})
}

func (s *Service) takePage(q *http.Request) (web.View, error) {
	query := q.URL.Query().Get("query")
	if err := s.listable(q.Context(), q.PathValue("list"), query); err != nil {
		return web.View{}, err
	}
	return s.takeView(q, ui.Form{}, query)
}

func (s *Service) takeView(q *http.Request, f ui.Form, query string) (web.View, error) {
	ctx := q.Context()
	l, err := s.listBy(q.PathValue("list"))
	if err != nil {
		return web.View{}, err
	}
	f.Action, f.Key = "/lists/"+l.Key+"/export", s.NewID()
	v, _ := url.ParseQuery(query) // what cannot be read narrows nothing
	kept, _ := l.Spec.Kept(v, l.Beside...)
	title := i18n.T(ctx, "export.take")
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, l.Title), Href: l.Path + "?" + kept.Encode()}, {Label: title}}
	return web.View{Title: title, Crumbs: crumbs, Body: takeBody(f, l, kept.Encode())}, nil
}

func (s *Service) takeForm(q *http.Request) (string, error) {
	in, err := web.Decode[TakeExport](q.PostForm)
	if err != nil {
		return "", err
	}
	in.List = q.PathValue("list")
	e, err := s.Take(q.Context(), in)
	return e.Href, err
}

func (s *Service) takeAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.takeView(q, ui.Form{Fault: f, Values: q.PostForm}, q.PostForm.Get("query"))
}

func (s *Service) registerPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	address := q.URL.Query()
	r, err := s.Register(ctx, address.Get("number"))
	return web.View{Title: i18n.T(ctx, "export.title"), Current: "exports", Body: s.registerBody(r, ui.Form{Action: "/exports", Search: true, Plain: true, Values: address}), Wide: true}, err
}

func (s *Service) file(w http.ResponseWriter, q *http.Request) error {
	e, sheet, err := s.Fetch(q.Context(), q.PathValue("id"))
	if err != nil {
		return err
	}
	return table.Send(w, e.Format, sheet)
}
