package sheet

// The header: which column is which, and in what unit its amounts are.

import (
	"slices"
	"strings"
)

// units are the words for what an amount counts, with the fen of one.
var units = map[string]int64{
	"元": 100, "人民币元": 100, "cny": 100, "yuan": 100, "rmb": 100,
	"万元": 1_000_000, "人民币万元": 1_000_000, "10000cny": 1_000_000, "10,000cny": 1_000_000, "10kcny": 1_000_000, "wan": 1_000_000,
}

// header finds the line of the header and the columns in it. It answers the
// line's index, or -1 with the problem told.
func (t *Table) header(columns []Column) int {
	best, found := -1, 0
	for i, l := range t.Lines[:min(headWithin, len(t.Lines))] {
		n := 0
		for _, c := range l.Cells {
			if _, ok := find(columns, c.Text); ok {
				n++
			}
		}
		if n > found {
			best, found = i, n
		}
	}
	if found < 2 {
		if len(t.Lines) == 0 {
			t.add(Problem{Key: "sheet.empty"})
		} else {
			t.add(Problem{Key: "sheet.no_header", Args: Pack(map[string]any{"names": names(columns)})})
		}
		return -1
	}
	t.head = t.Lines[best].Cells
	for i, c := range t.head {
		t.meet(t.Lines[best].No, i, c, columns)
	}
	missing := slices.DeleteFunc(slices.Clone(columns), func(c Column) bool {
		return c.Optional || slices.ContainsFunc(t.fields, func(f field) bool { return f.Field == c.Field })
	})
	for _, c := range missing {
		t.add(Problem{Line: t.Lines[best].No, Key: "sheet.missing_column", Args: Pack(map[string]any{"name": c.Names[0] + " / " + c.Names[1]})})
	}
	if len(missing) > 0 {
		return -1
	}
	return best
}

// meet takes one cell of the header.
func (t *Table) meet(no, at int, c Cell, columns []Column) {
	f, ok := find(columns, c.Text)
	if !ok {
		return
	}
	f.at, f.header = at, c.Text
	column := Letter(at) + " " + c.Text
	switch {
	case f.unit < 0:
		t.add(Problem{Line: no, Column: column, Value: f.shown, Key: "sheet.unit"})
	case slices.ContainsFunc(t.fields, func(x field) bool { return x.Field == f.Field }):
		t.add(Problem{Line: no, Column: column, Key: "sheet.column_twice"})
	case slices.Contains(t.Hidden, at):
		t.add(Problem{Line: no, Column: column, Key: "sheet.hidden_column"})
	}
	t.fields = append(t.fields, f)
}

// find recognises a column by the text of its header. What stands in brackets
// behind the name is a unit or a remark.
func find(columns []Column, text string) (field, bool) {
	name := Fold(text)
	remark := ""
	if open := strings.IndexAny(name, "(（"); open > 0 {
		remark = strings.Trim(name[open:], "()（）")
		name = name[:open]
	}
	for _, c := range columns {
		if !slices.ContainsFunc(c.Names, func(n string) bool { return bare(n) == name }) {
			continue
		}
		f := field{Column: c, unit: 100, shown: remark}
		if c.Kind == Amount && remark != "" {
			if f.unit = units[remark]; f.unit == 0 {
				f.unit = -1
			}
		}
		return f, true
	}
	return field{}, false
}

// bare is a name without what stands in brackets behind it.
func bare(name string) string {
	name = Fold(name)
	if open := strings.IndexAny(name, "(（"); open > 0 {
		name = name[:open]
	}
	return name
}

func names(columns []Column) string {
	var all []string
	for _, c := range columns {
		if !c.Optional {
			all = append(all, c.Names[0])
		}
	}
	return strings.Join(all, "、")
}
