package web

// A small shop to test the edges with: one case type with an owner, the real
// guard, the real database, and a page layout of three lines.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

const policy = `
@id("shop.read")
permit (principal, action == Action::"shop.read", resource)
when { principal has party && resource.owner == principal.party };

@id("shop.order")
permit (principal, action == Action::"shop.order", resource)
when { principal has party && resource.owner == principal.party };

@id("shop.sign")
permit (principal, action == Action::"shop.sign", resource)
when { principal has party && resource.owner == principal.party && principal.stepped_up };
`

// person is who asks, given by the header X-Who.
type person string

func (p person) Principal() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Person", ID: string(p)}, Attrs: authz.Attrs{
		"party": authz.Ref{Type: "Party", ID: string(p)}, "roles": []string{}, "stepped_up": false}}
}

// order is the input of the shop's one use case.
type order struct {
	Name   string    `form:"name" json:"name"`
	Amount money.Fen `form:"amount" json:"amount"`
	Rate   money.PPM `form:"rate" json:"rate"`
	Months int       `form:"months" json:"months,omitempty"`
	Tags   []string  `form:"tags" json:"tags,omitempty"`
}

// made is what the use case answers.
type made struct {
	Number int64 `json:"number"`
}

type site struct {
	*testing.T
	*Router
	handler http.Handler
	mu      sync.Mutex
	log     bytes.Buffer
	now     time.Time
}

