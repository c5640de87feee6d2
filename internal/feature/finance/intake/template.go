package intake

// The empty files that people fill in: a workbook whose second sheet says in both
// languages what stands in each column, and comma-separated text.

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"

	"github.com/xuri/excelize/v2"

	"kaigong.example/kaigong/internal/feature/finance/intake/sheet"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/upload"
)

// serveTemplate answers loans.xlsx, loans.csv, receipts.xlsx or receipts.csv, its
// header in the reader's language.
func serveTemplate(w http.ResponseWriter, q *http.Request) error {
	kind, ending, _ := strings.Cut(q.PathValue("file"), ".")
	as, ok := formats[kind]
	if !ok || ending != "csv" && ending != "xlsx" {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	body, media, err := emptyText(q.Context(), as)
	if ending == "xlsx" {
		body, media, err = emptyBook(q.Context(), kind, as)
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", upload.Disposition(i18n.T(q.Context(), "intake.template."+kind)+"."+ending))
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(body)
	return err
}

// named is a column in the reader's language.
func named(ctx context.Context, c sheet.Column) string {
	if i18n.IsEn(ctx) {
		return c.Names[1]
	}
	return c.Names[0]
}

func emptyText(ctx context.Context, as format) ([]byte, string, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF") // so that spreadsheet programs know the encoding
	w := csv.NewWriter(&b)
	var head []string
	for _, c := range as.columns {
		head = append(head, named(ctx, c))
	}
	w.Write(head)
	w.Flush()
	return b.Bytes(), "text/csv; charset=utf-8", w.Error()
}

const helpSheet = "填写说明 Help"

func emptyBook(ctx context.Context, kind string, as format) ([]byte, string, error) {
	f := excelize.NewFile()
	defer f.Close()
	name := as.sheets[0]
	if i18n.IsEn(ctx) {
		name = as.sheets[1]
	}
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
	head, help := []any{}, [][]any{{"栏目 Column", "必填 Required", "说明", "What it is"}}
	for _, c := range as.columns {
		need := "是 yes"
		if c.Optional {
			need = "否 no"
		}
		head = append(head, named(ctx, c))
		help = append(help, []any{c.Names[0] + " / " + c.Names[1], need, columnHelp[kind+"."+c.Field].Zh, columnHelp[kind+"."+c.Field].En})
	}
	help = append(help, []any{"合计 / Total", "否 no", "最后一行首格写“合计”，金额列填合计数；或上传时另填合计。", "A last line that begins with Total and states the sums; or state the total when you upload."})
	for i, row := range append([][]any{head}, help...) {
		at, to := helpSheet, i
		if i == 0 {
			at, to = name, 1
		}
		if err := f.SetSheetRow(at, fmt.Sprint("A", to), &row); err != nil {
			return nil, "", err
		}
	}
	for _, x := range []string{name, helpSheet} {
		if err := f.SetRowStyle(x, 1, 1, bold); err != nil {
			return nil, "", err
		}
		if err := f.SetColWidth(x, "A", "P", 22); err != nil {
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

// columnHelp says in both languages what stands in each column.
var columnHelp = map[string]i18n.Text{
	"loans.credit_code": {Zh: "借款企业的 18 位统一社会信用代码", En: "The borrower's 18-character credit code"},
	"loans.borrower":    {Zh: "企业名称或简称，须与代码一致", En: "The enterprise's name, long or short; it must go with the code"},
	"loans.number":      {Zh: "本行合同编号，每笔唯一", En: "Your own contract number, one for each loan"},
	"loans.product":     {Zh: "贷款品种，可不填", En: "What the loan is called; may be empty"},
	"loans.paid_out":    {Zh: "放款日期，如 2019-05-20；还款日按此日对应", En: "Day of the payout, such as 2019-05-20; due dates are counted from it"},
	"loans.term":        {Zh: "期限，整月数", En: "Term in whole months"},
	"loans.principal":   {Zh: "原借款金额；单位写在栏目括号里：元或万元", En: "Amount lent; the unit stands in the header: CNY or 10,000 CNY"},
	"loans.rate":        {Zh: "年利率，如 5.66", En: "Annual rate in percent, such as 5.66"},
	"loans.repayment":   {Zh: "按月付息到期还本、等额本息、等额本金、到期一次还本付息之一", En: "interest monthly, equal instalments, equal principal or bullet"},
	"loans.day_count":   {Zh: "A360、A365、AA 或 30E360；不填为 A360", En: "A360, A365, AA or 30E360; empty for A360"},
	"loans.uplift":      {Zh: "罚息在合同利率上加收的百分比，如 50；未约定不填", En: "What penalty interest adds to the rate, in percent of it, such as 50; empty for none"},
	"loans.as_of":       {Zh: "余额截至哪一日日终", En: "The day at whose end the balance stood"},
	"loans.balance":     {Zh: "该日日终尚欠本金", En: "Principal owed at the end of that day"},
	"loans.accrued":     {Zh: "上一还款日至截至日的应计利息；拖欠利息不能接管", En: "Interest since the last due date; arrears cannot be taken over"},
	"loans.instalment":  {Zh: "等额本息填每期还款额，等额本金填每期应还本金，其余不填", En: "Equal instalments: the instalment; equal principal: the part of principal; otherwise empty"},
	"loans.source":      {Zh: "数字取自何处，如“2020年2月3日对账单”", En: "Where the figures come from, such as \"statement of 3 February 2020\""},

	"receipts.number":      {Zh: "平台合同编号或本行合同编号", En: "The contract's number here, or your own"},
	"receipts.borrower":    {Zh: "借款人名称，填写则核对", En: "The borrower's name; checked where it is given"},
	"receipts.received_on": {Zh: "到账日期", En: "Day on which the money came in"},
	"receipts.amount":      {Zh: "到账金额；单位写在栏目括号里：元或万元", En: "Amount that came in; the unit stands in the header: CNY or 10,000 CNY"},
	"receipts.receipt":     {Zh: "银行流水号，每笔唯一", En: "Reference of the bank, one for each receipt"},
}
