package ui

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/i18n"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// reader is a context in a language, with the words of faults that the web
// edge owns.
func reader(t testing.TB, l i18n.Lang) context.Context {
	t.Helper()
	b, err := i18n.Load(Locales(), os.DirFS("../web"))
	if err != nil {
		t.Fatal(err)
	}
	return i18n.With(context.Background(), b, l)
}

func render(t testing.TB, ctx context.Context, x Example) string {
	t.Helper()
	var b bytes.Buffer
	if err := x.Render().Render(ctx, &b); err != nil {
		t.Fatalf("%s, %s: %v", x.Component, x.Name, err)
	}
	return b.String()
}

// TestExamples compares every example with its golden file. A file holds all
// examples of a component in one language, an element a line.
func TestExamples(t *testing.T) {
	for _, l := range i18n.Langs {
		pages := map[string]string{}
		for _, x := range Examples() {
			pages[x.Component] += "<!-- " + x.Name + " -->\n" + lines(render(t, reader(t, l), x)) + "\n"
		}
		for component, got := range pages {
			golden(t, component+"."+string(l)+".html", got)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs at %q; look, then run with -update", name, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	for i, line := range strings.Split(got, "\n") {
		if w := strings.Split(want, "\n"); i >= len(w) || w[i] != line {
			return line
		}
	}
	return "the end"
}

var tagStart = regexp.MustCompile(`(<[a-zA-Z!])`)

// lines puts each opening tag on its own line, so that a difference is small.
func lines(html string) string {
	return strings.TrimSpace(tagStart.ReplaceAllString(html, "\n$1"))
}

var (
	runs  = regexp.MustCompile(`(?i)\son[a-z]+=`)
	style = regexp.MustCompile(`(?i)\sstyle=|<style`)
	empty = regexp.MustCompile(`aria-label=""|href=""|id=""`)
	shout = regexp.MustCompile(`[！!](?:[^-]|$)`)
	key   = regexp.MustCompile(`>\s*(?:ui|fault)\.[a-z_.]+`)
)

// TestExamplesObeyThePolicy looks for what a strict content policy forbids and
// for gaps that a reader would see.
func TestExamplesObeyThePolicy(t *testing.T) {
	for _, l := range i18n.Langs {
		ctx := reader(t, l)
		for _, x := range Examples() {
			html := render(t, ctx, x)
			for what, bad := range map[string]*regexp.Regexp{
				"a script that runs in an attribute": runs, "a style attribute": style,
				"an empty attribute": empty, "an exclamation mark": shout, "a message key": key,
			} {
				if found := bad.FindString(strings.ReplaceAll(html, "<!--", "")); found != "" {
					t.Errorf("%s, %s (%s) has %s: %q", x.Component, x.Name, l, what, found)
				}
			}
			for _, script := range regexp.MustCompile(`<script[^>]*>`).FindAllString(html, -1) {
				if !strings.Contains(script, `type="application/json"`) {
					t.Errorf("%s, %s runs a script in the page: %s", x.Component, x.Name, script)
				}
			}
		}
	}
}

// TestEnglishHasNoChinese finds text that nobody translated. The name of the
// other language and the park's own sign are meant.
func TestEnglishHasNoChinese(t *testing.T) {
	ctx := reader(t, i18n.En)
	han := regexp.MustCompile(`\p{Han}+`)
	for _, x := range Examples() {
		html := strings.ReplaceAll(render(t, ctx, x), "中文", "")
		if found := han.FindString(html); found != "" {
			t.Errorf("%s, %s shows %q to an English reader", x.Component, x.Name, found)
		}
	}
}

// TestEveryComponentHasAnExample reads the templates: whatever is exported
// must appear among the examples.
func TestEveryComponentHasAnExample(t *testing.T) {
	shown := ""
	for _, file := range glob(t, "examples*.go") {
		shown += read(t, file)
	}
	component := regexp.MustCompile(`(?m)^templ (?:\(f Form\) )?([A-Z]\w*)\(`)
	within := map[string]string{"Icon": "Chip(", "Mark": "Crumbs(", "Gallery": "Examples", "Shell": "TimeBar(", "PublicShell": "TimeBar(",
		"Hide": "Pipe(", "Proof": "Timeline(", "Scroll": "DataTable(", "WhyBox": "WhyBox(", "Tabs": "CaseHeader(", "Summary": "Frame("}
	for _, file := range glob(t, "*.templ") {
		for _, m := range component.FindAllStringSubmatch(read(t, file), -1) {
			call := m[1] + "("
			if part, ok := within[m[1]]; ok {
				call = part
			}
			if !strings.Contains(shown, call) && m[1] != "Gallery" {
				t.Errorf("%s: component %s has no example", file, m[1])
			}
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no file matches %s: %v", pattern, err)
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestIcons holds that every icon that the code names can be drawn.
func TestIcons(t *testing.T) {
	for _, r := range StatusTable {
		if iconPaths[r.Icon] == "" {
			t.Errorf("%s %s: no icon %q", r.Machine, r.State, r.Icon)
		}
	}
	for _, l := range i18n.Langs {
		for _, x := range Examples() {
			if strings.Contains(render(t, reader(t, l), x), `aria-hidden="true"></svg>`) {
				t.Errorf("%s, %s draws an icon that icons.txt lacks", x.Component, x.Name)
			}
		}
	}
}
