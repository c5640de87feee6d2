package referral

// The pages. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/upload"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) routes(r *web.Router) {
	r.Page("GET /applications/{id}/referral", s.onApplication("referral.read"), s.doorsPage)
	r.Page("GET /applications/{id}/guarantee", s.onApplication("referral.ask"), first(s.askAgain))
	r.Form("POST /applications/{id}/guarantee", s.onApplication("referral.ask"), s.askForm, s.askAgain)
	r.Page("GET /applications/{id}/recommendation", s.onApplication("referral.ask"), first(s.askTownAgain))
	r.Form("POST /applications/{id}/recommendation", s.onApplication("referral.ask"), s.askTownForm, s.askTownAgain)
	s.guarantorPages(r)
	s.townPages(r)
	s.operations(r)
}

func (s *Service) guarantorPages(r *web.Router) {
	r.Page("GET /guarantees", own("referral.list_guarantees"), s.guaranteesPage)
	r.Page("GET /guarantees/{id}", s.onGuarantee("referral.work"), first(s.guaranteeAgain))
	r.Page("GET /guarantees/{id}/file", s.onGuarantee("referral.read_file"), s.filePage)
	r.Raw("GET /guarantees/{id}/file/{document}", s.onGuarantee("referral.read_file"), s.documentRaw)
	r.Form("POST /guarantees/{id}/request-file", s.onGuarantee("referral.request_file"), s.guaranteeForm(s.RequestFile), s.guaranteeAgain)
	r.Page("GET /guarantees/{id}/propose", s.onGuarantee("referral.propose"), first(s.proposeAgain))
	r.Form("POST /guarantees/{id}/propose", s.onGuarantee("referral.propose"), s.proposeForm, s.proposeAgain)
	r.Form("POST /guarantees/{id}/return", s.onGuarantee("referral.return"), s.noteForm(s.Return), s.guaranteeAgain)
	r.Form("POST /guarantees/{id}/state", s.onGuarantee("referral.decide"), s.stateForm, s.guaranteeAgain)
	r.Page("GET /guarantees/{id}/decline", s.onGuarantee("referral.decline"), first(s.declineAgain))
	r.Form("POST /guarantees/{id}/decline", s.onGuarantee("referral.decline"), s.declineForm, s.declineAgain)
	r.Form("POST /guarantees/{id}/take-back", s.onGuarantee("referral.take_back"), s.noteForm(s.TakeBack), s.guaranteeAgain)
	r.Form("POST /guarantees/{id}/withdraw", s.onGuarantee("referral.withdraw"), s.withdrawForm, nil)
}

func (s *Service) townPages(r *web.Router) {
	r.Page("GET /recommendations", own("referral.list_recommendations"), s.recommendationsPage)
	r.Page("GET /recommendations/{id}", s.onRecommendation("referral.read_recommendation"), first(s.recommendationAgain))
	r.Form("POST /recommendations/{id}/recommend", s.onRecommendation("referral.recommend"), s.townForm(s.Recommend), s.recommendationAgain)
	r.Page("GET /recommendations/{id}/refuse", s.onRecommendation("referral.refuse"), first(s.refuseAgain))
	r.Form("POST /recommendations/{id}/refuse", s.onRecommendation("referral.refuse"), s.townForm(s.Refuse), s.refuseAgain)
	r.Form("POST /recommendations/{id}/withdraw", s.onRecommendation("referral.withdraw"), s.withdrawTownForm, nil)
}

// own is the gate of lists: everything of the actor's own party.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

func (s *Service) onApplication(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		a, err := s.Applications.Application(ctx, tx, p("id"))
		return a.resource(), err
	}}
}

// onGuarantee is the gate of a request to a guarantor. At the gate of a decision
// everybody who signs may pass: whoever would sign the own proposal is told why
// another person does.
func (s *Service) onGuarantee(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		g, err := guaranteeByID(ctx, tx, p("id"))
		if err != nil {
			return authz.Resource{}, err
		}
		a, err := s.Applications.Application(ctx, tx, g.Application)
		if err != nil {
			return authz.Resource{}, err
		}
		ground, _, err := s.ground(ctx, tx, &g, a.Classes)
		return g.resource(ground), err
	}}
}

func (s *Service) onRecommendation(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		r, err := recommendationByID(ctx, tx, p("id"))
		if err != nil {
			return authz.Resource{}, err
		}
		ground, _, err := s.groundOfTown(ctx, tx, &r)
		return r.resource(ground), err
	}}
}

func view(current, title string, body templ.Component, crumbs ...ui.Crumb) web.View {
	return web.View{Title: title, Current: current, Body: body, Crumbs: crumbs}
}

func (s *Service) form(q *http.Request, f *fault.Fault, action string) ui.Form {
	form := ui.Form{Action: action, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	return form
}

// first is a page before anything was typed.
func first(again func(*http.Request, *fault.Fault) (web.View, error)) func(*http.Request) (web.View, error) {
	return func(q *http.Request) (web.View, error) { return again(q, nil) }
}

func doorsCrumbs(ctx context.Context, v Doors, deeper ...ui.Crumb) []ui.Crumb {
	hub := ui.Crumb{Label: i18n.T(ctx, "referral.title")}
	if len(deeper) > 0 {
		hub.Href = doorsPath(v.Application)
	}
	return append([]ui.Crumb{{Label: i18n.T(ctx, "referral.applications"), Href: "/applications"}, {Label: v.Ref, Href: "/applications/" + v.Application}, hub}, deeper...)
}

func (s *Service) doorsPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	v, err := s.Doors(ctx, q.PathValue("id"))
	return view("finance", i18n.T(ctx, "referral.title"), s.doorsBody(v), doorsCrumbs(ctx, v)...), err
}

