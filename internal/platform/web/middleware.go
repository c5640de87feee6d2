package web

// What every request passes: an id, the log line without personal data,
// security headers, cross-origin protection, and the mending of panics.

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// Middleware wraps a handler.
type Middleware func(http.Handler) http.Handler

// Chain applies middlewares so that the first is the outermost.
func Chain(h http.Handler, all ...Middleware) http.Handler {
	for i := len(all) - 1; i >= 0; i-- {
		h = all[i](h)
	}
	return h
}

type ticketKey struct{}

// ticket is what a request carries for its log lines.
type ticket struct {
	id    string
	log   *slog.Logger
	route *string // written by Routed
}

func requestID(ctx context.Context) string {
	if t, ok := ctx.Value(ticketKey{}).(ticket); ok {
		return t.id
	}
	return ""
}

func note(q *http.Request, what string, err error) { noteContext(q.Context(), what, err) }

func noteContext(ctx context.Context, what string, err error) {
	if t, ok := ctx.Value(ticketKey{}).(ticket); ok {
		t.log.Error(what, "ref", t.id, "err", err)
	}
}

// Logged gives every request a reference and one line in the log: the route's
// pattern, never its path, because paths hold the ids of cases, or what a
// discreet route is called.
func Logged(log *slog.Logger, now func() time.Time, m *Metrics) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			t := ticket{id: "E-" + rand.Text()[:6], log: log, route: new(string)}
			q = q.WithContext(context.WithValue(q.Context(), ticketKey{}, t))
			seen := &watched{ResponseWriter: w, status: http.StatusOK}
			start := now()
			defer func() {
				took := now().Sub(start)
				m.observe(q.Method, *t.route, seen.status, took)
				log.Info("request", "ref", t.id, "method", q.Method, "route", *t.route, "status", seen.status, "ms", took.Milliseconds())
			}()
			next.ServeHTTP(seen, q)
		})
	}
}

// Routed tells the log which route answered. Middlewares between the log and
// the mux hand on copies of the request, and the mux writes its pattern on the
// last one alone.
func Routed(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		defer func() {
			if t, ok := q.Context().Value(ticketKey{}).(ticket); ok && *t.route == "" {
				*t.route = q.Pattern
			}
		}()
		mux.ServeHTTP(w, q)
	})
}

// watched remembers the status for the log.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(code int) {
	w.status = code
	w.ResponseWriter.WriteHeader(code)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Mended turns a panic into an internal fault: one request fails, not the
// server.
func (r *Router) Mended(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		defer func() {
			x := recover()
			if x == nil {
				return
			}
			if x == http.ErrAbortHandler {
				panic(x)
			}
			r.fail(w, q, fmt.Errorf("panic: %v\n%s", x, debug.Stack()))
		}()
		next.ServeHTTP(w, q)
	})
}

// csp is the policy of every page: nothing from elsewhere, nothing inline.
var csp = strings.Join([]string{
	"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
	"connect-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
	"report-uri /csp-report",
}, "; ")

// cspWasm also lets a page compile WebAssembly, and nothing else more.
var cspWasm = strings.Replace(csp, "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", 1)

// cspFrames also lets a page show what this site answers within itself, and
// nothing else more.
var cspFrames = strings.Replace(csp, "connect-src 'self'", "connect-src 'self'; frame-src 'self'", 1)

// Headers sets what browsers need to keep a page to itself.
func Headers(https bool) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			h := w.Header()
			h.Set("Content-Security-Policy", csp)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Permissions-Policy", "geolocation=(), microphone=(), camera=(), payment=()")
			if https {
				h.Set("Strict-Transport-Security", "max-age=31536000")
			}
			next.ServeHTTP(w, q)
		})
	}
}

// SameOrigin refuses requests that change something and come from a page of
// another site.
func (r *Router) SameOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.AddInsecureBypassPattern("POST /csp-report") // browsers send it without an origin
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.fail(w, q, errCrossOrigin())
	}))
	return guard.Handler(next)
}
