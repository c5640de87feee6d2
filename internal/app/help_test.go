package app_test

// Every page says what it is for, in both languages, in at most three sentences.

import (
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// without are pages that need no text, with the reason.
var without = map[string]string{"GET /": "there is nothing here"}

var (
	sentence = map[string]*regexp.Regexp{"zh-CN": regexp.MustCompile(`[。！？]`), "en": regexp.MustCompile(`[.!?](\s|$)`)}
	helpText = regexp.MustCompile(`(?s)<details class="kg-help.*?<p>(.*?)</p>`)
)

func TestEveryPageSaysWhatItIsFor(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	zh, en := read(t, "locales/zh-CN.json"), read(t, "locales/en.json")
	used := map[string]bool{}
	for _, route := range s.App.Router.Routes() {
		if !route.Page || without[route.Method+" "+route.Path] != "" {
			continue
		}
		key := keyOf(route.Path)
		used[key] = true
		for lang, texts := range map[string]map[string]string{"zh-CN": zh, "en": en} {
			text := texts[key]
			n := len(sentence[lang].FindAllString(text, -1))
			if n < 1 || n > 3 || len([]rune(text)) < 15 || len([]rune(text)) > 300 {
				t.Errorf("%s says in %s, under %s: %q; a page says in one to three sentences what it is for and what to do", route.Path, lang, key, text)
			}
		}
	}
	for key := range zh {
		if strings.HasPrefix(key, "app.help.") && !used[key] {
			t.Errorf("%s belongs to no page", key)
		}
	}
	for path, key := range map[string]string{"/": "app.help.home", "/people": "app.help.people", "/recoveries": "app.help.recoveries"} {
		a := s.Client(t, apptest.Owner).Page(path)
		found := helpText.FindStringSubmatch(a.Body)
		if found == nil || html.UnescapeString(found[1]) != en[key] {
			t.Errorf("%s shows %q, want %q", path, found, en[key])
		}
	}
	if a := s.Client(t, "").Page("/nothing-here"); helpText.MatchString(a.Body) {
		t.Error("a page that does not exist explains itself")
	}
}

// keyOf is the rule as a writer of texts reads it: the path with dots, "it" for
// what is chosen, "home" for the first page.
func keyOf(path string) string {
	if path == "/{$}" {
		return "app.help.home"
	}
	path = regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(strings.Trim(path, "/"), "it")
	return "app.help." + strings.NewReplacer("/", ".", "-", ".", "_", "").Replace(path)
}

// read is a locale file.
func read(t *testing.T, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\s*"([^"]+)": "(.*?)",?$`).FindAllStringSubmatch(string(text), -1) {
		all[m[1]] = m[2]
	}
	return all
}
