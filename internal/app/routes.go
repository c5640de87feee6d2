package app

// The handler: middleware, the routes of every feature, and the pages that
// belong to no feature.

import (
	"context"
	"net/http"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (a *App) routes(context.Context) error {
	mux := http.NewServeMux()
	a.Router = &web.Router{DB: a.DB, Guard: a.Guard, Once: &web.Once{DB: a.DB, Now: a.System}, Layout: a.layout, Mux: mux, API: api(mux)}
	for _, m := range a.Modules {
		m.Routes(a.Router)
	}
	a.ownRoutes(a.Router)
	mux.Handle("GET /static/", ui.StaticHandler())
	mux.HandleFunc("GET /healthz", a.healthz)
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.Handle("GET /metrics", a.metrics.Handler())
	mux.HandleFunc("POST /csp-report", a.metrics.CSPReport)
	a.Handler = web.Chain(web.Routed(mux), web.Behind(a.Proxies), web.Logged(a.Log, a.System, a.metrics), a.spoken, web.Headers(a.https()), a.known, a.Filters.Around, a.Router.Mended, a.Router.SameOrigin)
	return nil
}

func (a *App) https() bool { return len(a.BaseURL) > 8 && a.BaseURL[:8] == "https://" }

// spoken puts the reader's language into the context.
func (a *App) spoken(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		chosen := ""
		if c, err := q.Cookie(langCookie); err == nil {
			chosen = c.Value
		}
		lang := i18n.Negotiate(chosen, q.Header.Get("Accept-Language"))
		next.ServeHTTP(w, q.WithContext(i18n.With(q.Context(), a.bundle, lang)))
	})
}

// known puts who asks into the context: one indexed read per request.
func (a *App) known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if who, ok := a.Identity.Authenticate(q); ok {
			q = q.WithContext(kernel.With(q.Context(), who))
		}
		next.ServeHTTP(w, q)
	})
}

const langCookie = "lang"

func (a *App) ownRoutes(r *web.Router) {
	home := web.Gate{Public: "a guest is greeted, everybody else sees their own list"}
	r.Page("GET /{$}", home, a.homePage)
	r.Page("GET /notices", web.Gate{Public: "lists only what the reader's own roles were told; a guest sees nothing"}, a.noticesPage)
	r.Page("GET /search", web.Gate{Public: "finds what the reader may list anyway; a guest may list nothing"}, a.searchPage)
	r.Form("POST /notices/read", web.Gate{Public: "marks the reader's own notices", Repeatable: "reading twice is reading"}, a.noticesRead, nil)
	r.Raw("GET /language/{lang}", web.Gate{Public: "sets the reader's own cookie"}, a.language)
	r.Page("GET /", web.Gate{Public: "says that there is nothing here"}, func(*http.Request) (web.View, error) { return web.View{}, fault.New(fault.NotFound, "fault.not_found") })
	a.logRoutes(r)
	if a.Demo {
		a.demoRoutes(r)
	}
}

// language remembers the chosen language and returns to the page.
func (a *App) language(w http.ResponseWriter, q *http.Request) error {
	lang := i18n.Negotiate(q.PathValue("lang"), "")
	http.SetCookie(w, &http.Cookie{Name: langCookie, Value: string(lang), Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode, Secure: a.https()})
	http.Redirect(w, q, web.Local(q.URL.Query().Get("next")), http.StatusSeeOther)
	return nil
}

func (a *App) healthz(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) }

// readyz answers once the database does.
func (a *App) readyz(w http.ResponseWriter, q *http.Request) {
	if err := a.DB.Ping(q.Context()); err != nil {
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ready\n"))
}

// observe adds the figures that operators watch.
func (a *App) observe() {
	a.metrics.Gauge("kaigong_jobs_waiting", "Jobs in the outbox.", func() float64 {
		n, _ := a.Jobs.Depth(context.Background())
		return float64(n)
	})
	a.metrics.Gauge("kaigong_sweep_failures", "Cases that periodic work could not move since the start, counted each time; the log names them.", func() float64 { return float64(a.Jobs.Stuck()) })
	a.metrics.Gauge("kaigong_letters_stuck", "Letters that were given up; the operator's page lists them.", a.lettersStuck)
	a.metrics.Gauge("kaigong_db_repeats", "Transactions that lost a race and were repeated.", func() float64 { return float64(a.DB.Repeats()) })
	a.metrics.Gauge("kaigong_log_size", "Entries in the transparency log.", func() float64 { return float64(a.logSize()) })
}

func (a *App) logSize() (n int64) {
	a.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		h, err := a.Audit.Head(ctx, tx)
		n = h.Size
		return err
	})
	return n
}
