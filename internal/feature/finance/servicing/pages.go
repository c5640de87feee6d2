package servicing

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/recompute"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func loadContract(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	c, err := loanbook.ByID(ctx, tx, p("id"))
	return resource(&c), err
}

func ownContracts(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
	return collection(kernel.From(ctx).Party), nil
}

func (s *Service) stagesGate() web.Gate {
	return web.Gate{Action: "servicing.follow", Load: ownContracts}
}

func (s *Service) pages(r *web.Router) {
	on := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: loadContract} }
	r.Raw("GET /engine/{set}/{file}", recompute.Gate, recompute.Serve)
	r.Page("GET /stages", s.stagesGate(), s.stagesPage)
	r.Page("GET /contracts/{id}", on("servicing.read"), s.contractPage)
	r.Raw("GET /contracts/{id}/file", on("servicing.read"), s.paperFile)
	r.Raw("GET /contracts/{id}/schedule.csv", on("servicing.read"), s.exportSchedule(table.CSV))
	r.Raw("GET /contracts/{id}/schedule.xlsx", on("servicing.read"), s.exportSchedule(table.XLSX))
	r.Form("POST /contracts/{id}/sign", on("servicing.read"), s.signForm, s.again)
	r.Page("GET /contracts/{id}/cancel", on("servicing.cancel"), s.cancelPage)
	r.Form("POST /contracts/{id}/cancel", on("servicing.cancel"), s.cancelForm, s.again)
	r.Page("GET /contracts/{id}/disburse", on("servicing.disburse"), s.formPage(s.disburseView))
	r.Form("POST /contracts/{id}/disburse", on("servicing.disburse"), s.disburseForm, s.formAgain(s.disburseView))
	r.Page("GET /contracts/{id}/repay", on("servicing.repay"), s.formPage(s.repayView))
	r.Form("POST /contracts/{id}/repay", on("servicing.repay"), s.repayForm, s.formAgain(s.repayView))
	r.Page("GET /contracts/{id}/reverse", on("servicing.reverse"), s.formPage(s.reverseView))
	r.Form("POST /contracts/{id}/reverse", on("servicing.reverse"), s.reverseForm, s.formAgain(s.reverseView))
	r.Page("GET /contracts/{id}/surplus", on("servicing.choose"), s.surplusPage)
	r.Form("POST /contracts/{id}/surplus", on("servicing.choose"), s.surplusForm, s.surplusAgain)
	r.Page("GET /contracts/{id}/refund", on("servicing.refund"), s.formPage(s.refundView))
	r.Form("POST /contracts/{id}/refund", on("servicing.refund"), s.refundForm, s.formAgain(s.refundView))
	r.Form("POST /contracts/{id}/messages", on("servicing.talk"), s.sayForm, s.again)
	r.Page("GET /contracts/{id}/early", on("servicing.read"), s.earlyPage)
	r.Form("POST /contracts/{id}/early", on("servicing.ask_prepay"), s.askForm, s.again)
	r.Page("GET /contracts/{id}/prepay", on("servicing.prepay"), s.formPage(s.prepayView))
	r.Form("POST /contracts/{id}/prepay", on("servicing.prepay"), s.prepayForm, s.formAgain(s.prepayView))
}

func (s *Service) stagesPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.List(ctx)
	return web.View{Title: i18n.T(ctx, "servicing.list.title"), Current: "stages", Body: s.listBody(rows)}, err
}

func (s *Service) contractPage(q *http.Request) (web.View, error) { return s.again(q, nil) }

// again shows the contract, with what stopped a button where something did.
func (s *Service) again(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	return web.View{Title: v.Contract.Ref, Current: "contracts", Crumbs: crumbs(ctx, v, false), Islands: []string{"echarts"}, Modules: []string{recompute.Module()}, Wasm: true, Body: s.contractBody(v, q.URL.Query().Get("why"), s.NewID(), f)}, err
}

func crumbs(ctx context.Context, v View, deeper bool) []ui.Crumb {
	own := ui.Crumb{Label: v.Contract.Ref}
	if deeper {
		own.Href = "/contracts/" + v.Contract.ID
	}
	return []ui.Crumb{{Label: i18n.T(ctx, "servicing.list.title"), Href: "/contracts"}, own}
}

