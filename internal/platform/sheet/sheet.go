// Package sheet reads what people keep in spreadsheets: an XLSX or CSV file
// becomes a table with named columns and typed cells, and everything that is
// wrong with it becomes a Problem that names sheet, line and column, the value,
// the reason and what to do.
//
// Nothing is guessed. A unit stands in the header of its column and nowhere
// else; a formula, a hidden line and a column that stands twice are problems,
// not values. What a file may hold is bounded before it is read.
//
// The words of its own problems come with the package; a feature that knows what
// the values mean adds problems in words of its own.
package sheet

import (
	"slices"
	"strings"

	"golang.org/x/text/width"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Bounds of a file.
const (
	MaxRows    = 1000
	MaxColumns = 40
	maxChars   = 300 // of a cell
	headWithin = 10  // lines above the header that are passed over
	// Most is how many problems are told; a file that is all wrong is wrong for one
	// or two reasons.
	Most = 200
)

// Cell is one cell as it shows, and the number behind it where there is one.
type Cell struct {
	Text string `json:"t"`
	Raw  string `json:"r,omitempty"` // the number, as the file stores it
	Out  bool   `json:"f,omitempty"` // the value comes out of a formula
}

func (c Cell) empty() bool { return strings.TrimSpace(c.Text) == "" }

// Line is a line of a file with its number there, counted from 1.
type Line struct {
	No     int    `json:"no"`
	Hidden bool   `json:"hidden,omitempty"`
	Cells  []Cell `json:"cells"`
}

func (l Line) blank() bool {
	return !slices.ContainsFunc(l.Cells, func(c Cell) bool { return !c.empty() })
}

// Grid is what a file holds before anybody knows what its columns mean.
type Grid struct {
	Sheet  string `json:"sheet"` // "" in a CSV file
	Lines  []Line `json:"lines"`
	Since  int    `json:"since,omitempty"`  // the year from which serial days count: 1904, 0 for 1900
	Hidden []int  `json:"hidden,omitempty"` // columns that are hidden, counted from 0
}

// Problem is one thing that is wrong: where, what, why, and what to do. Its
// message is under Key; ProblemTable adds what to do.
type Problem struct {
	Sheet  string         `json:"sheet,omitempty"`
	Line   int            `json:"line,omitempty"`   // 0 for the file as a whole
	Column string         `json:"column,omitempty"` // letter and header
	Value  string         `json:"value,omitempty"`  // as it shows
	Key    string         `json:"key"`
	Args   map[string]Arg `json:"args,omitempty"`
}

// Kind is what the cells of a column hold.
type Kind int

// Kinds of columns.
const (
	Text Kind = iota
	Amount
	Day
	Rate
	Whole
)

// Column is a column that a table has, under any of its names.
type Column struct {
	Field    string
	Kind     Kind
	Names    []string // the first two are the Chinese and the English one of the template
	Optional bool
	Help     i18n.Text // what stands there
}

// field is a column as it was found.
type field struct {
	Column
	at     int
	header string
	unit   int64 // fen of one unit
	shown  string
}

// Table is a file whose columns are known.
type Table struct {
	Grid
	Rows     []Row
	Total    *Row // the line of totals, nil for none
	Problems []Problem
	More     int // problems that are not told
	fields   []field
	head     []Cell
}

// Row is one line with its values by field.
type Row struct {
	No     int
	values map[string]Value
	table  *Table
}

// Fold makes names comparable: narrow letters and digits, no spaces, no case.
func Fold(s string) string {
	s = strings.ToLower(width.Fold.String(strings.TrimSpace(s)))
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\u3000\u00a0_-*:：'’", r) {
			return -1
		}
		return r
	}, s)
}

// totals begin a line of totals.
var totals = []string{"合计", "总计", "共计", "total", "totals", "sum"}

// Understand finds the columns of a table in a grid and reads its lines.
func Understand(g Grid, columns []Column) *Table {
	t := &Table{Grid: g}
	head := t.header(columns)
	if head < 0 {
		return t
	}
	for _, l := range g.Lines[head+1:] {
		t.line(l)
	}
	if len(t.Rows) == 0 && len(t.Problems) == 0 {
		t.add(Problem{Key: "sheet.empty"})
	}
	return t
}

func (t *Table) line(l Line) {
	if l.blank() {
		return
	}
	if l.Hidden {
		t.add(Problem{Line: l.No, Key: "sheet.hidden_line"})
	}
	if t.Total != nil {
		t.add(Problem{Line: l.No, Key: "sheet.after_total"})
		return
	}
	row := Row{No: l.No, values: map[string]Value{}, table: t}
	if first := slices.IndexFunc(l.Cells, func(c Cell) bool { return !c.empty() }); slices.Contains(totals, Fold(l.Cells[first].Text)) {
		t.Total = &row
	}
	for i, c := range l.Cells {
		if !c.empty() && (i >= len(t.head) || t.head[i].empty()) {
			t.add(Problem{Line: l.No, Column: Letter(i), Value: c.Text, Key: "sheet.beyond"})
		}
	}
	for _, f := range t.fields {
		if t.Total != nil && f.Kind != Amount {
			continue
		}
		var c Cell
		if f.at < len(l.Cells) {
			c = l.Cells[f.at]
		}
		row.values[f.Field] = t.value(l.No, f, c)
	}
	if t.Total == nil {
		t.Rows = append(t.Rows, row)
	}
}

// add keeps a problem, up to a bound.
func (t *Table) add(p Problem) {
	if len(t.Problems) >= Most {
		t.More++
		return
	}
	p.Sheet = t.Sheet
	t.Problems = append(t.Problems, p)
}

// Wrong adds a problem with a field of a row, as somebody found it who knows what
// the values mean.
func (r Row) Wrong(name, key string, args fault.Args) {
	p := Problem{Line: r.No, Key: key, Args: Pack(args)}
	for _, f := range r.table.fields {
		if f.Field == name {
			p.Column, p.Value = Letter(f.at)+" "+f.header, r.values[name].Shown
		}
	}
	r.table.add(p)
}

// Wrong adds a problem with the file as a whole.
func (t *Table) Wrong(key string, args fault.Args) { t.add(Problem{Key: key, Args: Pack(args)}) }

// Sound reports whether nothing is wrong.
func (t *Table) Sound() bool { return len(t.Problems) == 0 }

// Letter names a column as spreadsheets do: 0 is A.
func Letter(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}
