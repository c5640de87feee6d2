package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/fault"
)

func TestAPageIsShownToWhomTheGateLetsThrough(t *testing.T) {
	s := one(t)
	w := s.ask("GET", "/shops/E01", "", e01)
	if w.Code != 200 || !strings.Contains(w.Body.String(), "goods") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %s %v", w.Code, w.Body, w.Header())
	}
	for _, path := range []string{"/shops/E02", "/shops/NONE", "/files/E02", "/boom/E02"} {
		w := s.ask("GET", path, "", e01)
		if w.Code != 404 || strings.Contains(w.Body.String(), "goods") || strings.Contains(w.Body.String(), "bytes") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if w := s.ask("GET", "/files/E01", "", e01); w.Code != 200 || w.Body.String() != "bytes" {
		t.Errorf("download: %d %s", w.Code, w.Body)
	}
	if w := s.ask("GET", "/files/E01?gone", "", e01); w.Code != 404 {
		t.Errorf("a missing file: %d", w.Code)
	}
}

func TestAGuestIsSentToSignInAndComesBack(t *testing.T) {
	s := one(t)
	w := s.ask("GET", "/shops/E01?page=2", "")
	if w.Code != 303 || w.Header().Get("Location") != "/signin?next=%2Fshops%2FE01%3Fpage%3D2" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
}

func TestAFreshConfirmationReturnsToThePageOfTheForm(t *testing.T) {
	s := one(t)
	for referer, want := range map[string]string{
		"":                                 "%2Fshops%2FE01%2Fsign",
		"http://park.example/offers?x=1":   "%2Foffers%3Fx%3D1",
		"https://evil.example/shops/E01":   "%2Fshops%2FE01%2Fsign",
		"http://park.example.evil/offers":  "%2Fshops%2FE01%2Fsign",
		"http://park.example@evil.ex/away": "%2Fshops%2FE01%2Fsign",
	} {
		w := s.post("/shops/E01/sign", ordering("key-00001", ""), e01, "Referer: "+referer)
		if got := w.Header().Get("Location"); w.Code != 303 || got != "/step-up?next="+want {
			t.Errorf("from %q: %d %s", referer, w.Code, got)
		}
	}
}

func TestAFormThatSucceedsAnswers303(t *testing.T) {
	each(t, func(s *site) {
		w := s.post("/shops/E01/orders", ordering("key-00001", "flour"), e01)
		if w.Code != 303 || w.Header().Get("Location") != "/orders/1" || s.orders() != 1 {
			s.Errorf("%d %s, %d orders", w.Code, w.Header().Get("Location"), s.orders())
		}
	})
}

func TestAFormThatFailsShowsItselfWithWhatWasTyped(t *testing.T) {
	each(t, func(s *site) {
		form := ordering("key-00001", "flour & salt")
		form.Set("amount", "八十万")
		w := s.post("/shops/E01/orders", form, e01)
		body := w.Body.String()
		if w.Code != 422 || !strings.Contains(body, "flour &amp; salt|八十万|") || !strings.Contains(body, "[amount: web.amount_broken]") {
			s.Errorf("%d %s", w.Code, body)
		}
		if s.orders() != 0 {
			s.Error("a refused form had an effect")
		}
		form.Set("amount", "800,000.00")
		if w := s.post("/shops/E01/orders", form, e01); w.Code != 303 || s.orders() != 1 {
			s.Errorf("the mended form keeps its key and must pass: %d %s", w.Code, w.Body)
		}
	})
}

