package filter

// The pages and operations of kept filters. Each calls one service method and
// decides nothing.

import (
	"context"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) { return place(ctx), nil }}
}

var change = web.Gate{Action: "filter.change", Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	f, err := byID(ctx, tx, p("id"))
	return f.resource(), err
}}

func op(method, id, path, summary string) huma.Operation {
	return huma.Operation{Method: method, OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"filters"}}
}

func (s *Service) routes(r *web.Router) {
	r.Page("GET /filters", own("filter.list"), s.listPage)
	r.Page("GET /filters/new", own("filter.change"), s.newPage)
	r.Form("POST /filters", own("filter.change"), s.saveForm, s.saveAgain)
	r.Form("POST /filters/{id}/edit", change, s.changeForm, s.changeAgain)
	r.Form("POST /filters/{id}/remove", change, s.removeForm, nil)
	web.Read(r, op("GET", "list-filters", "/filters", "The reader's kept filters, and those that colleagues share"), own("filter.list"), func(ctx context.Context, in *struct {
		List string `query:"list" doc:"Key of a list; every list where it is absent"`
	}) ([]SavedFilter, error) {
		return s.Kept(ctx, in.List)
	})
	web.Change(r, op("POST", "save-filter", "/filters", "Keep a query of a list under a name"), own("filter.change"), func(ctx context.Context, in *struct{ Body SaveFilter }) (SavedFilter, error) {
		return s.Save(ctx, in.Body)
	})
	web.Change(r, op("PUT", "change-filter", "/filters/{id}", "Rename a filter, share it, open its list with it"), change, func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body ChangeFilter
	}) (SavedFilter, error) {
		in.Body.ID = in.ID
		return s.Change(ctx, in.Body)
	})
	web.Change(r, op("DELETE", "remove-filter", "/filters/{id}", "Forget a filter"), change, func(ctx context.Context, in *struct {
		ID string `path:"id"`
	}) (struct{}, error) {
		return struct{}{}, s.Remove(ctx, in.ID)
	})
}

func (s *Service) listPage(q *http.Request) (web.View, error) { return s.again(q, ui.Form{}) }

// again shows all filters, one of them with the form that failed.
func (s *Service) again(q *http.Request, failed ui.Form) (web.View, error) {
	ctx := q.Context()
	all, err := s.Kept(ctx, "")
	if err != nil {
		return web.View{}, err
	}
	names, err := s.names(ctx, all)
	return web.View{Title: i18n.T(ctx, "filter.title"), Body: s.listBody(all, names, failed, q.PathValue("id"))}, err
}

func (s *Service) newPage(q *http.Request) (web.View, error) {
	address := q.URL.Query()
	return s.newView(q, ui.Form{}, address.Get("list"), address.Get("query"))
}

func (s *Service) newView(q *http.Request, f ui.Form, list, query string) (web.View, error) {
	ctx := q.Context()
	f.Action, f.Key = "/filters", s.NewID()
	l, ok := listBy(s.Lists, list)
	if !ok {
		return web.View{}, fault.New(fault.Invalid, "filter.list.unknown")
	}
	v, _ := url.ParseQuery(query) // what cannot be read is not kept
	kept, _ := l.Spec.Kept(v, l.Beside...)
	title := i18n.T(ctx, "filter.new")
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, l.Title), Href: l.Path + "?" + kept.Encode()}, {Label: title}}
	return web.View{Title: title, Crumbs: crumbs, Body: newBody(f, l, kept)}, nil
}

func (s *Service) saveForm(q *http.Request) (string, error) {
	in, err := web.Decode[SaveFilter](q.PostForm)
	if err != nil {
		return "", err
	}
	f, err := s.Save(q.Context(), in)
	return f.Href, err
}

func (s *Service) saveAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.newView(q, ui.Form{Fault: f, Values: q.PostForm}, q.PostForm.Get("list"), q.PostForm.Get("query"))
}

func (s *Service) changeForm(q *http.Request) (string, error) {
	in, err := web.Decode[ChangeFilter](q.PostForm)
	if err != nil {
		return "", err
	}
	in.ID = q.PathValue("id")
	_, err = s.Change(q.Context(), in)
	return "/filters", err
}

func (s *Service) changeAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.again(q, ui.Form{Fault: f, Values: q.PostForm})
}

func (s *Service) removeForm(q *http.Request) (string, error) {
	return "/filters", s.Remove(q.Context(), q.PathValue("id"))
}
