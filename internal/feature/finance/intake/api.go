package intake

// The operations. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/upload"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) routes(r *web.Router) {
	s.pages(r)
	s.api(r)
}

// on is the gate of a batch.
func on(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		b, err := batchByID(ctx, tx, p("id"))
		return resource(&b), err
	}}
}

// own is the gate of lists and uploads: what the actor's bank has here.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

// onLoan is the gate of a contract whose figures are objected to.
func (s *Service) onLoan(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		l, err := s.Loans.Loan(ctx, tx, p("id"))
		return loanResource(&l), err
	}}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"intake"}}
}

type byID struct {
	ID string `path:"id" doc:"Identifier"`
}

// with is an operation on one batch or contract with a body.
type with[T any] struct {
	ID   string `path:"id" doc:"Identifier"`
	Body T
}

// sent is a file in an operation.
type sent struct {
	Kind      string    `json:"kind" enum:"loans,receipts"`
	FileName  string    `json:"file_name" maxLength:"200" doc:"With its ending, .xlsx or .csv"`
	Content   []byte    `json:"content" doc:"The file, in base64"`
	StatedFen money.Fen `json:"stated_fen,omitempty" doc:"The total of the amounts, where no line of the file states it"`
}

func (s *Service) api(r *web.Router) {
	web.Read(r, op("list-intake", "/intake", "Files that the lender brought"), own("intake.list"), func(ctx context.Context, _ *struct{}) (List, error) { return s.List(ctx) })
	web.Read(r, op("read-intake", "/intake/{id}", "A file with its report and open moves"), on("intake.read"), func(ctx context.Context, in *byID) (View, error) { return s.View(ctx, in.ID) })
	bring := op("bring-file", "/intake", "Bring a list of loans or repayments; nothing is booked yet")
	bring.DefaultStatus, bring.MaxBodyBytes = http.StatusCreated, 2*upload.MaxBytes
	web.Change(r, bring, own("intake.upload"), func(ctx context.Context, in *struct{ Body sent }) (Batch, error) {
		f, err := upload.Clean("file", in.Body.FileName, in.Body.Content)
		if err != nil {
			return Batch{}, err
		}
		return s.Upload(ctx, Upload{Kind: in.Body.Kind, File: f, StatedFen: in.Body.StatedFen})
	})
	for _, act := range []struct {
		name string
		do   func(context.Context, string) (Batch, error)
	}{{"accept", s.Accept}, {"book", s.Book}, {"approve", s.Approve}, {"discard", s.Discard}} {
		web.Change(r, op(act.name+"-intake", "/intake/{id}/"+act.name, "Move: "+act.name), on(authz.Action("intake."+act.name)), func(ctx context.Context, in *byID) (Batch, error) { return act.do(ctx, in.ID) })
	}
	web.Change(r, op("refuse-intake", "/intake/{id}/refuse", "Refuse with a reason"), on("intake.refuse"), func(ctx context.Context, in *with[Refusal]) (Batch, error) {
		return s.Refuse(ctx, in.ID, in.Body)
	})
	web.Read(r, op("list-objections", "/contracts/{id}/objections", "What the borrower says of a loan's figures"), s.onLoan("intake.objections"), func(ctx context.Context, in *byID) (ObjectionsView, error) {
		return s.Objections(ctx, in.ID)
	})
	object := op("object-figure", "/contracts/{id}/objections", "Object to a figure of a loan that was taken over")
	object.DefaultStatus = http.StatusCreated
	web.Change(r, object, s.onLoan("intake.object"), func(ctx context.Context, in *with[Object]) (Objection, error) {
		return s.Object(ctx, in.ID, in.Body)
	})
}