// TestWhatCannotBeMendedIsAPageOfItsOwn: only faults that a person can mend in
// place come with the form.
func TestWhatCannotBeMendedIsAPageOfItsOwn(t *testing.T) {
	s := one(t)
	for kind, c := range map[string]struct {
		status int
		again  bool
	}{
		"invalid": {422, true}, "conflict": {409, true}, "wrong_turn": {409, true}, "too_many": {429, true}, "full": {507, true}, "unknown": {503, true},
		"denied": {403, false}, "not_found": {404, false}, "internal": {500, false}, "plain": {500, false},
	} {
		w := s.ask("POST", "/fail/"+kind, "", typed)
		if w.Code != c.status || strings.Contains(w.Body.String(), "<title>Again</title>") != c.again {
			t.Errorf("%s: %d %s", kind, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s shows its cause: %s", kind, w.Body)
		}
	}
}

func TestBodiesAreBounded(t *testing.T) {
	s := one(t)
	form := ordering("key-00001", strings.Repeat("x", 1<<20))
	if w := s.post("/shops/E01/orders", form, e01); w.Code != 422 || !strings.Contains(w.Body.String(), "web.body_large") {
		t.Errorf("a form of more than 1 MiB: %d %.200s", w.Code, w.Body)
	}
	upload := func(size int) int {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		m.WriteField("_key", fmt.Sprintf("key-%05d", size))
		m.WriteField("name", "flour")
		file, _ := m.CreateFormFile("file", "a.pdf")
		file.Write(make([]byte, size))
		m.Close()
		return s.ask("POST", "/shops/E01/orders", b.String(), "Content-Type: "+m.FormDataContentType(), e01).Code
	}
	if code := upload(10 << 20); code != 303 {
		t.Errorf("a file of 10 MiB: %d", code)
	}
	if code := upload(12 << 20); code != 422 {
		t.Errorf("a file of 12 MiB: %d", code)
	}
	if w := s.ask("POST", "/shops/E01/orders", "--broken", "Content-Type: multipart/form-data; boundary=x", e01); w.Code != 422 {
		t.Errorf("a broken upload: %d", w.Code)
	}
	if w := s.ask("POST", "/shops/E01/orders", "a=%zz", typed, e01); w.Code != 422 {
		t.Errorf("a broken form: %d", w.Code)
	}
}

func TestTheGateComesBeforeTheBody(t *testing.T) {
	s := one(t)
	huge := ordering("key-00001", strings.Repeat("x", 1<<20))
	if w := s.post("/shops/E02/orders", huge, e01); w.Code != 404 {
		t.Errorf("a stranger learns about the form: %d", w.Code)
	}
	if w := s.ask("POST", "/api/v1/shops/E02/orders", "{", asJSON, e01); w.Code != 404 {
		t.Errorf("a stranger learns about the operation: %d %s", w.Code, w.Body)
	}
}

func TestARouteWithoutAGatePanics(t *testing.T) {
	panics := func(register func(*Router)) (did bool) {
		defer func() { did = recover() != nil }()
		register(one(t).Router)
		return false
	}
	for name, g := range map[string]Gate{"empty": {}, "action alone": {Action: "shop.read"}, "loader alone": {Load: loadCase}, "repeatable alone": {Repeatable: "why not"}} {
		for door, register := range map[string]func(*Router){
			"page":  func(r *Router) { r.Page("GET /x", g, nil) },
			"form":  func(r *Router) { r.Form("POST /x", g, nil, nil) },
			"raw":   func(r *Router) { r.Raw("GET /x", g, nil) },
			"plain": func(r *Router) { r.Plain("POST /x", g, nil, nil) },
			"read":  func(r *Router) { Read[struct{}, made](r, huma.Operation{Path: "/x"}, g, nil) },
			"change": func(r *Router) {
				Change[struct{}, made](r, huma.Operation{Path: "/x"}, g, nil)
			},
		} {
			if !panics(register) {
				t.Errorf("%s with a gate that has %s was registered", door, name)
			}
		}
	}
	if !panics(func(r *Router) { r.Plain("POST /x", Gate{Public: "sign-in happens here"}, nil, nil) }) {
		t.Error("a plain form that does not say why repeating it is harmless was registered")
	}
	if panics(func(r *Router) { r.Page("GET /x", Gate{Public: "everybody signs in here"}, nil) }) {
		t.Error("a public route with a reason was refused")
	}
}

func TestRoutesListsBothDoors(t *testing.T) {
	var api, pages int
	for _, r := range one(t).Routes() {
		if r.Method == "" || !strings.HasPrefix(r.Path, "/") {
			t.Errorf("%+v", r)
		}
		if r.API {
			api++
		} else {
			pages++
		}
	}
	if api != 3 || pages != 7 {
		t.Errorf("%d operations and %d pages", api, pages)
	}
}

// TestLocalNeverLeavesTheSite resolves what Local answers as a browser would.
func TestLocalNeverLeavesTheSite(t *testing.T) {
	base, _ := url.Parse("https://park.example/signin")
	for next, want := range map[string]string{
		"/applications/1?tab=facts":   "/applications/1?tab=facts",
		"/":                           "/",
		"":                            "/",
		"applications":                "/",
		"//evil.example":              "/",
		"//evil.example/x":            "/",
		"//evil.example/%2f..":        "/",
		`/\evil.example`:              "/",
		`\\evil.example`:              "/",
		`/%5cevil.example`:            "*",
		"/%2f%2fevil.example":         "/",
		"///evil.example":             "*",
		"////evil.example":            "/",
		"https://evil.example":        "/",
		"https:evil.example":          "/",
		"https:/evil.example":         "/",
		"HTTPS://evil.example":        "/",
		"javascript:alert(1)":         "/",
		"data:text/html,x":            "/",
		"/..//evil.example":           "*",
		"/\t/evil.example":            "/",
		"/\n/evil.example":            "/",
		" //evil.example":             "/",
		"https://park.example/x":      "/",
		"//park.example@evil.example": "/",
		"/x?next=//evil.example":      "/x?next=//evil.example",
		"?next=x":                     "/",
	} {
		got := Local(next)
		if want != "*" && got != want {
			t.Errorf("%q: got %q, want %q", next, got, want)
		}
		to, err := base.Parse(got)
		if err != nil || to.Host != base.Host || to.Scheme != base.Scheme || strings.HasPrefix(got, "//") || strings.HasPrefix(got, `/\`) {
			t.Errorf("%q leaves the site: %q leads to %v (%v)", next, got, to, err)
		}
	}
}

func TestDecodeReadsMoneyAndPercents(t *testing.T) {
	in, err := Decode[order](url.Values{"name": {"  flour "}, "amount": {" 800,000.00 "}, "rate": {"4.35"}, "months": {"12"}, "tags": {"a", "b"}, "other": {"ignored"}})
	if err != nil || in.Name != "flour" || in.Amount != 80_000_000 || in.Rate != 43_500 || in.Months != 12 || len(in.Tags) != 2 {
		t.Errorf("%+v, %v", in, err)
	}
	if in, err := Decode[order](url.Values{"amount": {""}, "rate": {""}}); err != nil || in.Amount != 0 || in.Rate != 0 {
		t.Errorf("what is empty is zero; check() says whether it may be: %+v, %v", in, err)
	}
	for field, c := range map[string]struct{ typed, key string }{
		"amount": {"1.234", "web.amount_broken"}, "rate": {"four", "web.rate_broken"}, "months": {"a year", "web.field_broken"},
	} {
		in, err := Decode[order](url.Values{"name": {"flour"}, field: {c.typed}})
		fields := faultFields(err)
		if fields[field] != c.key || len(fields) != 1 || in.Name != "flour" {
			t.Errorf("%s %q: %v, %+v", field, c.typed, fields, in)
		}
	}
	two := faultFields(func() error {
		_, err := Decode[order](url.Values{"amount": {"x"}, "rate": {"y"}})
		return err
	}())
	if len(two) != 2 {
		t.Errorf("every broken field is named at once: %v", two)
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := one(t)
	const want = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
		"manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; report-uri /csp-report"
	for _, path := range []string{"/shops/E01", "/shops/E02", "/nowhere", "/boom/E01", "/api/v1/shops/E01", "/files/E01"} {
		h := s.ask("GET", path, "", e01).Header()
		if got := h.Get("Content-Security-Policy"); got != want {
			t.Errorf("%s: %s", path, got)
		}
		for name, value := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": ""} {
			if h.Get(name) != value {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
	}
	s.handler = Headers(true)(s.handler)
	if got := s.ask("GET", "/nowhere", "").Header().Get("Strict-Transport-Security"); got == "" {
		t.Error("https without Strict-Transport-Security")
	}
}

func TestRequestsFromOtherSitesChangeNothing(t *testing.T) {
	s := one(t)
	cases := []struct {
		headers []string
		status  int
	}{
		{[]string{"Sec-Fetch-Site: cross-site"}, 403},
		{[]string{"Sec-Fetch-Site: same-site"}, 403},
		{[]string{"Origin: https://evil.example"}, 403},
		{[]string{"Origin: null"}, 403},
		{[]string{"Sec-Fetch-Site: same-origin"}, 303},
		{[]string{"Origin: http://park.example"}, 303},
	}
	for i, c := range cases {
		w := s.post("/shops/E01/orders", ordering(fmt.Sprintf("key-%05d", i), "flour"), append(c.headers, e01)...)
		if w.Code != c.status {
			t.Errorf("%v: %d", c.headers, w.Code)
		}
		if c.status == 403 && !strings.Contains(w.Body.String(), "这一步不归你办") {
			t.Errorf("%v: %s", c.headers, w.Body)
		}
	}
	if s.orders() != 2 {
		t.Errorf("%d orders", s.orders())
	}
	if w := s.ask("GET", "/shops/E01", "", e01, "Sec-Fetch-Site: cross-site"); w.Code != 200 {
		t.Errorf("following a link from elsewhere: %d", w.Code)
	}
	if w := s.ask("POST", "/api/v1/shops/E01/orders", `{}`, asJSON, e01, "Origin: https://evil.example"); w.Code != 403 {
		t.Errorf("an operation from elsewhere: %d", w.Code)
	}
}

func TestAPlainFormSetsCookiesAndKeepsWhatWasTyped(t *testing.T) {
	s := one(t)
	s.Plain("POST /enter", Gate{Public: "sign-in happens here", Repeatable: "entering twice is entering"}, func(w http.ResponseWriter, q *http.Request) (string, error) {
		if q.PostForm.Get("name") == "" {
			return "", fault.New(fault.Invalid, "fault.denied")
		}
		http.SetCookie(w, &http.Cookie{Name: "s", Value: "1"})
		return "/home", nil
	}, func(q *http.Request, f *fault.Fault) (View, error) {
		return View{Title: "Again", Body: text("rest " + q.PostForm.Get("rest"))}, nil
	})
	for range 2 {
		w := s.post("/enter", url.Values{"name": {"li"}})
		if w.Code != 303 || w.Header().Get("Location") != "/home" || w.Header().Get("Set-Cookie") == "" {
			t.Errorf("%d %v", w.Code, w.Header())
		}
	}
	if w := s.post("/enter", url.Values{"rest": {"kept"}}); w.Code != 422 || !strings.Contains(w.Body.String(), "rest kept") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := s.post("/enter", url.Values{"name": {strings.Repeat("x", 1<<20)}}); w.Code == 303 {
		t.Errorf("an unbounded body: %d", w.Code)
	}
}
