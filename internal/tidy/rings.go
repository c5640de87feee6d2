package tidy

// Imports point inward: engine <- platform <- kernel, record <- feature <-
// app, sim <- cmd. Features never import each other.

import (
	"strconv"
	"strings"
)

// ring is how far out a folder lies; 0 for a folder that belongs to no ring.
func ring(dir string) int {
	for _, r := range []struct {
		prefix string
		ring   int
	}{
		{"engine", 1}, {"internal/platform", 2}, {"internal/kernel", 3}, {"internal/record", 3}, {"internal/feature", 4},
		{"internal/app", 5}, {"internal/sim", 5}, {"internal/tidy", 6}, {"internal/faultlab", 6}, {"cmd", 6}, {"e2e", 6}, {"demo", 6},
	} {
		if dir == r.prefix || strings.HasPrefix(dir, r.prefix+"/") {
			return r.ring
		}
	}
	return 0
}

// featureOf names the feature that a folder belongs to, "" for none. The
// parts of finance are features of their own.
func featureOf(dir string) string {
	rest, ok := strings.CutPrefix(dir, "internal/feature/")
	if !ok {
		return ""
	}
	parts := strings.Split(rest, "/")
	if parts[0] == "finance" && len(parts) > 1 {
		return "finance/" + parts[1]
	}
	return parts[0]
}

func rings(t *Tree) (all []Problem) {
	for _, f := range t.Files {
		if f.AST == nil {
			continue
		}
		if f.Dir() != "." && ring(f.Dir()) == 0 {
			all = append(all, f.at(1, "%s belongs to no ring", f.Dir())...)
			continue
		}
		for _, spec := range f.AST.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			if why := outward(f, name); why != "" {
				all = append(all, f.at(t.line(spec.Pos()), "imports %s: %s", name, why)...)
			}
		}
	}
	return all
}

// outward says what is wrong with an import, "" when nothing is.
func outward(f *File, name string) string {
	to, ours := strings.CutPrefix(name, Module+"/")
	from := f.Dir()
	switch {
	case !ours && ring(from) == 1 && !f.Test && strings.Contains(first(name), "."):
		return "engines stand on the standard library alone"
	case !ours && from == "cmd/kgverify" && !f.Test && strings.Contains(first(name), ".") && !strings.HasPrefix(name, "golang.org/x/mod/"):
		return "the partners' verifier stands on the standard library and x/mod alone"
	case !ours:
		return ""
	case from == "cmd/kgverify" && !f.Test:
		return "the partners' verifier shares no code with the program that it checks"
	case ring(to) == 0:
		return "that folder belongs to no ring"
	case f.Test && ring(from) > 2:
		return "" // tests of the outer rings may bring a whole program along
	case ring(to) > ring(from):
		return "imports point inward"
	case from == "internal/kernel" && strings.HasPrefix(to, "internal/record"):
		return "the kernel knows no record"
	case featureOf(from) != "" && featureOf(to) != "" && featureOf(from) != featureOf(to):
		return "features never import each other"
	case ring(from) == 5 && strings.HasPrefix(from, "internal/app") && strings.HasPrefix(to, "internal/sim"):
		return "the program does not know its simulation"
	}
	return ""
}

func first(importPath string) string {
	head, _, _ := strings.Cut(importPath, "/")
	return head
}
