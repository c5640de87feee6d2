package park

// The pages of the park. Each handler calls one service method and says what
// to show; none decides anything.

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// Entries of the navigation that this feature lights.
const (
	NavEnterprises = "enterprises"
	NavPremises    = "premises"
)

func loadEnterprise(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	e, err := enterpriseByID(ctx, tx, p("id"))
	return e.resource(), err
}

func loadBuilding(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	b, err := buildingByID(ctx, tx, p("id"))
	return b.resource(), err
}

// loadUnit finds a unit through its building, which decides about it.
func loadUnit(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	u, err := unitByID(ctx, tx, p("unit"))
	if err != nil {
		return authz.Resource{}, err
	}
	if err := within(u.Building, p("id")); err != nil {
		return authz.Resource{}, err
	}
	return loadBuilding(ctx, tx, p)
}

// loadLease finds a lease through its enterprise.
func loadLease(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	l, err := leaseByID(ctx, tx, p("lease"))
	if err != nil {
		return authz.Resource{}, err
	}
	return l.resource(), within(l.Enterprise, p("id"))
}

// own is the gate of lists and beginnings: what the actor's party has here.
func own(action authz.Action, kind string) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kind, kernel.From(ctx).Party), nil
	}}
}

// Routes registers both doors.
func (s *Service) Routes(r *web.Router) {
	s.enterprisePages(r)
	s.premisesPages(r)
	s.enterpriseAPI(r)
	s.premisesAPI(r)
}

func (s *Service) enterprisePages(r *web.Router) {
	on := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: loadEnterprise} }
	lease := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: loadLease} }
	r.Page("GET /enterprises", own("park.see", "Enterprises"), s.listPage)
	r.Page("GET /enterprises/new", own("park.register", "Enterprises"), s.registerPage)
	r.Form("POST /enterprises", own("park.register", "Enterprises"), s.registerForm, s.registerAgain)
	r.Page("GET /enterprises/{id}", on("park.read_enterprise"), s.enterprisePage)
	r.Page("GET /enterprises/{id}/edit", on("park.revise"), s.revisePage)
	r.Form("POST /enterprises/{id}/edit", on("park.revise"), s.reviseForm, s.reviseAgain)
	r.Page("GET /enterprises/{id}/headcount", on("park.report_headcount"), s.headcountPage)
	r.Form("POST /enterprises/{id}/headcount", on("park.report_headcount"), s.headcountDo, s.headcountAgain)
	r.Page("GET /enterprises/{id}/correction", on("park.correct_headcount"), s.headcountPage)
	r.Form("POST /enterprises/{id}/correction", on("park.correct_headcount"), s.headcountDo, s.headcountAgain)
	r.Page("GET /enterprises/{id}/leases/new", on("park.sign"), s.signPage)
	r.Form("POST /enterprises/{id}/leases", on("park.sign"), s.signDo, s.signAgain)
	r.Page("GET /enterprises/{id}/leases/{lease}/renew", lease("park.renew"), s.renewPage)
	r.Form("POST /enterprises/{id}/leases/{lease}/renew", lease("park.renew"), s.renewDo, s.renewAgain)
	r.Page("GET /enterprises/{id}/leases/{lease}/end", lease("park.end"), s.endPage)
	r.Form("POST /enterprises/{id}/leases/{lease}/end", lease("park.end"), s.endDo, s.endAgain)
}

// form is a form of these pages: empty at first, with what was typed after a
// fault. A stale form takes over the version that it was shown against, so
// that saving again is a decision and not an accident.
func (s *Service) form(q *http.Request, f *fault.Fault, action string, version int64) ui.Form {
	form := ui.Form{Action: action, Key: s.NewID(), Fault: f}
	if f == nil {
		return form
	}
	form.Values = q.PostForm
	if f.Kind == fault.Conflict {
		form.Values = cloned(q.PostForm)
		form.Values.Set("version", strconv.FormatInt(version, 10))
	}
	return form
}

func cloned(v url.Values) url.Values {
	out := url.Values{}
	for name, values := range v {
		out[name] = append([]string(nil), values...)
	}
	return out
}

// page is a view below the list of enterprises.
func page(ctx context.Context, title string, body templ.Component, of ...Enterprise) web.View {
	v := web.View{Title: title, Current: NavEnterprises, Body: body, Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "park.list.title"), Href: "/enterprises"}}}
	for _, e := range of {
		v.Crumbs = append(v.Crumbs, ui.Crumb{Label: e.Short.In(ctx), Href: "/enterprises/" + e.ID})
	}
	return v
}

// dayAfter turns the last day that a form says into the first day after it.
// What is no date stays as it is, for the check to speak about.
func dayAfter(last string) string {
	d, err := clock.ParseDate(last)
	if err != nil {
		return last
	}
	return d.AddDays(1).String()
}

