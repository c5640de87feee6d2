package table

// Spreadsheet files. Cells keep their kind, so that sums and sorting work; a
// text is stored as text and never as a formula.

import (
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
)

const (
	maxSheetName = 31 // characters, the format's own limit
	minWidth     = 12 // of a column, in Latin characters
	maxText      = 32767
)

// styles are the numbers of the styles in a file.
type styles struct{ head, money, percent, finePercent, date, instant int }

func writeXLSX(w io.Writer, s Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	name := sheetName(s.Name)
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	look, err := makeStyles(f)
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	at, err := writeHead(out, s, look)
	if err != nil {
		return err
	}
	err = s.bounded(func(row []any) error {
		at++
		cells := make([]any, len(row))
		for i, c := range row {
			cells[i] = look.cell(c)
		}
		return out.SetRow("A"+strconv.Itoa(at), cells)
	})
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return s.Mark.finish(f, w)
}

// writeHead sets the widths, keeps the header in sight and writes it, below the
// line of the mark. It answers the number of the header's line.
func writeHead(out *excelize.StreamWriter, s Sheet, look styles) (at int, err error) {
	cells := make([]any, len(s.Headers))
	for i := len(s.Headers) - 1; i >= 0; i-- { // the library writes the last width first
		cells[i] = excelize.Cell{StyleID: look.head, Value: s.Headers[i]}
		if err := out.SetColWidth(i+1, i+1, width(s.Headers[i])); err != nil {
			return 0, err
		}
	}
	at = 1
	if s.Mark != nil {
		at = 2
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: at, TopLeftCell: "A" + strconv.Itoa(at+1), ActivePane: "bottomLeft"}); err != nil {
		return 0, err
	}
	if s.Mark != nil {
		if err := out.SetRow("A1", []any{s.Mark.Line}); err != nil {
			return 0, err
		}
	}
	return at, out.SetRow("A"+strconv.Itoa(at), cells)
}

// width makes room for a header; a Chinese character takes two places.
func width(header string) float64 {
	n := 2
	for _, r := range header {
		if n++; unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return float64(max(n, minWidth))
}

func makeStyles(f *excelize.File) (s styles, err error) {
	text := func(format string) *excelize.Style { return &excelize.Style{CustomNumFmt: &format} }
	for _, x := range []struct {
		to *int
		as *excelize.Style
	}{
		{&s.head, &excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.money, text("#,##0.00")},
		{&s.percent, text("0.00%")},
		{&s.finePercent, text("0.0000%")},
		{&s.date, text("yyyy-mm-dd")},
		{&s.instant, text("yyyy-mm-dd hh:mm:ss")},
	} {
		if *x.to, err = f.NewStyle(x.as); err != nil {
			return s, err
		}
	}
	return s, nil
}

// cell keeps the kind of a value. Fen become yuan: the nearest float64 of any
// amount below 9 trillion yuan shows the very fen.
func (s styles) cell(value any) any {
	switch x := value.(type) {
	case string:
		if r := []rune(x); len(r) > maxText {
			return string(r[:maxText])
		}
		return x
	case money.Fen:
		return excelize.Cell{StyleID: s.money, Value: x.Yuan()}
	case money.PPM:
		style := s.percent
		if x%100 != 0 {
			style = s.finePercent
		}
		return excelize.Cell{StyleID: style, Value: x.Fraction()}
	case clock.Date:
		if x.IsZero() {
			return nil
		}
		return excelize.Cell{StyleID: s.date, Value: x.At(0, 0, time.UTC)}
	case time.Time:
		if x.IsZero() {
			return nil
		}
		return excelize.Cell{StyleID: s.instant, Value: wall(x)}
	}
	return value
}

// wall keeps what a clock on the wall shows: a spreadsheet knows no zones.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// sheetName drops what the format forbids in a sheet's name.
func sheetName(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, name), "' ")
	if r := []rune(name); len(r) > maxSheetName {
		name = strings.TrimRight(string(r[:maxSheetName]), "' ")
	}
	if name == "" {
		return "Sheet1"
	}
	return name
}
