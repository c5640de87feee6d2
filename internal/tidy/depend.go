package tidy

// Every dependency pays rent: what go.mod requires directly stands in the
// table of ADR 0002 with its version, and is imported.

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// rent is where each dependency says what it saves.
const rent = "docs/adr/0002-dependencies.md"

var required = regexp.MustCompile(`^\s*(?:require )?([a-z][\w.-]*\.[a-z]+/\S+) v(\S+)$`)

func dependencies(t *Tree) (all []Problem) {
	imports, table := thirdParty(t), ""
	for _, f := range t.Files {
		if f.Path == rent {
			table = f.Text
		}
	}
	for _, f := range t.Files {
		if f.Path != "go.mod" {
			continue
		}
		for i, row := range lines(f.Text) {
			m := required.FindStringSubmatch(row)
			if m == nil {
				continue // indirect requirements carry a comment
			}
			if !imports(m[1]) {
				all = append(all, Problem{f.Path, i + 1, m[1] + " is imported nowhere"})
			}
			if !inTable(table, m[1], m[2]) {
				all = append(all, Problem{f.Path, i + 1, fmt.Sprintf("%s %s does not stand in %s", m[1], m[2], rent)})
			}
		}
	}
	return all
}

var major = regexp.MustCompile(`/v\d+$`)

// inTable looks for the row of a module; versions that are a commit are dated.
func inTable(table, module, version string) bool {
	name := strings.TrimPrefix(major.ReplaceAllString(module, ""), "github.com/")
	for _, row := range strings.Split(table, "\n") {
		if strings.HasPrefix(row, "| "+name+" |") {
			return strings.Contains(row, "| "+version+" |") || strings.Contains(version, "-0.") || strings.HasPrefix(version, "0.0.0-")
		}
	}
	return false
}

// thirdParty answers whether any file imports a module. Generated files count.
func thirdParty(t *Tree) func(module string) bool {
	var all []string
	for _, f := range t.Files {
		if f.AST == nil {
			continue
		}
		for _, spec := range f.AST.Imports {
			if name, err := strconv.Unquote(spec.Path.Value); err == nil && ring(f.Dir()) > 0 {
				all = append(all, name)
			}
		}
	}
	return func(module string) bool {
		for _, name := range all {
			if name == module || strings.HasPrefix(name, module+"/") {
				return true
			}
		}
		return false
	}
}