// paperFile serves the contract alone, under a policy that lets nothing run.
func (s *Service) paperFile(w http.ResponseWriter, q *http.Request) error {
	text, err := s.File(q.Context(), q.PathValue("id"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", loanbook.PaperPolicy())
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write([]byte(text))
	return err
}

func (s *Service) signForm(q *http.Request) (string, error) {
	id := q.PathValue("id")
	sign := s.SignBorrower
	if kernel.From(q.Context()).Kind == kernel.Bank {
		sign = s.SignLender
	}
	_, err := sign(q.Context(), id)
	return "/contracts/" + id, err
}

func (s *Service) cancelPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	return web.View{Title: i18n.T(ctx, "servicing.cancel"), Current: "contracts", Crumbs: crumbs(ctx, v, true), Body: s.cancelBody(v, s.NewID())}, err
}

func (s *Service) cancelForm(q *http.Request) (string, error) {
	_, err := s.StepBack(q.Context(), q.PathValue("id"))
	return "/contracts/" + q.PathValue("id"), err
}

// formView is a page with one form about a contract.
type formView func(v View, f ui.Form) (title string, body templ.Component)

func (s *Service) formPage(show formView) web.Show {
	again := s.formAgain(show)
	return func(q *http.Request) (web.View, error) { return again(q, nil) }
}

func (s *Service) formAgain(show formView) web.Again {
	return func(q *http.Request, f *fault.Fault) (web.View, error) {
		ctx := q.Context()
		v, err := s.View(ctx, q.PathValue("id"))
		form := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f}
		if asked := q.URL.Query(); len(asked) > 0 {
			form.Values = asked
		}
		if f != nil {
			form.Values = q.PostForm
		}
		key, body := show(v, form)
		return web.View{Title: i18n.T(ctx, key), Current: "contracts", Crumbs: crumbs(ctx, v, true), Body: body}, err
	}
}

func (s *Service) disburseView(v View, f ui.Form) (string, templ.Component) {
	return "servicing.disburse.title", s.disburseBody(v, f)
}

func (s *Service) repayView(v View, f ui.Form) (string, templ.Component) {
	return "servicing.repay.title", s.repayBody(v, f)
}

func (s *Service) prepayView(v View, f ui.Form) (string, templ.Component) {
	return "servicing.prepay.title", s.prepayBody(v, f)
}

func (s *Service) reverseView(v View, f ui.Form) (string, templ.Component) {
	return "servicing.reverse.title", s.reverseBody(v, f)
}

func (s *Service) reverseForm(q *http.Request) (string, error) {
	in, err := web.Decode[Reversal](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Contract = q.PathValue("id")
	_, err = s.Reverse(q.Context(), in)
	return "/contracts/" + in.Contract, err
}

func (s *Service) disburseForm(q *http.Request) (string, error) {
	in, err := web.Decode[Disbursement](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Contract = q.PathValue("id")
	_, err = s.Disburse(q.Context(), in)
	return "/contracts/" + in.Contract, err
}

func (s *Service) repayForm(q *http.Request) (string, error)  { return receive(q, s.Repay) }
func (s *Service) prepayForm(q *http.Request) (string, error) { return receive(q, s.Prepay) }

func receive(q *http.Request, book func(context.Context, Repayment) (Receipt, error)) (string, error) {
	in, err := web.Decode[Repayment](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Contract = q.PathValue("id")
	_, err = book(q.Context(), in)
	return "/contracts/" + in.Contract, err
}

// earlyPage quotes an early repayment for the day asked for, today at first.
func (s *Service) earlyPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	on := q.URL.Query().Get("on")
	if on == "" {
		on = s.today().String()
	}
	v, err := s.View(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	quote, err := s.Settle(ctx, v.Contract.ID, on)
	var f *fault.Fault
	if err != nil {
		if f = fault.Of(err); f.Kind == fault.Internal {
			return web.View{}, err
		}
	}
	return web.View{Title: i18n.T(ctx, "servicing.early.title"), Current: "contracts", Crumbs: crumbs(ctx, v, true), Body: s.earlyBody(v, on, quote, s.NewID(), f)}, nil
}

func (s *Service) askForm(q *http.Request) (string, error) {
	_, err := s.AskPrepay(q.Context(), q.PathValue("id"), q.PostForm.Get("on"))
	return "/contracts/" + q.PathValue("id"), err
}
