package origination

// The lender's pages: its cases, the file, the answer.

import (
	"context"
	"net/http"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) lenderPages(r *web.Router) {
	on := s.onCaseGate
	r.Page("GET /cases/{id}", on("origination.read_case"), s.casePage)
	r.Form("POST /cases/{id}/interest", on("origination.interest"), s.caseForm(s.Interest), s.lenderAgain)
	r.Form("POST /cases/{id}/request-file", on("origination.request_file"), s.caseForm(s.RequestFile), s.lenderAgain)
	r.Form("POST /cases/{id}/assess", on("origination.assess"), s.caseForm(s.Assess), s.lenderAgain)
	r.Page("GET /cases/{id}/file", on("origination.read_file"), s.filePage)
	r.Page("GET /cases/{id}/offer", on("origination.draft_offer"), s.offerPage)
	r.Form("POST /cases/{id}/offer", on("origination.draft_offer"), s.draftForm, s.offerAgain)
	r.Page("GET /cases/{id}/decline", on("origination.decline"), s.declinePage)
	r.Form("POST /cases/{id}/decline", on("origination.decline"), s.declineForm, s.declineAgain)
	r.Form("POST /cases/{id}/messages", on("origination.talk_case"), s.sayCaseForm, s.lenderAgain)
	offer := func(action authz.Action) web.Gate {
		return web.Gate{Action: action, Load: loadOffer, Discreet: lenderWork}
	}
	r.Form("POST /cases/{id}/offers/{offer}/issue", offer("origination.issue_offer"), s.decideForm(s.Issue), s.lenderAgain)
	r.Form("POST /cases/{id}/offers/{offer}/discard", offer("origination.discard_offer"), s.decideForm(s.DiscardOffer), s.lenderAgain)
	r.Form("POST /cases/{id}/offers/{offer}/withdraw", offer("origination.withdraw_offer"), s.decideForm(s.WithdrawOffer), s.lenderAgain)
}

// lenderWork is what logs and metrics call everything that a lender does on a
// case: a count of offers alone would tell that there are some.
const lenderWork = "a lender's work on a case"

func (s *Service) onCaseGate(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: s.loadCase, Discreet: lenderWork}
}

func (s *Service) casePage(q *http.Request) (web.View, error) { return s.lenderAgain(q, nil) }

func (s *Service) lenderAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.ViewCase(ctx, q.PathValue("id"))
	return view(ctx, "pipeline", v.Ref, s.lenderCaseBody(v, s.NewID(), f), s.caseCrumbs(ctx, v, false)...), err
}

func (s *Service) caseCrumbs(ctx context.Context, v CaseView, deeper bool) []ui.Crumb {
	own := ui.Crumb{Label: v.Ref}
	if deeper {
		own.Href = "/cases/" + v.Case.ID
	}
	return []ui.Crumb{{Label: i18n.T(ctx, "origination.cases.title"), Href: "/cases"}, own}
}

func (s *Service) caseForm(act func(context.Context, string) (LenderCase, error)) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := act(q.Context(), q.PathValue("id"))
		return "/cases/" + q.PathValue("id"), err
	}
}

func (s *Service) decideForm(act func(context.Context, string) (Offer, error)) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := act(q.Context(), q.PathValue("offer"))
		return "/cases/" + q.PathValue("id"), err
	}
}

func (s *Service) filePage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	f, err := s.ReadFile(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	v, err := s.ViewCase(ctx, q.PathValue("id"))
	return view(ctx, "pipeline", i18n.T(ctx, "origination.file.title"), s.fileBody(v, f), s.caseCrumbs(ctx, v, true)...), err
}

func (s *Service) offerPage(q *http.Request) (web.View, error) { return s.offerAgain(q, nil) }

func (s *Service) offerAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.ViewCase(ctx, q.PathValue("id"))
	form := ui.Form{Action: "/cases/" + v.Case.ID + "/offer", Key: s.NewID(), Values: typed(q, f), Fault: f}
	return view(ctx, "pipeline", i18n.T(ctx, "origination.offer.title"), s.offerFormBody(v, form), s.caseCrumbs(ctx, v, true)...), err
}

func (s *Service) draftForm(q *http.Request) (string, error) {
	in, err := web.Decode[DraftOffer](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Case = q.PathValue("id")
	_, err = s.Draft(q.Context(), in)
	return "/cases/" + in.Case, err
}

func (s *Service) declinePage(q *http.Request) (web.View, error) { return s.declineAgain(q, nil) }

func (s *Service) declineAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.ViewCase(ctx, q.PathValue("id"))
	form := ui.Form{Action: "/cases/" + v.Case.ID + "/decline", Key: s.NewID(), Values: typed(q, f), Fault: f}
	if f == nil {
		form.Values = q.URL.Query() // a condition of a product that was picked
	}
	return view(ctx, "pipeline", i18n.T(ctx, "origination.decline.title"), s.declineBody(v, form), s.caseCrumbs(ctx, v, true)...), err
}

func (s *Service) declineForm(q *http.Request) (string, error) {
	why, err := web.Decode[Reason](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Decline(q.Context(), q.PathValue("id"), why)
	return "/cases/" + q.PathValue("id"), err
}

func (s *Service) sayCaseForm(q *http.Request) (string, error) {
	return "/cases/" + q.PathValue("id"), s.SayCase(q.Context(), q.PathValue("id"), q.PostForm.Get("text"))
}
