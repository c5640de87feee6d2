package tidy

// SQL that one of the two databases would refuse, and migrations that leave
// the habits of docs/sql.md.

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// statement recognises the texts among the strings of the code that are SQL.
var statement = regexp.MustCompile(`\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WHERE|CREATE TABLE|ORDER BY)\b`)

// constructs that do not mean the same on both databases.
var constructs = []struct {
	shape *regexp.Regexp
	why   string
}{
	{regexp.MustCompile(`->>?`), "JSON operators differ; keep what is asked for in a column"},
	{regexp.MustCompile(`(?i)\bFOR UPDATE\b`), "SQLite has no FOR UPDATE; transactions are serialisable"},
	{regexp.MustCompile(`(?i)\bILIKE\b`), "SQLite has no ILIKE; keep a folded column"},
	{regexp.MustCompile(`(?i)=\s*ANY\s*\(`), "SQLite has no = ANY(); write an IN list"},
	{regexp.MustCompile(`(?i)\b(greatest|least)\s*\(`), "SQLite has no greatest() or least(); write CASE"},
	{regexp.MustCompile(`(?i)\b(now\s*\(|current_timestamp|current_date)`), "time is a parameter"},
	{regexp.MustCompile(`\w::\w`), "SQLite has no :: casts"},
	{regexp.MustCompile(`(?i)\bSELECT \*`), "columns are named, in the order of the scanner"},
}

func sqls(t *Tree) (all []Problem) {
	for _, f := range t.code(false) {
		if f.Dir() == "internal/tidy" {
			continue // speaks about them
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING || !statement.MatchString(lit.Value) {
				return true
			}
			text, _ := strconv.Unquote(lit.Value)
			all = append(all, dialect(f, text, t.line(lit.Pos()))...)
			return true
		})
	}
	for _, f := range t.with(".sql") {
		if !strings.HasSuffix(f.Path, ".postgres.sql") {
			all = append(all, dialect(f, f.Text, 1)...)
		}
	}
	return all
}

func dialect(f *File, text string, line int) (all []Problem) {
	for i, row := range lines(text) {
		row, _, _ = strings.Cut(row, "-- ")
		for _, c := range constructs {
			if c.shape.MatchString(row) {
				all = append(all, f.at(line+i, "%s: %s", strings.TrimSpace(c.shape.FindString(row)), c.why)...)
			}
		}
	}
	return all
}

var (
	created = regexp.MustCompile(`(?i)\bCREATE (?:UNIQUE )?(?:TABLE|INDEX) (?:IF NOT EXISTS )?(\w+)`)
	types   = regexp.MustCompile(`\b(INTEGER|INT|SMALLINT|BOOLEAN|BOOL|TIMESTAMP|TIMESTAMPTZ|DATE|DATETIME|JSONB?|BYTEA|BLOB|REAL|FLOAT|DOUBLE|NUMERIC|DECIMAL|SERIAL|BIGSERIAL|VARCHAR|CHAR)\b`)
	number  = regexp.MustCompile(`^(\d{4})_\w+(\.postgres)?\.sql$`)
)

// migrations wants the package's prefix on every table, the two types of the
// house, and numbers without gaps.
func migrations(t *Tree) (all []Problem) {
	numbers := map[string][]int{}
	for _, f := range t.with(".sql") {
		dir := f.Dir()
		if path.Base(dir) != "migrations" {
			all = append(all, Problem{f.Path, 0, "SQL files live in migrations/"})
			continue
		}
		m := number.FindStringSubmatch(path.Base(f.Path))
		if m == nil {
			all = append(all, Problem{f.Path, 0, "a migration is named NNNN_word.sql"})
			continue
		}
		n, _ := strconv.Atoi(m[1])
		numbers[dir] = append(numbers[dir], n)
		if m[2] == "" {
			all = append(all, tables(f, path.Base(path.Dir(dir)))...)
		}
	}
	for dir, ns := range numbers {
		slices.Sort(ns)
		for i, n := range slices.Compact(ns) {
			if n != i+1 {
				all = append(all, Problem{dir, 0, fmt.Sprintf("migration %04d is missing", i+1)})
				break
			}
		}
	}
	return all
}

func tables(f *File, prefix string) (all []Problem) {
	for i, row := range lines(f.Text) {
		row, _, _ = strings.Cut(row, "--")
		if m := created.FindStringSubmatch(row); m != nil && m[1] != prefix && !strings.HasPrefix(m[1], prefix+"_") {
			all = append(all, f.at(i+1, "%s does not carry the prefix %s_", m[1], prefix)...)
		}
		if bad := types.FindString(row); bad != "" {
			all = append(all, f.at(i+1, "type %s: columns are TEXT or BIGINT", bad)...)
		}
	}
	return all
}
