package relief

// The pages. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) pages(r *web.Router) {
	r.Page("GET /reliefs", own("relief.list"), s.listPage("reliefs"))
	r.Page("GET /relief-stages", own("relief.follow"), s.listPage("relief_stages"))
	r.Page("GET /contracts/{id}/relief", s.onLoan(), s.askPage)
	r.Form("POST /contracts/{id}/relief", s.onLoan(), s.askForm, s.askAgain)
	r.Page("GET /reliefs/{id}", on("relief.read"), s.casePage)
	r.Page("GET /reliefs/{id}/propose", on("relief.propose"), s.proposePage)
	r.Form("POST /reliefs/{id}/propose", on("relief.propose"), s.proposeForm, s.proposeAgain)
	r.Form("POST /reliefs/{id}/agree", on("relief.agree"), s.sealForm(s.Agree), s.caseAgain)
	r.Form("POST /reliefs/{id}/approve", on("relief.approve"), s.sealForm(s.Approve), s.caseAgain)
	for _, f := range s.forms() {
		gate := on(authz.Action("relief." + f.move))
		r.Page("GET /reliefs/{id}/"+f.path, gate, s.formPage(f))
		r.Form("POST /reliefs/{id}/"+f.path, gate, f.do, s.formAgain(f))
	}
}

// form is a page with one form about a case.
type form struct {
	path, move string
	do         web.Do
	body       func(v View, f ui.Form) templ.Component
}

func (s *Service) forms() []form {
	return []form{
		{"withdraw", "withdraw", s.withdrawForm, s.withdrawBody},
		{"counter", "counter", s.noteForm(s.Counter), s.noteBody("counter")},
		{"send-back", "send_back", s.noteForm(s.SendBack), s.noteBody("send_back")},
		{"cure", "cure", s.noteForm(s.Cure), s.noteBody("cure")},
		{"reject", "reject", decoded(s.Reject), s.rejectBody},
		{"notice", "notice", decoded(s.GiveNotice), s.noticeBody},
		{"revoke", "revoke", decoded(s.Revoke), s.revokeBody},
	}
}

// decoded is a form whose fields are the input of a use case.
func decoded[T any](do func(context.Context, string, T) (Case, error)) web.Do {
	return func(q *http.Request) (string, error) {
		in, err := web.Decode[T](q.PostForm)
		if err != nil {
			return "", err
		}
		_, err = do(q.Context(), q.PathValue("id"), in)
		return "/reliefs/" + q.PathValue("id"), err
	}
}

func (s *Service) noteForm(do func(context.Context, string, string) (Case, error)) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := do(q.Context(), q.PathValue("id"), q.PostForm.Get("note"))
		return "/reliefs/" + q.PathValue("id"), err
	}
}

func (s *Service) sealForm(do func(context.Context, string, string) (Case, error)) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := do(q.Context(), q.PathValue("id"), q.PostForm.Get("hash"))
		return "/reliefs/" + q.PathValue("id"), err
	}
}

func (s *Service) withdrawForm(q *http.Request) (string, error) {
	_, err := s.Withdraw(q.Context(), q.PathValue("id"))
	return "/reliefs/" + q.PathValue("id"), err
}

func (s *Service) listPage(current string) web.Show {
	return func(q *http.Request) (web.View, error) {
		ctx := q.Context()
		rows, err := s.List(ctx)
		return web.View{Title: i18n.T(ctx, "relief.list.title"), Current: current, Body: s.listBody(rows)}, err
	}
}

func (s *Service) askPage(q *http.Request) (web.View, error) { return s.askAgain(q, nil) }

func (s *Service) askAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	a, err := s.Askable(ctx, q.PathValue("id"))
	own := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f}
	if f != nil {
		own.Values = q.PostForm
	}
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "relief.list.title"), Href: "/reliefs"}, {Label: i18n.T(ctx, "relief.ask.title")}}
	return web.View{Title: i18n.T(ctx, "relief.ask.title"), Current: "reliefs", Crumbs: crumbs, Body: s.askBody(a, own)}, err
}

func (s *Service) askForm(q *http.Request) (string, error) {
	in, err := web.Decode[Ask](q.PostForm)
	if err != nil {
		return "", err
	}
	c, err := s.Ask(q.Context(), q.PathValue("id"), in)
	return "/reliefs/" + c.ID, err
}

func (s *Service) casePage(q *http.Request) (web.View, error) { return s.caseAgain(q, nil) }

// caseAgain shows the case, with what stopped a button where something did.
func (s *Service) caseAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	return web.View{Title: v.Case.Ref, Current: "reliefs", Crumbs: crumbs(ctx, v, false), Islands: []string{"echarts"}, Body: s.caseBody(v, s.NewID(), f)}, err
}

func crumbs(ctx context.Context, v View, deeper bool) []ui.Crumb {
	own := ui.Crumb{Label: v.Case.Ref}
	if deeper {
		own.Href = "/reliefs/" + v.Case.ID
	}
	return []ui.Crumb{{Label: i18n.T(ctx, "relief.list.title"), Href: "/reliefs"}, own}
}

func (s *Service) formPage(f form) web.Show {
	again := s.formAgain(f)
	return func(q *http.Request) (web.View, error) { return again(q, nil) }
}

func (s *Service) formAgain(x form) web.Again {
	return func(q *http.Request, f *fault.Fault) (web.View, error) {
		ctx := q.Context()
		v, err := s.View(ctx, q.PathValue("id"))
		own := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f}
		if f != nil {
			own.Values = q.PostForm
		}
		return web.View{Title: i18n.T(ctx, "relief.title."+x.move), Current: "reliefs", Crumbs: crumbs(ctx, v, true), Islands: []string{"echarts"}, Body: x.body(v, own)}, err
	}
}

// proposePage is the workbench: the action's few parameters, and once they are
// given what they would change.
func (s *Service) proposePage(q *http.Request) (web.View, error) {
	values := q.URL.Query()
	if values.Get("from_on") == "" {
		return s.workbench(q, values, nil, nil)
	}
	in, err := proposing(values)
	var p Proposal
	if err == nil {
		p, err = s.Preview(q.Context(), q.PathValue("id"), in)
	}
	if err == nil {
		return s.workbench(q, values, &p, nil)
	}
	f := fault.Of(err)
	if f.Kind == fault.Internal {
		return web.View{}, err
	}
	return s.workbench(q, values, nil, f)
}

// proposing reads the workbench: the action and what stands beside it.
func proposing(values url.Values) (in Propose, err error) {
	if in, err = web.Decode[Propose](values); err != nil {
		return in, err
	}
	in.Action, err = web.Decode[plan.Action](values)
	return in, err
}

func (s *Service) proposeAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.workbench(q, q.PostForm, nil, f)
}

func (s *Service) workbench(q *http.Request, values url.Values, p *Proposal, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	if len(values) == 0 {
		values = nil
	}
	ask := ui.Form{Action: q.URL.Path, Values: values, Fault: f, Search: true}
	return web.View{Title: i18n.T(ctx, "relief.propose.title"), Current: "reliefs", Crumbs: crumbs(ctx, v, true), Islands: []string{"echarts"}, Body: s.workbenchBody(v, ask, p, s.NewID())}, err
}

func (s *Service) proposeForm(q *http.Request) (string, error) {
	in, err := proposing(q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Propose(q.Context(), q.PathValue("id"), in)
	return "/reliefs/" + q.PathValue("id"), err
}
