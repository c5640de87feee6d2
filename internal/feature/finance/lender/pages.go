package lender

// The pages and operations of lenders. Each calls one service method and decides
// nothing.

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// public is why everybody may read the pages.
const public = "what lenders sell and say of themselves, and how long they take over at least five cases: it is about nobody else"

func (s *Service) routes(r *web.Router) {
	open := web.Gate{Public: public}
	publish := web.Gate{Action: "lender.publish", Load: s.load}
	r.Page("GET /lenders", open, s.indexPage)
	r.Page("GET /lenders/{id}", open, s.lenderPage)
	r.Page("GET /lenders/{id}/edit", publish, s.editPage)
	r.Form("POST /lenders/{id}/edit", publish, s.editForm, s.editAgain)
	web.Read(r, op("list-lenders", "/lenders", "The alliance's lenders"), open,
		func(ctx context.Context, _ *struct{}) ([]Entry, error) { return s.Index(ctx) })
	web.Read(r, op("read-lender", "/lenders/{id}", "A lender's public page"), open,
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
		}) (Page, error) {
			return s.Page(ctx, in.ID)
		})
	put := op("publish-lender", "/lenders/{id}", "Replace what a lender says about itself")
	put.Method = http.MethodPut
	web.Change(r, put, publish, func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body PublishProfile
	}) (Profile, error) {
		return s.Publish(ctx, in.ID, in.Body)
	})
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"lenders"}}
}

// load finds the lender of a path.
func (s *Service) load(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	party, err := s.Parties.Lender(ctx, tx, p("id"))
	return resource(party.ID), err
}

func (s *Service) indexPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	list, err := s.Index(ctx)
	return web.View{Title: i18n.T(ctx, "lender.index.title"), Current: "lenders", Body: indexBody(list)}, err
}

func crumbs(ctx context.Context, p Page, deeper string) []ui.Crumb {
	all := []ui.Crumb{{Label: i18n.T(ctx, "lender.index.title"), Href: "/lenders"}}
	if deeper == "" {
		return append(all, ui.Crumb{Label: p.Lender.Short.In(ctx)})
	}
	return append(all, ui.Crumb{Label: p.Lender.Short.In(ctx), Href: "/lenders/" + p.Lender.ID}, ui.Crumb{Label: deeper})
}

func (s *Service) lenderPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	p, err := s.Page(ctx, q.PathValue("id"))
	return web.View{Title: p.Lender.Name.In(ctx), Current: "lenders", Body: s.lenderBody(p), Crumbs: crumbs(ctx, p, "")}, err
}

func (s *Service) editPage(q *http.Request) (web.View, error) { return s.editAgain(q, nil) }

func (s *Service) editAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	p, err := s.Page(ctx, q.PathValue("id"))
	form := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
		if f.Kind == fault.Conflict { // what was typed stays, and may be sent again
			form.Values.Set("base", strconv.FormatInt(p.Profile.Version, 10))
		}
	}
	title := i18n.T(ctx, "lender.edit.title")
	return web.View{Title: title, Current: "lenders", Body: editBody(p, form), Crumbs: crumbs(ctx, p, title)}, err
}

func (s *Service) editForm(q *http.Request) (string, error) {
	in, err := decodeProfile(q.PostForm)
	if err != nil {
		return "", err
	}
	p, err := s.Publish(q.Context(), q.PathValue("id"), in)
	return "/lenders/" + p.Lender, err
}

// decodeProfile reads a form, and gathers all that cannot be read. A limit is an
// input named after its product and level; an empty one is no limit.
func decodeProfile(values url.Values) (PublishProfile, error) {
	in, err := web.Decode[PublishProfile](values)
	var c fault.Check
	if err != nil {
		c.Join(err)
	}
	for name := range values {
		rest, ok := strings.CutPrefix(name, "limit_")
		product, level, two := strings.Cut(rest, "_")
		typed := strings.TrimSpace(values.Get(name))
		if !ok || !two || typed == "" {
			continue
		}
		fen, err := money.Parse(typed)
		c.That(err == nil, name, "web.amount_broken")
		in.Limits = append(in.Limits, Limit{Product: product, Level: level, UpToFen: fen})
	}
	return in, c.Err()
}

