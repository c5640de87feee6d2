package sheet

// Files as people send them, good and bad. Workbooks are written by the library
// and changed where it would not write what people do.

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/upload"
)

var columns = []Column{
	{Field: "number", Names: []string{"合同编号", "Contract number", "合同号"}},
	{Field: "on", Kind: Day, Names: []string{"到账日期", "Received on"}},
	{Field: "amount", Kind: Amount, Names: []string{"金额（元）", "Amount (CNY)"}},
	{Field: "rate", Kind: Rate, Names: []string{"年利率（%）", "Annual rate (%)"}, Optional: true},
	{Field: "term", Kind: Whole, Names: []string{"期限（月）", "Term (months)"}, Optional: true},
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// csvTable is a text as a table.
func csvTable(t *testing.T, name, body string) *Table {
	t.Helper()
	f, err := upload.Clean("file", name, []byte(body))
	must(t, err)
	g, err := Read(f)
	must(t, err)
	return Understand(g, columns)
}

// book is a workbook with rows, as change leaves it.
func book(t testing.TB, rows [][]any, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		must(t, f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row))
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

func read(t testing.TB, name string, body []byte, want ...string) (Grid, error) {
	t.Helper()
	f, err := upload.Clean("file", name, body)
	if err != nil {
		return Grid{}, err
	}
	return Read(f, want...)
}

func keys(t *Table) (all []string) {
	for _, p := range t.Problems {
		all = append(all, fmt.Sprint(p.Line, " ", p.Column, " ", strings.TrimPrefix(p.Key, "sheet.")))
	}
	return all
}

func TestAmountsAndDaysInEveryForm(t *testing.T) {
	x := csvTable(t, "还款.csv", "合同编号,到账日期,金额（元）\n"+
		"A1,2020-02-03,\"1,234,567.89\"\nA2,2020年2月3日,１２３．４５\nA3,2020/2/3,¥17766.01元\nA4,20200203,\"１７，７６６．０１\"\nA5,43864,100\n合计,,\"1,270,323.36\"\n")
	want := []money.Fen{1_234_567_89, 123_45, 17_766_01, 17_766_01, 100_00}
	if !x.Sound() || len(x.Rows) != len(want) || x.Total == nil || x.Total.Value("amount").Fen != 1_270_323_36 {
		t.Fatalf("%v, %d rows", keys(x), len(x.Rows))
	}
	for i, r := range x.Rows {
		if r.Value("amount").Fen != want[i] || r.Value("on").On != "2020-02-03" || r.No != i+2 {
			t.Errorf("%d: %+v %+v", r.No, r.Value("amount"), r.Value("on"))
		}
	}
	wan := csvTable(t, "a.csv", "合同编号;Received on;金额（万元）\nA1;2020-02-03;27.217543\n")
	if !wan.Sound() || wan.Rows[0].Value("amount").Fen != 272_175_43 {
		t.Errorf("%v", keys(wan))
	}
}

func TestCellsThatMeanNothingOrTwoThings(t *testing.T) {
	for value, want := range map[string]string{
		"金额:27万": "amount_unit", "金额:1,23": "amount", "金额:1.234,56": "amount", "金额:12.345": "amount_fine", "金额:": "cell_empty", "金额:1e5": "amount", "金额:(100)": "amount", "金额:=1+1": "amount",
		"金额:" + strings.Repeat("9", 30): "amount", "金额:" + strings.Repeat("x", 400): "cell_long",
		"日期:03/02/2020": "day", "日期:20-2-3": "day", "日期:2020-02-30": "day_none", "日期:今天": "day", "日期:7": "day", "日期:2020-13-01": "day_none",
		"利率:0.0566": "rate_fraction", "利率:百分之五": "rate", "期限:1.5": "whole", "期限:-3": "whole", "期限:十二": "whole",
	} {
		cells := map[string]string{"金额": "1", "日期": "2020-02-03", "利率": "5.66", "期限": "12"}
		name, text, _ := strings.Cut(value, ":")
		cells[name] = text
		x := csvTable(t, "a.csv", fmt.Sprintf("合同号,到账日期,金额,年利率,期限\nA,%q,%q,%q,%q\n", cells["日期"], cells["金额"], cells["利率"], cells["期限"]))
		if len(x.Problems) != 1 || x.Problems[0].Key != "sheet."+want || x.Problems[0].Line != 2 || x.Rows[0].Sound() {
			t.Errorf("%.40s: %v, want %s", value, keys(x), want)
		}
	}
}

func TestTablesThatAreNone(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"no header":        {"a,b\n1,2\n", "0  no_header"},
		"a column missing": {"合同编号,到账日期\nA,2020-02-03\n", "1  missing_column"},
		"a column twice":   {"合同编号,到账日期,金额,Amount\nA,2020-02-03,1,1\n", "1 D Amount column_twice"},
		"an unknown unit":  {"合同编号,到账日期,金额（千元）\nA,2020-02-03,1\n", "1 C 金额（千元） unit"},
		"a header alone":   {"合同编号,到账日期,金额\n\n", "0  empty"},
		"shifted":          {"合同编号,到账日期,金额\n,A,2020-02-03,1\n", "2 D beyond"},
		"after the total":  {"合同编号,到账日期,金额\nA,2020-02-03,1\n合计,,1\nB,2020-02-03,1\n", "4  after_total"},
	} {
		if x := csvTable(t, "a.csv", c.body); !slices.Contains(keys(x), c.want) {
			t.Errorf("%s: %v, want %s", name, keys(x), c.want)
		}
	}
	for name, c := range map[string]struct {
		file string
		body []byte
		want string
	}{
		"empty":          {"a.csv", nil, "upload.empty"},
		"another kind":   {"a.pdf", []byte("%PDF-1.7"), "sheet.kind"},
		"not a workbook": {"a.xlsx", []byte("合同编号,金额"), "upload.mislabelled"},
		"a quote open":   {"a.csv", []byte("合同编号,到账日期,金额\n\"A,2020-02-03,1\n"), "sheet.broken_line"},
		"too long":       {"a.csv", []byte(strings.Repeat("a,b\n", MaxRows+1)), "sheet.large"},
		"too wide":       {"a.csv", []byte(strings.Repeat("a,", MaxColumns) + "a\n"), "sheet.large"},
	} {
		_, err := read(t, c.file, c.body)
		if err == nil || fault.Of(err).Fields[0].Key != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestEncodings(t *testing.T) {
	text := "合同编号,到账日期,金额\n汇民第一号,2020年2月3日,1\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	must(t, err)
	for name, body := range map[string]string{"UTF-8": text, "with a mark": "\uFEFF" + text, "GBK": gbk, "lines of two characters": strings.ReplaceAll(text, "\n", "\r\n")} {
		if x := csvTable(t, "a.csv", body); !x.Sound() || x.Rows[0].Text("number") != "汇民第一号" {
			t.Errorf("%s: %v", name, keys(x))
		}
	}
}

var rows = [][]any{{"贷款还款清单"}, {"合同编号", "到账日期", "金额（元）", "年利率（%）"}, {"A1", time.Date(2020, 2, 3, 0, 0, 0, 0, time.UTC), 17_766.01, 0.0566}, {"A2", 43_865, "１,２３４.5", "5.66%"}}

func percent(f *excelize.File) {
	style, _ := f.NewStyle(&excelize.Style{NumFmt: 10})
	f.SetCellStyle("Sheet1", "D3", "D3", style)
}

func TestWorkbooks(t *testing.T) {
	g, err := read(t, "a.xlsx", book(t, rows, percent))
	must(t, err)
	x := Understand(g, columns)
	if !x.Sound() || len(x.Rows) != 2 {
		t.Fatalf("%v", keys(x))
	}
	a, b := x.Rows[0], x.Rows[1]
	if a.No != 3 || a.Value("on").On != "2020-02-03" || a.Value("amount").Fen != 17_766_01 || a.Value("rate").PPM != 56_600 {
		t.Errorf("%+v", a.values)
	}
	if b.Value("on").On != "2020-02-04" || b.Value("amount").Fen != 1_234_50 || b.Value("rate").PPM != 56_600 {
		t.Errorf("%+v", b.values)
	}
	late, err := read(t, "a.xlsx", book(t, [][]any{{"合同编号", "到账日期", "金额"}, {"A", 42_402, 1}}, func(f *excelize.File) {
		yes := true
		must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
	}))
	must(t, err)
	if x := Understand(late, columns); x.Rows[0].Value("on").On != "2020-02-03" { // 42,402 days after 1 January 1904
		t.Errorf("%+v", x.Rows[0].values)
	}
}

func TestWorkbooksThatHideSomething(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*excelize.File)
		want   string
	}{
		"a line":    {func(f *excelize.File) { f.SetRowVisible("Sheet1", 4, false) }, "4  hidden_line"},
		"a column":  {func(f *excelize.File) { f.SetColVisible("Sheet1", "C", false) }, "2 C 金额（元） hidden_column"},
		"a formula": {func(f *excelize.File) { f.SetCellFormula("Sheet1", "C3", "=1+1") }, "3 C 金额（元） formula"},
	} {
		g, err := read(t, "a.xlsx", book(t, rows, func(f *excelize.File) { percent(f); c.change(f) }))
		must(t, err)
		if x := Understand(g, columns); !slices.Contains(keys(x), c.want) {
			t.Errorf("%s: %v, want %s", name, keys(x), c.want)
		}
	}
	two := func(f *excelize.File) { f.NewSheet("Other"); f.SetCellValue("Other", "A1", "x") }
	if _, err := read(t, "a.xlsx", book(t, rows, two)); err == nil || fault.Of(err).Fields[0].Key != "sheet.several" {
		t.Errorf("two sheets: %v", err)
	}
	if g, err := read(t, "a.xlsx", book(t, rows, two), "sheet1"); err != nil || g.Sheet != "Sheet1" {
		t.Errorf("the one that is named: %v", err)
	}
}

