package tidy

// The tree that rules look at: read once, parsed once, without what machines
// or other people wrote.

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Module is the import path of the tree's root.
const Module = "kaigong.example/kaigong"

// Problem is one place that breaks a rule.
type Problem struct {
	File string // slash-separated, from the root of the tree
	Line int    // 0 when the whole file or folder is meant
	Text string
}

// String has the form that editors jump to.
func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text) }

// File is one text of the tree. AST is nil unless it is Go.
type File struct {
	Path      string
	Text      string
	AST       *ast.File
	Test      bool // a test, or a package that only tests import
	Generated bool
	allowed   map[int]string // line -> reason of its //tidy:allow
}

// Dir is the folder of the file, "." for the root.
func (f *File) Dir() string { return path.Dir(f.Path) }

// Ext is the ending of the file's name, with the dot.
func (f *File) Ext() string { return path.Ext(f.Path) }

// Tree holds every text that people wrote.
type Tree struct {
	FS    fs.FS
	Files []*File
	set   *token.FileSet
}

// skipped are folders of other people's texts, of data and of build output.
var skipped = []string{".git", "testdata", "vendor", "bin", "data", "licences", "node_modules"}

// texts are the endings of what is read.
var texts = []string{".go", ".templ", ".sql", ".json", ".cedar", ".md", ".css", ".js", ".sh"}

// Load reads a tree. A Go file that does not parse is an error: nothing can be
// said about it.
func Load(root fs.FS) (*Tree, error) {
	t := &Tree{FS: root, set: token.NewFileSet()}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(skipped, d.Name()):
			return fs.SkipDir
		case d.IsDir() || !slices.Contains(texts, path.Ext(name)) && name != "Makefile" && name != "go.mod":
			return nil
		}
		return t.read(name)
	})
	return t, err
}

func (t *Tree) read(name string) error {
	text, err := fs.ReadFile(t.FS, name)
	if err != nil {
		return err
	}
	f := &File{Path: name, Text: string(text), allowed: map[int]string{}}
	f.Generated = strings.HasSuffix(name, "_templ.go")
	f.Test = strings.HasSuffix(name, "_test.go") || strings.HasSuffix(path.Dir(name), "test") || strings.HasPrefix(name, "e2e/") ||
		strings.HasPrefix(name, "internal/faultlab/")
	for i, line := range lines(f.Text) {
		if _, reason, ok := strings.Cut(line, "//tidy:allow"); ok {
			f.allowed[i+1] = strings.TrimSpace(reason)
		}
	}
	if f.Ext() == ".go" {
		if f.AST, err = parser.ParseFile(t.set, name, text, parser.ParseComments); err != nil {
			return err
		}
	}
	t.Files = append(t.Files, f)
	return nil
}

// code lists the Go files that people wrote, tests among them where asked.
func (t *Tree) code(tests bool) []*File {
	var out []*File
	for _, f := range t.Files {
		if f.AST != nil && !f.Generated && (tests || !f.Test) {
			out = append(out, f)
		}
	}
	return out
}

// with lists the files of an ending.
func (t *Tree) with(ext string) []*File {
	var out []*File
	for _, f := range t.Files {
		if f.Ext() == ext {
			out = append(out, f)
		}
	}
	return out
}

// packages groups the Go files by folder.
func (t *Tree) packages() map[string][]*File {
	out := map[string][]*File{}
	for _, f := range t.Files {
		if f.AST != nil {
			out[f.Dir()] = append(out[f.Dir()], f)
		}
	}
	return out
}

func (t *Tree) line(p token.Pos) int { return t.set.Position(p).Line }

// allows reports whether a line, or the one above it, gives a reason.
func (f *File) allows(line int) bool { return f.allowed[line] != "" || f.allowed[line-1] != "" }

// at makes a problem of a place unless the place is allowed.
func (f *File) at(line int, format string, args ...any) []Problem {
	if f.allows(line) {
		return nil
	}
	return []Problem{{f.Path, line, fmt.Sprintf(format, args...)}}
}

// Rule is one law of the house.
type Rule struct {
	Name  string
	Check func(*Tree) []Problem
}

// Rules lists every rule that looks at files.
func Rules() []Rule {
	return []Rule{
		{"rings", rings}, {"sizes", sizes}, {"calls", calls}, {"state", state}, {"panics", panics},
		{"gofmt", gofmt}, {"sql", sqls}, {"migrations", migrations},
		{"locales", locales}, {"languages", languages}, {"keys", keys}, {"unused keys", unusedKeys},
		{"package comments", packageComments}, {"exported names", exportedNames}, {"glossary", glossary},
		{"features", features}, {"markup", markup}, {"generated", generated}, {"words", words}, {"dependencies", dependencies}, {"paths", paths}, {"names", names}, {"unfinished", unfinishedMarks}, {"reasons", reasons},
	}
}

func lines(text string) []string { return strings.Split(text, "\n") }

// sorted puts problems into the order of the tree.
func sorted(all []Problem) []Problem {
	slices.SortFunc(all, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return all
}

// reasons wants a sentence behind every //tidy:allow.
func reasons(t *Tree) (all []Problem) {
	for _, f := range t.Files {
		if f.Dir() == "internal/tidy" {
			continue // speaks about the mark
		}
		for line, reason := range f.allowed {
			if f.Ext() == ".go" && len(strings.Fields(reason)) < 3 {
				all = append(all, Problem{f.Path, line, "//tidy:allow without a reason"})
			}
		}
	}
	return all
}
