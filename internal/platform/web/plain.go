package web

// Plain forms: the few whose answer is more than an address, such as a cookie,
// or whose slow part must stay outside a transaction, such as the hashing of a
// password.

import (
	"net/http"

	"kaigong.example/kaigong/internal/platform/fault"
)

// Plain registers a POST that answers 303 and writes its own headers first. It
// keeps no idempotency record, so its gate says why a repetition is harmless;
// a gate that does not say so is refused like one that is not closed.
func (r *Router) Plain(pattern string, g Gate, do func(http.ResponseWriter, *http.Request) (location string, err error), again Again) {
	if g.Repeatable == "" {
		g = Gate{} // which add refuses
	}
	method, path := split(pattern)
	r.add(method, path, false, g)
	r.Mux.Handle(pattern, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		err := r.pass(q.Context(), g, q.PathValue)
		if err == nil {
			err = parse(q)
		}
		if err != nil {
			r.fail(w, q, err)
			return
		}
		location, err := do(w, q)
		if err == nil {
			http.Redirect(w, q, location, http.StatusSeeOther)
			return
		}
		r.showAgain(w, q, fault.Of(err), again)
	}))
}
