package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"io"
	"iter"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name string, have []byte) {
	t.Helper()
	name = "testdata/" + name
	if *update {
		if err := os.WriteFile(name, have, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(want, have) {
		t.Errorf("%s differs (%v); have:\n%s", name, err, have)
	}
}

// sheet holds one cell of each kind, and the texts that spreadsheets would run.
func sheet() Sheet {
	zone := time.FixedZone("CST", 8*3600)
	rows := [][]any{
		{"丰禾泵业", money.Fen(80_000_000), money.PPM(43_500), clock.Date{Year: 2020, Month: time.March, Day: 2}, int64(12), time.Date(2020, 3, 2, 1, 30, 0, 0, time.UTC).In(zone), true},
		{"=HYPERLINK(\"http://x\")", money.Fen(-105), money.PPM(0), clock.Date{}, 0, time.Time{}, false},
		{"+86 138", money.Fen(5), nil, nil, 1.25, nil, nil},
		{"@SUM(A1)", nil, nil, nil, nil, nil, nil},
		{" \t-2+3", nil, nil, nil, nil, nil, nil},
		{"＝1＋1", nil, nil, nil, nil, nil, nil},
		{"a, \"b\"\nc", nil, nil, nil, nil, nil, nil},
		{"91330000MA27X00000", nil, nil, nil, nil, nil, nil},
	}
	return Sheet{
		Name: "贷款-2020-03-02", Headers: []string{"企业", "金额（元）", "年利率", "到期日", "笔数", "时间", "已签"},
		Rows: Rows(rows, func(r []any) []any { return r }),
	}
}

func export(t *testing.T, f Format, s Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Export(&b, f, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCSV(t *testing.T) { golden(t, "loans.csv", export(t, CSV, sheet())) }

func TestXLSXSheet(t *testing.T) {
	body := export(t, XLSX, sheet())
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	xml, _ := io.ReadAll(f)
	_, rows, _ := strings.Cut(string(xml), "<cols>") // before it stands what the library says of itself
	golden(t, "loans.sheet.xml", []byte("<cols>"+strings.ReplaceAll(rows, "<row ", "\n<row ")+"\n"))
	if strings.Contains(string(xml), "<f>") {
		t.Error("a text became a formula")
	}
}

// TestXLSXIsReadBack looks at the file as a spreadsheet program shows it.
func TestXLSXIsReadBack(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(export(t, XLSX, sheet())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at, want := range map[string]string{"A1": "企业", "A2": "丰禾泵业", "B2": "800,000.00", "C2": "4.35%", "D2": "2020-03-02", "E2": "12", "F2": "2020-03-02 09:30:00", "B3": "-1.05", "B4": "0.05", "D3": "", "A3": `=HYPERLINK("http://x")`} {
		if got, err := f.GetCellValue("贷款-2020-03-02", at); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", at, got, want, err)
		}
	}
	for _, at := range []string{"B2", "C2", "D2", "E2", "F2"} {
		if kind, _ := f.GetCellType("贷款-2020-03-02", at); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("%s is stored as text", at)
		}
	}
}

func TestAFailureOnTheWaySendsNothing(t *testing.T) {
	broken := sheet()
	broken.Rows = func(yield func([]any, error) bool) {
		_ = yield([]any{"first"}, nil) && yield(nil, errors.New("database gone"))
	}
	for _, f := range []Format{CSV, XLSX, "pdf"} {
		w := httptest.NewRecorder()
		if err := Send(w, f, broken); err == nil || w.Body.Len() != 0 || len(w.Header()) != 0 {
			t.Errorf("%s: %v, %d bytes, %v", f, err, w.Body.Len(), w.Header())
		}
	}
}

func TestAnExportIsBounded(t *testing.T) {
	endless := sheet()
	endless.Rows = iter.Seq2[[]any, error](func(yield func([]any, error) bool) {
		for yield([]any{"row"}, nil) {
		}
	})
	if err := Export(io.Discard, CSV, endless); !fault.Is(err, fault.Invalid) {
		t.Fatal(err)
	}
}

func TestADownloadIsNamedAndNotKept(t *testing.T) {
	w := httptest.NewRecorder()
	if err := Send(w, CSV, sheet()); err != nil {
		t.Fatal(err)
	}
	h := w.Header()
	if h.Get("Content-Disposition") != "attachment; filename*=utf-8''%E8%B4%B7%E6%AC%BE-2020-03-02.csv" || h.Get("Cache-Control") != "private, no-store" {
		t.Error(h)
	}
}

func TestSheetNamesFitTheFormat(t *testing.T) {
	for name, want := range map[string]string{"a/b:c*[d]": "abcd", "": "Sheet1", strings.Repeat("长", 40): strings.Repeat("长", 31), "'x'": "x"} {
		if got := sheetName(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}
