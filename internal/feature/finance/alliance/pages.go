package alliance

// The pages and operations of the alliance. Each calls one service method and
// decides nothing.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// decision is a move without input.
type decision struct {
	name, summary string
	action        authz.Action
	do            func(context.Context, string) (Standing, error)
}

func (s *Service) decisions() []decision {
	return []decision{
		{"confirm", "Confirm a departure that somebody else asked for", "alliance.confirm", s.Confirm},
		{"admit", "Admit a lender again, as somebody else asked", "alliance.confirm", s.Admit},
		{"cancel", "Leave a lender a member, before the day of its departure", "alliance.cancel", s.Cancel},
		{"refuse", "Leave a lender outside that was to be admitted again", "alliance.refuse", s.Refuse},
	}
}

func (s *Service) routes(r *web.Router) {
	of := func(action authz.Action) web.Gate {
		return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
			_, found, err := s.load(ctx, tx, p("id"))
			return found, err
		}}
	}
	every := web.Gate{Action: "alliance.read", Load: func(ctx context.Context, tx db.Tx, _ web.Params) (authz.Resource, error) { return s.all(ctx, tx) }}
	r.Page("GET /alliance", every, s.listPage)
	r.Page("GET /alliance/{id}", of("alliance.read"), s.sheetPage)
	r.Page("GET /alliance/{id}/depart", of("alliance.ask"), s.departPage)
	r.Form("POST /alliance/{id}/depart", of("alliance.ask"), s.departForm, s.departAgain)
	r.Page("GET /alliance/{id}/return", of("alliance.ask"), s.returnPage)
	r.Form("POST /alliance/{id}/return", of("alliance.ask"), s.returnForm, s.returnAgain)
	for _, x := range s.decisions() {
		r.Form("POST /alliance/{id}/"+x.name, of(x.action), func(q *http.Request) (string, error) {
			_, err := x.do(q.Context(), q.PathValue("id"))
			return "/alliance/" + q.PathValue("id"), err
		}, s.sheetAgain)
	}
	s.operations(r, every, of)
}

type byID struct {
	ID string `path:"id" doc:"The lender"`
}

func (s *Service) operations(r *web.Router, every web.Gate, of func(authz.Action) web.Gate) {
	web.Read(r, op("list-members", "/alliance", "Every lender with where it stands in the alliance"), every,
		func(ctx context.Context, _ *struct{}) ([]Row, error) { return s.List(ctx) })
	web.Read(r, op("read-standing", "/alliance/{id}", "Where a lender stands, with the moves open to the reader"), of("alliance.read"),
		func(ctx context.Context, in *byID) (Sheet, error) { return s.Sheet(ctx, in.ID) })
	web.Change(r, op("ask-departure", "/alliance/{id}/depart", "Ask that a lender leaves the alliance on a day"), of("alliance.ask"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Body AskDeparture
		}) (Standing, error) {
			return s.AskDeparture(ctx, in.ID, in.Body)
		})
	web.Change(r, op("ask-return", "/alliance/{id}/return", "Ask that a lender that left is admitted again"), of("alliance.ask"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Body AskReturn
		}) (Standing, error) {
			return s.AskReturn(ctx, in.ID, in.Body)
		})
	for _, x := range s.decisions() {
		web.Change(r, op(x.name+"-standing", "/alliance/{id}/"+x.name, x.summary), of(x.action),
			func(ctx context.Context, in *byID) (Standing, error) { return x.do(ctx, in.ID) })
	}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"alliance"}}
}

func view(ctx context.Context, title string, x *Sheet) web.View {
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "alliance.title"), Href: "/alliance"}}
	if x != nil {
		crumbs = append(crumbs, ui.Crumb{Label: x.Name.In(ctx), Href: "/alliance/" + x.Standing.Lender})
	}
	return web.View{Title: title, Current: "alliance", Crumbs: crumbs}
}

func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.List(ctx)
	v := web.View{Title: i18n.T(ctx, "alliance.title"), Current: "alliance", Body: listBody(table(ctx, rows), len(rows))}
	return v, err
}

func (s *Service) sheetPage(q *http.Request) (web.View, error) { return s.sheetAgain(q, nil) }

func (s *Service) sheetAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	x, err := s.Sheet(ctx, q.PathValue("id"))
	v := view(ctx, x.Name.In(ctx), nil)
	v.Crumbs = append(v.Crumbs, ui.Crumb{Label: x.Name.In(ctx)})
	v.Body = s.sheetBody(x, ui.Form{Fault: f}, s.NewID)
	return v, err
}

// wish is a page with a form about one lender.
func (s *Service) wish(q *http.Request, f *fault.Fault, key string) (web.View, Sheet, ui.Form, error) {
	ctx := q.Context()
	x, err := s.Sheet(ctx, q.PathValue("id"))
	form := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	title := i18n.T(ctx, key, i18n.Args{"lender": x.Name})
	v := view(ctx, title, &x)
	v.Crumbs = append(v.Crumbs, ui.Crumb{Label: title})
	return v, x, form, err
}

func (s *Service) departPage(q *http.Request) (web.View, error) { return s.departAgain(q, nil) }

func (s *Service) departAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	v, x, form, err := s.wish(q, f, "alliance.depart.title")
	v.Body = s.departBody(x, form)
	return v, err
}

func (s *Service) departForm(q *http.Request) (string, error) {
	in, err := web.Decode[AskDeparture](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.AskDeparture(q.Context(), q.PathValue("id"), in)
	return "/alliance/" + q.PathValue("id"), err
}

func (s *Service) returnPage(q *http.Request) (web.View, error) { return s.returnAgain(q, nil) }

func (s *Service) returnAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	v, x, form, err := s.wish(q, f, "alliance.return.title")
	v.Body = returnBody(x, form)
	return v, err
}

func (s *Service) returnForm(q *http.Request) (string, error) {
	in, err := web.Decode[AskReturn](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.AskReturn(q.Context(), q.PathValue("id"), in)
	return "/alliance/" + q.PathValue("id"), err
}
