package catalogue

// The pages of the catalogue. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// own is the gate of lists and beginnings: the products of the actor's party.
func own(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, _ db.Tx, _ web.Params) (authz.Resource, error) {
		return collection(kernel.From(ctx).Party), nil
	}}
}

// ofProduct is the gate of a product's page.
func ofProduct(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		x, err := itemByID(ctx, tx, p("id"))
		return x.resource(), err
	}}
}

// ofVersion is the gate of what happens to a version, found through its product.
func ofVersion(action authz.Action) web.Gate {
	return web.Gate{Action: action, Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		v, err := versionOf(ctx, tx, p("id"), number(p("version")))
		return v.resource(), err
	}}
}

// number reads the number of a version in a path; there is no version 0.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (s *Service) routes(r *web.Router) {
	r.Page("GET /products", own("catalogue.read"), s.productsPage)
	r.Page("GET /products/new", own("catalogue.draft"), s.newPage)
	r.Form("POST /products", own("catalogue.draft"), s.newForm, s.newAgain)
	r.Page("GET /products/{id}", ofProduct("catalogue.read"), s.productPage)
	r.Page("GET /products/{id}/change", ofProduct("catalogue.draft"), s.changePage)
	r.Form("POST /products/{id}/change", ofProduct("catalogue.draft"), s.changeForm, s.changeAgain)
	r.Page("GET /products/{id}/withdraw", ofProduct("catalogue.withdraw"), s.withdrawPage)
	r.Form("POST /products/{id}/withdraw", ofProduct("catalogue.withdraw"), s.withdrawForm, s.withdrawAgain)
	r.Form("POST /products/{id}/versions/{version}/approve", ofVersion("catalogue.approve"), s.approveForm, s.productAgain)
	r.Form("POST /products/{id}/versions/{version}/discard", ofVersion("catalogue.discard"), s.discardForm, s.productAgain)
	s.operations(r)
}

// view is a page below the list of products.
func view(ctx context.Context, title string, body templ.Component, crumbs ...ui.Crumb) web.View {
	return web.View{Title: title, Current: "products", Body: body, Crumbs: append([]ui.Crumb{{Label: i18n.T(ctx, "catalogue.products.title"), Href: "/products"}}, crumbs...)}
}

func (s *Service) productsPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.Products(ctx)
	if err != nil {
		return web.View{}, err
	}
	shelf, err := s.Shelf(ctx)
	may := s.Guard.Allowed(ctx, "catalogue.draft", collection(kernel.From(ctx).Party))
	return web.View{Title: i18n.T(ctx, "catalogue.products.title"), Current: "products", Body: productsBody(rows, shelf, may)}, err
}

func (s *Service) newPage(q *http.Request) (web.View, error) { return s.newAgain(q, nil) }

func (s *Service) newAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	_, guarantors, err := s.Draftable(ctx, "")
	title := i18n.T(ctx, "catalogue.new.title")
	start := Product{DayCount: dayCounts[0], Rounding: roundings[0]}
	return view(ctx, title, productForm(title, s.form(q, f, "/products"), start, guarantors, nil), ui.Crumb{Label: title}), err
}

// form is a form with what was typed, when it is shown again.
func (s *Service) form(q *http.Request, f *fault.Fault, action string) ui.Form {
	form := ui.Form{Action: action, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	return form
}

func (s *Service) newForm(q *http.Request) (string, error) {
	in, err := decodeDraft(q.PostForm)
	if err != nil {
		return "", err
	}
	v, err := s.Introduce(q.Context(), in)
	return "/products/" + v.Product.ID, err
}

func (s *Service) productPage(q *http.Request) (web.View, error) { return s.productAgain(q, nil) }

func (s *Service) productAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	sheet, err := s.Sheet(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	newest := sheet.Steps[0].Product
	return view(ctx, newest.Name.In(ctx), s.sheetBody(sheet, s.form(q, f, "/products/"+newest.ID)), ui.Crumb{Label: newest.Code}), nil
}

func (s *Service) changePage(q *http.Request) (web.View, error) { return s.changeAgain(q, nil) }

func (s *Service) changeAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, guarantors, err := s.Draftable(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	var stored []ui.Fact
	form := s.form(q, f, q.URL.Path)
	if f != nil && f.Kind == fault.Conflict { // what was typed stays, laid beside what is stored now
		stored = ProductRow{Product: v.Product}.promised(ctx)
		form.Values.Set("base", strconv.FormatInt(v.Product.Version, 10))
	}
	title := i18n.T(ctx, "catalogue.change.title", i18n.Args{"code": v.Product.Code})
	return view(ctx, title, productForm(title, form, v.Product, guarantors, stored), ui.Crumb{Label: v.Product.Code, Href: "/products/" + v.Product.ID}, ui.Crumb{Label: i18n.T(ctx, "catalogue.change")}), nil
}

func (s *Service) changeForm(q *http.Request) (string, error) {
	in, err := decodeDraft(q.PostForm)
	if err != nil {
		return "", err
	}
	v, err := s.Revise(q.Context(), q.PathValue("id"), in)
	return "/products/" + v.Product.ID, err
}

func (s *Service) approveForm(q *http.Request) (string, error) {
	in, err := web.Decode[ApproveVersion](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Approve(q.Context(), q.PathValue("id"), number(q.PathValue("version")), in)
	return "/products/" + q.PathValue("id"), err
}

func (s *Service) discardForm(q *http.Request) (string, error) {
	_, err := s.Discard(q.Context(), q.PathValue("id"), number(q.PathValue("version")))
	return "/products/" + q.PathValue("id"), err
}

func (s *Service) withdrawPage(q *http.Request) (web.View, error) { return s.withdrawAgain(q, nil) }

func (s *Service) withdrawAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	sheet, err := s.Sheet(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	p := sheet.Steps[0].Product
	return view(ctx, i18n.T(ctx, "catalogue.withdraw.title"), withdrawBody(p, s.form(q, f, q.URL.Path)), ui.Crumb{Label: p.Code, Href: "/products/" + p.ID}, ui.Crumb{Label: i18n.T(ctx, "catalogue.withdraw")}), nil
}

func (s *Service) withdrawForm(q *http.Request) (string, error) {
	in, err := web.Decode[WithdrawProduct](q.PostForm)
	if err != nil {
		return "", err
	}
	return "/products/" + q.PathValue("id"), s.Withdraw(q.Context(), q.PathValue("id"), in)
}
