package portfolio

// The pages, files and operations of portfolios. Each calls one service method
// and decides nothing.

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

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

// own is a gate on what the actor's party has.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"portfolio"}}
}

func (s *Service) routes(r *web.Router) {
	r.Page("GET /contracts", own("portfolio.list"), s.listPage)
	r.Page("GET /payments", own("portfolio.pay"), s.payPage)
	seen := web.Gate{Action: "portfolio.seen", Repeatable: "seeing twice is seeing", Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		return s.loan(ctx, tx, p("id"))
	}}
	r.Form("POST /payments/{id}/seen", seen, s.seenForm, nil)
	web.Read(r, op("list-contracts", "/contracts", "The loans of the party, with where they stand and their sums"), own("portfolio.list"), s.listOp)
	web.Read(r, op("next-payments", "/payments", "What the enterprise pays next, where to, and what changed"), own("portfolio.pay"), func(ctx context.Context, _ *struct{}) ([]Payment, error) {
		return s.Payments(ctx)
	})
	web.Change(r, op("see-payments", "/payments/{id}/seen", "Say that what changed on a loan was read"), seen, func(ctx context.Context, in *struct {
		ID string `path:"id" doc:"Identifier of the contract"`
	}) (struct{}, error) {
		return struct{}{}, s.See(ctx, in.ID)
	})
}

func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	address := q.URL.Query()
	form := ui.Form{Action: "/contracts", Search: true, Plain: true, Values: address}
	query, err := ParseList(address)
	if err != nil {
		form.Fault = fault.Of(err)
	}
	l, err := s.Of(ctx, query)
	return web.View{Title: i18n.T(ctx, "portfolio.title"), Current: "contracts", Body: s.listBody(query, l, form), Wide: true}, err
}

// ListQuery is the address of the list as an operation has it.
type ListQuery struct {
	Text    string `query:"q" doc:"Part of a reference, a name or a product"`
	State   string `query:"state" doc:"State of the contract"`
	Bucket  string `query:"bucket" doc:"current, d1, d31, d61 or d91"`
	Class   string `query:"class" doc:"For a lender: normal, special_mention, substandard, doubtful or loss"`
	Within  string `query:"within" doc:"7, 14, 30, 60 or 90: a payment is due within so many days, or is overdue"`
	From    string `query:"from" doc:"The least amount, in yuan"`
	Below   string `query:"below" doc:"Below this amount, in yuan"`
	Product string `query:"product" doc:"Chinese name of the product"`
	Officer string `query:"officer" doc:"Identifier of the lender's own person who drafted the offer"`
	Sort    string `query:"sort" doc:"ref, other, amount, balance, next, overdue, days, class, state or disbursed; a leading minus turns it round"`
	Page    int    `query:"page" doc:"Counted from 1"`
	Size    int    `query:"size" doc:"Rows on a page"`
}

func (q ListQuery) values() url.Values {
	v := url.Values{"q": {q.Text}, "state": {q.State}, "bucket": {q.Bucket}, "class": {q.Class}, "within": {q.Within}, "from": {q.From}, "below": {q.Below}, "product": {q.Product}, "officer": {q.Officer}, "sort": {q.Sort}}
	if q.Page != 0 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	if q.Size != 0 {
		v.Set("size", strconv.Itoa(q.Size))
	}
	return v
}

func (s *Service) listOp(ctx context.Context, in *ListQuery) (List, error) {
	q, err := ParseList(in.values())
	if err != nil {
		return List{}, err
	}
	return s.Of(ctx, q)
}

// sheet is all rows that the filters leave, and their sums, for a file.
func (s *Service) sheet(ctx context.Context, address url.Values) (table.Sheet, error) {
	query, err := ParseList(address)
	if err != nil {
		return table.Sheet{}, err
	}
	l, err := s.Of(ctx, query)
	if err != nil {
		return table.Sheet{}, err
	}
	var sheet table.Sheet
	for _, key := range []string{"ref", "borrower", "lender", "product", "amount", "balance", "disbursed", "next", "payment", "overdue", "days", "class", "state"} {
		sheet.Headers = append(sheet.Headers, i18n.T(ctx, "portfolio.col."+key))
	}
	cells := func(r Row) []any {
		return []any{r.Ref, r.Firm.In(ctx), r.Bank.In(ctx), r.Product.In(ctx), r.AmountFen, r.BalanceFen, r.DisbursedOn, r.NextOn, r.NextFen, r.OverdueFen, r.DaysPastDue, classOr(ctx, r.Class), ui.StatusOf("contract", string(r.State)).Word.In(ctx)}
	}
	sheet.Rows = table.Rows(l.All, cells)
	sheet.Foot = []any{i18n.T(ctx, "portfolio.sum"), nil, nil, nil, l.Sums.AmountFen, l.Sums.BalanceFen, nil, nil, l.Sums.NextFen, l.Sums.OverdueFen, nil, nil, nil}
	return sheet, nil
}

func (s *Service) payPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	all, err := s.Payments(ctx)
	return web.View{Title: i18n.T(ctx, "portfolio.pay.title"), Current: "payments", Body: s.payBody(all)}, err
}

func (s *Service) seenForm(q *http.Request) (string, error) {
	return "/payments", s.See(q.Context(), q.PathValue("id"))
}
