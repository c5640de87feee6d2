package origination

// The pages of origination. Each handler calls one service method and says
// what to show; none decides anything.

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// loadApplication finds the application of a path.
func loadApplication(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	a, err := applicationByID(ctx, tx, p("id"))
	return a.resource(), err
}

// loadCase finds the lender's case of a path, with its right to the file.
func (s *Service) loadCase(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	c, err := caseByID(ctx, tx, p("id"))
	if err != nil {
		return authz.Resource{}, err
	}
	a, err := applicationByID(ctx, tx, c.Application)
	if err != nil {
		return authz.Resource{}, err
	}
	ground, err := s.ground(ctx, tx, &a, &c)
	return c.resource(&a, ground), err
}

// loadOffer finds an offer through the application or the case of its path.
func loadOffer(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	o, err := offerByID(ctx, tx, p("offer"))
	if err != nil {
		return authz.Resource{}, err
	}
	if parent := p("id"); o.Application != parent && o.Case != parent {
		return authz.Resource{}, fault.New(fault.NotFound, "fault.not_found")
	}
	a, err := applicationByID(ctx, tx, o.Application)
	return o.resource(&a), err
}

// ownCollection is the gate of lists and beginnings: everything of the actor's
// own party.
func ownCollection(kind string) web.Loader {
	return func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party, kind), nil
	}
}

func (s *Service) pages(r *web.Router) {
	on := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: loadApplication} }
	r.Page("GET /applications", web.Gate{Action: "origination.list", Load: ownCollection("Applications")}, s.listPage)
	r.Form("POST /applications", web.Gate{Action: "origination.start", Load: ownCollection("Applications")}, s.startForm, nil)
	r.Page("GET /applications/{id}", on("origination.read"), s.applicationPage)
	for _, sec := range sectionForms {
		r.Page("GET /applications/{id}/"+sec.name, on("origination.edit"), s.sectionPage(sec))
		r.Form("POST /applications/{id}/"+sec.name, on("origination.edit"), s.saveForm(sec), s.sectionAgain(sec))
	}
	r.Page("GET /applications/{id}/review", on("origination.edit"), s.reviewPage)
	r.Form("POST /applications/{id}/submit", on("origination.submit"), s.submitForm, s.reviewAgain)
	r.Page("GET /applications/{id}/withdraw", on("origination.withdraw"), s.withdrawPage)
	r.Form("POST /applications/{id}/withdraw", on("origination.withdraw"), s.withdrawForm, s.caseAgain)
	r.Form("POST /applications/{id}/discard", on("origination.discard"), s.actForm(s.Discard), s.caseAgain)
	r.Form("POST /applications/{id}/verify", on("origination.verify"), s.verifyForm, s.caseAgain)
	r.Form("POST /applications/{id}/publish", on("origination.publish"), s.actForm(s.Publish), s.caseAgain)
	r.Form("POST /applications/{id}/refer", on("origination.refer"), s.actForm(s.Refer), s.caseAgain)
	r.Page("GET /applications/{id}/reshare", on("origination.reshare"), s.resharePage)
	r.Form("POST /applications/{id}/reshare", on("origination.reshare"), s.reshareForm, s.reshareAgain)
	r.Page("GET /applications/{id}/return", on("origination.return"), s.returnPage)
	r.Form("POST /applications/{id}/return", on("origination.return"), s.returnForm, s.returnAgain)
	r.Form("POST /applications/{id}/messages", on("origination.talk"), s.sayForm, s.caseAgain)
	r.Page("GET /applications/{id}/offers", on("origination.read_offers"), s.offersPage)
	r.Page("GET /applications/{id}/accept", on("origination.read_offers"), s.acceptPage)
	r.Form("POST /applications/{id}/accept", on("origination.accept"), s.acceptForm, s.acceptAgain)
	s.lenderPages(r)
}

// view wraps a body with the title and the way to it.
func view(ctx context.Context, current, title string, body templ.Component, crumbs ...ui.Crumb) web.View {
	return web.View{Title: title, Current: current, Body: body, Crumbs: crumbs}
}

func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.List(ctx)
	may := s.Guard.Allowed(ctx, "origination.start", collection(kernel.From(ctx).Party, "Applications"))
	return view(ctx, "finance", i18n.T(ctx, "origination.list.title"), s.listBody(rows, may, s.NewID())), err
}

func (s *Service) startForm(q *http.Request) (string, error) {
	a, err := s.Start(q.Context())
	return "/applications/" + a.ID, err
}

// applicationPage shows the task list while the enterprise prepares, and the
// case after.
func (s *Service) applicationPage(q *http.Request) (web.View, error) {
	return s.applicationView(q, nil)
}

