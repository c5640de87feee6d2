package pause

// The page and the operations of a clock's pauses. Each calls one service method
// and decides nothing.

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

// answer is what can be said to a request.
type answer struct {
	name, summary string
	action        authz.Action
	do            func(ctx context.Context, machine, id, request string) (Request, error)
}

func (s *Service) answers() []answer {
	return []answer{
		{"agree", "Confirm that the clock stands still until the day", "pause.answer", s.Agree},
		{"refuse", "Let the clock run", "pause.answer", s.Refuse},
		{"withdraw", "Take a request back that nobody answered", "pause.withdraw", s.Withdraw},
	}
}

func (s *Service) routes(r *web.Router) {
	of := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: s.load} }
	r.Page("GET /pauses/{machine}/{id}", of("pause.read"), s.page)
	r.Form("POST /pauses/{machine}/{id}", of("pause.ask"), s.askForm, s.again)
	web.Read(r, op("read-pauses", "/pauses/{machine}/{id}", "A case's clock with its pauses and what was asked"), of("pause.read"),
		func(ctx context.Context, in *byCase) (View, error) { return s.View(ctx, in.Machine, in.ID) })
	web.Change(r, op("ask-pause", "/pauses/{machine}/{id}", "Ask the other side that the clock stands still until a day"), of("pause.ask"),
		func(ctx context.Context, in *struct {
			Machine string `path:"machine"`
			ID      string `path:"id"`
			Body    AskPause
		}) (Request, error) {
			return s.Ask(ctx, in.Machine, in.ID, in.Body)
		})
	for _, x := range s.answers() {
		gate := web.Gate{Action: x.action, Load: s.loadRequest}
		r.Form("POST /pauses/{machine}/{id}/{request}/"+x.name, gate, func(q *http.Request) (string, error) {
			_, err := x.do(q.Context(), q.PathValue("machine"), q.PathValue("id"), q.PathValue("request"))
			return "/pauses/" + q.PathValue("machine") + "/" + q.PathValue("id"), err
		}, s.again)
		web.Change(r, op(x.name+"-pause", "/pauses/{machine}/{id}/{request}/"+x.name, x.summary), gate,
			func(ctx context.Context, in *struct {
				Machine string `path:"machine"`
				ID      string `path:"id"`
				Request string `path:"request"`
			}) (Request, error) {
				return x.do(ctx, in.Machine, in.ID, in.Request)
			})
	}
}

type byCase struct {
	Machine string `path:"machine" doc:"application, lender_case or contract"`
	ID      string `path:"id" doc:"Identifier of the case"`
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"pauses"}}
}

func (s *Service) load(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	c, err := s.Cases.Case(ctx, tx, p("machine"), p("id"))
	return c.resource(), err
}

// loadRequest finds a request through its case.
func (s *Service) loadRequest(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	c, err := s.Cases.Case(ctx, tx, p("machine"), p("id"))
	if err == nil {
		_, err = requestOf(ctx, tx, p("machine"), p("id"), p("request"))
	}
	return c.resource(), err
}

func (s *Service) page(q *http.Request) (web.View, error) { return s.again(q, nil) }

func (s *Service) again(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("machine"), q.PathValue("id"))
	form := ui.Form{Action: "/pauses/" + v.Machine + "/" + v.ID, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	title := i18n.T(ctx, "pause.title")
	return web.View{Title: title, Current: "home", Body: s.body(v, form, s.NewID), Crumbs: []ui.Crumb{{Label: v.Ref, Href: v.Back}, {Label: title}}}, err
}

func (s *Service) askForm(q *http.Request) (string, error) {
	in, err := web.Decode[AskPause](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Ask(q.Context(), q.PathValue("machine"), q.PathValue("id"), in)
	return "/pauses/" + q.PathValue("machine") + "/" + q.PathValue("id"), err
}
