package drawing

// The pages and operations. Each calls one service method and decides nothing.

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

func (s *Service) routes(r *web.Router) {
	r.Page("GET /contracts/{id}/drawings", s.onLoan("drawing.read", "drawing.read"), s.sheetPage)
	r.Form("POST /contracts/{id}/drawings", s.onLoan("drawing.ask", "drawing.read"), s.askForm, s.sheetAgain)
	r.Page("GET /drawings/{id}", on("drawing.read"), s.viewPage)
	r.Form("POST /drawings/{id}/record", on("drawing.record"), s.recordForm, s.viewAgain)
	r.Form("POST /drawings/{id}/agree", on("drawing.decide"), s.agreeForm, s.viewAgain)
	r.Form("POST /drawings/{id}/refuse", on("drawing.refuse"), s.refuseForm, s.viewAgain)
	r.Form("POST /drawings/{id}/withdraw", on("drawing.withdraw"), s.withdrawForm, s.viewAgain)
	r.Page("GET /contracts/{id}/fees", s.onLoan("drawing.read_waiver", "drawing.read_waiver"), s.feesPage)
	r.Form("POST /contracts/{id}/fees", s.onLoan("drawing.propose_waiver", "drawing.read_waiver"), s.proposeForm, s.feesAgain)
	r.Page("GET /waivers/{id}", onWaiver("drawing.read_waiver"), s.waiverPage)
	r.Form("POST /waivers/{id}/agree", onWaiver("drawing.decide_waiver"), s.agreeWaiverForm, s.waiverAgain)
	r.Form("POST /waivers/{id}/refuse", onWaiver("drawing.decide_waiver"), s.refuseWaiverForm, s.waiverAgain)
	r.Form("POST /waivers/{id}/withdraw", onWaiver("drawing.withdraw_waiver"), s.withdrawWaiverForm, s.waiverAgain)
	s.operations(r)
	s.waiverOperations(r)
}

// on is the gate of a request, onWaiver that of a waiver, onLoan that of a loan. At
// the gate of an agreement everybody who approves may pass: whoever would agree to
// the own record is told why another person does.
func on(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		r, err := byID(ctx, tx, p("id"))
		return r.resource(), err
	}}
}

func onWaiver(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		w, err := waiverByID(ctx, tx, p("id"))
		return w.resource(), err
	}}
}

func (s *Service) onLoan(action, read authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		l, err := s.Loans.Loan(ctx, tx, p("id"))
		return l.resource(read), err
	}}
}

type loanID struct {
	ID string `path:"id" doc:"The contract"`
}

type caseID struct {
	ID string `path:"id" doc:"The request or the waiver"`
}

type reason struct {
	ID   string `path:"id" doc:"The request or the waiver"`
	Body struct {
		Reason string `json:"reason"`
	}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"drawing"}}
}

func created(o huma.Operation) huma.Operation {
	o.DefaultStatus = http.StatusCreated
	return o
}

func (s *Service) operations(r *web.Router) {
	web.Read(r, op("read-drawings", "/contracts/{id}/drawings", "A loan with its limit and what was asked of it"), s.onLoan("drawing.read", "drawing.read"),
		func(ctx context.Context, in *loanID) (Sheet, error) { return s.Sheet(ctx, in.ID) })
	web.Change(r, created(op("ask-drawing", "/contracts/{id}/drawings", "Ask for money within what is undrawn")), s.onLoan("drawing.ask", "drawing.read"), func(ctx context.Context, in *struct {
		ID   string `path:"id" doc:"The contract"`
		Body Ask
	}) (Request, error) {
		return s.Ask(ctx, in.ID, in.Body)
	})
	web.Read(r, op("read-drawing", "/drawings/{id}", "A request with the schedule before and after"), on("drawing.read"), func(ctx context.Context, in *caseID) (View, error) { return s.View(ctx, in.ID) })
	web.Change(r, op("record-drawing", "/drawings/{id}/record", "Record the payout; another person agrees before it counts"), on("drawing.record"), func(ctx context.Context, in *struct {
		ID   string `path:"id" doc:"The request"`
		Body Record
	}) (Request, error) {
		return s.Record(ctx, in.ID, in.Body)
	})
	web.Change(r, op("agree-drawing", "/drawings/{id}/agree", "Pay out what somebody else recorded"), on("drawing.decide"), func(ctx context.Context, in *caseID) (Request, error) { return s.Agree(ctx, in.ID) })
	web.Change(r, op("refuse-drawing", "/drawings/{id}/refuse", "Refuse a request with a reason"), on("drawing.refuse"), func(ctx context.Context, in *reason) (Request, error) {
		return s.Refuse(ctx, in.ID, in.Body.Reason)
	})
	web.Change(r, op("withdraw-drawing", "/drawings/{id}/withdraw", "Take a request back that nobody recorded"), on("drawing.withdraw"), func(ctx context.Context, in *caseID) (Request, error) { return s.Withdraw(ctx, in.ID) })
}

