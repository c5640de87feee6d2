package sheet

// Files: a workbook through its library, with bounds set before it is unpacked,
// and comma-separated text.

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/upload"
)

// maxUnpacked bounds a workbook in memory: a thousand lines are far smaller.
const maxUnpacked = 16 << 20

// Read reads a clean upload. Where a workbook has several sheets, want names the
// one that counts; without it only one may hold anything. What is not a table at
// all is a fault.
func Read(f upload.File, want ...string) (Grid, error) {
	switch {
	case strings.HasSuffix(strings.ToLower(f.Name), ".xlsx"):
		return workbook(f.Bytes, want)
	case strings.HasSuffix(strings.ToLower(f.Name), ".csv"):
		return text(f.Bytes)
	}
	return Grid{}, refuse("sheet.kind", nil)
}

func refuse(key string, args fault.Args) error {
	return fault.Wrong("file", key, args)
}

// text reads comma-separated text, also with semicolons or tabs.
func text(body []byte) (g Grid, err error) {
	body = bytes.TrimPrefix(body, []byte("\uFEFF"))
	first, _, _ := bytes.Cut(body, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(body))
	r.FieldsPerRecord = -1
	for _, mark := range []rune{';', '\t'} {
		if bytes.Count(first, []byte(string(mark))) > bytes.Count(first, []byte(string(r.Comma))) {
			r.Comma = mark
		}
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			return g, refuse("sheet.broken_line", fault.Args{"line": broken.Line})
		}
		if err != nil {
			return g, err
		}
		no, _ := r.FieldPos(0)
		l := Line{No: no}
		for _, c := range cells {
			l.Cells = append(l.Cells, Cell{Text: c})
		}
		if g.Lines = append(g.Lines, l); len(g.Lines) > MaxRows || len(cells) > MaxColumns {
			return g, refuse("sheet.large", fault.Args{"rows": MaxRows, "columns": MaxColumns})
		}
	}
}

func workbook(body []byte, want []string) (g Grid, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(body), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size") {
			return g, refuse("sheet.unpacked", fault.Args{"mib": maxUnpacked >> 20})
		}
		return g, refuse("sheet.broken", nil)
	}
	defer f.Close()
	if g.Sheet, err = theSheet(f, want); err != nil {
		return g, err
	}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		g.Since = 1904
	}
	if err := lines(f, &g); err != nil {
		return g, err
	}
	if !computes(body) {
		return g, hiddenColumns(f, &g)
	}
	return g, errors.Join(markFormulas(f, &g), hiddenColumns(f, &g))
}

// theSheet is the one sheet that counts.
func theSheet(f *excelize.File, want []string) (string, error) {
	var full []string
	for _, name := range f.GetSheetList() {
		for _, w := range want {
			if Fold(name) == Fold(w) {
				return name, nil
			}
		}
		rows, err := f.Rows(name)
		if err != nil {
			return "", refuse("sheet.broken", nil)
		}
		if rows.Next() {
			full = append(full, name)
		}
		rows.Close()
	}
	if len(full) > 1 {
		return "", refuse("sheet.several", fault.Args{"names": strings.Join(full, "、")})
	}
	if len(full) == 0 {
		return "", refuse("sheet.nothing", nil)
	}
	if shown, err := f.GetSheetVisible(full[0]); err == nil && !shown {
		return "", refuse("sheet.hidden_sheet", fault.Args{"names": full[0]})
	}
	return full[0], nil
}

// lines reads the sheet twice, as it shows and as it is stored, a line at a time.
func lines(f *excelize.File, g *Grid) error {
	shown, err := f.Rows(g.Sheet)
	if err != nil {
		return refuse("sheet.broken", nil)
	}
	defer shown.Close()
	stored, err := f.Rows(g.Sheet)
	if err != nil {
		return refuse("sheet.broken", nil)
	}
	defer stored.Close()
	for no := 1; shown.Next() && stored.Next(); no++ {
		texts, err := shown.Columns()
		raws, again := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil || again != nil {
			return refuse("sheet.broken", nil)
		}
		if len(texts) > MaxColumns || no > MaxRows+headWithin {
			return refuse("sheet.large", fault.Args{"rows": MaxRows, "columns": MaxColumns})
		}
		l := Line{No: no, Hidden: shown.GetRowOpts().Hidden}
		for i, text := range texts {
			c := Cell{Text: text}
			if i < len(raws) {
				if _, err := strconv.ParseFloat(raws[i], 64); err == nil {
					c.Raw = raws[i]
				}
			}
			l.Cells = append(l.Cells, c)
		}
		g.Lines = append(g.Lines, l)
	}
	return nil
}

// computes reports whether any part of a workbook holds a formula, before each
// cell is asked.
func computes(body []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return true
	}
	for _, part := range z.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			return true
		}
		all, err := io.ReadAll(io.LimitReader(r, maxUnpacked))
		r.Close()
		if err != nil || bytes.Contains(all, []byte("<f>")) || bytes.Contains(all, []byte("<f ")) || bytes.Contains(all, []byte(":f>")) {
			return true
		}
	}
	return false
}

func markFormulas(f *excelize.File, g *Grid) error {
	for i, l := range g.Lines {
		for j := range l.Cells {
			formula, err := f.GetCellFormula(g.Sheet, Letter(j)+strconv.Itoa(l.No))
			if err != nil {
				return refuse("sheet.broken", nil)
			}
			c := &g.Lines[i].Cells[j]
			if c.Out = formula != ""; c.Out && c.Text == "" {
				c.Text = "=" + formula
			}
		}
	}
	return nil
}

func hiddenColumns(f *excelize.File, g *Grid) error {
	most := 0
	for _, l := range g.Lines {
		most = max(most, len(l.Cells))
	}
	for i := range most {
		shown, err := f.GetColVisible(g.Sheet, Letter(i))
		if err != nil {
			return refuse("sheet.broken", nil)
		}
		if !shown {
			g.Hidden = append(g.Hidden, i)
		}
	}
	return nil
}
