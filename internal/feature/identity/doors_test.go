package identity

// Both doors: what a browser and a program may send, and what must not exist.

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// site serves the feature's routes as the program does.
func (k *kit) site() http.Handler {
	k.t.Helper()
	must(k.t, k.DB.Migrate(context.Background(), db.Source{Name: "id", Files: id.Files},
		db.Source{Name: auditlog.Name, Files: auditlog.Files}, db.Source{Name: Name, Files: Files}, db.Source{Name: "web", Files: web.Files}))
	bundle, err := i18n.Load(web.Files, ui.Locales(), kernel.Files, Files)
	must(k.t, err)
	mux := http.NewServeMux()
	r := &web.Router{DB: k.DB, Guard: k.Guard, Mux: mux, API: humago.New(mux, huma.DefaultConfig("Kaigong", "1")),
		Once:   &web.Once{DB: k.DB, Now: func() time.Time { return k.system }},
		Layout: func(_ *http.Request, v web.View) templ.Component { return v.Body }}
	Module(k.Service).Routes(r)
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		ctx := i18n.With(q.Context(), bundle, i18n.En)
		if a, ok := k.Authenticate(q); ok {
			ctx = kernel.With(ctx, a)
		}
		mux.ServeHTTP(w, q.WithContext(ctx))
	})
}

// send answers a request: a form where body is url.Values, else JSON.
func send(h http.Handler, method, path, token string, body any) *httptest.ResponseRecorder {
	var text io.Reader
	kind := "application/json"
	switch b := body.(type) {
	case url.Values:
		text, kind = strings.NewReader(b.Encode()), "application/x-www-form-urlencoded"
	case nil:
	default:
		raw, _ := json.Marshal(b)
		text = strings.NewReader(string(raw))
	}
	q := httptest.NewRequest(method, path, text)
	q.Header.Set("Content-Type", kind)
	q.Header.Set("Idempotency-Key", "key-"+method+path)
	if token != "" {
		q.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, q)
	return w
}

func TestBothDoorsLetPeopleIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("p1", k.party("BANK", kernel.Bank), kernel.Officer)
		k.password(p)
		h := k.site()
		w := send(h, "POST", "/signin", "", url.Values{"sign_in": {p.SignIn}, "password": {goodPassword}, "next": {"//evil.example/x"}})
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" || len(w.Result().Cookies()) != 1 {
			t.Fatalf("the page: %d, %v", w.Code, w.Header())
		}
		if _, ok := k.seen(w.Result().Cookies()[0].Value); !ok {
			t.Error("the cookie lets nobody in")
		}
		w = send(h, "POST", "/signin", "", url.Values{"sign_in": {p.SignIn}, "password": {"not this one"}})
		if w.Code != http.StatusUnprocessableEntity || len(w.Result().Cookies()) != 0 || strings.Contains(w.Body.String(), "not this one") {
			t.Errorf("a wrong password: %d", w.Code)
		}
		w = send(h, "POST", "/api/v1/session", "", map[string]string{"sign_in": p.SignIn, "password": goodPassword})
		send(h, "POST", "/api/v1/session", "", map[string]string{"sign_in": p.SignIn, "password": "not this one"})
		if n, err := countWhere(k, `SELECT failures FROM identity_attempt WHERE source = '192.0.2.1' AND account <> '*'`); n != 1 || err != nil {
			t.Errorf("%d tries are counted for the address, after a good one forgot those before, %v", n, err)
		}
		var out Token
		must(t, json.Unmarshal(w.Body.Bytes(), &out))
		if w = send(h, "GET", "/api/v1/account", out.Token, nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), p.SignIn) {
			t.Errorf("the program's account: %d %s", w.Code, w.Body)
		}
		if w = send(h, "GET", "/account", out.Token, nil); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "identity.") {
			t.Errorf("the account page: %d %s", w.Code, w.Body)
		}
		w = send(h, "DELETE", "/api/v1/session", out.Token, nil)
		if _, ok := k.seen(out.Token); ok || w.Code >= 300 {
			t.Errorf("signed out: %d", w.Code)
		}
		if w = send(h, "GET", "/account", "", nil); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/signin") {
			t.Errorf("a guest at the account: %d", w.Code)
		}
	})
}

