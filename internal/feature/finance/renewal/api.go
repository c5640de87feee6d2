package renewal

// The operations. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/engine/money"
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

// onLoan is the gate of a contract that is to be renewed.
func (s *Service) onLoan() web.Gate {
	return web.Gate{Action: "renewal.ask", Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		l, err := s.Loans.Loan(ctx, tx, p("id"))
		return loanResource(&l), err
	}}
}

// own is the gate of lists: the cases of the actor's party.
func own() web.Gate {
	return web.Gate{Action: "renewal.list", Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"renewal"}}
}

type byID struct {
	ID string `path:"id" doc:"Identifier"`
}

// with is an operation on one case with a body.
type with[T any] struct {
	ID   string `path:"id" doc:"Identifier"`
	Body T
}

// sealed names the file that was shown.
type sealed struct {
	Hash string `json:"hash" doc:"SHA-256 of the contract file that was shown"`
}

// remark is a sentence to the other side.
type remark struct {
	Note string `json:"note"`
}

// previewed are terms in a query.
type previewed struct {
	ID         string `path:"id" doc:"Identifier"`
	Product    string `query:"product"`
	AmountFen  int64  `query:"amount_fen" required:"true"`
	TermMonths int    `query:"term_months" required:"true"`
	RatePPM    int64  `query:"rate_ppm" required:"true"`
	Repayment  string `query:"repayment" required:"true" enum:"interest_monthly_principal_end,equal_instalment,equal_principal,bullet"`
}

func (in *previewed) terms() Propose {
	return Propose{Product: in.Product, AmountFen: money.Fen(in.AmountFen), TermMonths: in.TermMonths, RatePPM: money.PPM(in.RatePPM), Repayment: kernel.Repayment(in.Repayment)}
}

// change is an operation that takes a body to a use case.
func change[T any](r *web.Router, move, action, summary string, do func(context.Context, string, T) (Case, error)) {
	web.Change(r, op(move+"-renewal", "/renewals/{id}/"+move, summary), on(authz.Action("renewal."+action)), func(ctx context.Context, in *with[T]) (Case, error) {
		return do(ctx, in.ID, in.Body)
	})
}

func (s *Service) api(r *web.Router) {
	web.Read(r, op("list-renewals", "/renewals", "Renewals of the party"), own(), func(ctx context.Context, _ *struct{}) ([]Row, error) { return s.List(ctx) })
	web.Read(r, op("read-renewal", "/renewals/{id}", "A case with its proposals and open moves"), on("renewal.read"), func(ctx context.Context, in *byID) (View, error) { return s.View(ctx, in.ID) })
	ask := op("ask-renewal", "/contracts/{id}/renewal", "Ask to renew a loan without repaying its principal")
	ask.DefaultStatus = http.StatusCreated
	web.Change(r, ask, s.onLoan(), func(ctx context.Context, in *with[Ask]) (Case, error) { return s.Ask(ctx, in.ID, in.Body) })
	web.Read(r, op("preview-renewal", "/renewals/{id}/preview", "What terms would come to; stores nothing"), on("renewal.propose"), func(ctx context.Context, in *previewed) (Proposal, error) {
		return s.Preview(ctx, in.ID, in.terms())
	})
	change(r, "review", "review", "Answer the checklist", s.Review)
	change(r, "propose", "propose", "Propose a contract", s.Propose)
	change(r, "reject", "reject", "Reject with a reason", s.Reject)
	web.Change(r, op("withdraw-renewal", "/renewals/{id}/withdraw", "Take the request back"), on("renewal.withdraw"), func(ctx context.Context, in *byID) (Case, error) { return s.Withdraw(ctx, in.ID) })
	change(r, "agree", "agree", "The borrower signs", func(ctx context.Context, id string, in sealed) (Case, error) { return s.Agree(ctx, id, in.Hash) })
	change(r, "approve", "approve", "The lender signs", func(ctx context.Context, id string, in sealed) (Case, error) { return s.Approve(ctx, id, in.Hash) })
	change(r, "counter", "counter", "Ask for other terms", func(ctx context.Context, id string, in remark) (Case, error) { return s.Counter(ctx, id, in.Note) })
	change(r, "send-back", "send_back", "Send back to the officer", func(ctx context.Context, id string, in remark) (Case, error) { return s.SendBack(ctx, id, in.Note) })
}
