package catalogue

// The pages and operations of the catalogue. Each calls one service method and
// decides nothing.

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
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

func (s *Service) routes(r *web.Router) {
	r.Page("GET /products", own("catalogue.read"), s.productsPage)
	web.Read(r, op("list-products", "/products", "Products on sale"), own("catalogue.read"),
		func(ctx context.Context, _ *struct{}) ([]ProductRow, error) { return s.Products(ctx) })
	define := op("define-product", "/products", "Put a product on sale, or change it")
	define.Method = http.MethodPut
	web.Change(r, define, own("catalogue.define"),
		func(ctx context.Context, in *struct{ Body DefineProduct }) (Product, error) {
			return s.Define(ctx, in.Body)
		})
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"catalogue"}}
}

func (s *Service) productsPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := s.Products(ctx)
	return web.View{Title: i18n.T(ctx, "catalogue.products.title"), Current: "products", Body: productsBody(rows)}, err
}

func productTable(ctx context.Context, rows []ProductRow) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "catalogue.products.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "catalogue.product")}, {Label: i18n.T(ctx, "catalogue.max"), Num: true}, {Label: i18n.T(ctx, "catalogue.rate"), Num: true},
		{Label: i18n.T(ctx, "catalogue.term"), Spare: true}, {Label: i18n.T(ctx, "catalogue.repayment"), Spare: true}, {Label: i18n.T(ctx, "catalogue.security"), Spare: true}, {Label: i18n.T(ctx, "catalogue.rules"), Spare: true}}}
	stands := standing(rows)
	if stands {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "catalogue.fit")})
	}
	for _, r := range rows {
		p := r.Product
		line := ui.Line{Cells: []ui.Cell{
			{Text: p.Name.In(ctx), Small: p.Code + " · " + r.Lender.In(ctx) + " · " + p.Purpose.In(ctx), Head: true}, {Text: i18n.Column(p.MaxFen)}, {Text: i18n.Percent(p.RatePPM)},
			{Text: p.months(ctx)}, {Text: i18n.T(ctx, "kernel.repayment."+string(p.Repayment))}, {Text: i18n.T(ctx, "kernel.security."+p.Security), Small: r.guaranteed(ctx)}, {Text: r.Product.conditions(ctx)}}}
		if stands {
			line.Cells = append(line.Cells, ui.Cell{Text: i18n.T(ctx, "kernel.fit."+r.Verdict), Small: missing(ctx, r.Findings)})
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

// standing reports whether the reader's own enterprise was laid beside the rows.
func standing(rows []ProductRow) bool {
	return slices.ContainsFunc(rows, func(r ProductRow) bool { return r.Verdict != "" })
}

// missing is a sentence for each condition that is not met, or not known to be.
func missing(ctx context.Context, findings []kernel.Finding) string {
	var out []string
	for _, f := range findings {
		if f.Verdict != kernel.FitMet {
			out = append(out, f.In(ctx))
		}
	}
	return strings.Join(out, " · ")
}

// conditions words the rules of a product, one after the other.
func (p Product) conditions(ctx context.Context) string {
	var out []string
	for _, f := range Judge(p.Rules, kernel.Applicant{}) {
		out = append(out, f.Rule(ctx))
	}
	return strings.Join(out, " · ")
}

// guaranteed says who guarantees and for how much, "" where nobody does.
func (r ProductRow) guaranteed(ctx context.Context) string {
	if r.Product.Guarantor == "" {
		return ""
	}
	return i18n.T(ctx, "catalogue.guarantor", i18n.Args{"name": r.Guarantor, "fee": i18n.Percent(r.Product.GuaranteeFeePPM)})
}

// months words the terms of a product: "6, 12 months".
func (p Product) months(ctx context.Context) string {
	var out []string
	for _, m := range p.Terms {
		out = append(out, strconv.Itoa(m))
	}
	return i18n.T(ctx, "catalogue.months", i18n.Args{"list": strings.Join(out, ", ")})
}
