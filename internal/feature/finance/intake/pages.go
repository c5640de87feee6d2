package intake

// The pages. Each calls one service method and decides nothing.

import (
	"context"
	"net/http"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/upload"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) pages(r *web.Router) {
	r.Page("GET /intake", own("intake.list"), s.listPage)
	r.Raw("GET /intake-template/{file}", own("intake.list"), serveTemplate)
	for _, kind := range []string{Loans_, Receipts} {
		r.Page("GET /intake/"+kind, own("intake.upload"), s.uploadPage(kind))
		r.Form("POST /intake/"+kind, own("intake.upload"), s.uploadForm(kind), s.uploadAgain(kind))
	}
	r.Page("GET /intake/{id}", on("intake.read"), s.batchPage)
	for _, act := range []struct {
		name string
		do   func(context.Context, string) (Batch, error)
	}{{"accept", s.Accept}, {"book", s.Book}, {"approve", s.Approve}, {"discard", s.Discard}} {
		r.Form("POST /intake/{id}/"+act.name, on(authz.Action("intake."+act.name)), moved(act.do), s.batchAgain)
	}
	r.Page("GET /intake/{id}/refuse", on("intake.refuse"), s.refusePage)
	r.Form("POST /intake/{id}/refuse", on("intake.refuse"), s.refuseForm, s.refuseAgain)
	r.Page("GET /contracts/{id}/objections", s.onLoan("intake.objections"), s.objectionsPage)
	r.Form("POST /contracts/{id}/objections", s.onLoan("intake.object"), s.objectForm, s.objectAgain)
}

func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	l, err := s.List(ctx)
	return web.View{Title: i18n.T(ctx, "intake.list.title"), Current: "intake", Body: s.listBody(l)}, err
}

func crumbs(ctx context.Context, labels ...ui.Crumb) []ui.Crumb {
	return append([]ui.Crumb{{Label: i18n.T(ctx, "intake.list.title"), Href: "/intake"}}, labels...)
}

func (s *Service) uploadPage(kind string) web.Show {
	again := s.uploadAgain(kind)
	return func(q *http.Request) (web.View, error) { return again(q, nil) }
}

func (s *Service) uploadAgain(kind string) web.Again {
	return func(q *http.Request, f *fault.Fault) (web.View, error) {
		ctx := q.Context()
		title := i18n.T(ctx, "intake.upload."+kind)
		form := ui.Form{Action: "/intake/" + kind, Key: s.NewID(), Fault: f, Upload: true}
		if f != nil {
			form.Values = q.PostForm
		}
		return web.View{Title: title, Current: "intake", Crumbs: crumbs(ctx, ui.Crumb{Label: title}), Body: s.uploadBody(kind, form)}, nil
	}
}

func (s *Service) uploadForm(kind string) web.Do {
	return func(q *http.Request) (string, error) {
		in, err := web.Decode[struct {
			Stated money.Fen `form:"stated"`
		}](q.PostForm)
		if err != nil {
			return "", err
		}
		f, err := upload.FromForm(q, "file")
		if err != nil {
			return "", err
		}
		b, err := s.Upload(q.Context(), Upload{Kind: kind, File: f, StatedFen: in.Stated})
		return "/intake/" + b.ID, err
	}
}

func moved(do func(context.Context, string) (Batch, error)) web.Do {
	return func(q *http.Request) (string, error) {
		_, err := do(q.Context(), q.PathValue("id"))
		return "/intake/" + q.PathValue("id"), err
	}
}

func (s *Service) batchPage(q *http.Request) (web.View, error) { return s.batchAgain(q, nil) }

// batchAgain shows the batch, with what stopped a button where something did.
func (s *Service) batchAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	return web.View{Title: v.Batch.Ref, Current: "intake", Crumbs: crumbs(ctx, ui.Crumb{Label: v.Batch.Ref}), Wide: true, Body: s.batchBody(v, s.NewID(), f)}, err
}

func (s *Service) refusePage(q *http.Request) (web.View, error) { return s.refuseAgain(q, nil) }

func (s *Service) refuseAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.View(ctx, q.PathValue("id"))
	form := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	return web.View{Title: i18n.T(ctx, "intake.refuse"), Current: "intake", Crumbs: crumbs(ctx, ui.Crumb{Label: v.Batch.Ref, Href: "/intake/" + v.Batch.ID}, ui.Crumb{Label: i18n.T(ctx, "intake.refuse")}), Body: s.refuseBody(v, form)}, err
}

func (s *Service) refuseForm(q *http.Request) (string, error) {
	in, err := web.Decode[Refusal](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Refuse(q.Context(), q.PathValue("id"), in)
	return "/intake/" + q.PathValue("id"), err
}

func (s *Service) objectionsPage(q *http.Request) (web.View, error) { return s.objectAgain(q, nil) }

func (s *Service) objectAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Objections(ctx, q.PathValue("id"))
	form := ui.Form{Action: q.URL.Path, Key: s.NewID(), Fault: f}
	if f != nil {
		form.Values = q.PostForm
	}
	way := []ui.Crumb{{Label: i18n.T(ctx, "intake.contracts"), Href: "/contracts"}, {Label: v.Loan.Ref, Href: "/contracts/" + v.Loan.ID}, {Label: i18n.T(ctx, "intake.objections")}}
	return web.View{Title: i18n.T(ctx, "intake.objections"), Current: "contracts", Crumbs: way, Body: s.objectionsBody(v, form)}, err
}

func (s *Service) objectForm(q *http.Request) (string, error) {
	in, err := web.Decode[Object](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Object(q.Context(), q.PathValue("id"), in)
	return "/contracts/" + q.PathValue("id") + "/objections", err
}
