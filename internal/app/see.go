package app

// Whether a reader may still see what a row or a notice is about: the gate of
// the page that it leads to is asked again.

import (
	"context"
	"net/http"
	"net/url"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
)

// maySee asks the gate of a page of this site.
func (a *App) maySee(ctx context.Context, tx db.Tx, href string) bool {
	u, err := url.Parse(href)
	if err != nil {
		return false
	}
	q := (&http.Request{Method: http.MethodGet, URL: u, Host: "self"}).WithContext(ctx)
	_, pattern := a.Router.Mux.Handler(q)
	return a.Router.Passes(ctx, tx, pattern, u.Path)
}

// mayTake reports whether a turn may be shown to the reader.
func (a *App) mayTake(ctx context.Context, tx db.Tx, t flow.Turn) bool {
	return a.maySee(ctx, tx, t.Path)
}
