package web

// Pages: a GET shows, a POST does and answers 303, and a form that fails shows
// itself again with what was typed and an error summary.

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/ui"
)

// View is what a page handler wants shown inside the layout.
type View struct {
	Title   string // translated
	Current string // the navigation entry that is lit
	Crumbs  []ui.Crumb
	Body    templ.Component
	Wide    bool
	Islands []string // scripts that this page needs: "echarts"
	Modules []string // addresses of modules that this page needs
	Wasm    bool     // the page may run WebAssembly
	Frames  bool     // the page may show a document of this site within itself
	Gone    bool     // there is nothing here: the layout must not tell this address from another
}

// Layout puts a view into the shell of the person who asks.
type Layout func(r *http.Request, v View) templ.Component

// Show is a page handler.
type Show func(r *http.Request) (View, error)

// Do is a form handler: it returns where to go next.
type Do func(r *http.Request) (location string, err error)

// Again shows a form once more, with the fault that stopped it.
type Again func(r *http.Request, f *fault.Fault) (View, error)

// Page registers a GET page.
func (r *Router) Page(pattern string, g Gate, show Show) {
	method, path := split(pattern)
	r.add(method, path, false, g)
	r.routes[len(r.routes)-1].Page = true
	r.Mux.Handle(pattern, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		err := r.pass(q.Context(), g, q.PathValue)
		if err == nil {
			var v View
			if v, err = show(q); err == nil {
				r.render(w, q, http.StatusOK, v)
				return
			}
		}
		r.fail(w, q, err)
	}))
}

// Form registers a POST that changes something. The whole change, with the
// record that makes a second copy of the request harmless, is one transaction.
func (r *Router) Form(pattern string, g Gate, do Do, again Again) {
	method, path := split(pattern)
	r.add(method, path, false, g)
	r.Mux.Handle(pattern, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if err := r.pass(q.Context(), g, q.PathValue); err != nil {
			r.fail(w, q, err)
			return
		}
		location, err := r.submit(q, g, do)
		if err == nil {
			http.Redirect(w, q, location, http.StatusSeeOther)
			return
		}
		r.showAgain(w, q, fault.Of(err), again)
	}))
}

func (r *Router) submit(q *http.Request, g Gate, do Do) (string, error) {
	if err := parse(q); err != nil {
		return "", err
	}
	if g.Repeatable != "" {
		return do(q)
	}
	a, err := r.Once.Do(q.Context(), formRequest(q), func(ctx context.Context) (Answer, error) {
		to, err := do(q.WithContext(ctx))
		return Answer{Status: http.StatusSeeOther, Body: to}, err
	})
	return a.Body, err
}

// showAgain answers what a person can mend in place with the form; anything
// else is a page of its own.
func (r *Router) showAgain(w http.ResponseWriter, q *http.Request, f *fault.Fault, again Again) {
	mendable := f.Kind == fault.Invalid || f.Kind == fault.Conflict || f.Kind == fault.WrongTurn ||
		f.Kind == fault.Full || f.Kind == fault.Unknown || f.Kind == fault.TooMany
	if again == nil || !mendable {
		r.fail(w, q, f)
		return
	}
	v, err := again(q, f)
	if err != nil {
		r.fail(w, q, err)
		return
	}
	r.render(w, q, status(f.Kind), v)
}

// Raw registers a GET that answers bytes: a download, an export, a contract.
func (r *Router) Raw(pattern string, g Gate, serve func(http.ResponseWriter, *http.Request) error) {
	method, path := split(pattern)
	r.add(method, path, false, g)
	r.Mux.Handle(pattern, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		err := r.pass(q.Context(), g, q.PathValue)
		if err == nil {
			err = serve(w, q)
		}
		if err != nil {
			r.fail(w, q, err)
		}
	}))
}

func (r *Router) render(w http.ResponseWriter, q *http.Request, code int, v View) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "HX-Request, Cookie, Accept-Language")
	switch {
	case v.Wasm:
		h.Set("Content-Security-Policy", cspWasm)
	case v.Frames:
		h.Set("Content-Security-Policy", cspFrames)
	}
	w.WriteHeader(code)
	if err := r.Layout(q, v).Render(q.Context(), w); err != nil {
		note(q, "render", err)
	}
}

// fail shows a fault as a page. A guest is sent to sign in and comes back.
func (r *Router) fail(w http.ResponseWriter, q *http.Request, err error) {
	f := fault.Of(err)
	if f.Kind == fault.Unsigned {
		http.Redirect(w, q, "/signin?next="+returnTo(q), http.StatusSeeOther)
		return
	}
	if f.Kind == fault.StepUp {
		http.Redirect(w, q, "/step-up?next="+returnTo(q), http.StatusSeeOther)
		return
	}
	if f.Kind == fault.Internal {
		note(q, "request failed", err)
	}
	r.render(w, q, status(f.Kind), View{Title: faultTitle(q.Context(), f), Gone: f.Kind == fault.NotFound, Body: ui.FaultPage(f, requestID(q.Context()))})
}
