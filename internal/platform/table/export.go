package table

// A list as a file. The whole file is made before its first byte is sent: what
// fails on the way becomes a message, never half a list.

import (
	"bytes"
	"encoding/csv"
	"io"
	"iter"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Format is a kind of file.
type Format string

const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// MaxRows bounds an export.
const MaxRows = 50_000

// Sheet is a list on its way into a file. A cell is a string, a number (int,
// int64, float64), a money.Fen (written in yuan), a money.PPM (in percent), a
// bool, a clock.Date, a time.Time in the zone to be shown, or nil for nothing.
type Sheet struct {
	Name    string // of the file, without its ending, and of the sheet
	Headers []string
	Rows    iter.Seq2[[]any, error]
	Foot    []any // a last line that is no row: sums; nil for none
	Mark    *Mark // what the file says of itself, nil for nothing
}

// Rows turns a slice into the rows of a sheet.
func Rows[T any](all []T, cells func(T) []any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, x := range all {
			if !yield(cells(x), nil) {
				return
			}
		}
	}
}

// bounded walks the rows, at most MaxRows of them, and the foot.
func (s Sheet) bounded(do func([]any) error) error {
	n := 0
	for row, err := range s.Rows {
		if err != nil {
			return err
		}
		if n++; n > MaxRows {
			return fault.New(fault.Invalid, "table.export.large", fault.Args{"most": MaxRows})
		}
		if err := do(row); err != nil {
			return err
		}
	}
	if s.Foot == nil {
		return nil
	}
	return do(s.Foot)
}

// Export writes the sheet in a format.
func Export(w io.Writer, format Format, s Sheet) error {
	switch format {
	case CSV:
		return writeCSV(w, s)
	case XLSX:
		return writeXLSX(w, s)
	}
	return fault.New(fault.NotFound, "fault.not_found")
}

// Send answers a request with the sheet as a download that nobody keeps.
func Send(w http.ResponseWriter, format Format, s Sheet) error {
	var body bytes.Buffer
	if err := Export(&body, format, s); err != nil {
		return err
	}
	media := "text/csv; charset=utf-8"
	if format == XLSX {
		media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": s.Name + "." + string(format)}))
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	h.Set("Cache-Control", "private, no-store")
	_, err := body.WriteTo(w)
	return err
}

// byteOrderMark tells spreadsheet programs that a CSV file is UTF-8.
const byteOrderMark = "\uFEFF"

func writeCSV(w io.Writer, s Sheet) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(texts(s.Headers)); err != nil {
		return err
	}
	err := s.bounded(func(row []any) error {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = plain(c)
		}
		return out.Write(cells)
	})
	if err != nil {
		return err
	}
	if err := s.Mark.comments(out); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func texts(all []string) []string {
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = harmless(t)
	}
	return out
}

// formula are the signs that begin a formula somewhere, half and full width.
const formula = "=+-@\t\r\n＝＋－＠"

// harmless keeps a text from being run as a formula by the program that opens
// the file: what begins like one gets an apostrophe in front, also behind
// blanks, since some programs skip them.
func harmless(text string) string {
	bare := strings.TrimLeft(text, " \u00a0\u3000")
	for _, first := range bare {
		if strings.ContainsRune(formula, first) {
			return "'" + text
		}
		break
	}
	return text
}

// plain is a cell in a text file: numbers in the form that programs read.
func plain(cell any) string {
	switch x := cell.(type) {
	case nil:
		return ""
	case string:
		return harmless(x)
	case int:
		return strconv.Itoa(x)
	case int64:
		return strconv.FormatInt(x, 10)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case money.Fen:
		return yuan(x)
	case money.PPM:
		return strconv.FormatFloat(float64(x)/1e4, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(x)
	case clock.Date:
		return x.String()
	case time.Time:
		return instant(x)
	}
	return ""
}

// yuan writes fen without going through a float: "-1234.05".
func yuan(f money.Fen) string {
	sign, n := "", uint64(f)
	if f < 0 {
		sign, n = "-", -n
	}
	cents := n % 100
	return sign + strconv.FormatUint(n/100, 10) + "." + string(rune('0'+cents/10)) + string(rune('0'+cents%10))
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04:05")
}
