package pipeline

// The pages and operations of pipelines. Each calls one service method and
// decides nothing.

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

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

// own is the gate of a list: everything of the actor's own party.
func own(action authz.Action, kind string) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kind, kernel.From(ctx).Party), nil
	}}
}

func (s *Service) routes(r *web.Router) {
	r.Page("GET /cases", own("pipeline.list_cases", "LenderCases"), s.casesPage)
	web.Read(r, op("list-cases", "/cases", "The lender's cases, with whose move each waits for"), own("pipeline.list_cases", "LenderCases"), s.casesOp)
	s.deskRoutes(r)
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"pipeline"}}
}

// Ways in which the cases are shown; the address remembers which.
const (
	paramView = "view"
	viewBoard = "board"
	viewList  = "list"
)

func (s *Service) casesPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	address := q.URL.Query()
	form := ui.Form{Action: "/cases", Search: true, Plain: true, Values: address}
	query, err := ParseList(address)
	if err != nil {
		form.Fault = fault.Of(err)
	}
	l, err := s.Cases(ctx, query)
	v := web.View{Title: i18n.T(ctx, "pipeline.cases.title"), Current: "pipeline", Body: s.boardBody(query, l), Wide: true}
	if address.Get(paramView) == viewList {
		v.Body = s.listBody(query, l, form)
	}
	return v, err
}

// ListQuery is the address of the list as an operation has it.
type ListQuery struct {
	Stage   string `query:"stage" doc:"invited, interested, consent_granted, assessing, offered or ended"`
	Late    string `query:"late" doc:"yes for cases whose clock ran out"`
	From    string `query:"from" doc:"The least amount, in yuan"`
	Below   string `query:"below" doc:"Below this amount, in yuan"`
	Product string `query:"product" doc:"Identifier of the lender's own product that was asked for"`
	Officer string `query:"officer" doc:"Identifier of the person named for the case"`
	Sort    string `query:"sort" doc:"ref, amount, stage, invited, answers_by or due; a leading minus turns it round"`
	Page    int    `query:"page" doc:"Counted from 1"`
	Size    int    `query:"size" doc:"Rows on a page"`
}

func (q ListQuery) values() url.Values {
	v := url.Values{"stage": {q.Stage}, "late": {q.Late}, "from": {q.From}, "below": {q.Below}, "product": {q.Product}, "officer": {q.Officer}, "sort": {q.Sort}}
	for name, n := range map[string]int{"page": q.Page, "size": q.Size} {
		if n != 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	return v
}

func (s *Service) casesOp(ctx context.Context, in *ListQuery) (List, error) {
	q, err := ParseList(in.values())
	if err != nil {
		return List{}, err
	}
	return s.Cases(ctx, q)
}

// sheet is all cases that the filters leave, for a file: what the list shows, and
// no more of an enterprise than its lender may know.
func (s *Service) sheet(ctx context.Context, address url.Values) (table.Sheet, error) {
	q, err := ParseList(address)
	if err != nil {
		return table.Sheet{}, err
	}
	l, err := s.Cases(ctx, q)
	if err != nil {
		return table.Sheet{}, err
	}
	var sheet table.Sheet
	for _, key := range []string{"ref", "subject", "product", "amount", "stage", "due", "officer", "invited", "answers_by"} {
		sheet.Headers = append(sheet.Headers, i18n.T(ctx, "pipeline.col."+key))
	}
	zone := s.Calendar.Zone()
	sheet.Rows = table.Rows(table.Sift(q, l.All, value), func(r Row) []any {
		return []any{r.Ref, subject(ctx, r), r.ProductName.In(ctx), r.AmountFen, ui.StatusOf("lender_case", string(r.State)).Word.In(ctx), local(r.Due, zone), r.Officer.In(ctx), local(r.Invited, zone), local(r.AnswersBy, zone)}
	})
	return sheet, nil
}

// local is an instant as the clock on the wall shows it, nil for none.
func local(t time.Time, zone *time.Location) any {
	if t.IsZero() {
		return nil
	}
	return t.In(zone)
}
