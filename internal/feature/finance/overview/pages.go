package overview

// The pages and operations of the overview. Each calls one service method and
// decides nothing.

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func gate(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) { return resource(ctx), nil }}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"overview"}}
}

func (s *Service) routes(r *web.Router) {
	r.Page("GET /overview", gate("overview.see"), s.page)
	r.Page("GET /overview/rows", gate("overview.rows"), s.rowsPage)
	web.Read(r, op("overview", "/overview", "What came of the alliance in a window: by day, industry and lender"), gate("overview.see"),
		func(ctx context.Context, in *WindowQuery) (Overview, error) {
			w, err := ParseWindow(url.Values{"from": {in.From}, "to": {in.To}}, s.today())
			if err != nil {
				return Overview{}, err
			}
			return s.See(ctx, w)
		})
	web.Read(r, op("overview-rows", "/overview/rows", "The applications behind the figures"), gate("overview.rows"),
		func(ctx context.Context, in *RowQuery) (Rows, error) {
			q, err := ParseRows(in.values())
			if err != nil {
				return Rows{}, err
			}
			return s.Open(ctx, q)
		})
}

// WindowQuery is a window as an operation has it.
type WindowQuery struct {
	From string `query:"from" doc:"First day"`
	To   string `query:"to" doc:"Last day"`
}

// RowQuery is the address of the rows as an operation has it.
type RowQuery struct {
	WindowQuery
	Search   string `query:"q" doc:"Part of a reference or name"`
	Stage    string `query:"stage" doc:"received, published, answered, offered, chosen, contracted or funded"`
	Industry string `query:"industry" doc:"Code of the industry"`
	Now      string `query:"now" doc:"submitted, review, offers, contracted, funded or ended"`
	Lender   string `query:"lender" doc:"Identifier of a lender that was asked, for the park"`
	Sort     string `query:"sort" doc:"ref, amount, stage or at; a leading minus turns it round"`
	Page     int    `query:"page" doc:"Counted from 1"`
	Size     int    `query:"size" doc:"Rows on a page"`
}

func (q RowQuery) values() url.Values {
	v := url.Values{"from": {q.From}, "to": {q.To}, "q": {q.Search}, "stage": {q.Stage}, "industry": {q.Industry}, "now": {q.Now}, "lender": {q.Lender}, "sort": {q.Sort}}
	for name, n := range map[string]int{"page": q.Page, "size": q.Size} {
		if n != 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	return v
}

func (s *Service) page(q *http.Request) (web.View, error) {
	ctx := q.Context()
	address := q.URL.Query()
	form := ui.Form{Action: "/overview", Search: true, Plain: true}
	w, err := ParseWindow(address, s.today())
	if err != nil {
		form.Fault, form.Values = fault.Of(err), address
	}
	o, err := s.See(ctx, w)
	return web.View{Title: i18n.T(ctx, "overview.title"), Current: "overview", Body: s.body(o, form), Wide: true}, err
}

func (s *Service) rowsPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	address := q.URL.Query()
	form := ui.Form{Action: "/overview/rows", Search: true, Plain: true, Values: address}
	query, err := ParseRows(address)
	if err != nil {
		form.Fault = fault.Of(err)
	}
	l, err := s.Open(ctx, query)
	title := i18n.T(ctx, "overview.rows.title")
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "overview.title"), Href: "/overview"}, {Label: title}}
	return web.View{Title: title, Current: "overview", Crumbs: crumbs, Body: s.rowsBody(query, l, form), Wide: true}, err
}
