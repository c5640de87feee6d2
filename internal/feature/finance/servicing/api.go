package servicing

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) routes(r *web.Router) {
	s.pages(r)
	s.api(r)
}

type byID struct {
	ID string `path:"id" doc:"Identifier"`
}

type noInput struct{}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"servicing"}}
}

func (s *Service) api(r *web.Router) {
	on := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: loadContract} }
	web.Read(r, op("follow-contracts", "/stages", "Stages of all contracts, for overseers"), s.stagesGate(), func(ctx context.Context, _ *noInput) ([]Row, error) { return s.List(ctx) })
	web.Read(r, op("read-contract", "/contracts/{id}", "A contract with its schedule, receipts and open moves"), on("servicing.read"), func(ctx context.Context, in *byID) (View, error) { return s.View(ctx, in.ID) })
	for _, act := range []struct {
		name, action string
		do           func(context.Context, string) (Contract, error)
	}{{"sign-borrower", "sign_borrower", s.SignBorrower}, {"sign-lender", "sign_lender", s.SignLender}, {"cancel", "cancel", s.StepBack}} {
		web.Change(r, op(act.name+"-contract", "/contracts/{id}/"+act.name, "Move: "+act.action), on(authz.Action("servicing."+act.action)), func(ctx context.Context, in *byID) (Contract, error) { return act.do(ctx, in.ID) })
	}
	web.Change(r, op("disburse-contract", "/contracts/{id}/disburse", "Record the payout"), on("servicing.disburse"), func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body Disbursement
	}) (Contract, error) {
		in.Body.Contract = in.ID
		return s.Disburse(ctx, in.Body)
	})
	web.Change(r, op("reverse-receipt", "/contracts/{id}/reverse", "Take back the last receipt"), on("servicing.reverse"), func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body Reversal
	}) (Contract, error) {
		in.Body.Contract = in.ID
		return s.Reverse(ctx, in.Body)
	})
	web.Change(r, op("say-contract", "/contracts/{id}/messages", "Add to the conversation"), on("servicing.talk"), func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			Text string `json:"text" maxLength:"2000"`
		}
	}) (noInput, error) {
		return noInput{}, s.Say(ctx, in.ID, in.Body.Text)
	})
	s.moneyAPI(r, on)
}

func (s *Service) moneyAPI(r *web.Router, on func(authz.Action) web.Gate) {
	for _, act := range []struct {
		name string
		do   func(context.Context, Repayment) (Receipt, error)
	}{{"repay", s.Repay}, {"prepay", s.Prepay}} {
		o := op(act.name+"-contract", "/contracts/{id}/"+act.name, "Book a receipt: "+act.name)
		o.DefaultStatus = http.StatusCreated
		web.Change(r, o, on(authz.Action("servicing."+act.name)), func(ctx context.Context, in *receiptIn) (Receipt, error) {
			in.Body.Contract = in.ID
			return act.do(ctx, in.Body)
		})
	}
	web.Read(r, op("quote-early", "/contracts/{id}/early", "What repays the loan in full on a day"), on("servicing.read"), func(ctx context.Context, in *struct {
		ID string `path:"id"`
		On string `query:"on" required:"true" format:"date"`
	}) (Quote, error) {
		return s.Settle(ctx, in.ID, in.On)
	})
	web.Change(r, op("ask-early", "/contracts/{id}/early", "Freeze a quote and tell the lender"), on("servicing.ask_prepay"), func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			On string `json:"on" format:"date"`
		}
	}) (Contract, error) {
		return s.AskPrepay(ctx, in.ID, in.Body.On)
	})
	s.surplusAPI(r, on)
	fund := op("fund-lender", "/funds", "Add to what the lender can lend")
	web.Change(r, fund, web.Gate{Action: "servicing.fund", Load: ownContracts}, func(ctx context.Context, in *struct {
		Body struct {
			AmountFen money.Fen `json:"amount_fen"`
			Ref       string    `json:"ref"`
		}
	}) (Figures, error) {
		if err := s.Fund(ctx, in.Body.AmountFen, in.Body.Ref); err != nil {
			return Figures{}, err
		}
		return s.Figures(ctx)
	})
}

func (s *Service) surplusAPI(r *web.Router, on func(authz.Action) web.Gate) {
	web.Read(r, op("surplus-outlooks", "/contracts/{id}/surplus", "What becomes of money that waits, way by way"), on("servicing.read"), func(ctx context.Context, in *byID) ([]Outlook, error) {
		return s.Outlooks(ctx, in.ID)
	})
	web.Change(r, op("choose-surplus", "/contracts/{id}/surplus", "Choose what becomes of money that waits"), on("servicing.choose"), func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body SurplusChoice
	}) (Contract, error) {
		in.Body.Contract = in.ID
		return s.Choose(ctx, in.Body)
	})
	paid := op("refund-surplus", "/contracts/{id}/refund", "Record that money was paid back")
	paid.DefaultStatus = http.StatusCreated
	web.Change(r, paid, on("servicing.refund"), func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body Refund
	}) (Receipt, error) {
		in.Body.Contract = in.ID
		return s.PayBack(ctx, in.Body)
	})
}

type receiptIn struct {
	ID   string `path:"id"`
	Body Repayment
}
