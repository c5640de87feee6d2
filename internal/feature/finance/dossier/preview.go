package dossier

// A document within a page, and its bytes. Pictures and PDFs are shown by the
// browser itself; everything else is saved. Nothing in a document may run or load
// anything.

import (
	"context"
	"net/http"
	"strings"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/upload"
	"kaigong.example/kaigong/internal/platform/web"
	"kaigong.example/kaigong/internal/record/document"
)

// Sheet is one version of a document as a page shows it; its bytes are another
// request, which is written down as the opening.
type Sheet struct {
	Ref  string
	Kind string
	File File
	Base string // the address of the documents that it belongs to
}

// Picture and Book report how the browser can show it within a page.
func (x Sheet) Picture() bool { return strings.HasPrefix(x.File.MediaType, "image/") }

// Book reports whether it is a PDF.
func (x Sheet) Book() bool { return x.File.MediaType == "application/pdf" }

// OwnSheet shows an enterprise one of its own documents.
func (s *Service) OwnSheet(ctx context.Context, application, id string) (x Sheet, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := s.Applications.Application(ctx, tx, application)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "dossier.read", a.resource()); err != nil {
			return err
		}
		x, err = s.sheet(ctx, tx, a, id, "/applications/"+a.ID+"/dossier")
		return err
	})
	return x, err
}

// SheetOfCase shows a lender a document on its ground.
func (s *Service) SheetOfCase(ctx context.Context, caseID, id string) (x Sheet, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.onCase(ctx, tx, caseID, "dossier.read_case")
		if err != nil {
			return err
		}
		x, err = s.sheet(ctx, tx, c.Application, id, "/cases/"+c.ID+"/dossier")
		return err
	})
	return x, err
}

func (s *Service) sheet(ctx context.Context, tx db.Tx, a Application, id, base string) (Sheet, error) {
	d, err := s.Documents.Document(ctx, tx, a.ID, id)
	if err != nil {
		return Sheet{}, err
	}
	f, err := s.file(ctx, tx, d, false)
	return Sheet{Ref: a.Ref, Kind: d.Kind, File: f, Base: base}, err
}

func (s *Service) ownSheet(q *http.Request) (web.View, error) {
	x, err := s.OwnSheet(q.Context(), q.PathValue("id"), q.PathValue("document"))
	return s.sheetView(q.Context(), x, "finance", ui.Crumb{Label: i18n.T(q.Context(), "dossier.applications"), Href: "/applications"}), err
}

func (s *Service) caseSheet(q *http.Request) (web.View, error) {
	x, err := s.SheetOfCase(q.Context(), q.PathValue("id"), q.PathValue("document"))
	return s.sheetView(q.Context(), x, "pipeline", ui.Crumb{Label: i18n.T(q.Context(), "dossier.cases"), Href: "/cases"}), err
}

func (s *Service) sheetView(ctx context.Context, x Sheet, current string, root ui.Crumb) web.View {
	crumbs := []ui.Crumb{root, {Label: x.Ref, Href: strings.TrimSuffix(x.Base, "/dossier")}, {Label: i18n.T(ctx, "dossier.title"), Href: x.Base}, {Label: x.File.Name}}
	return web.View{Title: x.File.Name, Current: current, Body: s.sheetBody(x), Crumbs: crumbs, Frames: x.Book()}
}

// NewDocument is a document that a program brings.
type NewDocument struct {
	Kind      string `json:"kind" doc:"licence, lease, tax, bank_statement, financials, order, purpose or other"`
	Name      string `json:"name" doc:"The name of the file; its ending says what it is, and the content must agree"`
	Content   []byte `json:"content" doc:"The file, base64, up to 10 MB"`
	ExpiresOn string `json:"expires_on,omitempty" format:"date" doc:"The last day on which it counts; empty for what is usual for its kind"`
}

func (s *Service) supplyOp(ctx context.Context, in *struct {
	ID   string `path:"id"`
	Body NewDocument
}) (File, error) {
	clean, err := upload.Clean("content", in.Body.Name, in.Body.Content)
	if err != nil {
		return File{}, err
	}
	d, err := s.Supply(ctx, in.ID, AddDocument{Kind: in.Body.Kind, ExpiresOn: in.Body.ExpiresOn, Name: clean.Name, MediaType: clean.MediaType, Bytes: clean.Bytes})
	if err != nil {
		return File{}, err
	}
	return File{ID: d.ID, Name: d.Name, MediaType: d.MediaType, Size: d.Size, Version: d.Version, ExpiresOn: d.ExpiresOn, RequestedBy: d.RequestedBy, At: d.At, Seen: []Sight{}}, nil
}

func (s *Service) ownFile(w http.ResponseWriter, q *http.Request) error {
	d, body, err := s.OpenOwn(q.Context(), q.PathValue("id"), q.PathValue("document"))
	if err != nil {
		return err
	}
	return show(w, d, body)
}

func (s *Service) caseFile(w http.ResponseWriter, q *http.Request) error {
	d, body, err := s.OpenOfCase(q.Context(), q.PathValue("id"), q.PathValue("document"))
	if err != nil {
		return err
	}
	return show(w, d, body)
}

// show answers a document. Only a page of this site may hold it in a frame; a
// sandbox would keep the browser's own reader of PDFs away, so a PDF gets a policy
// under which nothing loads, and none with active content was taken in.
func show(w http.ResponseWriter, d document.Document, body []byte) error {
	h := w.Header()
	disposition, policy := upload.Disposition(d.Name), "default-src 'none'; frame-ancestors 'none'; sandbox"
	switch {
	case d.MediaType == "application/pdf":
		disposition, policy = "inline"+strings.TrimPrefix(disposition, "attachment"), "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
	case strings.HasPrefix(d.MediaType, "image/"):
		disposition = "inline" + strings.TrimPrefix(disposition, "attachment")
	}
	h.Set("Content-Type", d.MediaType)
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Disposition", disposition)
	h.Set("Cache-Control", "private, no-store")
	_, err := w.Write(body)
	return err
}
