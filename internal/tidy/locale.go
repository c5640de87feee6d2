package tidy

// Messages: both languages know the same keys and speak their own language,
// every key that the code names exists, and every key that exists is named.

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// messages reads one locale file with the line of each key.
type messages struct {
	file *File
	text map[string]string
	line map[string]int
}

func readMessages(f *File) (m messages, err error) {
	m = messages{f, map[string]string{}, map[string]int{}}
	err = json.Unmarshal([]byte(f.Text), &m.text)
	for i, row := range lines(f.Text) {
		if key, _, ok := strings.Cut(strings.TrimSpace(row), `":`); ok {
			m.line[strings.TrimPrefix(key, `"`)] = i + 1
		}
	}
	return m, err
}

// stem is a key without the ending that a number chooses.
func stem(key string) string {
	return strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
}

// localeFiles pairs the two files of every locales folder; a missing file is nil.
func localeFiles(t *Tree) map[string][2]*File {
	out := map[string][2]*File{}
	for _, f := range t.with(".json") {
		if path.Base(f.Dir()) != "locales" {
			continue
		}
		pair := out[f.Dir()]
		switch path.Base(f.Path) {
		case "zh-CN.json":
			pair[0] = f
		case "en.json":
			pair[1] = f
		}
		out[f.Dir()] = pair
	}
	return out
}

// locales wants two files, readable, without double keys, with the same stems.
func locales(t *Tree) (all []Problem) {
	for dir, pair := range localeFiles(t) {
		if pair[0] == nil || pair[1] == nil {
			all = append(all, Problem{dir, 0, "needs zh-CN.json and en.json"})
			continue
		}
		zh, errZh := readMessages(pair[0])
		en, errEn := readMessages(pair[1])
		if errZh != nil || errEn != nil {
			all = append(all, Problem{dir, 0, "not a flat object of texts"})
			continue
		}
		all = append(all, slices.Concat(double(pair[0]), double(pair[1]), oneForm(zh), oneForm(en))...)
		all = append(all, lacking(zh, en, "English")...)
		all = append(all, lacking(en, zh, "Chinese")...)
	}
	return all
}

func lacking(have, other messages, language string) (all []Problem) {
	known := map[string]bool{}
	for key := range other.text {
		known[stem(key)] = true
	}
	for key := range have.text {
		if !known[stem(key)] {
			all = append(all, Problem{have.file.Path, have.line[key], key + " has no " + language})
		}
	}
	return all
}

// oneForm finds a form for the number one that has no form for the rest: the
// program would not start, since ".one" is never the name of a message.
func oneForm(m messages) (all []Problem) {
	for key := range m.text {
		if s, one := strings.CutSuffix(key, ".one"); one && m.text[s+".other"] == "" {
			all = append(all, Problem{m.file.Path, m.line[key], key + " has no " + s + ".other"})
		}
	}
	return all
}

var keyRow = regexp.MustCompile(`(?m)^\s*"([^"]+)"\s*:`)

func double(f *File) (all []Problem) {
	seen := map[string]bool{}
	for _, m := range keyRow.FindAllStringSubmatch(f.Text, -1) {
		if seen[m[1]] {
			all = append(all, Problem{f.Path, 0, m[1] + " stands twice"})
		}
		seen[m[1]] = true
	}
	return all
}

var hole = regexp.MustCompile(`\{\w+\}`)

// languages finds texts that ended up in the wrong file. A text without
// letters, such as "{n}%", belongs to both.
func languages(t *Tree) (all []Problem) {
	for _, pair := range localeFiles(t) {
		for i, f := range pair {
			if f == nil {
				continue
			}
			m, _ := readMessages(f)
			for key, text := range m.text {
				han := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
				letters := strings.ContainsFunc(hole.ReplaceAllString(text, ""), unicode.IsLetter)
				if i == 0 && letters && !han && !eitherLanguage[key] {
					all = append(all, Problem{f.Path, m.line[key], key + " is not Chinese: " + text})
				}
				if i == 1 && han && !eitherLanguage[key] {
					all = append(all, Problem{f.Path, m.line[key], key + " is not English: " + text})
				}
			}
		}
	}
	return all
}

// eitherLanguage are the keys whose text is the same word in both languages,
// or names the other one.
var eitherLanguage = map[string]bool{
	"ui.lang.zh": true, "ui.lang.en": true, "ui.lang.other": true, "ui.language": true, "ui.language.other": true,
}