func (s *site) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.Write(p)
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	guard, err := authz.NewGuard(authz.Source{Feature: "shop", Text: []byte(policy)})
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := i18n.Load(Files)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if err := d.Migrate(ctx, db.Source{Name: "web", Files: Files}); err != nil {
		t.Fatal(err)
	}
	err = d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `CREATE TABLE shop_order (number BIGINT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{T: t, now: time.Date(2020, 3, 24, 2, 0, 0, 0, time.UTC)}
	mux := http.NewServeMux()
	s.Router = &Router{DB: d, Guard: guard, Layout: layout, Mux: mux, API: humago.New(mux, huma.DefaultConfig("Shop", "1")),
		Once: &Once{DB: d, Now: func() time.Time { return s.now }}}
	s.routes()
	who := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			ctx := i18n.With(q.Context(), bundle, i18n.Negotiate("", q.Header.Get("Accept-Language")))
			if name := q.Header.Get("X-Who"); name != "" {
				ctx = authz.With(ctx, person(name))
			}
			next.ServeHTTP(w, q.WithContext(ctx))
		})
	}
	log := slog.New(slog.NewJSONHandler(s, nil))
	s.handler = Chain(Routed(mux), Logged(log, func() time.Time { return s.now }, NewMetrics()), who, Headers(false), s.SameOrigin, s.Mended)
	return s
}

func layout(q *http.Request, v View) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		fmt.Fprintf(w, "<title>%s</title>", html.EscapeString(v.Title))
		return v.Body.Render(ctx, w)
	})
}

func text(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, html.EscapeString(s))
		return err
	})
}

func loadCase(_ context.Context, _ db.Tx, p Params) (authz.Resource, error) {
	if p("owner") == "NONE" {
		return authz.Resource{}, fault.New(fault.NotFound, "fault.not_found")
	}
	return authz.Resource{Ref: authz.Ref{Type: "Shop", ID: p("owner")}, Read: "shop.read", Attrs: authz.Attrs{"owner": authz.Ref{Type: "Party", ID: p("owner")}}}, nil
}

// place is the use case: it checks and makes one row.
func (s *site) place(ctx context.Context, owner string, in order) (out made, err error) {
	var c fault.Check
	c.That(in.Name != "", "name", "web.field_broken")
	if err := c.Err(); err != nil {
		return out, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		n, err := db.Count(ctx, tx, `SELECT COUNT(*) FROM shop_order`)
		if err != nil {
			return err
		}
		out.Number = n + 1
		_, err = tx.Exec(ctx, `INSERT INTO shop_order (number, name, owner) VALUES ($1, $2, $3)`, n+1, in.Name, owner)
		return err
	})
	return out, err
}

// failures are the faults that the shop can be asked to answer with.
func failure(kind string) error {
	if kind == "plain" {
		return fmt.Errorf("secret cause of %s", kind)
	}
	return fault.New(fault.Kind(kind), "fault.denied").Because(fmt.Errorf("secret cause"))
}

func (s *site) routes() {
	read, write := Gate{Action: "shop.read", Load: loadCase}, Gate{Action: "shop.order", Load: loadCase}
	s.Page("GET /shops/{owner}", read, func(q *http.Request) (View, error) { return View{Title: "Shop", Body: text("goods")}, nil })
	s.Page("GET /boom/{owner}", read, func(*http.Request) (View, error) { panic("secret cause") })
	s.Page("GET /fail/{kind}", Gate{Public: "a test"}, func(q *http.Request) (View, error) { return View{}, failure(q.PathValue("kind")) })
	s.Raw("GET /files/{owner}", read, func(w http.ResponseWriter, q *http.Request) error {
		if q.URL.Query().Has("gone") {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		_, err := io.WriteString(w, "bytes")
		return err
	})
	s.Form("POST /shops/{owner}/orders", write, func(q *http.Request) (string, error) {
		in, err := Decode[order](q.PostForm)
		if err != nil {
			return "", err
		}
		out, err := s.place(q.Context(), q.PathValue("owner"), in)
		return fmt.Sprintf("/orders/%d", out.Number), err
	}, func(q *http.Request, f *fault.Fault) (View, error) {
		return View{Title: "Again", Body: text(fmt.Sprintf("%s|%s|%v", q.PostForm.Get("name"), q.PostForm.Get("amount"), f))}, nil
	})
	s.Form("POST /shops/{owner}/sign", Gate{Action: "shop.sign", Load: loadCase}, func(*http.Request) (string, error) { return "/", nil }, nil)
	s.Form("POST /fail/{kind}", Gate{Public: "a test", Repeatable: "a test"}, func(q *http.Request) (string, error) { return "", failure(q.PathValue("kind")) },
		func(q *http.Request, f *fault.Fault) (View, error) {
			return View{Title: "Again", Body: text(string(f.Kind))}, nil
		})
	type input struct {
		Owner string `path:"owner"`
		Body  order
	}
	Change(s.Router, huma.Operation{Path: "/api/v1/shops/{owner}/orders", DefaultStatus: http.StatusCreated}, write,
		func(ctx context.Context, in *input) (made, error) { return s.place(ctx, in.Owner, in.Body) })
	Read(s.Router, huma.Operation{Path: "/api/v1/shops/{owner}"}, read,
		func(ctx context.Context, in *struct {
			Owner string `path:"owner"`
		}) (made, error) {
			return made{7}, nil
		})
	Read(s.Router, huma.Operation{Path: "/api/v1/fail/{kind}"}, Gate{Public: "a test"},
		func(ctx context.Context, in *struct {
			Kind string `path:"kind"`
		}) (made, error) {
			return made{}, failure(in.Kind)
		})
}

// orders counts the effects.
func (s *site) orders() int64 {
	s.Helper()
	var n int64
	err := s.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		n, err = db.Count(ctx, tx, `SELECT COUNT(*) FROM shop_order`)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return n
}

// ask sends a request; headers come as "Name: value".
func (s *site) ask(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	q := httptest.NewRequest(method, "http://park.example"+path, strings.NewReader(body))
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		q.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, q)
	return w
}

const (
	e01    = "X-Who: E01"
	typed  = "Content-Type: application/x-www-form-urlencoded"
	asJSON = "Content-Type: application/json"
)

func (s *site) post(path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	return s.ask("POST", path, form.Encode(), append([]string{typed}, headers...)...)
}

func ordering(key, name string) url.Values { return url.Values{"_key": {key}, "name": {name}} }

func decoded[T any](t *testing.T, w *httptest.ResponseRecorder) (out T) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	return out
}

// each runs a test on every database, with a shop of its own.
func each(t *testing.T, run func(s *site)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { run(newSite(t, d)) })
}

// one runs a test that touches no difference between the databases.
func one(t *testing.T) *site { return newSite(t, dbtest.SQLite(t)) }
