package sheet

// What is wrong with a file, and what its columns hold, as pages show it.

import (
	"context"
	"embed"
	"strings"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Files holds the words of this package.
//
//go:embed locales
var Files embed.FS

// Todo says what to do about a problem in the words of who knows what the values
// mean; the package does so for its own.
type Todo func(ctx context.Context, key string, args fault.Args) string

// ProblemTable names every problem: where, what, why, and what to do.
func ProblemTable(ctx context.Context, problems []Problem, todo Todo) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "sheet.problems"), Columns: []ui.Column{{Label: i18n.T(ctx, "sheet.col.place")}, {Label: i18n.T(ctx, "sheet.col.value")}, {Label: i18n.T(ctx, "sheet.col.reason")}, {Label: i18n.T(ctx, "sheet.col.todo")}}}
	for _, p := range problems {
		args, do := p.Unpack(), todo
		if rest, own := strings.CutPrefix(p.Key, "sheet."); own {
			do = func(ctx context.Context, _ string, args fault.Args) string {
				return i18n.T(ctx, "sheet.todo."+rest, args)
			}
		}
		place := i18n.T(ctx, "sheet.place.file")
		if p.Line > 0 {
			place = i18n.T(ctx, "sheet.place.line", i18n.Args{"line": p.Line})
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: place, Small: p.Column, Head: true}, {Text: p.Value, Mono: true}, {Text: i18n.T(ctx, p.Key, args)}, {Text: do(ctx, p.Key, args)}}})
	}
	return t
}

// ColumnTable says what stands in each column, in the reader's language.
func ColumnTable(ctx context.Context, columns []Column) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "sheet.columns"), Columns: []ui.Column{{Label: i18n.T(ctx, "sheet.col.column")}, {Label: i18n.T(ctx, "sheet.col.help")}}}
	for _, c := range columns {
		small := ""
		if c.Optional {
			small = i18n.T(ctx, "sheet.optional")
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: c.named(ctx), Small: small, Head: true}, {Text: c.Help.In(ctx)}}})
	}
	return t
}