func (s *Service) registerPage(q *http.Request) (web.View, error) { return s.registerAgain(q, nil) }

func (s *Service) registerAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	title := i18n.T(ctx, "park.register.title")
	return page(ctx, title, enterpriseForm(title, s.form(q, f, "/enterprises", 0), Enterprise{})), nil
}

func (s *Service) registerForm(q *http.Request) (string, error) {
	in, err := web.Decode[RegisterEnterprise](q.PostForm)
	if err != nil {
		return "", err
	}
	e, err := s.Register(q.Context(), in)
	return "/enterprises/" + e.ID, err
}

func (s *Service) enterprisePage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	view := page(ctx, v.Enterprise.Short.In(ctx), enterpriseBody(v))
	view.Crumbs = append(view.Crumbs, ui.Crumb{Label: v.Enterprise.Short.In(ctx)})
	view.Islands = []string{"echarts"}
	return view, err
}

func (s *Service) revisePage(q *http.Request) (web.View, error) { return s.reviseAgain(q, nil) }

func (s *Service) reviseAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	e := v.Enterprise
	title := i18n.T(ctx, "park.revise.title")
	return page(ctx, title, enterpriseForm(title, s.form(q, f, "/enterprises/"+e.ID+"/edit", e.Version), e), e), err
}

func (s *Service) reviseForm(q *http.Request) (string, error) {
	in, err := web.Decode[ReviseEnterprise](q.PostForm)
	if err != nil {
		return "", err
	}
	in.ID = q.PathValue("id")
	e, err := s.Revise(q.Context(), in)
	return "/enterprises/" + e.ID, err
}

func (s *Service) headcountPage(q *http.Request) (web.View, error) { return s.headcountAgain(q, nil) }

func (s *Service) headcountAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	latest, _ := v.Latest()
	form := s.form(q, f, q.URL.Path, 0)
	return page(ctx, i18n.T(ctx, "park.headcount"), headcountForm(v.Enterprise, form, latest, v.AsOf.String(), v.May.Correct), v.Enterprise), err
}

func (s *Service) headcountDo(q *http.Request) (string, error) {
	in, err := web.Decode[ReportHeadcount](q.PostForm)
	if err != nil {
		return "", err
	}
	if q.PostForm.Get("now") == "" {
		return "", fieldFault("now", "park.headcount.now_missing") // an empty box is not a zero
	}
	in.Enterprise = q.PathValue("id")
	_, err = s.ReportHeadcount(q.Context(), in)
	return "/enterprises/" + in.Enterprise + "#headcount", err
}

func (s *Service) signPage(q *http.Request) (web.View, error) { return s.signAgain(q, nil) }

func (s *Service) signAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	p, err := s.Premises(ctx, clock.Date{})
	form := s.form(q, f, "/enterprises/"+v.Enterprise.ID+"/leases", 0)
	return page(ctx, i18n.T(ctx, "park.sign.title"), signForm(v.Enterprise, p, form), v.Enterprise), err
}

func (s *Service) signDo(q *http.Request) (string, error) {
	in, err := web.Decode[SignLease](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Enterprise, in.To = q.PathValue("id"), dayAfter(q.PostForm.Get("to"))
	l, err := s.Sign(q.Context(), in)
	return "/enterprises/" + l.Enterprise + "#leases", err
}

func (s *Service) renewPage(q *http.Request) (web.View, error) { return s.renewAgain(q, nil) }

func (s *Service) renewAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.leasePage(q, f, "park.renew.title", renewForm)
}

func (s *Service) endPage(q *http.Request) (web.View, error) { return s.endAgain(q, nil) }

func (s *Service) endAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.leasePage(q, f, "park.end.title", endForm)
}

// leasePage is a form about one lease.
func (s *Service) leasePage(q *http.Request, f *fault.Fault, title string, body func(Enterprise, LeaseView, ui.Form) templ.Component) (web.View, error) {
	ctx := q.Context()
	e, v, err := s.Lease(ctx, q.PathValue("lease"))
	form := s.form(q, f, q.URL.Path, v.Lease.Version)
	return page(ctx, i18n.T(ctx, title, i18n.Args{"ref": v.Lease.Ref}), body(e, v, form), e), err
}

func (s *Service) renewDo(q *http.Request) (string, error) {
	in, err := web.Decode[RenewLease](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Lease, in.To = q.PathValue("lease"), dayAfter(q.PostForm.Get("to"))
	l, err := s.Renew(q.Context(), in)
	return "/enterprises/" + l.Enterprise + "#leases", err
}

func (s *Service) endDo(q *http.Request) (string, error) {
	in, err := web.Decode[EndLease](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Lease, in.To = q.PathValue("lease"), dayAfter(q.PostForm.Get("to"))
	l, err := s.End(q.Context(), in)
	return "/enterprises/" + l.Enterprise + "#leases", err
}