func TestUnknownFieldsGiveNoRoles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, bank, admin := host(t, d)
		h := k.site()
		code := k.invite(admin)
		body := map[string]any{"sign_in": "new@example.org", "password": goodPassword, "roles": []string{"organisation_admin"}, "party": "E01"}
		if w := send(h, "POST", "/api/v1/invitations/"+code, "", body); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("unknown fields in JSON: %d %s", w.Code, w.Body)
		}
		form := url.Values{"sign_in": {"new@example.org"}, "password": {goodPassword}, "roles": {"organisation_admin"}, "Roles": {"organisation_admin"}, "party": {"x"}}
		w := send(h, "POST", "/invitations/"+code, "", form)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("accepting: %d %s", w.Code, w.Body)
		}
		a, _ := k.seen(w.Result().Cookies()[0].Value)
		if a.Party != bank.ID || len(a.Roles) != 1 || a.Roles[0] != kernel.Officer {
			t.Errorf("came in as %+v", a)
		}
		boss := k.enter(k.personNamed("boss"))
		other := k.party("E02", kernel.Enterprise)
		w = send(h, "POST", "/api/v1/people/invitations", boss, map[string]any{"name_zh": "新人", "roles": []string{"lender_officer"}, "party": other.ID})
		if n, err := countWhere(k, `SELECT count(*) FROM identity_invitation WHERE party_id <> $1`, bank.ID); w.Code != http.StatusUnprocessableEntity || n != 0 || err != nil {
			t.Errorf("invited to another party: %d, %d, %v", w.Code, n, err)
		}
	})
}

func (k *kit) personNamed(ref string) (p Person) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		p, err = k.PersonByRef(ctx, tx, ref)
		return err
	}))
	return p
}

func TestTheDemosPathsExistInTheDemoAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("p1", k.party("BANK", kernel.Bank), kernel.Approver)
		token := k.enter(p)
		for _, demo := range []bool{false, true} {
			k.Demo = demo
			h := k.site()
			want := map[bool]int{false: http.StatusNotFound, true: http.StatusOK}[demo]
			if w := send(h, "GET", "/demo", "", nil); w.Code != want {
				t.Errorf("demo %v: the picker answers %d", demo, w.Code)
			}
			w := send(h, "POST", "/demo/as", "", url.Values{"persona": {p.ID}})
			if (len(w.Result().Cookies()) > 0) != demo {
				t.Errorf("demo %v: becoming somebody answers %d", demo, w.Code)
			}
			w = send(h, "POST", "/api/v1/demo/as", "", map[string]string{"persona": p.ID})
			if (w.Code == http.StatusOK) != demo {
				t.Errorf("demo %v: the program becomes somebody: %d", demo, w.Code)
			}
			send(h, "POST", "/step-up", token, url.Values{"purpose": {"sign:1"}, "demo": {"1"}})
			if a, _ := k.seen(token); a.SteppedUp != demo {
				t.Errorf("demo %v: the button confirmed: %v", demo, a.SteppedUp)
			}
			w = send(h, "GET", "/step-up?next=/x&purpose=sign:1", token, nil)
			if strings.Contains(w.Body.String(), "(demo)") != demo || w.Code != http.StatusOK {
				t.Errorf("demo %v: the page of the button: %d %s", demo, w.Code, w.Body)
			}
		}
	})
}

func TestPagesSpeakInWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.Demo = true
		firm, bank := k.party("E01", kernel.Enterprise), k.party("BANK", kernel.Bank)
		owner, _ := k.member("owner", firm, kernel.Owner, kernel.OrgAdmin)
		consent := k.grant(firm, bank)
		token := k.enter(owner)
		code := k.inviteClerk(k.as(token))
		must(t, k.StartCodes(k.as(token)))
		h := k.site()
		for _, path := range []string{"/signin", "/demo", "/account", "/account/password", "/account/codes", "/consents", "/consents/" + consent, "/invitations/" + code, "/step-up"} {
			w := send(h, "GET", path, token, nil)
			if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "identity.") {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
		w := send(h, "POST", "/consents/"+consent+"/revoke", token, url.Values{"_key": {"0123456789"}, "reason": {"done"}})
		if w.Code != http.StatusSeeOther || k.live("c1", bank.ID, purposeOf, "lease", monday) {
			t.Errorf("revoking by the page: %d %s", w.Code, w.Body)
		}
	})
}

func (k *kit) inviteClerk(admin context.Context) string {
	k.t.Helper()
	_, code, err := k.Invite(admin, Invite{NameZh: "新人", Roles: []kernel.Role{kernel.FinanceClerk}})
	must(k.t, err)
	return code
}
