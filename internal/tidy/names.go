package tidy

// Names that say nothing, interfaces that nobody can satisfy by hand, and
// marks of what was left unfinished.

import (
	"go/ast"
	"regexp"
	"slices"
)

var (
	emptyType    = regexp.MustCompile(`(?:Manager|Helper|Helpers|Util|Utils|Impl)$`)
	getter       = regexp.MustCompile(`^Get[A-Z]`)
	emptyPackage = []string{"util", "utils", "common", "helper", "helpers", "models", "types", "misc", "base", "shared"}
	unfinished   = regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`)
)

// demanded are methods that an interface of somebody else asks for.
var demanded = []string{"GetStatus"}

// maxMethods is how wide an interface may be.
const maxMethods = 10

func names(t *Tree) (all []Problem) {
	for _, f := range t.code(true) {
		if slices.Contains(emptyPackage, f.AST.Name.Name) {
			all = append(all, f.at(t.line(f.AST.Package), "package %s: name what it is about", f.AST.Name.Name)...)
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.FuncDecl:
				if getter.MatchString(x.Name.Name) && !slices.Contains(demanded, x.Name.Name) {
					all = append(all, f.at(t.line(x.Pos()), "%s: leave the Get out", x.Name.Name)...)
				}
			case *ast.TypeSpec:
				if emptyType.MatchString(x.Name.Name) {
					all = append(all, f.at(t.line(x.Pos()), "%s: name what it is, not that it helps", x.Name.Name)...)
				}
				if i, ok := x.Type.(*ast.InterfaceType); ok && i.Methods.NumFields() > maxMethods {
					all = append(all, f.at(t.line(x.Pos()), "%s has %d methods, at most %d", x.Name.Name, i.Methods.NumFields(), maxMethods)...)
				}
			}
			return true
		})
	}
	return all
}

func unfinishedMarks(t *Tree) (all []Problem) {
	for _, f := range t.Files {
		if f.Ext() == ".js" || f.Ext() == ".css" || f.Dir() == "internal/tidy" {
			continue
		}
		for i, row := range lines(f.Text) {
			if m := unfinished.FindString(row); m != "" {
				all = append(all, f.at(i+1, "%s: finish it or drop it", m)...)
			}
		}
	}
	return all
}
