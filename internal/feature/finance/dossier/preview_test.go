package dossier_test

// A document within a page, the document that a program brings, and the word
// before it runs out.

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/dossier"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// headers are those of an answer to a person.
func (s *stage) headers(who, path string) http.Header {
	s.t.Helper()
	q := httptest.NewRequest(http.MethodGet, path, nil)
	q.Header.Set("Authorization", "Bearer "+s.Client(s.t, who).Token)
	w := httptest.NewRecorder()
	s.App.Handler.ServeHTTP(w, q)
	if w.Code != 200 {
		s.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Header()
}

// bring adds a document by the operation.
func (s *stage) bring(who, kind, name string, content []byte) apptest.Answer {
	return s.Client(s.t, who).Operation("POST", "/api/v1/applications/"+s.ID("A")+"/dossier", s.App.Identity.NewID(), map[string]any{"kind": kind, "name": name, "content": content})
}

// A PDF shows within its page and nowhere else, and loads nothing; what is no
// picture and no PDF is saved. The page itself opens nothing: only its bytes count
// as a reading.
func TestADocumentShowsWithinItsPage(t *testing.T) {
	s := set(t, dbtest.SQLite(t))
	a := s.bring(apptest.Clerk, "tax", "tax.pdf", []byte("%PDF-1.7\n<</Type/Catalog>>"))
	if a.Status != 201 {
		t.Fatal(a)
	}
	id := a.JSON(t)["id"].(string)
	base := "/applications/" + s.ID("A") + "/dossier/"
	page := s.Client(t, apptest.Owner).Page(base + id + "/view")
	if page.Status != 200 || !strings.Contains(page.Body, `<iframe class="kg-paper" src="`+base+id+`"`) {
		t.Errorf("the page of a PDF: %v", page)
	}
	if n := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM document_seen WHERE document_id = $1`, id); n != "0" {
		t.Errorf("the page alone counts as %s openings", n)
	}
	if got := s.headers(apptest.Owner, base+id+"/view").Get("Content-Security-Policy"); !strings.Contains(got, "frame-src 'self'") || !strings.Contains(got, "frame-ancestors 'none'") {
		t.Errorf("the page: %s", got)
	}
	pdf := s.headers(apptest.Owner, base+id)
	if got := pdf.Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'none'") || !strings.Contains(got, "frame-ancestors 'self'") || strings.Contains(got, "script") {
		t.Errorf("the PDF: %s", got)
	}
	if pdf.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.Get("Content-Disposition"), "inline") || pdf.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the PDF: %v", pdf)
	}
	text := s.headers(apptest.Officer, "/cases/"+s.cas+"/dossier/"+s.file)
	if !strings.HasPrefix(text.Get("Content-Disposition"), "attachment") || !strings.Contains(text.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("a text: %v", text)
	}
	if a := s.Client(t, apptest.Officer).Page("/cases/" + s.cas + "/dossier/" + s.file + "/view"); a.Status != 200 || strings.Contains(a.Body, "<iframe") {
		t.Errorf("the page of a text: %v", a)
	}
	for who, path := range map[string]string{
		apptest.OtherOwner: base + id + "/view", apptest.Liaison: base + id + "/view", apptest.OtherOfficer: "/cases/" + s.cas + "/dossier/" + id + "/view",
	} {
		if a := s.Client(t, who).Page(path); a.Status != 404 {
			t.Errorf("%s: %v", who, a)
		}
	}
}

// By the operation a document is checked as by the form, in both languages: what
// it is, what it carries, whose it is.
func TestADocumentByTheOperation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := set(t, d)
		for want, a := range map[string]apptest.Answer{
			"upload.mislabelled":  s.bring(apptest.Owner, "licence", "licence.pdf", []byte("MZ no pdf")),
			"upload.active":       s.bring(apptest.Owner, "licence", "licence.pdf", []byte("%PDF-1.7\n<</OpenAction<</S/JavaScript>>>>")),
			"upload.kind":         s.bring(apptest.Owner, "licence", "licence.exe", []byte("MZ")),
			"dossier.kind.choose": s.bring(apptest.Owner, "diary", "a.txt", []byte("a")),
		} {
			if a.Status != 422 || !strings.Contains(a.Body, want) {
				t.Errorf("%s: %v", want, a)
			}
		}
		if a := s.bring(apptest.OtherOwner, "licence", "a.txt", []byte("a")); a.Status != 404 {
			t.Errorf("by another enterprise: %v", a)
		}
		a := s.bring(apptest.Owner, "licence", "new.txt", []byte("a newer one"))
		if a.Status != 201 || a.JSON(t)["version"] != 2.0 {
			t.Errorf("the next version: %v", a)
		}
	})
}

// What a lender asks for waits for the clerk and for the owner, with who asks and
// until when; a clerk brings it.
func TestARequestWaitsForTheClerkToo(t *testing.T) {
	s := set(t, dbtest.SQLite(t))
	if a := s.ask("tax"); a.Status != 200 {
		t.Fatal(a)
	}
	for _, who := range []string{apptest.Clerk, apptest.Owner} {
		a := s.Client(t, who).Page("/")
		if !strings.Contains(a.Body, "Add the document") || !strings.Contains(a.Body, "asks for a document") {
			t.Errorf("%s: %v", who, a)
		}
	}
}

// Fourteen days before its last day the enterprise is told, once; a newer version
// makes it still.
func TestADocumentThatRunsOutIsToldBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := set(t, d)
		s.By(t, apptest.Owner, func(ctx context.Context) error {
			for _, kind := range []string{"tax", "bank_statement"} {
				if _, err := s.App.Dossier.Supply(ctx, s.ID("A"), dossier.AddDocument{Kind: kind, ExpiresOn: "2020-07-20", Name: kind + ".txt", MediaType: "text/plain", Bytes: []byte("a")}); err != nil {
					return err
				}
			}
			return nil
		})
		told := func() string {
			t.Helper()
			if err := s.App.Dossier.SweepExpiry(context.Background()); err != nil {
				t.Fatal(err)
			}
			return s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM notify_notice WHERE key = 'dossier.notice.expires'`)
		}
		at := func(day int) {
			t.Helper()
			if err := s.App.Business.Advance(clock.Date{Year: 2020, Month: 7, Day: day}.At(9, 0, s.App.Calendar.Zone())); err != nil {
				t.Fatal(err)
			}
		}
		at(5)
		if n := told(); n != "0" {
			t.Errorf("fifteen days before: %s", n)
		}
		s.By(t, apptest.Clerk, func(ctx context.Context) error {
			_, err := s.App.Dossier.Supply(ctx, s.ID("A"), dossier.AddDocument{Kind: "bank_statement", Name: "new.txt", MediaType: "text/plain", Bytes: []byte("b")})
			return err
		})
		at(6)
		for range 2 {
			if n := told(); n != "2" { // the owner and the clerk, of the one that nobody renewed
				t.Errorf("fourteen days before: %s", n)
			}
		}
		if got := s.item(s.own(), "tax").Standing(); got != dossier.ItemSoon {
			t.Errorf("it stands as %s", got)
		}
		if a := s.Client(t, apptest.Clerk).Page("/notices"); !strings.Contains(a.Body, "tax.txt") || !strings.Contains(a.Body, "runs out") {
			t.Errorf("the clerk reads %v", a)
		}
	})
}
