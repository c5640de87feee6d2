package tidy

// Calls that bring in a clock, chance, the environment or the terminal behind
// the back of whoever wires the program.

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// imported maps the names under which a file knows packages to their paths.
func imported(f *File) map[string]string {
	out := map[string]string{}
	for _, spec := range f.AST.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(p)
		if strings.HasPrefix(name, "v") && len(name) == 2 {
			name = path.Base(path.Dir(p))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		out[name] = p
	}
	return out
}

// seeded are the names of math/rand that take their randomness from outside.
var seeded = []string{"New", "NewPCG", "NewChaCha8", "NewSource", "NewZipf", "Rand", "Source", "PCG", "ChaCha8", "Zipf"}

// banned says why a selector of a package must not stand in a file.
func banned(f *File, pkg, name string) string {
	dir := f.Dir()
	edge := f.Test || f.AST.Name.Name == "main" || strings.HasPrefix(dir, "cmd") || dir == "internal/tidy"
	switch pkg {
	case "time":
		if slices.Contains([]string{"Now", "Since", "Until"}, name) && dir != "internal/platform/clock" && !edge {
			return "time is a parameter: take a clock"
		}
	case "math/rand", "math/rand/v2":
		jitter := dir == "internal/platform/db" && name == "N" // pauses between repeats need no seed
		if !slices.Contains(seeded, name) && !jitter {
			return "chance is a parameter: take a seeded source"
		}
	case "fmt":
		if slices.Contains([]string{"Print", "Println", "Printf"}, name) && strings.HasPrefix(dir, "internal") && !edge {
			return "only commands write to the terminal"
		}
	case "log":
		if strings.HasPrefix(dir, "internal") && !edge {
			return "logs go through log/slog"
		}
	case "os":
		if slices.Contains([]string{"Getenv", "LookupEnv", "Environ"}, name) && dir != "internal/platform/config" && !edge {
			return "the environment is read by config alone"
		}
		if name == "Exit" && !edge {
			return "only commands end the program"
		}
	}
	return ""
}

func calls(t *Tree) (all []Problem) {
	for _, f := range t.code(true) {
		names := imported(f)
		ast.Inspect(f.AST, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.SelectorExpr:
				id, ok := x.X.(*ast.Ident)
				if !ok || names[id.Name] == "" || id.Obj != nil {
					return true
				}
				if why := banned(f, names[id.Name], x.Sel.Name); why != "" {
					all = append(all, f.at(t.line(x.Pos()), "%s.%s: %s", id.Name, x.Sel.Name, why)...)
				}
			case *ast.FuncDecl:
				if x.Name.Name == "init" && x.Recv == nil {
					all = append(all, f.at(t.line(x.Pos()), "init: wiring is a list that can be read")...)
				}
			}
			return true
		})
	}
	return all
}

// panicking lists the functions that may panic: what they meet is a mistake of
// the program, found at start-up or by the first test, never bad input.
var panicking = map[string]string{
	"internal/platform/id/id.go:Next":            "without randomness nothing can be stored safely",
	"internal/platform/web/route.go:add":         "a route without permission is found at start-up",
	"internal/platform/web/middleware.go:Mended": "an aborted request goes on aborting, as net/http asks",
}

func panics(t *Tree) (all []Problem) {
	for _, f := range t.code(false) {
		for _, d := range f.AST.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || panicking[f.Path+":"+fn.Name.Name] != "" {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "panic" {
					all = append(all, f.at(t.line(call.Pos()), "panic in %s: bad input answers a fault", fn.Name.Name)...)
				}
				return true
			})
		}
	}
	return all
}

// state finds package variables that exist to change: locks, counters, pools.
func state(t *Tree) (all []Problem) {
	for _, f := range t.code(false) {
		names := imported(f)
		for _, d := range f.AST.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				sel, ok := s.(*ast.ValueSpec).Type.(*ast.SelectorExpr)
				if !ok {
					continue
				}
				if id, ok := sel.X.(*ast.Ident); ok && slices.Contains([]string{"sync", "sync/atomic"}, names[id.Name]) {
					all = append(all, f.at(t.line(s.Pos()), "a global %s.%s: state belongs to a value", id.Name, sel.Sel.Name)...)
				}
			}
		}
	}
	return all
}
