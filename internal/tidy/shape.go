package tidy

// The shape of a feature's folder, markup that a strict content security
// policy would refuse, and generated files that lag behind their source.

import (
	"bytes"
	"fmt"
	"go/format"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
)

// parts are the files that every feature has.
var parts = []string{"doc.go", "module.go", "policy.cedar", "locales/zh-CN.json", "locales/en.json"}

func features(t *Tree) (all []Problem) {
	roots := map[string]bool{}
	for dir := range t.packages() {
		if name := featureOf(dir); name != "" {
			roots["internal/feature/"+name] = true
		}
	}
	for root := range roots {
		for _, part := range parts {
			if _, err := fs.Stat(t.FS, root+"/"+part); err != nil {
				all = append(all, Problem{root, 0, "a feature has " + part})
			}
		}
		if names, _ := fs.Glob(t.FS, root+"/migrations/0001_*.sql"); len(names) == 0 {
			all = append(all, Problem{root, 0, "a feature has a first migration"})
		}
		all = append(all, policies(t, root)...)
	}
	return all
}

var policyStart = regexp.MustCompile(`(?m)^\s*(permit|forbid)\s*\(`)

// policies wants the id of every policy above it, under the feature's name.
func policies(t *Tree, root string) (all []Problem) {
	for _, f := range t.with(".cedar") {
		if f.Dir() != root {
			continue
		}
		rows := lines(f.Text)
		for i, row := range rows {
			if !policyStart.MatchString(row) {
				continue
			}
			if i == 0 || !strings.HasPrefix(strings.TrimSpace(rows[i-1]), `@id("`+path.Base(root)+".") {
				all = append(all, Problem{f.Path, i + 1, fmt.Sprintf(`the line above a policy is @id("%s.…")`, path.Base(root))})
			}
		}
	}
	return all
}

// inline is markup that the policy of every page refuses.
var inline = []struct {
	shape *regexp.Regexp
	what  string
}{
	{regexp.MustCompile(`(?i)\sstyle\s*=`), "style attribute"},
	{regexp.MustCompile(`(?i)\son[a-z]+\s*=`), "event attribute"},
	{regexp.MustCompile(`(?i)\shx-on`), "event attribute"},
	{regexp.MustCompile(`(?i)<style[\s>]`), "style element"},
	{regexp.MustCompile(`(?i)<script>`), "inline script"},
	{regexp.MustCompile(`(?i)javascript:`), "script address"},
}

func markup(t *Tree) (all []Problem) {
	for _, f := range t.with(".templ") {
		for i, row := range lines(f.Text) {
			if strings.HasPrefix(strings.TrimSpace(row), "//") {
				continue
			}
			for _, x := range inline {
				if x.shape.MatchString(row) {
					all = append(all, f.at(i+1, "%s: the content security policy refuses it", x.what)...)
				}
			}
		}
	}
	return all
}

// generated compares every *_templ.go with what its source generates.
func generated(t *Tree) (all []Problem) {
	have := map[string]*File{}
	for _, f := range t.Files {
		if f.Generated {
			have[f.Path] = f
		}
	}
	for _, f := range t.with(".templ") {
		name := strings.TrimSuffix(f.Path, ".templ") + "_templ.go"
		want, err := render(f)
		switch {
		case err != nil:
			all = append(all, Problem{f.Path, 0, err.Error()})
		case have[name] == nil:
			all = append(all, Problem{f.Path, 0, "not generated; run make generate"})
		case have[name].Text != want:
			all = append(all, Problem{name, 0, "older than its source; run make generate"})
		}
		delete(have, name)
	}
	for name := range have {
		all = append(all, Problem{name, 0, "its source is gone"})
	}
	return all
}

func render(f *File) (string, error) {
	source, err := parser.ParseString(f.Text)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	_, err = generator.Generate(source, &b, generator.WithVersion(templ.Version()), generator.WithFileName(f.Path))
	if err != nil {
		return "", err
	}
	clean, err := format.Source(b.Bytes())
	return string(clean), err
}
