package renewal

// The pages. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) pages(r *web.Router) {
	r.Page("GET /renewals", own(), s.listPage)
	r.Page("GET /contracts/{id}/renewal", s.onLoan(), s.askPage)
	r.Form("POST /contracts/{id}/renewal", s.onLoan(), s.askForm, s.askAgain)
	r.Page("GET /renewals/{id}", on("renewal.read"), s.casePage)
	r.Raw("GET /renewals/{id}/file", on("renewal.read"), s.paperFile)
	r.Page("GET /renewals/{id}/propose", on("renewal.propose"), s.proposePage)
	r.Form("POST /renewals/{id}/propose", on("renewal.propose"), decoded(s.Propose), s.proposeAgain)
	r.Form("POST /renewals/{id}/agree", on("renewal.agree"), valued("hash", s.Agree), s.caseAgain)
	r.Form("POST /renewals/{id}/approve", on("renewal.approve"), valued("hash", s.Approve), s.caseAgain)
	for _, f := range s.forms() {
		gate := on(authz.Action("renewal." + f.move))
		again := s.formAgain(f)
		r.Page("GET /renewals/{id}/"+f.path, gate, func(q *http.Request) (web.View, error) { return again(q, nil) })
		r.Form("POST /renewals/{id}/"+f.path, gate, f.do, again)
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
		{"review", "review", s.reviewForm, s.reviewBody},
		{"reject", "reject", decoded(s.Reject), s.rejectBody},
		{"withdraw", "withdraw", s.withdrawForm, s.withdrawBody},
		{"counter", "counter", valued("note", s.Counter), remarkBody("counter")},
		{"send-back", "send_back", valued("note", s.SendBack), remarkBody("send_back")},
	}
}

func home(q *http.Request) string { return "/renewals/" + q.PathValue("id") }

// decoded is a form whose fields are the input of a use case.
func decoded[T any](do func(context.Context, string, T) (Case, error)) web.Do {
	return func(q *http.Request) (string, error) {
		in, err := web.Decode[T](q.PostForm)
		if err == nil {
			_, err = do(q.Context(), q.PathValue("id"), in)
		}
		return home(q), err
	}
}

// valued is a form with one field that counts.
func valued(name string, do func(context.Context, string, string) (Case, error)) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := do(q.Context(), q.PathValue("id"), q.PostForm.Get(name))
		return home(q), err
	}
}

func (s *Service) withdrawForm(q *http.Request) (string, error) {
	_, err := s.Withdraw(q.Context(), q.PathValue("id"))
	return home(q), err
}

// reviewForm reads the checklist, a line of two fields each.
func (s *Service) reviewForm(q *http.Request) (string, error) {
	var in Review
	for _, item := range Items {
		if answer := q.PostForm.Get("holds_" + item); answer != "" {
			in.Findings = append(in.Findings, Finding{Item: item, Holds: answer == "yes", Note: q.PostForm.Get("note_" + item)})
		}
	}
	_, err := s.Review(q.Context(), q.PathValue("id"), in)
	return home(q), err
}

func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.List(ctx)
	return web.View{Title: i18n.T(ctx, "renewal.list.title"), Current: "renewals", Body: s.listBody(rows)}, err
}

func (s *Service) askPage(q *http.Request) (web.View, error) { return s.askAgain(q, nil) }

func (s *Service) askAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	a, err := s.Askable(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "renewal.ask.title")
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "renewal.list.title"), Href: "/renewals"}, {Label: title}}
	return web.View{Title: title, Current: "renewals", Crumbs: crumbs, Body: s.askBody(a, s.form(q, f))}, err
}

// form is an empty form, or one that failed with what was typed.
func (s *Service) form(q *http.Request, f *fault.Fault) ui.Form {
	own := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f}
	if f != nil {
		own.Values = q.PostForm
	}
	return own
}

func (s *Service) askForm(q *http.Request) (string, error) {
	in, err := web.Decode[Ask](q.PostForm)
	if err != nil {
		return "", err
	}
	c, err := s.Ask(q.Context(), q.PathValue("id"), in)
	return "/renewals/" + c.ID, err
}

func (s *Service) casePage(q *http.Request) (web.View, error) { return s.caseAgain(q, nil) }

// caseAgain shows the case, with what stopped a button where something did.
func (s *Service) caseAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	return web.View{Title: v.Case.Ref, Current: "renewals", Crumbs: crumbs(ctx, v, false), Islands: []string{"echarts"}, Body: s.caseBody(v, s.NewID(), f)}, err
}

func crumbs(ctx context.Context, v View, deeper bool) []ui.Crumb {
	own := ui.Crumb{Label: v.Case.Ref}
	if deeper {
		own.Href = "/renewals/" + v.Case.ID
	}
	return []ui.Crumb{{Label: i18n.T(ctx, "renewal.list.title"), Href: "/renewals"}, own}
}

func (s *Service) formAgain(x form) web.Again {
	return func(q *http.Request, f *fault.Fault) (web.View, error) {
		ctx := q.Context()
		v, err := s.View(ctx, q.PathValue("id"))
		return web.View{Title: i18n.T(ctx, "renewal.title."+x.move), Current: "renewals", Crumbs: crumbs(ctx, v, true), Body: x.body(v, s.form(q, f))}, err
	}
}

// paperFile serves the contract alone, under a policy that lets nothing run.
func (s *Service) paperFile(w http.ResponseWriter, q *http.Request) error {
	file, err := s.File(q.Context(), q.PathValue("id"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", s.Loans.PaperPolicy())
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write([]byte(file))
	return err
}

// proposePage is the workbench: a few terms, and once they are given what they
// come to.
func (s *Service) proposePage(q *http.Request) (web.View, error) {
	values := q.URL.Query()
	if values.Get("amount") == "" {
		return s.workbench(q, nil, nil, nil)
	}
	in, err := web.Decode[Propose](values)
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

func (s *Service) proposeAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.workbench(q, q.PostForm, nil, f)
}

func (s *Service) workbench(q *http.Request, values url.Values, p *Proposal, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	ask := ui.Form{Action: q.URL.Path, Values: values, Fault: f, Search: true}
	return web.View{Title: i18n.T(ctx, "renewal.title.propose"), Current: "renewals", Crumbs: crumbs(ctx, v, true), Islands: []string{"echarts"}, Body: s.workbenchBody(v, ask, p, s.NewID())}, err
}
