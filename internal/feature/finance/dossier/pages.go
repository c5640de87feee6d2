package dossier

// The pages and operations of documents. Each calls one service method and
// decides nothing.

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/upload"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) loadApplication(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	a, err := s.Applications.Application(ctx, tx, p("id"))
	return a.resource(), err
}

func (s *Service) loadCase(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	c, err := s.Applications.Case(ctx, tx, p("id"))
	return c.resource(), err
}

// loadRequest finds a request through its lender's case.
func (s *Service) loadRequest(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
	c, err := s.Applications.Case(ctx, tx, p("id"))
	if err != nil {
		return authz.Resource{}, err
	}
	_, err = requestOf(ctx, tx, c.ID, p("request"))
	return c.resource(), err
}

func (s *Service) routes(r *web.Router) {
	own := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: s.loadApplication} }
	of := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: s.loadCase} }
	back := web.Gate{Action: "dossier.request", Load: s.loadRequest}
	r.Page("GET /applications/{id}/dossier", own("dossier.read"), s.ownPage)
	r.Form("POST /applications/{id}/dossier", own("dossier.supply"), s.supplyForm, s.ownAgain)
	r.Page("GET /applications/{id}/dossier/{document}/view", own("dossier.read"), s.ownSheet)
	r.Raw("GET /applications/{id}/dossier/{document}", own("dossier.read"), s.ownFile)
	r.Page("GET /cases/{id}/dossier", of("dossier.read_case"), s.casePage)
	r.Page("GET /cases/{id}/dossier/{document}/view", of("dossier.read_case"), s.caseSheet)
	r.Raw("GET /cases/{id}/dossier/{document}", of("dossier.read_case"), s.caseFile)
	r.Form("POST /cases/{id}/dossier/requests", of("dossier.request"), s.askForm, s.caseAgain)
	r.Form("POST /cases/{id}/dossier/requests/{request}/withdraw", back, s.backForm, s.caseAgain)
	s.operations(r, own, of, back)
}

func (s *Service) operations(r *web.Router, own, of func(authz.Action) web.Gate, back web.Gate) {
	type byID struct {
		ID string `path:"id"`
	}
	web.Read(r, op("read-dossier", "/applications/{id}/dossier", "The documents of an application, with who has looked"), own("dossier.read"),
		func(ctx context.Context, in *byID) (View, error) { return s.Own(ctx, in.ID) })
	put := op("supply-document", "/applications/{id}/dossier", "Add a document, as the next version of its kind")
	put.DefaultStatus = http.StatusCreated
	web.Change(r, put, own("dossier.supply"), s.supplyOp)
	web.Read(r, op("read-case-dossier", "/cases/{id}/dossier", "The documents that a lender may read; the reading is logged"), of("dossier.read_case"),
		func(ctx context.Context, in *byID) (View, error) { return s.OfCase(ctx, in.ID) })
	web.Change(r, op("ask-document", "/cases/{id}/dossier/requests", "Ask the enterprise for a document"), of("dossier.request"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Body AskDocument
		}) (Request, error) {
			return s.Ask(ctx, in.ID, in.Body)
		})
	web.Change(r, op("take-back-request", "/cases/{id}/dossier/requests/{request}/withdraw", "Take a request for a document back"), back,
		func(ctx context.Context, in *struct {
			ID      string `path:"id"`
			Request string `path:"request"`
		}) (Request, error) {
			return s.TakeBack(ctx, in.ID, in.Request)
		})
}

func op(id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Path: "/api/v1" + path, Summary: summary, Tags: []string{"dossier"}}
}

func (s *Service) ownPage(q *http.Request) (web.View, error) { return s.ownAgain(q, nil) }

func (s *Service) ownAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.Own(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "dossier.title")
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "dossier.applications"), Href: "/applications"}, {Label: v.Ref, Href: "/applications/" + v.ID}, {Label: title}}
	form := ui.Form{Action: "/applications/" + v.ID + "/dossier", Key: s.NewID(), Values: typed(q, f), Fault: f, Upload: true}
	return web.View{Title: title, Current: "finance", Body: s.ownBody(v, form), Crumbs: crumbs}, err
}

// typed is what the person typed, when a form is shown again; at first the kind
// that the address names, as the link of a missing document does.
func typed(q *http.Request, f *fault.Fault) url.Values {
	switch {
	case f != nil:
		return q.PostForm
	case q.URL.Query().Has("kind"):
		return url.Values{"kind": q.URL.Query()["kind"]}
	}
	return nil
}

func (s *Service) supplyForm(q *http.Request) (string, error) {
	field := "file"
	if q.MultipartForm != nil && len(q.MultipartForm.File["photo"]) > 0 && q.MultipartForm.File["photo"][0].Filename != "" {
		field = "photo"
	}
	f, err := upload.FromPages(q, field)
	if err != nil {
		return "", err
	}
	id := q.PathValue("id")
	_, err = s.Supply(q.Context(), id, AddDocument{Kind: q.PostForm.Get("kind"), ExpiresOn: strings.TrimSpace(q.PostForm.Get("expires_on")), Name: f.Name, MediaType: f.MediaType, Bytes: f.Bytes})
	return "/applications/" + id + "/dossier", err
}

func (s *Service) casePage(q *http.Request) (web.View, error) { return s.caseAgain(q, nil) }

func (s *Service) caseAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	v, err := s.OfCase(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "dossier.title")
	crumbs := []ui.Crumb{{Label: i18n.T(ctx, "dossier.cases"), Href: "/cases"}, {Label: v.Ref, Href: "/cases/" + v.ID}, {Label: title}}
	form := ui.Form{Action: "/cases/" + v.ID + "/dossier/requests", Key: s.NewID(), Values: typed(q, f), Fault: f}
	return web.View{Title: title, Current: "pipeline", Body: s.caseBody(v, form), Crumbs: crumbs}, err
}

func (s *Service) askForm(q *http.Request) (string, error) {
	in, err := web.Decode[AskDocument](q.PostForm)
	if err != nil {
		return "", err
	}
	_, err = s.Ask(q.Context(), q.PathValue("id"), in)
	return "/cases/" + q.PathValue("id") + "/dossier", err
}

func (s *Service) backForm(q *http.Request) (string, error) {
	_, err := s.TakeBack(q.Context(), q.PathValue("id"), q.PathValue("request"))
	return "/cases/" + q.PathValue("id") + "/dossier", err
}
