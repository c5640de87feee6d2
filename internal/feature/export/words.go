package export

// Exports in words: the mark in a file, options of the form, lines of the
// register.

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
)

// mark is what the file says of itself. The taker is the reader.
func (s *Service) mark(ctx context.Context, l module.List, e Export) *table.Mark {
	who := kernel.From(ctx)
	at := e.Taken.In(s.Zone).Format("2006-01-02 15:04")
	m := &table.Mark{Number: e.Number, About: i18n.T(ctx, "export.about"), Author: who.Name.In(ctx) + ", " + who.PartyName.In(ctx)}
	m.Line = strings.Join([]string{e.Number, who.Name.In(ctx), who.PartyName.In(ctx), at, reasonWord(ctx, e.Reason), i18n.T(ctx, "export.secret")}, " · ")
	for _, f := range [][2]string{
		{"number", e.Number}, {"person", who.Name.In(ctx)}, {"party", who.PartyName.In(ctx)}, {"taken", at}, {"list", i18n.T(ctx, l.Title)}, {"query", queryWords(ctx, l, e.Query)},
		{"reason", reasonWords(ctx, e)}, {"rows", strconv.Itoa(e.Rows)}, {"hash", e.Hash}, {"notice", i18n.T(ctx, "export.secret.text")},
	} {
		m.Facts = append(m.Facts, [2]string{i18n.T(ctx, "export.col."+f[0]), f[1]})
	}
	return m
}

func reasonWord(ctx context.Context, reason string) string {
	return i18n.T(ctx, "export.reason."+reason)
}

// reasonWords is the reason with what was written beside it.
func reasonWords(ctx context.Context, e Export) string {
	if e.Note == "" {
		return reasonWord(ctx, e.Reason)
	}
	return reasonWord(ctx, e.Reason) + " · " + e.Note
}

// queryWords says in the reader's words what a list was narrowed to.
func queryWords(ctx context.Context, l module.List, query string) string {
	address, _ := url.ParseQuery(query) // what cannot be read narrowed nothing
	return cmp.Or(l.Words(ctx, address), i18n.T(ctx, "export.query.none"))
}

func reasonOptions(ctx context.Context) (all []ui.Option) {
	for _, r := range reasons {
		all = append(all, ui.Option{Value: r, Label: reasonWord(ctx, r)})
	}
	return all
}

func formatOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(table.XLSX), Label: i18n.T(ctx, "export.format.xlsx")}, {Value: string(table.CSV), Label: i18n.T(ctx, "export.format.csv")}}
}

func (s *Service) registerTable(ctx context.Context, r Register) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "export.title")}
	for _, key := range []string{"number", "taken", "party", "person", "list", "reason", "rows", "file"} {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "export.col."+key), Num: key == "rows", Spare: key == "party"})
	}
	for _, e := range r.Exports {
		what := ui.Cell{Text: e.List}
		if l, err := s.listBy(e.List); err == nil {
			what = ui.Cell{Text: i18n.T(ctx, l.Title), Small: queryWords(ctx, l, e.Query)}
		}
		file := ui.Cell{Text: strings.ToUpper(string(e.Format)), Small: e.Hash[:min(12, len(e.Hash))], Href: e.Href}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: e.Number, Mono: true, Head: true}, {Text: i18n.Moment(ctx, e.Taken, s.Now(), s.Zone)}, {Text: r.Parties[e.Party].In(ctx)}, {Text: personWord(ctx, r, e)}, what,
			{Text: reasonWord(ctx, e.Reason), Small: e.Note}, {Text: strconv.Itoa(e.Rows)}, file,
		}})
	}
	return t
}

// personWord is empty where who it was is another organisation's matter.
func personWord(ctx context.Context, r Register, e Export) string {
	if e.Person == "" {
		return i18n.T(ctx, "export.person.theirs")
	}
	return r.People[e.Person].In(ctx)
}
