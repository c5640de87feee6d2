package tidy

// What must be written down: every package says what it is for, every exported
// name of the inner rings says what it means, and the glossary speaks about
// names that exist.

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"strings"
)

func packageComments(t *Tree) (all []Problem) {
	for dir, files := range t.packages() {
		said, only := "", true
		for _, f := range files {
			if f.AST.Doc != nil && !f.Generated {
				said += f.AST.Doc.Text()
			}
			only = only && strings.HasSuffix(f.Path, "_test.go")
		}
		name := files[0].AST.Name.Name
		switch {
		case said == "" && !only:
			all = append(all, Problem{dir, 0, "package without a comment"})
		case said != "" && name != "main" && !strings.Contains(said, "Package "+strings.TrimSuffix(name, "_test")+" "):
			all = append(all, Problem{dir, 0, "the comment begins: Package " + name})
		}
	}
	return all
}

// spokenFor are the folders whose exported names are documented.
func spokenFor(dir string) bool {
	return strings.HasPrefix(dir, "engine") || strings.HasPrefix(dir, "internal/platform") || strings.HasPrefix(dir, "internal/record")
}

func exportedNames(t *Tree) (all []Problem) {
	for _, f := range t.code(false) {
		if !spokenFor(f.Dir()) || f.AST.Name.Name == "main" {
			continue
		}
		for _, d := range f.AST.Decls {
			switch x := d.(type) {
			case *ast.FuncDecl:
				if x.Name.IsExported() && x.Doc == nil && !hidden(x) {
					all = append(all, f.at(t.line(x.Pos()), "%s says nothing about itself", x.Name.Name)...)
				}
			case *ast.GenDecl:
				all = append(all, silentSpecs(t, f, x)...)
			}
		}
	}
	for _, f := range t.with(".templ") {
		if spokenFor(f.Dir()) {
			all = append(all, silentComponents(f)...)
		}
	}
	return all
}

// hidden reports whether a method belongs to a type that nobody outside sees.
func hidden(fn *ast.FuncDecl) bool {
	if fn.Recv == nil {
		return false
	}
	e := fn.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return !x.IsExported()
		default:
			return false
		}
	}
}

// silentSpecs finds types, variables and constants without a comment. Words of
// a typed group, such as the tones, are explained by their type.
func silentSpecs(t *Tree, f *File, d *ast.GenDecl) (all []Problem) {
	typed := false
	for _, s := range d.Specs {
		switch x := s.(type) {
		case *ast.TypeSpec:
			if x.Name.IsExported() && d.Doc == nil && x.Doc == nil && x.Comment == nil {
				all = append(all, f.at(t.line(x.Pos()), "%s says nothing about itself", x.Name.Name)...)
			}
		case *ast.ValueSpec:
			typed = typed || x.Type != nil
			for _, n := range x.Names {
				if n.IsExported() && d.Doc == nil && x.Doc == nil && x.Comment == nil && !typed {
					all = append(all, f.at(t.line(x.Pos()), "%s says nothing about itself", n.Name)...)
				}
			}
		}
	}
	return all
}

var component = regexp.MustCompile(`^templ (?:\([^)]*\) )?([A-Z]\w*)`)

func silentComponents(f *File) (all []Problem) {
	rows := lines(f.Text)
	for i, row := range rows {
		if m := component.FindStringSubmatch(row); m != nil && (i == 0 || !strings.HasPrefix(rows[i-1], "//")) {
			all = append(all, f.at(i+1, "component %s says nothing about itself", m[1])...)
		}
	}
	return all
}

var goName = regexp.MustCompile("`([A-Za-z0-9_.]+)`")

// glossary checks docs/glossary.md, a table of zh | en | Go: each word once in
// each language, and each Go name declared.
func glossary(t *Tree) (all []Problem) {
	known := declared(t)
	for _, f := range t.Files {
		if f.Path != "docs/glossary.md" {
			continue
		}
		seen := map[string]bool{}
		for i, row := range lines(f.Text) {
			cells := strings.Split(row, "|")
			if len(cells) < 5 || strings.Contains(row, "---") || strings.TrimSpace(cells[1]) == "zh" {
				continue
			}
			zh := strings.TrimSpace(cells[1])
			if seen[zh] {
				all = append(all, Problem{f.Path, i + 1, zh + " stands twice"})
			}
			seen[zh] = true
			names := goName.FindAllStringSubmatch(cells[3], -1)
			if len(names) == 0 {
				all = append(all, Problem{f.Path, i + 1, zh + " names nothing in the code"})
			}
			for _, m := range names {
				if !known[m[1]] {
					all = append(all, Problem{f.Path, i + 1, fmt.Sprintf("the code has no %s", m[1])})
				}
			}
		}
	}
	return all
}

// declared lists "package.Name" and "package.Type.Member" of the tree.
func declared(t *Tree) map[string]bool {
	out := map[string]bool{}
	for _, f := range t.code(false) {
		pkg := path.Base(f.Dir())
		for _, d := range f.AST.Decls {
			switch x := d.(type) {
			case *ast.FuncDecl:
				if x.Recv == nil {
					out[pkg+"."+x.Name.Name] = true
				} else {
					out[pkg+"."+receiver(x.Recv.List[0].Type)+"."+x.Name.Name] = true
				}
			case *ast.GenDecl:
				declaredSpecs(out, pkg, x)
			}
		}
	}
	return out
}

func declaredSpecs(out map[string]bool, pkg string, d *ast.GenDecl) {
	for _, s := range d.Specs {
		switch x := s.(type) {
		case *ast.TypeSpec:
			out[pkg+"."+x.Name.Name] = true
			if st, ok := x.Type.(*ast.StructType); ok {
				for _, field := range st.Fields.List {
					for _, n := range field.Names {
						out[pkg+"."+x.Name.Name+"."+n.Name] = true
					}
				}
			}
		case *ast.ValueSpec:
			for _, n := range x.Names {
				out[pkg+"."+n.Name] = true
			}
		}
	}
}

func receiver(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}
