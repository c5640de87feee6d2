package books

// The pages, files and operations of the books. Each calls one service method
// and decides nothing.

import (
	"context"
	"net/http"

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

// own is a gate on the books of the actor's party.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"books"}}
}

func (s *Service) routes(r *web.Router) {
	r.Page("GET /books", own("books.read"), s.booksPage)
	r.Raw("GET /books.csv", own("books.read"), s.exportBooks(table.CSV))
	r.Form("POST /books/close", own("books.close"), s.closeForm, s.booksAgain)
	r.Page("GET /statements", own("books.statement"), s.statementPage)
	r.Raw("GET /statements.csv", own("books.statement"), s.exportStatement(table.CSV))
	r.Raw("GET /statements.xlsx", own("books.statement"), s.exportStatement(table.XLSX))
	s.paperRoutes(r)
	web.Read(r, op("trial-balance", "/books", "The trial balance of a month"), own("books.read"), func(ctx context.Context, in *struct {
		Month string `query:"month" doc:"Year and month; the one that runs where it is absent"`
	}) (View, error) {
		return s.Trial(ctx, in.Month)
	})
	web.Change(r, op("close-month", "/books/close", "Close a month"), own("books.close"), func(ctx context.Context, in *struct{ Body CloseMonth }) (Month, error) {
		return s.Close(ctx, in.Body)
	})
	web.Read(r, op("loan-statement", "/statements", "What moved on a loan, or on all of the party, in a period"), own("books.statement"), func(ctx context.Context, in *Ask) (Statement, error) {
		return s.Statement(ctx, *in)
	})
}

func (s *Service) booksPage(q *http.Request) (web.View, error) { return s.booksAgain(q, nil) }

// booksAgain shows the month, with what stopped its closing where something did.
func (s *Service) booksAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	month := q.URL.Query().Get("month")
	if f != nil {
		month = ""
	}
	v, err := s.Trial(ctx, month)
	if err != nil && month != "" { // a month that nobody can read is said beside the question
		if f = fault.Of(err); f.Kind == fault.Invalid {
			v, err = s.Trial(ctx, "")
		}
	}
	return web.View{Title: i18n.T(ctx, "books.title"), Current: "books", Body: s.booksBody(v, ui.Form{Action: "/books", Search: true, Fault: f}, s.key())}, err
}

func (s *Service) closeForm(q *http.Request) (string, error) {
	in, err := web.Decode[CloseMonth](q.PostForm)
	if err != nil {
		return "", err
	}
	m, err := s.Close(q.Context(), in)
	return "/books?month=" + m.Month, err
}

func ask(q *http.Request) Ask {
	x := q.URL.Query()
	return Ask{Contract: x.Get("contract"), From: x.Get("from"), To: x.Get("to")}
}

func (s *Service) statementPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	in := ask(q)
	st, err := s.Statement(ctx, in)
	form := ui.Form{Action: "/statements", Search: true}
	if f := fault.Of(err); err != nil && f.Kind == fault.Invalid {
		form.Fault, form.Values = f, q.URL.Query()
		st, err = s.Statement(ctx, Ask{Contract: in.Contract})
	}
	if err != nil {
		return web.View{}, err
	}
	papers, err := s.Papers(ctx)
	return web.View{Title: i18n.T(ctx, "books.statement"), Current: "statements", Body: s.statementBody(st, form, papers, s.key())}, err
}

func (s *Service) exportBooks(format table.Format) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, q *http.Request) error {
		ctx := q.Context()
		v, err := s.Trial(ctx, q.URL.Query().Get("month"))
		if err != nil {
			return err
		}
		sheet := table.Sheet{Name: "trial-balance-" + v.Month}
		for _, key := range []string{"col.lender", "col.account", "col.opening", "col.raised", "col.lowered", "col.closing"} {
			sheet.Headers = append(sheet.Headers, i18n.T(ctx, "books."+key))
		}
		var rows [][]any
		for _, b := range v.Balances {
			for _, r := range b.Rows {
				rows = append(rows, []any{b.Name.In(ctx), account(ctx, r.Kind), r.OpeningFen, r.RaisedFen, r.LoweredFen, r.ClosingFen})
			}
			rows = append(rows, []any{b.Name.In(ctx), i18n.T(ctx, "books.total"), b.OpeningFen, b.RaisedFen, b.LoweredFen, b.ClosingFen})
		}
		sheet.Rows = table.Rows(rows, func(r []any) []any { return r })
		return table.Send(w, format, sheet)
	}
}

func (s *Service) exportStatement(format table.Format) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, q *http.Request) error {
		ctx := q.Context()
		st, err := s.Statement(ctx, ask(q))
		if err != nil {
			return err
		}
		sheet := table.Sheet{Name: "statement-" + st.From + "-" + st.To}
		for _, key := range []string{"on", "contract", "kind", "number", "out", "in", "principal", "interest", "penalty", "fee", "other", "waiting", "balance"} {
			sheet.Headers = append(sheet.Headers, i18n.T(ctx, "books.col."+key))
		}
		begin, end := Line{On: st.From, Kind: "opening", BalanceFen: st.OpeningFen, WaitingFen: st.WaitsBefore}, st.Sum
		end.On, end.Kind, end.WaitingFen = st.To, "closing", st.WaitsAfter
		all := append(append([]Line{begin}, st.Lines...), end)
		sheet.Rows = table.Rows(all, func(x Line) []any {
			return []any{x.On, x.Ref, x.kind(ctx), x.Number, x.OutFen, x.InFen, x.PrincipalFen, x.InterestFen, x.PenaltyFen, x.FeeFen, x.OtherFen, x.WaitingFen, x.BalanceFen}
		})
		return table.Send(w, format, sheet)
	}
}
