package relief

// The operations. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) routes(r *web.Router) {
	s.pages(r)
	s.api(r)
}

// on is the gate of a case.
func on(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		c, err := caseByID(ctx, tx, p("id"))
		if err != nil {
			return authz.Resource{}, err
		}
		table, err := onTable(ctx, tx, &c)
		return resource(&c, table), err
	}}
}

// onLoan is the gate of a contract for which relief is asked.
func (s *Service) onLoan() web.Gate {
	return web.Gate{Action: "relief.ask", Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		l, err := s.Loans.Loan(ctx, tx, p("id"))
		return loanResource(&l), err
	}}
}

// own is the gate of lists: the cases of the actor's party.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"relief"}}
}

type byID struct {
	ID string `path:"id" doc:"Identifier"`
}

// with is an operation on one case with a body.
type with[T any] struct {
	ID   string `path:"id" doc:"Identifier"`
	Body T
}

// sealed names what was shown.
type sealed struct {
	Hash string `json:"hash" doc:"Of the proposal that was shown"`
}

// remark is a sentence to the other side.
type remark struct {
	Note string `json:"note"`
}

// previewed is an action in a query.
type previewed struct {
	ID        string `path:"id" doc:"Identifier"`
	Kind      string `query:"kind" enum:"defer_all,defer_principal,spread,cut_rate,reprice,extend" required:"true"`
	FromOn    string `query:"from_on" required:"true" format:"date"`
	SinceOn   string `query:"since_on"`
	ResumesOn string `query:"resumes_on"`
	EndsOn    string `query:"ends_on"`
	RatePPM   int64  `query:"rate_ppm"`
	SpreadPPM int64  `query:"spread_ppm"`
	Keep      string `query:"keep"`
	Scheme    string `query:"scheme"`
}

func (in *previewed) action() plan.Action {
	return plan.Action{Kind: plan.Kind(in.Kind), FromOn: in.FromOn, SinceOn: in.SinceOn, ResumesOn: in.ResumesOn, EndsOn: in.EndsOn, RatePPM: money.PPM(in.RatePPM), SpreadPPM: money.PPM(in.SpreadPPM), Keep: in.Keep}
}

func (s *Service) api(r *web.Router) {
	web.Read(r, op("list-reliefs", "/reliefs", "Relief cases of the party"), own("relief.list"), func(ctx context.Context, _ *struct{}) ([]Row, error) { return s.List(ctx) })
	web.Read(r, op("follow-reliefs", "/relief-stages", "Stages of all relief cases, for overseers"), own("relief.follow"), func(ctx context.Context, _ *struct{}) ([]Row, error) { return s.List(ctx) })
	web.Read(r, op("read-relief", "/reliefs/{id}", "A case with its proposals and open moves"), on("relief.read"), func(ctx context.Context, in *byID) (View, error) { return s.View(ctx, in.ID) })
	ask := op("ask-relief", "/contracts/{id}/relief", "Ask for relief")
	ask.DefaultStatus = http.StatusCreated
	web.Change(r, ask, s.onLoan(), func(ctx context.Context, in *with[Ask]) (Case, error) { return s.Ask(ctx, in.ID, in.Body) })
	web.Read(r, op("preview-relief", "/reliefs/{id}/preview", "What an action would change; stores nothing"), on("relief.propose"), func(ctx context.Context, in *previewed) (Proposal, error) {
		return s.Preview(ctx, in.ID, Propose{Action: in.action(), Scheme: in.Scheme})
	})
	web.Change(r, op("propose-relief", "/reliefs/{id}/propose", "Propose an action"), on("relief.propose"), func(ctx context.Context, in *with[Propose]) (Case, error) {
		return s.Propose(ctx, in.ID, in.Body)
	})
	web.Change(r, op("reject-relief", "/reliefs/{id}/reject", "Reject with a reason"), on("relief.reject"), func(ctx context.Context, in *with[Refusal]) (Case, error) {
		return s.Reject(ctx, in.ID, in.Body)
	})
	web.Change(r, op("withdraw-relief", "/reliefs/{id}/withdraw", "Take the request back"), on("relief.withdraw"), func(ctx context.Context, in *byID) (Case, error) { return s.Withdraw(ctx, in.ID) })
	web.Change(r, op("notice-relief", "/reliefs/{id}/notice", "Give notice that a promise is broken"), on("relief.notice"), func(ctx context.Context, in *with[Notice]) (Case, error) {
		return s.GiveNotice(ctx, in.ID, in.Body)
	})
	web.Change(r, op("revoke-relief", "/reliefs/{id}/revoke", "Revoke the relief"), on("relief.revoke"), func(ctx context.Context, in *with[Revoke]) (Case, error) {
		return s.Revoke(ctx, in.ID, in.Body)
	})
	for _, act := range []struct {
		name string
		do   func(context.Context, string, string) (Case, error)
	}{{"agree", s.Agree}, {"approve", s.Approve}} {
		web.Change(r, op(act.name+"-relief", "/reliefs/{id}/"+act.name, "Move: "+act.name), on(authz.Action("relief."+act.name)), func(ctx context.Context, in *with[sealed]) (Case, error) {
			return act.do(ctx, in.ID, in.Body.Hash)
		})
	}
	for _, act := range []struct {
		name, action string
		do           func(context.Context, string, string) (Case, error)
	}{{"counter", "counter", s.Counter}, {"send-back", "send_back", s.SendBack}, {"cure", "cure", s.Cure}} {
		web.Change(r, op(act.name+"-relief", "/reliefs/{id}/"+act.name, "Move: "+act.action), on(authz.Action("relief."+act.action)), func(ctx context.Context, in *with[remark]) (Case, error) {
			return act.do(ctx, in.ID, in.Body.Note)
		})
	}
}