func (s *Service) applicationView(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "origination.list.title"), Href: "/applications"}, {Label: v.Application.Ref}}
	body := s.caseBody(v, s.NewID(), f)
	if v.Application.Editable() && v.Application.Borrower == kernel.From(ctx).Party {
		body = s.tasksBody(v, s.NewID(), f)
	}
	return view(ctx, "finance", v.Application.Ref, body, crumbs...), nil
}

// caseAgain shows the case once more with what stopped a button.
func (s *Service) caseAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	return s.applicationView(q, f)
}

// actForm is a button without input.
func (s *Service) actForm(act func(context.Context, string) (Application, error)) web.Do {
	return func(q *http.Request) (string, error) {
		a, err := act(q.Context(), q.PathValue("id"))
		return "/applications/" + a.ID, err
	}
}

func (s *Service) verifyForm(q *http.Request) (string, error) {
	a, err := s.Verify(q.Context(), q.PathValue("id"), q.PostForm.Get("note"))
	return "/applications/" + a.ID, err
}

func (s *Service) withdrawForm(q *http.Request) (string, error) {
	a, err := s.Withdraw(q.Context(), q.PathValue("id"), q.PostForm.Get("reason"))
	return "/applications/" + a.ID, err
}

func (s *Service) withdrawPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	return view(ctx, "finance", i18n.T(ctx, "origination.withdraw.title"), s.withdrawBody(v, s.NewID()), s.crumbs(ctx, v.Application)...), err
}

func (s *Service) crumbs(ctx context.Context, a Application) []ui.Crumb {
	return []ui.Crumb{{Label: i18n.T(ctx, "origination.list.title"), Href: "/applications"}, {Label: a.Ref, Href: "/applications/" + a.ID}}
}

func (s *Service) returnPage(q *http.Request) (web.View, error) { return s.returnAgain(q, nil) }

func (s *Service) returnAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	form := ui.Form{Action: "/applications/" + v.Application.ID + "/return", Key: s.NewID(), Values: typed(q, f), Fault: f}
	return view(ctx, "finance", i18n.T(ctx, "origination.return.title"), s.returnBody(v, form), s.crumbs(ctx, v.Application)...), err
}

func (s *Service) returnForm(q *http.Request) (string, error) {
	a, err := s.Return(q.Context(), q.PathValue("id"), q.PostForm.Get("note"))
	return "/applications/" + a.ID, err
}

func (s *Service) resharePage(q *http.Request) (web.View, error) { return s.reshareAgain(q, nil) }

func (s *Service) reshareAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	if v.Fit, err = s.Fits(ctx, v.Application.ID); err != nil {
		return web.View{}, err
	}
	products, err := s.onSale(ctx)
	form := ui.Form{Action: q.URL.Path, Key: s.NewID(), Values: typed(q, f), Fault: f}
	return view(ctx, "finance", i18n.T(ctx, "origination.reshare.title"), s.reshareBody(v, form, s.unasked(v, products)), s.crumbs(ctx, v.Application)...), err
}

func (s *Service) reshareForm(q *http.Request) (string, error) {
	in, err := web.Decode[ReshareApplication](q.PostForm)
	if err != nil {
		return "", err
	}
	a, err := s.Reshare(q.Context(), q.PathValue("id"), in)
	return "/applications/" + a.ID, err
}

func (s *Service) sayForm(q *http.Request) (string, error) {
	return "/applications/" + q.PathValue("id"), s.Say(q.Context(), q.PathValue("id"), q.PostForm.Get("text"))
}

func (s *Service) offersPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	a, offers, err := s.Offers(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	all, err := s.compare(ctx, a, offers)
	v := view(ctx, "finance", i18n.T(ctx, "origination.offers.title"), s.offersBody(a, offers, all), s.crumbs(ctx, a)...)
	v.Islands = []string{"echarts"}
	return v, err
}

func (s *Service) acceptPage(q *http.Request) (web.View, error) { return s.acceptAgain(q, nil) }

// acceptAgain shows the offers that are named in the query, or in the form that
// was refused.
func (s *Service) acceptAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	if err := q.ParseForm(); err != nil {
		return web.View{}, err
	}
	a, offers, err := s.Offers(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	var chosen []OfferView
	for _, o := range offers {
		if slices.Contains(q.Form["offer"], o.Offer.ID) {
			chosen = append(chosen, o)
		}
	}
	if len(chosen) == 0 {
		return web.View{}, fault.New(fault.Invalid, "origination.accept.some", fault.Args{"max": maxWinning})
	}
	return view(ctx, "finance", i18n.T(ctx, "origination.accept.title"), s.acceptBody(a, chosen, s.NewID(), f), s.crumbs(ctx, a)...), nil
}

func (s *Service) acceptForm(q *http.Request) (string, error) {
	in, err := web.Decode[AcceptOffers](q.PostForm)
	if err != nil {
		return "", err
	}
	a, err := s.Accept(q.Context(), q.PathValue("id"), in)
	return "/applications/" + a.ID, err
}