// bomb is a workbook whose sheet unpacks to many mebibytes of one cell after the
// other.
func bomb(t testing.TB, mib int) []byte {
	t.Helper()
	small, err := zip.NewReader(bytes.NewReader(book(t, rows, nil)), int64(len(book(t, rows, nil))))
	must(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range small.File {
		p, err := w.Create(part.Name)
		must(t, err)
		if part.Name != "xl/worksheets/sheet1.xml" {
			r, err := part.Open()
			must(t, err)
			_, err = io.Copy(p, r)
			must(t, err)
			continue
		}
		io.WriteString(p, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
		line := `<row><c t="inlineStr"><is><t>` + strings.Repeat("0", 970) + `</t></is></c></row>`
		for range mib << 10 {
			io.WriteString(p, line)
		}
		io.WriteString(p, `</sheetData></worksheet>`)
	}
	must(t, w.Close())
	return out.Bytes()
}

// TestBombs: what unpacks to more than it may is refused, in little memory.
func TestBombs(t *testing.T) {
	for mib, want := range map[int]string{20: "sheet.unpacked", 3: "sheet.large"} { // above 100 MiB package upload refuses
		body := bomb(t, mib)
		if len(body) > upload.MaxBytes {
			t.Fatalf("%d MiB are packed to %d bytes", mib, len(body))
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := read(t, "a.xlsx", body)
		runtime.ReadMemStats(&after)
		if err == nil || fault.Of(err).Fields[0].Key != want {
			t.Errorf("%d MiB: %v, want %s", mib, err, want)
		}
		if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 200 {
			t.Errorf("%d MiB: %d MiB were taken from memory", mib, got)
		}
	}
}

// TestFarLines: a line a million lines down is too many lines, at once.
func TestFarLines(t *testing.T) {
	_, err := read(t, "a.xlsx", book(t, rows, func(f *excelize.File) { f.SetCellValue("Sheet1", "A1048576", "x") }))
	if err == nil || fault.Of(err).Fields[0].Key != "sheet.large" {
		t.Errorf("%v", err)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	x := csvTable(t, "a.csv", "合同编号,到账日期,金额\n"+strings.Repeat("A,x,y\n", 900))
	if len(x.Problems) != Most || x.More != 1800-Most {
		t.Errorf("%d problems and %d more", len(x.Problems), x.More)
	}
}

func TestLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 39: "AN", 701: "ZZ", 702: "AAA"} {
		if got := Letter(i); got != want {
			t.Errorf("%d: %s", i, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.csv", []byte("合同编号,到账日期,金额\nA,2020-02-03,1\n"))
	f.Add("a.xlsx", book(f, rows, nil))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		g, err := read(t, name, body)
		if err != nil {
			return
		}
		for _, r := range Understand(g, columns).Rows {
			if v := r.Value("amount"); r.Sound() && v.Given && v.Fen == 0 && !strings.ContainsAny(v.Shown, "0０") {
				t.Errorf("%q is read as nothing", v.Shown)
			}
		}
	})
}
