package app

// What each page is for: a text of the locales under the page's route, behind the
// question mark of the shell.

import (
	"net/http"
	"strings"

	"kaigong.example/kaigong/internal/platform/i18n"
)

// help is the text of the page that a request shows, "" where there is none. A form
// that failed shows its page again, under the address that it was sent to.
func (a *App) help(q *http.Request) string {
	_, path, _ := strings.Cut(q.Pattern, " ")
	key := helpKey(path)
	if !a.bundle.Has(key) {
		return ""
	}
	return i18n.T(q.Context(), key)
}

// helpKey is the key of a route's path: "/applications/{id}/offers" has its text
// under "app.help.applications.it.offers".
func helpKey(path string) string {
	if path == "/{$}" {
		return "app.help.home"
	}
	words := strings.Split(strings.Trim(path, "/"), "/")
	for i, w := range words {
		if strings.HasPrefix(w, "{") {
			words[i] = "it"
		}
	}
	key := strings.NewReplacer("-", ".", "_", "").Replace(strings.Join(words, "."))
	return "app.help." + key
}