// keyShape is what looks like a message key; two parts may also be an action.
var keyShape = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+){2,}$`)

// spoken are the keys of all locales, and their first parts.
func spoken(t *Tree) (keys map[string]Problem, names map[string]bool) {
	keys, names = map[string]Problem{}, map[string]bool{}
	for _, pair := range localeFiles(t) {
		for _, f := range pair {
			if f == nil {
				continue
			}
			m, _ := readMessages(f)
			for key := range m.text {
				keys[key] = Problem{f.Path, m.line[key], ""}
				name, _, _ := strings.Cut(key, ".")
				names[name] = true
			}
		}
	}
	return keys, names
}

// literals lists the strings of a file with their lines.
func literals(t *Tree, f *File) map[string]int {
	out := map[string]int{}
	ast.Inspect(f.AST, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil {
				out[s] = t.line(lit.Pos())
			}
		}
		return true
	})
	return out
}

// keys wants every key that the code names to exist: what is passed as a
// message, and whatever else has the shape of a key.
func keys(t *Tree) (all []Problem) {
	known, names := spoken(t)
	for _, f := range t.Files {
		if f.AST == nil || f.Test || f.Dir() == "internal/tidy" {
			continue
		}
		found, kinds := named(t, f), logged(f)
		for s, line := range literals(t, f) {
			if name, _, _ := strings.Cut(s, "."); keyShape.MatchString(s) && names[name] && !kinds[s] {
				found[s] = line
			}
		}
		for key, line := range found {
			_, whole := known[key]
			if _, forms := known[key+".other"]; !whole && !forms {
				all = append(all, f.at(line, "message %s exists in no language", key)...)
			}
		}
	}
	return all
}

// named finds literals in the places where only messages stand: i18n.T,
// fault.New, Check.That and the Key of a fault or of a field.
func named(t *Tree, f *File) map[string]int {
	out := map[string]int{}
	note := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && s != "" {
				out[s] = t.line(lit.Pos())
			}
		}
	}
	ast.Inspect(f.AST, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.CallExpr:
			switch name := called(x); {
			case (name == "i18n.T" || name == "fault.New") && len(x.Args) > 1:
				note(x.Args[1])
			case strings.HasSuffix(name, ".That") && len(x.Args) > 2:
				note(x.Args[2])
			}
		case *ast.CompositeLit:
			if sel, ok := x.Type.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Fault" || sel.Sel.Name == "Field") {
				for _, e := range x.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						if id, ok := kv.Key.(*ast.Ident); ok && id.Name == "Key" {
							note(kv.Value)
						}
					}
				}
			}
		}
		return true
	})
	return out
}

// logged lists the literals that name a kind of log entry: they look like keys,
// and the timeline puts "event." in front of them.
func logged(f *File) map[string]bool {
	out := map[string]bool{}
	ast.Inspect(f.AST, func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		if id, ok := kv.Key.(*ast.Ident); ok && id.Name == "Kind" {
			if lit, ok := kv.Value.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, _ := strconv.Unquote(lit.Value)
				out[s] = true
			}
		}
		return true
	})
	return out
}

// called is "pkg.Name" of a call, "" when it is not of that form.
func called(call *ast.CallExpr) string {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if id, ok := sel.X.(*ast.Ident); ok {
		return id.Name + "." + sel.Sel.Name
	}
	return "." + sel.Sel.Name
}

// built are the first parts of keys that no file names whole.
var built = map[string]string{
	"flow.":  "flow.MoveKey builds them from the machines; TestMachines compares",
	"event.": "timelines build them from the kind of a log entry",
}

// unusedKeys finds keys that nothing names: not whole, not by a beginning of
// two parts or more that ends in a dot, and not as a shorter beginning joined
// with another string of the same file.
func unusedKeys(t *Tree) (all []Problem) {
	known, _ := spoken(t)
	used, beginnings := map[string]bool{}, map[string]bool{}
	for _, f := range t.Files {
		if f.AST == nil || f.Test || f.Dir() == "internal/tidy" {
			continue
		}
		found := literals(t, f)
		for s := range found {
			used[s] = true
			s, _, _ = strings.Cut(s, "%")
			switch parts := strings.Count(s, "."); {
			case !strings.HasSuffix(s, "."):
			case parts > 1:
				beginnings[s] = true
			default:
				for end := range found {
					used[s+end] = true
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		p := known[key]
		if !used[key] && !used[stem(key)] && !begun(key, beginnings) {
			all = append(all, Problem{p.File, p.Line, key + " is used nowhere"})
		}
	}
	return all
}

func begun(key string, beginnings map[string]bool) bool {
	for i := range key {
		if key[i] == '.' && (beginnings[key[:i+1]] || built[key[:i+1]] != "") {
			return true
		}
	}
	return false
}
