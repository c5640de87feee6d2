package tidy

// Pages that name a place must name one that is there.

import (
	"io/fs"
	"regexp"
	"strings"
)

var place = regexp.MustCompile("[`(]((?:cmd|demo|docs|e2e|engine|internal|scripts)/[A-Za-z0-9_./-]*[A-Za-z0-9])[`/)]")

// paths checks the places that the project's own pages point to.
func paths(t *Tree) (all []Problem) {
	for _, f := range t.with(".md") {
		if f.Dir() != "." && !strings.HasPrefix(f.Path, "docs/") {
			continue
		}
		for i, row := range lines(f.Text) {
			for _, m := range place.FindAllStringSubmatch(row, -1) {
				if _, err := fs.Stat(t.FS, m[1]); err != nil {
					all = append(all, Problem{f.Path, i + 1, "there is no " + m[1]})
				}
			}
		}
	}
	return all
}
