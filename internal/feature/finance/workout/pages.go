package workout

// The pages and operations. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) routes(r *web.Router) {
	own := web.Gate{Action: "workout.list", Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
	r.Page("GET /workouts", own, s.listPage)
	r.Page("GET /contracts/{id}/workout", s.onLoan("workout.read"), s.sheetPage)
	r.Form("POST /contracts/{id}/workout", s.onLoan("workout.propose"), s.proposeForm, s.sheetAgain)
	r.Page("GET /workouts/{id}", on("workout.read"), s.viewPage)
	r.Form("POST /workouts/{id}/agree", on("workout.decide"), s.agreeForm, s.viewAgain)
	r.Form("POST /workouts/{id}/refuse", on("workout.refuse"), s.refuseForm, s.viewAgain)
	r.Form("POST /workouts/{id}/withdraw", on("workout.withdraw"), s.withdrawForm, s.viewAgain)
	s.operations(r, own)
}

// on is the gate of a proposal, onLoan that of a loan. At the gate of an agreement
// everybody who approves may pass: whoever would agree to the own proposal is told
// why another person does.
func on(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		found, err := byID(ctx, tx, p("id"))
		return found.resource(), err
	}}
}

func (s *Service) onLoan(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		l, err := s.Loans.Loan(ctx, tx, p("id"))
		return l.resource(), err
	}}
}

type loanID struct {
	ID string `path:"id" doc:"The contract"`
}

type proposalID struct {
	ID string `path:"id" doc:"The proposal"`
}

func (s *Service) operations(r *web.Router, own web.Gate) {
	web.Read(r, op("list-workouts", "/workouts", "What was proposed about the lender's loans that go wrong"), own, func(ctx context.Context, _ *struct{}) ([]Row, error) { return s.List(ctx) })
	web.Read(r, op("read-loan-workout", "/contracts/{id}/workout", "A loan with its class of asset quality and what was proposed about it"), s.onLoan("workout.read"),
		func(ctx context.Context, in *loanID) (Sheet, error) { return s.Sheet(ctx, in.ID) })
	propose := op("propose-workout", "/contracts/{id}/workout", "Propose a default, a write-off or a worse class")
	propose.DefaultStatus = http.StatusCreated
	web.Change(r, propose, s.onLoan("workout.propose"), func(ctx context.Context, in *struct {
		ID   string `path:"id" doc:"The contract"`
		Body Propose
	}) (Proposal, error) {
		return s.Propose(ctx, in.ID, in.Body)
	})
	web.Read(r, op("read-workout", "/workouts/{id}", "A proposal with the loan as it stands and its seal"), on("workout.read"), func(ctx context.Context, in *proposalID) (View, error) { return s.View(ctx, in.ID) })
	web.Change(r, op("agree-workout", "/workouts/{id}/agree", "Do what somebody else proposed, of the loan as it was shown"), on("workout.decide"), func(ctx context.Context, in *struct {
		ID   string `path:"id" doc:"The proposal"`
		Body struct {
			Seal string `json:"seal" doc:"Of the proposal as it was shown"`
		}
	}) (Proposal, error) {
		return s.Agree(ctx, in.ID, in.Body.Seal)
	})
	web.Change(r, op("refuse-workout", "/workouts/{id}/refuse", "Leave the loan as it is"), on("workout.refuse"), func(ctx context.Context, in *struct {
		ID   string `path:"id" doc:"The proposal"`
		Body struct {
			Reason string `json:"reason"`
		}
	}) (Proposal, error) {
		return s.Refuse(ctx, in.ID, in.Body.Reason)
	})
	web.Change(r, op("withdraw-workout", "/workouts/{id}/withdraw", "Take the own proposal back"), on("workout.withdraw"), func(ctx context.Context, in *proposalID) (Proposal, error) { return s.Withdraw(ctx, in.ID) })
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"workout"}}
}

func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.List(ctx)
	return web.View{Title: i18n.T(ctx, "workout.title"), Current: "workouts", Body: s.listBody(rows)}, err
}

func (s *Service) sheetPage(q *http.Request) (web.View, error) { return s.sheetAgain(q, nil) }

func (s *Service) sheetAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	x, err := s.Sheet(ctx, q.PathValue("id"))
	form := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	v := web.View{Title: x.Loan.Ref, Current: "workouts", Body: s.sheetBody(x, form)}
	v.Crumbs = []ui.Crumb{{Label: i18n.T(ctx, "workout.title"), Href: "/workouts"}, {Label: x.Loan.Ref}}
	return v, err
}

func (s *Service) proposeForm(q *http.Request) (string, error) {
	in, err := web.Decode[Propose](q.PostForm)
	if err != nil {
		return "", err
	}
	p, err := s.Propose(q.Context(), q.PathValue("id"), in)
	return "/workouts/" + p.ID, err
}

func (s *Service) viewPage(q *http.Request) (web.View, error) { return s.viewAgain(q, nil) }

func (s *Service) viewAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	form := ui.Form{Action: "/workouts/" + q.PathValue("id") + "/refuse", Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "workout.title"), Href: "/workouts"}, {Label: v.Proposal.ContractRef, Href: "/contracts/" + v.Proposal.Contract + "/workout"}, {Label: kindText(ctx, v.Proposal)}}
	return web.View{Title: kindText(ctx, v.Proposal), Current: "workouts", Crumbs: crumbs, Body: s.viewBody(v, form)}, err
}

func (s *Service) agreeForm(q *http.Request) (string, error) {
	_, err := s.Agree(q.Context(), q.PathValue("id"), q.PostForm.Get("seal"))
	return "/workouts/" + q.PathValue("id"), err
}

func (s *Service) refuseForm(q *http.Request) (string, error) {
	_, err := s.Refuse(q.Context(), q.PathValue("id"), q.PostForm.Get("reason"))
	return "/workouts/" + q.PathValue("id"), err
}

func (s *Service) withdrawForm(q *http.Request) (string, error) {
	_, err := s.Withdraw(q.Context(), q.PathValue("id"))
	return "/workouts/" + q.PathValue("id"), err
}