// hours words a duration in working hours, and in working days where it is more
// than one.
func hours(ctx context.Context, d time.Duration) string {
	h := i18n.T(ctx, "lender.hours", i18n.Args{"hours": strconv.FormatFloat(d.Hours(), 'f', 1, 64)})
	if d <= workday {
		return h
	}
	return h + i18n.T(ctx, "lender.hours.days", i18n.Args{"days": strconv.FormatFloat(float64(d)/float64(workday), 'f', 1, 64)})
}

// workday is how long people answer on a working day: from 9:00 to 17:00.
const workday = 8 * time.Hour

// terms are the lines of a product's card.
func (p Product) terms(ctx context.Context) []ui.Fact {
	var months []string
	for _, m := range p.Terms {
		months = append(months, strconv.Itoa(m))
	}
	security := ui.Fact{Label: i18n.T(ctx, "lender.security"), Value: i18n.T(ctx, "kernel.security."+p.Security)}
	if p.Guarantor != (i18n.Text{}) {
		security.Note = i18n.T(ctx, "lender.guarantor", i18n.Args{"name": p.Guarantor, "fee": i18n.Rate(p.GuaranteeFeePPM)})
	}
	return []ui.Fact{
		{Label: i18n.T(ctx, "lender.max"), Value: i18n.Wan(ctx, p.MaxFen)}, {Label: i18n.T(ctx, "lender.rate"), Value: i18n.Rate(p.RatePPM)},
		{Label: i18n.T(ctx, "lender.term"), Value: i18n.T(ctx, "lender.months", i18n.Args{"list": strings.Join(months, ", ")})},
		{Label: i18n.T(ctx, "lender.repayment"), Value: i18n.T(ctx, "kernel.repayment."+string(p.Repayment))}, security,
	}
}

func (p Product) sentences(ctx context.Context) (out []string) {
	for _, f := range p.Rules {
		out = append(out, f.Rule(ctx))
	}
	return out
}

func (p Product) asked(ctx context.Context) (out []string) {
	for _, d := range p.Documents {
		out = append(out, i18n.T(ctx, "kernel.document."+d))
	}
	return out
}

// decides is a sentence for each level that decides on a product.
func (p Page) decides(ctx context.Context, product string) (out []string) {
	for _, level := range Levels {
		if fen := p.Profile.limit(product, level); fen > 0 {
			out = append(out, i18n.T(ctx, "lender.limit.sentence", i18n.Args{"level": i18n.T(ctx, "lender.level."+level), "amount": i18n.Wan(ctx, fen)}))
		}
	}
	return out
}

// handling is how to reach the lender.
func (p Profile) handling(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "lender.contact"), Value: p.Contact.In(ctx)}, {Label: i18n.T(ctx, "lender.phone"), Value: p.Phone}, {Label: i18n.T(ctx, "lender.address"), Value: p.Address.In(ctx)}}
	if p.Hours != (i18n.Text{}) {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "lender.opening"), Value: p.Hours.In(ctx)})
	}
	if p.Payee.Account != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "lender.payee"), Value: p.Payee.Account, Note: p.Payee.Holder + " · " + p.Payee.Bank, Mono: true})
	}
	return facts
}

// figures are the measures as the page shows them.
func (p Page) figures(ctx context.Context) (out []ui.Figure) {
	for _, x := range []struct {
		key string
		m   Measure
	}{{"first", p.First}, {"decision", p.Decision}} {
		f := ui.Figure{Label: i18n.T(ctx, "lender.measure."+x.key), Value: i18n.T(ctx, "lender.measure.few"), Basis: i18n.T(ctx, "lender.measure.few.basis", i18n.Args{"min": MinCases})}
		if x.m.Told() {
			f.Value, f.Basis = hours(ctx, x.m.Median), i18n.T(ctx, "lender.measure.basis", i18n.Args{"p90": hours(ctx, x.m.P90), "n": x.m.Cases})
		}
		out = append(out, f)
	}
	return out
}

// amount shows an amount for an input, "" for none.
func amount(f money.Fen) string {
	if f == 0 {
		return ""
	}
	return f.Text()
}
