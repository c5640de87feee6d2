package app

// Demo mode: the bar that shows the business date and moves it forward, and
// the gallery of components.

import (
	"context"
	"net/http"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

const demoOnly = "demo mode alone has this route; it holds no real data"

func (a *App) demoRoutes(r *web.Router) {
	open := web.Gate{Public: demoOnly, Repeatable: "each press is meant to move the date once more"}
	r.Form("POST /demo/clock", open, a.moveClock, nil)
	r.Page("GET /_ui", open, func(q *http.Request) (web.View, error) {
		return web.View{Title: i18n.T(q.Context(), "app.gallery"), Body: ui.Gallery(q.URL.Query().Get("component"))}, nil
	})
}

func (a *App) demoBar(ctx context.Context) *ui.DemoBar {
	return &ui.DemoBar{Date: i18n.Date(ctx, clock.DateOf(a.Now(), a.Calendar.Zone()).String()), Action: "/demo/clock", Key: a.Identity.NewID()}
}

// moveClock goes forward by a day, a week or a month, one day at a time, and
// does what falls due on each.
func (a *App) moveClock(q *http.Request) (string, error) {
	now := a.Now().In(a.Calendar.Zone())
	to := map[string]time.Time{"day": now.AddDate(0, 0, 1), "week": now.AddDate(0, 0, 7), "month": now.AddDate(0, 1, 0)}[q.PostForm.Get("by")]
	back := web.Local(q.PostForm.Get("next"))
	if ref := q.Referer(); q.PostForm.Get("next") == "" && ref != "" {
		back = web.Back(q)
	}
	if to.IsZero() {
		return back, nil
	}
	return back, a.AdvanceTo(q.Context(), to)
}

// AdvanceTo moves the business clock forward day by day and settles each.
func (a *App) AdvanceTo(ctx context.Context, to time.Time) error {
	for a.Now().Before(to) {
		next := a.Now().AddDate(0, 0, 1)
		if next.After(to) {
			next = to
		}
		if err := a.Business.Advance(next); err != nil {
			return err
		}
		if err := a.Settle(ctx); err != nil {
			return err
		}
	}
	return nil
}
