package tidy

// Every rule is shown to fail: a small tree with one planted mistake, and what
// the rule must say about it. The same tree without the mistake is clean.

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// plant is one mistake: files as "path": "text", and what is said about it.
type plant struct {
	rule  string
	files map[string]string
	says  string // "" when the tree is clean
}

const imports = "// Package p is a plant.\npackage p\n\nimport _ \""

func importing(dir, name string) map[string]string {
	return map[string]string{dir + "/p.go": imports + name + "\"\n"}
}

func inside(dir, body string) map[string]string {
	return map[string]string{dir + "/p.go": "// Package p is a plant.\npackage p\n\n" + body + "\n"}
}

const ours = Module + "/internal/"

func repeat(line string, n int) string { return strings.Repeat(line+"\n", n) }

var plants = []plant{
	{"rings", importing("engine/loan", Module+"/engine/money"), ""},
	{"rings", importing("engine/loan", ours+"platform/clock"), "imports point inward"},
	{"rings", importing("engine/loan", "github.com/google/uuid"), "standard library alone"},
	{"rings", importing("internal/platform/web", ours+"kernel"), "imports point inward"},
	{"rings", importing("internal/kernel", ours+"record/ledger"), "kernel knows no record"},
	{"rings", importing("internal/record/ledger", ours+"feature/park"), "imports point inward"},
	{"rings", importing("internal/feature/park", ours+"record/ledger"), ""},
	{"rings", importing("internal/feature/park", ours+"feature/identity"), "features never import each other"},
	{"rings", importing("internal/feature/finance/origination", ours+"feature/finance/servicing"), "features never import each other"},
	{"rings", importing("internal/feature/finance/origination", ours+"feature/finance/origination/form"), ""},
	{"rings", importing("internal/feature/park", ours+"app"), "imports point inward"},
	{"rings", importing("internal/app", ours+"sim"), "does not know its simulation"},
	{"rings", importing("internal/app", Module+"/cmd/kaigong"), "imports point inward"},
	{"rings", importing("internal/helper", "fmt"), "belongs to no ring"},
	{"rings", importing("cmd/kgverify", "github.com/google/uuid"), "standard library and x/mod alone"},
	{"rings", importing("cmd/kgverify", ours+"record/auditlog"), "shares no code"},

	{"sizes", inside("engine/x", "func f() {\n"+repeat("\t_ = 1", 68)+"}"), ""},
	{"sizes", inside("engine/x", "func f() {\n"+repeat("\t_ = 1", 69)+"}"), "f has 71 lines"},
	{"sizes", inside("engine/x", "//tidy:allow one long table of words\nfunc f() {\n"+repeat("\t_ = 1", 69)+"}"), ""},
	{"sizes", inside("engine/x", repeat("// .", 400)), "at most 400"},
	{"sizes", map[string]string{"engine/x/x_test.go": "package x\n" + repeat("// .", 500)}, ""},
	{"sizes", map[string]string{"engine/x/x_test.go": "package x\n" + repeat("// .", 600)}, "at most 600"},
	{"sizes", map[string]string{"internal/app/a.templ": repeat("// .", 401)}, "at most 400"},
	{"sizes", big(11), "at most 4000"},
	{"sizes", big(10), ""},

	{"calls", inside("internal/app", "import \"time\"\n\nvar at = time.Now()"), "time is a parameter"},
	{"calls", inside("internal/app", "import \"time\"\n\nvar now = time.Now"), "time is a parameter"},
	{"calls", inside("internal/platform/clock", "import \"time\"\n\nvar now = time.Now"), ""},
	{"calls", inside("internal/app", "import mr \"math/rand/v2\"\n\nvar n = mr.IntN(3)"), "chance is a parameter"},
	{"calls", inside("internal/platform/db", "import \"math/rand/v2\"\n\nvar n = rand.N(3)"), ""},
	{"calls", inside("internal/sim", "import \"math/rand/v2\"\n\nvar r = rand.New(rand.NewPCG(1, 2))"), ""},
	{"calls", inside("internal/app", "func init() {}"), "init"},
	{"calls", inside("internal/app", "import \"fmt\"\n\nfunc f() { fmt.Println() }"), "terminal"},
	{"calls", inside("cmd/kaigong", "import \"fmt\"\n\nfunc f() { fmt.Println() }"), ""},
	{"calls", inside("internal/app", "import \"log\"\n\nfunc f() { log.Fatal() }"), "log/slog"},
	{"calls", inside("internal/app", "import \"os\"\n\nvar s = os.Getenv(\"A\")"), "config alone"},
	{"calls", inside("internal/platform/config", "import \"os\"\n\nvar s = os.Getenv(\"A\")"), ""},
	{"calls", inside("internal/app", "import \"os\"\n\nfunc f() { os.Exit(1) }"), "end the program"},
	{"state", inside("internal/app", "import \"sync\"\n\nvar mu sync.Mutex"), "state belongs to a value"},
	{"panics", inside("internal/app", "func f() { panic(1) }"), "answers a fault"},
	{"panics", inside("internal/app", "func f() {\n\t//tidy:allow the caller has checked this already\n\tpanic(1)\n}"), ""},
	{"reasons", inside("internal/app", "//tidy:allow\nvar x = 1"), "without a reason"},
	{"gofmt", inside("internal/app", "var  x = 1"), "gofmt"},

	{"sql", inside("internal/app", "const q = `SELECT a->>'b' FROM x`"), "JSON operators"},
	{"sql", inside("internal/app", "const q = `SELECT a FROM x FOR UPDATE`"), "FOR UPDATE"},
	{"sql", inside("internal/app", "const q = `SELECT a FROM x WHERE a ILIKE $1`"), "ILIKE"},
	{"sql", inside("internal/app", "const q = `SELECT a FROM x\n\tWHERE a = ANY($1)`"), "= ANY()"},
	{"sql", inside("internal/app", "const q = `SELECT greatest(a, b) FROM x`"), "greatest()"},
	{"sql", inside("internal/app", "const q = `SELECT a::text FROM x`"), ":: casts"},
	{"sql", inside("internal/app", "const q = `SELECT a FROM x WHERE b = $1 ORDER BY a`"), ""},
	{"sql", map[string]string{"internal/app/migrations/0001_a.sql": "CREATE TABLE app_x (at TEXT DEFAULT CURRENT_TIMESTAMP);\n"}, "time is a parameter"},
	{"migrations", map[string]string{"internal/app/migrations/0001_a.sql": "CREATE TABLE app_x (id TEXT PRIMARY KEY, n BIGINT NOT NULL);\nCREATE INDEX app_x_n ON app_x (n);\n"}, ""},
	{"migrations", map[string]string{"internal/app/migrations/0001_a.sql": "CREATE TABLE other (id TEXT);\n"}, "prefix app_"},
	{"migrations", map[string]string{"internal/app/migrations/0001_a.sql": "CREATE TABLE app_x (id INTEGER);\n"}, "TEXT or BIGINT"},
	{"migrations", map[string]string{"internal/app/migrations/0002_a.sql": "-- nothing\n"}, "0001 is missing"},
	{"migrations", map[string]string{"internal/app/x.sql": "-- nothing\n"}, "migrations/"},
	{"migrations", map[string]string{"internal/app/migrations/one.sql": "-- nothing\n"}, "NNNN"},

	{"locales", said(`"a.b": "甲"`, `"a.b": "A"`), ""},
	{"locales", said(`"a.b": "甲"`, `"a.b.one": "A", "a.b.other": "As"`), ""},
	{"locales", said(`"a.b.one": "甲"`, `"a.b.one": "A"`), "has no a.b.other"},
	{"locales", said(`"a.b": "甲"`, ``), "has no English"},
	{"locales", said(``, `"a.b": "A"`), "has no Chinese"},
	{"locales", said("\n\"a.b\": \"甲\",\n\"a.b\": \"乙\"\n", `"a.b": "A"`), "stands twice"},
	{"locales", map[string]string{"internal/app/locales/en.json": "{}"}, "needs zh-CN.json"},
	{"languages", said(`"a.b": "A"`, `"a.b": "A"`), "not Chinese"},
	{"languages", said(`"a.b": "甲"`, `"a.b": "甲"`), "not English"},
	{"languages", said(`"a.b": "{n} %"`, `"a.b": "{n} %"`), ""},
	{"keys", saying(`var x = i18n.T(ctx, "a.c")`), "a.c exists in no language"},
	{"keys", saying(`var x = i18n.T(ctx, "a.b")`), ""},
	{"keys", saying(`var x = fault.New(fault.Invalid, "a.c")`), "a.c exists in no language"},
	{"keys", saying(`func f(c fault.Check) { c.That(true, "name", "a.c") }`), "a.c exists in no language"},
	{"keys", saying(`var x = fault.Field{Name: "n", Key: "a.c"}`), "a.c exists in no language"},
	{"keys", saying(`var x = "a.b.c"`), "a.b.c exists in no language"},
	{"keys", saying(`var x = auditlog.Entry{Kind: "a.b.c"}`), ""},
	{"unused keys", saying(`var x = "a.c"`), "a.b is used nowhere"},
	{"unused keys", saying(`var x = "a.b"`), ""},
	{"unused keys", saying(`var x = "a." + "b"`), ""},
	{"unused keys", changed(saying(`var x = "a.b"`), "en.json", `{"a.b.one": "A", "a.b.other": "As"}`), ""},
	{"keys", changed(saying(`var x = i18n.T(ctx, "a.b")`), "en.json", `{"a.b.one": "A", "a.b.other": "As"}`), ""},

	{"package comments", map[string]string{"internal/app/p.go": "package p\n"}, "without a comment"},
	{"package comments", map[string]string{"internal/app/p.go": "// What this is.\npackage p\n"}, "begins: Package p"},
	{"package comments", inside("internal/app", ""), ""},
	{"exported names", inside("engine/x", "func F() {}"), "F says nothing"},
	{"exported names", inside("engine/x", "type T struct{}"), "T says nothing"},
	{"exported names", inside("engine/x", "var V = 1"), "V says nothing"},
	{"exported names", inside("engine/x", "type t struct{}\n\nfunc (t) F() {}"), ""},
	{"exported names", inside("engine/x", "// F is told.\nfunc F() {}"), ""},
	{"exported names", inside("internal/feature/park", "func F() {}"), ""},
	{"exported names", map[string]string{"internal/platform/ui/a.templ": "package ui\n\ntempl A() {\n}\n"}, "component A says nothing"},

	{"glossary", terms("| 分 | fen | `money.Fen` |"), ""},
	{"glossary", terms("| 分 | fen | `money.Cent` |"), "the code has no money.Cent"},
	{"glossary", terms("| 分 | fen | none |"), "names nothing"},
	{"glossary", terms("| 分 | fen | `money.Fen` |\n| 分 | cent | `money.Fen` |"), "stands twice"},

	{"features", feature(""), ""},
	{"features", feature("module.go"), "a feature has module.go"},
	{"features", feature("locales/en.json"), "a feature has locales/en.json"},
	{"features", feature("migrations/0001_a.sql"), "first migration"},
	{"features", changed(feature(""), "policy.cedar", "permit (principal, action, resource);"), `@id("visit.`},
	{"markup", map[string]string{"internal/app/a.templ": "<p style=\"x\">"}, "style attribute"},
	{"markup", map[string]string{"internal/app/a.templ": "<p onclick={ x }>"}, "event attribute"},
	{"markup", map[string]string{"internal/app/a.templ": "<script>x</script>"}, "inline script"},
	{"markup", map[string]string{"internal/app/a.templ": "<script src=\"/x\"></script>"}, ""},
	{"generated", map[string]string{"internal/app/a.templ": "package app\n\ntempl a() {\n\t<p></p>\n}\n"}, "not generated"},
	{"generated", map[string]string{"internal/app/a.templ": "package app\n\ntempl a() {\n\t<p></p>\n}\n", "internal/app/a_templ.go": "package app\n"}, "older than its source"},
	{"generated", map[string]string{"internal/app/a_templ.go": "package app\n"}, "its source is gone"},
	{"dependencies", needing("| google/uuid | 1.6.0 | BSD-3 | x | y |"), ""},
	{"dependencies", needing("| google/uuid | 1.5.0 | BSD-3 | x | y |"), "uuid 1.6.0 does not stand"},
	{"dependencies", needing(""), "uuid 1.6.0 does not stand"},
	{"dependencies", changed(needing("| google/uuid | 1.6.0 | BSD-3 | x | y |"), "p.go", "package p\n"), "uuid is imported nowhere"},
	{"paths", map[string]string{"README.md": "See `internal/app/app.go` and [docs](docs/sql.md).", "internal/app/app.go": "package app\n", "docs/sql.md": ""}, ""},
	{"paths", map[string]string{"README.md": "See `internal/app/app.go`."}, "there is no internal/app/app.go"},
	{"paths", map[string]string{"docs/a.md": "See [this](docs/sql.md)."}, "there is no docs/sql.md"},
	{"names", inside("internal/app", "type LoanManager struct{}"), "name what it is"},
	{"names", inside("internal/app", "func GetLoan() {}"), "leave the Get out"},
	{"names", map[string]string{"internal/app/util/u.go": "package util\n"}, "name what it is about"},
	{"names", inside("internal/app", "type Wide interface {\n"+letters(11)+"}"), "Wide has 11 methods"},
	{"names", inside("internal/app", "type Wide interface {\n"+letters(10)+"}"), ""},
	{"unfinished", inside("internal/app", "// TO"+"DO: more"), "finish it"},
	{"words", inside("internal/app", "// Written with chatg"+"pt."), "word of the workbench"},
	{"words", inside("internal/app", "// A"+"I wrote this."), "word of the workbench"},
	{"words", inside("internal/app", "// See /wo"+"rk/main."), "place on one machine"},
	{"words", inside("internal/app", "// See the framework/main.go of ai in lower case."), ""},
}

