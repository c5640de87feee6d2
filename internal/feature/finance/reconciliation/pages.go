package reconciliation

// The pages. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/upload"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) pages(r *web.Router) {
	r.Page("GET /reconciliations", own("reconciliation.list"), s.listPage)
	r.Page("GET /reconciliations/new", own("reconciliation.upload"), s.uploadPage)
	r.Form("POST /reconciliations", own("reconciliation.upload"), s.uploadForm, s.uploadAgain)
	r.Raw("GET /reconciliations-template/{file}", own("reconciliation.list"), serveTemplate)
	r.Page("GET /reconciliations/{id}", gate("reconciliation.read"), s.viewPage)
	r.Page("GET /reconciliations/{id}/sheet", gate("reconciliation.read"), s.paperPage)
	for _, x := range s.steps() {
		r.Form("POST /reconciliations/{id}/"+x.name, gate(x.gate), stepped(x), s.viewAgain)
	}
	r.Form("POST /reconciliations/{id}/explain", gate("reconciliation.explain"), s.explainForm, s.viewAgain)
	r.Form("POST /reconciliations/{id}/return", gate("reconciliation.return"), s.returnForm, s.viewAgain)
}

func serveTemplate(w http.ResponseWriter, q *http.Request) error {
	name, ending, _ := strings.Cut(q.PathValue("file"), ".")
	if name != "statement" {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return template.Serve(q.Context(), w, i18n.T(q.Context(), "reconciliation.template"), ending)
}

func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	l, err := s.List(ctx)
	return web.View{Title: i18n.T(ctx, "reconciliation.title"), Current: "reconciliations", Body: s.listBody(l)}, err
}

func crumbs(ctx context.Context, labels ...ui.Crumb) []ui.Crumb {
	return append([]ui.Crumb{{Label: i18n.T(ctx, "reconciliation.title"), Href: "/reconciliations"}}, labels...)
}

func (s *Service) uploadPage(q *http.Request) (web.View, error) { return s.uploadAgain(q, nil) }

func (s *Service) uploadAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	title := i18n.T(ctx, "reconciliation.upload")
	form := ui.Form{Action: "/reconciliations", Key: s.NewID(), Fault: f, Upload: true}
	if f != nil {
		form.Values = q.PostForm
	}
	return web.View{Title: title, Current: "reconciliations", Crumbs: crumbs(ctx, ui.Crumb{Label: title}), Body: s.uploadBody(form)}, nil
}

func (s *Service) uploadForm(q *http.Request) (string, error) {
	f, err := upload.FromForm(q, "file")
	if err != nil {
		return "", err
	}
	r, err := s.Upload(q.Context(), Upload{File: f, FromOn: q.PostForm.Get("from_on"), ToOn: q.PostForm.Get("to_on")})
	return "/reconciliations/" + r.ID, err
}

func (s *Service) viewPage(q *http.Request) (web.View, error) { return s.viewAgain(q, nil) }

// viewAgain shows a reconciliation, with what stopped a button where something did.
func (s *Service) viewAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	form := ui.Form{Key: s.NewID(), Fault: f, Plain: true}
	if f != nil {
		form.Values = q.PostForm
	}
	return web.View{Title: v.Reconciliation.Ref, Current: "reconciliations", Crumbs: crumbs(ctx, ui.Crumb{Label: v.Reconciliation.Ref}), Wide: true, Body: s.viewBody(v, form)}, err
}

func stepped(x step) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := x.do(q.Context(), q.PathValue("id"))
		return "/reconciliations/" + q.PathValue("id"), err
	}
}

func (s *Service) explainForm(q *http.Request) (string, error) {
	in, err := web.Decode[Explain](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Explain(q.Context(), q.PathValue("id"), in)
	return "/reconciliations/" + q.PathValue("id") + "#differences", err
}

func (s *Service) returnForm(q *http.Request) (string, error) {
	_, err := s.Return(q.Context(), q.PathValue("id"), Return{Reason: q.PostForm.Get("reason")})
	return "/reconciliations/" + q.PathValue("id"), err
}

func (s *Service) paperPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	r := v.Reconciliation
	return web.View{Title: i18n.T(ctx, "reconciliation.paper"), Current: "reconciliations", Crumbs: crumbs(ctx, ui.Crumb{Label: r.Ref, Href: "/reconciliations/" + r.ID}, ui.Crumb{Label: i18n.T(ctx, "reconciliation.paper")}), Wide: true, Body: s.paperBody(v)}, err
}

// sheet is the list as a file.
func (s *Service) sheet(ctx context.Context, _ url.Values) (table.Sheet, error) {
	l, err := s.List(ctx)
	if err != nil {
		return table.Sheet{}, err
	}
	var out table.Sheet
	for _, key := range []string{"ref", "from", "to", "file", "lines", "differences", "unexplained", "made_by", "state", "since"} {
		out.Headers = append(out.Headers, i18n.T(ctx, "reconciliation.col."+key))
	}
	out.Rows = table.Rows(l.Rows, func(r Row) []any {
		since := ""
		if r.Since {
			since = i18n.T(ctx, "reconciliation.since.short")
		}
		return []any{r.Ref, r.FromOn, r.ToOn, r.FileName, r.Lines, r.Differences, r.Unexplained, r.MadeBy.In(ctx), ui.StatusOf(Machine.Name, r.State).Word.In(ctx), since}
	})
	return out, nil
}
