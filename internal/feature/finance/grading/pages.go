package grading

// The pages, files and operations. Each calls one service method and decides
// nothing.

import (
	"context"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// own is a gate on what the reader's party has; on is one on a rule. At the gate of
// an agreement everybody who approves may pass: whoever would agree to the own
// proposal is told why another person does.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

func on(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		r, err := byID(ctx, tx, p("id"))
		return r.resource(), err
	}}
}

func (s *Service) routes(r *web.Router) {
	r.Page("GET /classes", own("grading.report"), s.reportPage)
	r.Page("GET /classes/rules", own("grading.read"), s.rulesPage)
	r.Form("POST /classes/rules", own("grading.propose"), s.proposeForm, s.rulesAgain)
	r.Form("POST /classes/rules/{id}/agree", on("grading.decide"), s.moveForm(func(q *http.Request) error { _, err := s.Agree(q.Context(), q.PathValue("id")); return err }), s.rulesAgain)
	r.Form("POST /classes/rules/{id}/refuse", on("grading.refuse"), s.moveForm(func(q *http.Request) error {
		_, err := s.Refuse(q.Context(), q.PathValue("id"), q.PostForm.Get("reason"))
		return err
	}), s.rulesAgain)
	r.Form("POST /classes/rules/{id}/withdraw", on("grading.withdraw"), s.moveForm(func(q *http.Request) error { _, err := s.Withdraw(q.Context(), q.PathValue("id")); return err }), s.rulesAgain)
	s.operations(r)
}

type ruleID struct {
	ID string `path:"id" doc:"The rule"`
}

func (s *Service) operations(r *web.Router) {
	web.Read(r, op("read-classes", "/classes", "The lender's loans by class of asset quality, by days past due, and what moved since the month before"), own("grading.report"), func(ctx context.Context, in *struct {
		Month string `query:"month" doc:"2020-05 for its last day; empty for today"`
	}) (Report, error) {
		return s.Report(ctx, in.Month)
	})
	web.Read(r, op("list-class-rules", "/classes/rules", "The lender's thresholds, those in force and all versions"), own("grading.read"), func(ctx context.Context, _ *struct{}) (Desk, error) { return s.Rules(ctx) })
	propose := op("propose-class-rule", "/classes/rules", "Propose thresholds from a first day on")
	propose.DefaultStatus = http.StatusCreated
	web.Change(r, propose, own("grading.propose"), func(ctx context.Context, in *struct{ Body Propose }) (Rule, error) { return s.Propose(ctx, in.Body) })
	web.Change(r, op("agree-class-rule", "/classes/rules/{id}/agree", "Agree to thresholds that somebody else proposed"), on("grading.decide"), func(ctx context.Context, in *ruleID) (Rule, error) { return s.Agree(ctx, in.ID) })
	web.Change(r, op("refuse-class-rule", "/classes/rules/{id}/refuse", "Leave the thresholds as they are"), on("grading.refuse"), func(ctx context.Context, in *struct {
		ID   string `path:"id" doc:"The rule"`
		Body struct {
			Reason string `json:"reason"`
		}
	}) (Rule, error) {
		return s.Refuse(ctx, in.ID, in.Body.Reason)
	})
	web.Change(r, op("withdraw-class-rule", "/classes/rules/{id}/withdraw", "Take the own proposal back"), on("grading.withdraw"), func(ctx context.Context, in *ruleID) (Rule, error) { return s.Withdraw(ctx, in.ID) })
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"classes"}}
}

func (s *Service) reportPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	r, err := s.Report(ctx, q.URL.Query().Get("month"))
	return web.View{Title: i18n.T(ctx, "grading.title"), Current: "classes", Body: s.reportBody(r, q.URL.Query().Get("month"))}, err
}

func (s *Service) rulesPage(q *http.Request) (web.View, error) { return s.rulesAgain(q, nil) }

func (s *Service) rulesAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	d, err := s.Rules(ctx)
	form := ui.Form{Action: "/classes/rules", Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "grading.title"), Href: "/classes"}, {Label: i18n.T(ctx, "grading.rules")}}
	return web.View{Title: i18n.T(ctx, "grading.rules"), Current: "classes", Crumbs: crumbs, Body: s.rulesBody(d, form)}, err
}

func (s *Service) proposeForm(q *http.Request) (string, error) {
	in, err := web.Decode[Propose](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Propose(q.Context(), in)
	return "/classes/rules", err
}

func (s *Service) moveForm(do func(*http.Request) error) web.Do {
	return func(q *http.Request) (string, error) { return "/classes/rules", do(q) }
}

// sheet is every loan of the report, for a file.
func (s *Service) sheet(ctx context.Context, address url.Values) (table.Sheet, error) {
	r, err := s.Report(ctx, address.Get("month"))
	if err != nil {
		return table.Sheet{}, err
	}
	var sheet table.Sheet
	for _, key := range []string{"contract", "borrower", "balance", "overdue", "days", "class", "why", "class.before", "balance.before", "to"} {
		sheet.Headers = append(sheet.Headers, i18n.T(ctx, "grading."+key))
	}
	sheet.Rows = table.Rows(r.Rows, func(x Row) []any {
		return []any{x.Ref, x.Borrower.In(ctx), x.BalanceFen, x.OverdueFen, x.Grade.Days, classText(ctx, x.Grade.Class), x.Grade.WhyAll(ctx), classText(ctx, x.Before), x.BeforeFen, placeText(ctx, x.To)}
	})
	sheet.Foot = []any{i18n.T(ctx, "grading.sum"), nil, r.Total.BalanceFen, nil, nil, nil, nil, nil, nil, nil}
	return sheet, nil
}
