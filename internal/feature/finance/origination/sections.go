package origination

// The task list: one form per section, each with its own page, so that a phone
// shows one thing at a time and nothing is lost between them.

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// sectionForm is one section of the task list as pages know it.
type sectionForm struct {
	name   string
	next   string // where saving leads
	decode func(url.Values) (Section, error)
	body   func(context.Context, *Service, View, ui.Form, []Product) templ.Component
}

var sectionForms = []sectionForm{
	{SectionCompany, SectionNeed, decodeSection[Company], func(_ context.Context, _ *Service, v View, f ui.Form, _ []Product) templ.Component {
		return v.Application.Company.Form(f, v.Application.Version)
	}},
	{SectionNeed, SectionOperation, decodeSection[Need], func(ctx context.Context, s *Service, v View, f ui.Form, products []Product) templ.Component {
		return v.Application.Need.Form(f, s.desk(), form.NeedForm{Version: v.Application.Version, Stored: s.needFacts(ctx, v), Products: productOptions(ctx, products), Hint: amountHint(ctx, v.Product), Fit: v.Fit})
	}},
	{SectionOperation, dossierPath, decodeSection[Operation], func(_ context.Context, _ *Service, v View, f ui.Form, _ []Product) templ.Component {
		return v.Application.Operation.Form(f, v.Application.Version)
	}},
	{SectionSharing, "review", decodeSection[Sharing], func(ctx context.Context, s *Service, v View, f ui.Form, products []Product) templ.Component {
		return v.Application.Sharing.Form(f, v.Application.Version, s.desk(), lenderOptions(ctx, sellers(products)))
	}},
}

// decodeSection reads a form into a section.
func decodeSection[T any, P interface {
	*T
	Section
}](values url.Values) (Section, error) {
	in, err := web.Decode[T](values)
	return P(&in), err
}

func (s *Service) sectionPage(sec sectionForm) web.Show {
	return func(q *http.Request) (web.View, error) { return s.showSection(q, sec, nil) }
}

func (s *Service) sectionAgain(sec sectionForm) web.Again {
	return func(q *http.Request, f *fault.Fault) (web.View, error) { return s.showSection(q, sec, f) }
}

func (s *Service) showSection(q *http.Request, sec sectionForm, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	products, err := s.onSale(ctx)
	if err != nil {
		return web.View{}, err
	}
	if sec.name == SectionNeed {
		if v.Fit, err = s.Fits(ctx, v.Application.ID); err != nil {
			return web.View{}, err
		}
	}
	shown := ui.Form{Action: q.URL.Path, Key: s.NewID(), Values: typed(q, f), Fault: f}
	title := i18n.T(ctx, "origination.section."+sec.name)
	return view(ctx, "finance", title, sec.body(ctx, s, v, shown, products), s.crumbs(ctx, v.Application)...), nil
}

// typed is what the person typed, when a form is shown again.
func typed(q *http.Request, f *fault.Fault) url.Values {
	if f == nil {
		return nil
	}
	return q.PostForm
}

func (s *Service) saveForm(sec sectionForm) web.Do {
	return func(q *http.Request) (string, error) {
		in, err := sec.decode(q.PostForm)
		if err != nil {
			return "", err
		}
		seen, _ := strconv.ParseInt(q.PostForm.Get("version"), 10, 64)
		a, err := s.Save(q.Context(), q.PathValue("id"), seen, in)
		to := "/applications/" + a.ID
		if q.PostForm.Get("go") == "next" {
			to += "/" + sec.next
		}
		return to, err
	}
}

func (s *Service) reviewPage(q *http.Request) (web.View, error) { return s.reviewAgain(q, nil) }

func (s *Service) reviewAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	products, err := s.onSale(ctx)
	return view(ctx, "finance", i18n.T(ctx, "origination.review.title"), s.reviewBody(v, sellers(products), s.NewID(), f), s.crumbs(ctx, v.Application)...), err
}

func (s *Service) submitForm(q *http.Request) (string, error) {
	seen, _ := strconv.ParseInt(q.PostForm.Get("version"), 10, 64)
	a, err := s.Submit(q.Context(), q.PathValue("id"), seen)
	return "/applications/" + a.ID, err
}
