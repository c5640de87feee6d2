package app

// The search box at the top: every feature is asked for what it knows under the
// text, and answers with what the reader may list anyway.

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/web"
)

// What a search takes and shows at most.
const (
	searchLength = 100
	hitsShown    = 50
)

func (a *App) searchPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	text := strings.TrimSpace(q.URL.Query().Get("q"))
	if utf8.RuneCountInString(text) > searchLength {
		text = string([]rune(text)[:searchLength])
	}
	var hits []module.Hit
	for _, m := range a.Modules {
		if m.Find == nil || text == "" {
			continue
		}
		more, err := m.Find(ctx, text)
		if err != nil {
			return web.View{}, err
		}
		hits = append(hits, more...)
	}
	return web.View{Title: i18n.T(ctx, "app.search"), Body: searchBody(text, len(hits), hits[:min(len(hits), hitsShown)])}, nil
}
