package app_test

// Somebody comes back in through the pages, confirmed through both doors.

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// browser is a guest who keeps cookies.
type browser struct {
	handler http.Handler
	cookies []*http.Cookie
}

// send posts a form, or with no fields opens a page.
func (b *browser) send(path, fields string) *httptest.ResponseRecorder {
	method := http.MethodGet
	if fields != "" {
		method = http.MethodPost
	}
	q := httptest.NewRequest(method, path, strings.NewReader(fields))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("Accept-Language", "en")
	for _, c := range b.cookies {
		q.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, q)
	b.cookies = append(b.cookies, w.Result().Cookies()...)
	return w
}

func TestComingBackInThroughBothDoors(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		lost(t, s, apptest.Owner) // gives the owner a sign-in name; that request stays unconfirmed
		guest, stranger := &browser{handler: s.App.Handler}, &browser{handler: s.App.Handler}
		if w := guest.send("/recover", "sign_in=p027@example.org"); w.Code != 422 || !strings.Contains(w.Body.String(), "Say what is lost") {
			t.Fatalf("nothing lost: %d", w.Code)
		}
		if w := guest.send("/recover", "sign_in=p027@example.org&lost=password"); w.Code != 303 {
			t.Fatalf("asking: %d %s", w.Code, w.Body)
		}
		ref := first(t, s, `SELECT ref FROM recovery_request WHERE lost = 'password'`)
		id := first(t, s, `SELECT id FROM recovery_request WHERE ref = '`+ref+`'`)
		if w := guest.send("/recover/status", ""); !strings.Contains(w.Body.String(), ref[:4]+"-"+ref[4:]) {
			t.Errorf("the browser that asked does not see its word: %s", w.Body)
		}
		if w := stranger.send("/recover/status", ""); strings.Contains(w.Body.String(), ref[:4]) {
			t.Error("another browser sees it")
		}
		clerk, manager, liaison := s.Client(t, apptest.Clerk), s.Client(t, apptest.Manager), s.Client(t, apptest.Liaison)
		for _, c := range []apptest.Client{manager, liaison} {
			if a := c.Operation("POST", "/api/v1/session/step-up", "", map[string]any{"purpose": "recovery:" + id, "demo": true}); a.Status != 200 {
				t.Fatal(a)
			}
		}
		if a := manager.Page("/recoveries?ref=" + strings.ToLower(ref)); !strings.Contains(a.Body, "/recoveries/"+id) {
			t.Errorf("the word is not found: %v", a)
		}
		if a := manager.Form("/recoveries/"+id+"/confirm", "_key="+s.App.Identity.NewID(), "seen=licence and identity card"); a.Status != 303 {
			t.Fatalf("by the page: %v", a)
		}
		if a := liaison.Operation("POST", "/api/v1/recoveries/"+id+"/confirm", s.App.Identity.NewID(), map[string]any{"seen": "licence and identity card"}); a.Status != 200 {
			t.Fatalf("by the operation: %v", a)
		}
		for _, path := range []string{"/notices", "/recoveries", "/recoveries/" + id} {
			if a := clerk.Page(path); a.Status != 200 || !strings.Contains(a.Body, id) {
				t.Errorf("the organisation reads at %s: %v", path, a)
			}
		}
		if w := guest.send("/recover/password", "password=quiet-ferry-31"); w.Code == 303 {
			t.Error("no working day went by")
		}
		if err := s.App.AdvanceTo(t.Context(), s.App.Now().AddDate(0, 0, 2)); err != nil {
			t.Fatal(err)
		}
		if w := stranger.send("/recover/password", "password=quiet-ferry-31"); w.Code == 303 {
			t.Error("a browser without the claim set a password")
		}
		if w := guest.send("/recover/password", "password=quiet-ferry-31"); w.Code != 303 || w.Header().Get("Location") != "/signin" {
			t.Fatalf("coming back in: %d %s", w.Code, w.Body)
		}
		if w := guest.send("/signin", "sign_in=p027@example.org&password=quiet-ferry-31"); w.Code != 303 {
			t.Errorf("signing in: %d", w.Code)
		}
		settled(t, s)
	})
}
