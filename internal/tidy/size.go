package tidy

// Small enough to read: functions of 70 lines, files of 400 (tests of 600),
// packages of 4,000 hand-written lines. And gofmt, which nobody argues with.

import (
	"fmt"
	"go/ast"
	"go/format"
	"strings"
)

const (
	maxFunction = 70
	maxFile     = 400
	maxTestFile = 600
	maxPackage  = 4000
)

// larger lists packages that may pass the limit, with how far and why.
var larger = map[string]struct {
	lines int
	why   string
}{
	"internal/feature/finance/origination": {5740, "applications, lenders' cases and offers move in one transaction; what is pure has left for packages below it"},
	"internal/feature/identity":            {4500, "sign-in, people and consent share one session; consent leaves when a second purpose for it stands"},
}

func sizes(t *Tree) (all []Problem) {
	packages := map[string]int{}
	for _, f := range t.Files {
		if f.Generated || f.AST == nil && f.Ext() != ".templ" {
			continue
		}
		n := strings.Count(f.Text, "\n")
		limit := maxFile
		if f.Test {
			limit = maxTestFile
		} else {
			packages[f.Dir()] += n
		}
		if n > limit {
			all = append(all, f.at(f.packageLine(t), "file of %d lines, at most %d", n, limit)...)
		}
		if f.AST != nil && !f.Test {
			all = append(all, longFunctions(t, f)...)
		}
	}
	for dir, n := range packages {
		if n > max(maxPackage, larger[dir].lines) {
			all = append(all, Problem{dir, 0, fmt.Sprintf("package of %d hand-written lines, at most %d", n, maxPackage)})
		}
	}
	return all
}

// packageLine is where a file as a whole may be allowed something.
func (f *File) packageLine(t *Tree) int {
	if f.AST != nil {
		return t.line(f.AST.Package)
	}
	return 1
}

func longFunctions(t *Tree, f *File) (all []Problem) {
	for _, d := range f.AST.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := t.line(fn.End()) - t.line(fn.Pos()) + 1; n > maxFunction {
			all = append(all, f.at(t.line(fn.Pos()), "%s has %d lines, at most %d", fn.Name.Name, n, maxFunction)...)
		}
	}
	return all
}

func gofmt(t *Tree) (all []Problem) {
	for _, f := range t.code(true) {
		clean, err := format.Source([]byte(f.Text))
		if err != nil || string(clean) != f.Text {
			all = append(all, Problem{f.Path, 0, "not formatted by gofmt"})
		}
	}
	return all
}