// letters are n methods of an interface.
func letters(n int) (out string) {
	for i := range n {
		out += "\tM" + string(rune('a'+i)) + "()\n"
	}
	return out
}

// big is a package of n files of 400 lines.
func big(n int) map[string]string {
	out := map[string]string{}
	for i := range n {
		out["internal/app/"+string(rune('a'+i))+".go"] = "package app\n" + repeat("// .", 399)
	}
	return out
}

func said(zh, en string) map[string]string {
	return map[string]string{"internal/app/locales/zh-CN.json": "{" + zh + "}", "internal/app/locales/en.json": "{" + en + "}"}
}

// saying is code beside messages that know a.b alone.
func saying(body string) map[string]string {
	return changed(said(`"a.b": "甲"`, `"a.b": "A"`), "internal/app/p.go", inside("x", body)["x/p.go"])
}

func terms(rows string) map[string]string {
	return map[string]string{
		"engine/money/m.go": "// Package money is a plant.\npackage money\n\ntype Fen int64\n",
		"docs/glossary.md":  "| zh | en | Go |\n|---|---|---|\n" + rows + "\n",
	}
}

// needing is a tree with one dependency and a table of what it saves.
func needing(row string) map[string]string {
	out := importing("internal/app", "github.com/google/uuid")
	out["go.mod"] = "module x\n\nrequire (\n\tgithub.com/google/uuid v1.6.0\n\tgolang.org/x/exp v0.1.0 // indirect\n)\n"
	out[rent] = "| dependency | version |\n|---|---|\n" + row + "\n"
	return out
}