func (s *Service) askAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Doors(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "referral.ask")
	return view("finance", title, s.askBody(v, s.form(q, f, q.URL.Path)), doorsCrumbs(ctx, v, ui.Crumb{Label: title})...), err
}

func (s *Service) askTownAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Doors(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "referral.ask_town")
	return view("finance", title, s.askTownBody(v, s.form(q, f, q.URL.Path)), doorsCrumbs(ctx, v, ui.Crumb{Label: title})...), err
}

func doorsPath(application string) string { return "/applications/" + application + "/referral" }

func (s *Service) askForm(q *http.Request) (string, error) {
	in, err := web.Decode[AskGuarantor](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.AskGuarantor(q.Context(), q.PathValue("id"), in)
	return doorsPath(q.PathValue("id")), err
}

func (s *Service) askTownForm(q *http.Request) (string, error) {
	in, err := web.Decode[AskTown](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.AskTown(q.Context(), q.PathValue("id"), in)
	return doorsPath(q.PathValue("id")), err
}

func (s *Service) withdrawForm(q *http.Request) (string, error) {
	g, err := s.Withdraw(q.Context(), q.PathValue("id"))
	return doorsPath(g.Application), err
}

func (s *Service) withdrawTownForm(q *http.Request) (string, error) {
	r, err := s.WithdrawTown(q.Context(), q.PathValue("id"))
	return doorsPath(r.Application), err
}

func (s *Service) guaranteesPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.Guarantees(ctx)
	return view("guarantees", i18n.T(ctx, "referral.guarantees"), s.guaranteesBody(rows)), err
}

func (s *Service) guaranteeAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.work(q, f, "", s.guaranteeBody)
}

func (s *Service) proposeAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.work(q, f, "referral.propose", s.proposeBody)
}

func (s *Service) declineAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.work(q, f, "referral.decline", s.declineBody)
}

// work is a page of one request at its guarantor; title is the key of a page below
// the request's own.
func (s *Service) work(q *http.Request, f *fault.Fault, title string, body func(GuaranteeView, ui.Form) templ.Component) (web.View, error) {
	ctx := q.Context()
	v, err := s.Guarantee(ctx, q.PathValue("id"))
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "referral.guarantees"), Href: "/guarantees"}, {Label: v.Request.Ref}}
	heading := v.Request.Ref
	if title != "" {
		heading, crumbs[1].Href = i18n.T(ctx, title), "/guarantees/"+v.Request.ID
		crumbs = append(crumbs, ui.Crumb{Label: heading})
	}
	return view("guarantees", heading, body(v, s.form(q, f, q.URL.Path)), crumbs...), err
}

func (s *Service) filePage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	v, err := s.ReadFile(ctx, q.PathValue("id"))
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "referral.guarantees"), Href: "/guarantees"}, {Label: v.Ref, Href: "/guarantees/" + v.Request}, {Label: i18n.T(ctx, "referral.file")}}
	return view("guarantees", i18n.T(ctx, "referral.file"), s.fileBody(v), crumbs...), err
}

// documentRaw hands a document out for saving: what is in it runs nowhere.
func (s *Service) documentRaw(w http.ResponseWriter, q *http.Request) error {
	d, body, err := s.OpenDocument(q.Context(), q.PathValue("id"), q.PathValue("document"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", d.MediaType)
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Content-Disposition", upload.Disposition(d.Name))
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(body)
	return err
}

func guaranteePath(q *http.Request) string { return "/guarantees/" + q.PathValue("id") }

func (s *Service) guaranteeForm(act func(context.Context, string) (GuaranteeRequest, error)) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := act(q.Context(), q.PathValue("id"))
		return guaranteePath(q), err
	}
}

func (s *Service) noteForm(act func(context.Context, string, string) (GuaranteeRequest, error)) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := act(q.Context(), q.PathValue("id"), q.PostForm.Get("note"))
		return guaranteePath(q), err
	}
}

func (s *Service) proposeForm(q *http.Request) (string, error) {
	in, err := web.Decode[Letter](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Propose(q.Context(), q.PathValue("id"), in)
	return guaranteePath(q), err
}

func (s *Service) stateForm(q *http.Request) (string, error) {
	_, err := s.State(q.Context(), q.PathValue("id"), q.PostForm.Get("seal"))
	return guaranteePath(q), err
}

func (s *Service) declineForm(q *http.Request) (string, error) {
	in, err := web.Decode[DeclineGuarantee](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Decline(q.Context(), q.PathValue("id"), in)
	return guaranteePath(q), err
}

func (s *Service) recommendationsPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.Recommendations(ctx)
	return view("recommendations", i18n.T(ctx, "referral.recommendations"), s.recommendationsBody(rows)), err
}

func (s *Service) recommendationAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.workTown(q, f, "", s.recommendationBody)
}

func (s *Service) refuseAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.workTown(q, f, "referral.refuse", s.refuseBody)
}

func (s *Service) workTown(q *http.Request, f *fault.Fault, title string, body func(TownView, ui.Form) templ.Component) (web.View, error) {
	ctx := q.Context()
	v, err := s.Recommendation(ctx, q.PathValue("id"))
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "referral.recommendations"), Href: "/recommendations"}, {Label: v.Request.Ref}}
	heading := v.Request.Ref
	if title != "" {
		heading, crumbs[1].Href = i18n.T(ctx, title), "/recommendations/"+v.Request.ID
		crumbs = append(crumbs, ui.Crumb{Label: heading})
	}
	return view("recommendations", heading, body(v, s.form(q, f, q.URL.Path)), crumbs...), err
}

func (s *Service) townForm(act func(context.Context, string, string) (Recommendation, error)) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := act(q.Context(), q.PathValue("id"), q.PostForm.Get("answer"))
		return "/recommendations/" + q.PathValue("id"), err
	}
}