func (s *Service) waiverOperations(r *web.Router) {
	web.Read(r, op("read-fees", "/contracts/{id}/fees", "The fees of a loan and what was proposed to let go of them"), s.onLoan("drawing.read_waiver", "drawing.read_waiver"),
		func(ctx context.Context, in *loanID) (FeeSheet, error) { return s.Fees(ctx, in.ID) })
	web.Change(r, created(op("propose-waiver", "/contracts/{id}/fees", "Propose to let go of fees of one due date")), s.onLoan("drawing.propose_waiver", "drawing.read_waiver"), func(ctx context.Context, in *struct {
		ID   string `path:"id" doc:"The contract"`
		Body ProposeWaiver
	}) (Waiver, error) {
		return s.Propose(ctx, in.ID, in.Body)
	})
	web.Read(r, op("read-waiver", "/waivers/{id}", "A proposal to let go of fees"), onWaiver("drawing.read_waiver"), func(ctx context.Context, in *caseID) (WaiverView, error) { return s.Waiver(ctx, in.ID) })
	web.Change(r, op("agree-waiver", "/waivers/{id}/agree", "Let go of fees that somebody else proposed to"), onWaiver("drawing.decide_waiver"), func(ctx context.Context, in *caseID) (Waiver, error) { return s.AgreeWaiver(ctx, in.ID) })
	web.Change(r, op("refuse-waiver", "/waivers/{id}/refuse", "Leave the fees as they are"), onWaiver("drawing.decide_waiver"), func(ctx context.Context, in *reason) (Waiver, error) {
		return s.RefuseWaiver(ctx, in.ID, in.Body.Reason)
	})
	web.Change(r, op("withdraw-waiver", "/waivers/{id}/withdraw", "Take the own proposal back"), onWaiver("drawing.withdraw_waiver"), func(ctx context.Context, in *caseID) (Waiver, error) { return s.WithdrawWaiver(ctx, in.ID) })
}

// form is the one of a page, with what was typed where it comes again.
func (s *Service) form(q *http.Request, action string, f *fault.Fault) ui.Form {
	form := ui.Form{Action: action, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	return form
}

func crumbs(ctx context.Context, l Loan, here string) []ui.Crumb {
	return []ui.Crumb{{Label: i18n.T(ctx, "drawing.contracts"), Href: "/contracts"}, {Label: l.Ref, Href: "/contracts/" + l.ID}, {Label: here}}
}

func (s *Service) sheetPage(q *http.Request) (web.View, error) { return s.sheetAgain(q, nil) }

func (s *Service) sheetAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	x, err := s.Sheet(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "drawing.title")
	return web.View{Title: title, Current: "contracts", Crumbs: crumbs(ctx, x.Loan, title), Body: s.sheetBody(x, s.form(q, q.URL.Path, f))}, err
}

func (s *Service) askForm(q *http.Request) (string, error) {
	in, err := web.Decode[Ask](q.PostForm)
	if err != nil {
		return "", err
	}
	r, err := s.Ask(q.Context(), q.PathValue("id"), in)
	return "/drawings/" + r.ID, err
}

func (s *Service) viewPage(q *http.Request) (web.View, error) { return s.viewAgain(q, nil) }

func (s *Service) viewAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "drawing.request")
	return web.View{Title: title, Current: "contracts", Crumbs: crumbs(ctx, v.Loan, title), Body: s.viewBody(v, s.form(q, q.URL.Path, f))}, err
}

func (s *Service) recordForm(q *http.Request) (string, error) {
	in, err := web.Decode[Record](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Record(q.Context(), q.PathValue("id"), in)
	return "/drawings/" + q.PathValue("id"), err
}

func (s *Service) agreeForm(q *http.Request) (string, error) {
	_, err := s.Agree(q.Context(), q.PathValue("id"))
	return "/drawings/" + q.PathValue("id"), err
}

func (s *Service) refuseForm(q *http.Request) (string, error) {
	_, err := s.Refuse(q.Context(), q.PathValue("id"), q.PostForm.Get("reason"))
	return "/drawings/" + q.PathValue("id"), err
}

func (s *Service) withdrawForm(q *http.Request) (string, error) {
	_, err := s.Withdraw(q.Context(), q.PathValue("id"))
	return "/drawings/" + q.PathValue("id"), err
}

func (s *Service) feesPage(q *http.Request) (web.View, error) { return s.feesAgain(q, nil) }

func (s *Service) feesAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	x, err := s.Fees(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "drawing.fees.title")
	return web.View{Title: title, Current: "contracts", Crumbs: crumbs(ctx, x.Loan, title), Body: s.feesBody(x, s.form(q, q.URL.Path, f))}, err
}

func (s *Service) proposeForm(q *http.Request) (string, error) {
	in, err := web.Decode[ProposeWaiver](q.PostForm)
	if err != nil {
		return "", err
	}
	w, err := s.Propose(q.Context(), q.PathValue("id"), in)
	return "/waivers/" + w.ID, err
}

func (s *Service) waiverPage(q *http.Request) (web.View, error) { return s.waiverAgain(q, nil) }

func (s *Service) waiverAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Waiver(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "drawing.waiver")
	return web.View{Title: title, Current: "contracts", Crumbs: crumbs(ctx, v.Loan, title), Body: s.waiverBody(v, s.form(q, "/waivers/"+q.PathValue("id")+"/refuse", f))}, err
}

func (s *Service) agreeWaiverForm(q *http.Request) (string, error) {
	_, err := s.AgreeWaiver(q.Context(), q.PathValue("id"))
	return "/waivers/" + q.PathValue("id"), err
}

func (s *Service) refuseWaiverForm(q *http.Request) (string, error) {
	_, err := s.RefuseWaiver(q.Context(), q.PathValue("id"), q.PostForm.Get("reason"))
	return "/waivers/" + q.PathValue("id"), err
}

func (s *Service) withdrawWaiverForm(q *http.Request) (string, error) {
	_, err := s.WithdrawWaiver(q.Context(), q.PathValue("id"))
	return "/waivers/" + q.PathValue("id"), err
}