// feature is a complete one but for one file.
func feature(without string) map[string]string {
	out := map[string]string{
		"doc.go": "// Package visit is a plant.\npackage visit\n", "module.go": "package visit\n", "policy.cedar": "@id(\"visit.read\")\npermit (principal, action, resource);\n",
		"locales/zh-CN.json": "{}", "locales/en.json": "{}", "migrations/0001_a.sql": "-- nothing\n",
	}
	delete(out, without)
	full := map[string]string{}
	for name, text := range out {
		full["internal/feature/visit/"+name] = text
	}
	return full
}

func changed(files map[string]string, ending, text string) map[string]string {
	for name := range files {
		if strings.HasSuffix(name, "/"+ending) {
			files[name] = text
			return files
		}
	}
	files[ending] = text
	return files
}

func TestEveryRuleCatchesItsPlants(t *testing.T) {
	checks, caught := map[string]func(*Tree) []Problem{}, map[string]bool{}
	for _, r := range Rules() {
		checks[r.Name] = r.Check
	}
	for _, p := range plants {
		root := fstest.MapFS{}
		for name, text := range p.files {
			root[name] = &fstest.MapFile{Data: []byte(text)}
		}
		tree, err := Load(root)
		if err != nil {
			t.Fatalf("%s: %v", p.rule, err)
		}
		var said []string
		for _, x := range checks[p.rule](tree) {
			said = append(said, x.String())
		}
		all := strings.Join(said, "\n")
		if (p.says == "") != (all == "") || !strings.Contains(all, p.says) {
			t.Errorf("%s: want %q, said %q about %v", p.rule, p.says, all, p.files)
		}
		caught[p.rule] = caught[p.rule] || p.says != ""
	}
	for _, r := range Rules() {
		if !caught[r.Name] {
			t.Errorf("no plant shows that the rule %q can fail", r.Name)
		}
	}
}

