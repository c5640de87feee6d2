package sheet

// The empty files that people fill in: a workbook whose second sheet says in both
// languages what stands in each column, and comma-separated text.

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"

	"github.com/xuri/excelize/v2"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/upload"
)

// Template is an empty file of one kind.
type Template struct {
	Columns []Column
	Sheet   i18n.Text // name of the sheet that is filled in
	Totals  bool      // a last line of totals is wanted, here or beside the file
}

// Serve answers a template with the header in the reader's language, under a name
// without its ending; ending is "xlsx" or "csv", and anything else is NotFound.
func (x Template) Serve(ctx context.Context, w http.ResponseWriter, name, ending string) (err error) {
	var body []byte
	var media string
	switch ending {
	case "xlsx":
		body, media, err = x.book(ctx)
	case "csv":
		body, media, err = x.text(ctx)
	default:
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", upload.Disposition(name+"."+ending))
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(body)
	return err
}

// named is a column in the reader's language.
func (c Column) named(ctx context.Context) string {
	if i18n.IsEn(ctx) {
		return c.Names[1]
	}
	return c.Names[0]
}

func (x Template) text(ctx context.Context) ([]byte, string, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF") // so that spreadsheet programs know the encoding
	w := csv.NewWriter(&b)
	var head []string
	for _, c := range x.Columns {
		head = append(head, c.named(ctx))
	}
	w.Write(head)
	w.Flush()
	return b.Bytes(), "text/csv; charset=utf-8", w.Error()
}

const helpSheet = "填写说明 Help"

// explained are the lines of the sheet that explains the columns.
func (x Template) explained() [][]any {
	help := [][]any{{"栏目 Column", "必填 Required", "说明", "What it is"}}
	for _, c := range x.Columns {
		need := "是 yes"
		if c.Optional {
			need = "否 no"
		}
		help = append(help, []any{c.Names[0] + " / " + c.Names[1], need, c.Help.Zh, c.Help.En})
	}
	if x.Totals {
		help = append(help, []any{"合计 / Total", "否 no", "最后一行首格写“合计”，金额列填合计数；或上传时另填合计。", "A last line that begins with Total and states the sums; or state the total when you upload."})
	}
	return help
}

func (x Template) book(ctx context.Context) ([]byte, string, error) {
	f := excelize.NewFile()
	defer f.Close()
	name := x.Sheet.In(ctx)
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, "", err
	}
	if _, err := f.NewSheet(helpSheet); err != nil {
		return nil, "", err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, "", err
	}
	head := []any{}
	for _, c := range x.Columns {
		head = append(head, c.named(ctx))
	}
	for i, row := range append([][]any{head}, x.explained()...) {
		at, to := helpSheet, i
		if i == 0 {
			at, to = name, 1
		}
		if err := f.SetSheetRow(at, fmt.Sprint("A", to), &row); err != nil {
			return nil, "", err
		}
	}
	for _, at := range []string{name, helpSheet} {
		if err := f.SetRowStyle(at, 1, 1, bold); err != nil {
			return nil, "", err
		}
		if err := f.SetColWidth(at, "A", "P", 22); err != nil {
			return nil, "", err
		}
	}
	if err := f.SetColWidth(helpSheet, "C", "D", 60); err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", err
}