// TestPanickingNamesWhatPanics keeps the list of allowed panics short.
func TestPanickingNamesWhatPanics(t *testing.T) {
	for place := range panicking {
		file, function, _ := strings.Cut(place, ":")
		text, err := os.ReadFile(root + "/" + file)
		if err != nil || !strings.Contains(string(text), ") "+function+"(") || !strings.Contains(string(text), "panic(") {
			t.Errorf("%s panics no more (%v)", place, err)
		}
	}
}

func TestMachinesCatchesItsPlants(t *testing.T) {
	m := &flow.Machine{Name: "m", Feature: "f",
		Rows:  []flow.Row{{State: "a", Next: "go"}, {State: "b"}},
		Moves: []flow.Move{{Name: "go", From: []flow.State{"a"}, To: "b"}}}
	word := i18n.Text{Zh: "甲", En: "A"}
	full := []ui.StatusRow{{Machine: "m", State: "a", Word: word}, {Machine: "m", State: "b", Word: word}}
	yes, no := func(string) bool { return true }, func(string) bool { return false }
	if all := Machines([]*flow.Machine{m}, full, yes); all != nil {
		t.Error("a complete machine is refused:", all)
	}
	if all := Machines([]*flow.Machine{m}, full[:1], yes); len(all) != 1 || !strings.Contains(all[0].Text, "m.b has no word") {
		t.Error("a state without a word passed:", all)
	}
	if all := Machines([]*flow.Machine{m}, full, no); len(all) != 1 || !strings.Contains(all[0].Text, "flow.m.move.go") {
		t.Error("a turn without a message passed:", all)
	}
}
