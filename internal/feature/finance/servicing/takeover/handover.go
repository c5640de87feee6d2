package takeover

// The record of a loan that was taken over, as one file: what the lender's books
// said, who brought it and who confirmed it. It is no contract; that one stands
// between the parties as it was signed.

import (
	"bytes"
	"html/template"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/platform/i18n"
)

var handoverTemplate = template.Must(template.New("handover").Parse(`<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.Ref}} 存量贷款接管记录 Record of an existing loan</title><style>` + loanbook.PaperStyle + `</style></head>
<body>
<h1>存量贷款接管记录</h1>
<p class="sub">Record of an existing loan · {{.Ref}}</p>
<table>
<tr><th>借款人<small>Borrower</small></th><td>{{.A.BorrowerName.Zh}}<small>{{.A.BorrowerName.En}} · {{.A.BorrowerCode}}</small></td></tr>
<tr><th>贷款人<small>Lender</small></th><td>{{.A.LenderName.Zh}}<small>{{.A.LenderName.En}}</small></td></tr>
<tr><th>贷款人合同编号<small>Lender's contract number</small></th><td translate="no">{{.O.Number}}</td></tr>
<tr><th>产品<small>Product</small></th><td>{{.A.ProductName.Zh}}<small>{{.A.ProductName.En}}</small></td></tr>
<tr><th>原借款金额<small>Principal lent</small></th><td>{{.Amount}} 元<small>CNY {{.Amount}}</small></td></tr>
<tr><th>放款日与期限<small>Payout and term</small></th><td>{{.O.PaidOutOn}}，{{.A.Terms.TermMonths}} 个月<small>{{.O.PaidOutOn}}, {{.A.Terms.TermMonths}} months</small></td></tr>
<tr><th>年利率<small>Annual rate</small></th><td>{{.Rate}}<small>计息基础 Day count {{.A.Terms.DayCount}}</small></td></tr>
<tr><th>还款方式<small>Repayment</small></th><td>{{.Repayment.Zh}}<small>{{.Repayment.En}}</small></td></tr>
<tr><th>截至日期<small>As of the end of</small></th><td>{{.O.AsOf}}</td></tr>
<tr><th>本金余额<small>Principal owed</small></th><td>{{.Balance}} 元 · {{.Capital}}<small>CNY {{.Balance}} · {{.Words}}</small></td></tr>
<tr><th>应计利息<small>Interest accrued</small></th><td>{{.Accrued}} 元<small>CNY {{.Accrued}}, since the last due date</small></td></tr>
{{if .Instalment}}<tr><th>约定每期金额<small>Agreed instalment</small></th><td>{{.Instalment}} 元<small>CNY {{.Instalment}}</small></td></tr>
{{end}}<tr><th>数据来源<small>Source</small></th><td class="typed" translate="no">{{.O.Source}}</td></tr>
<tr><th>罚息<small>Penalty interest</small></th><td>{{with .Penalty}}年利率 {{.}}<small>{{.}} a year</small>{{else}}未填报<small>None was told</small>{{end}}</td></tr>
</table>
<ol>
<li>本记录由贷款人一人导入、另一人复核，自截至日期次日起按本平台规则记账和排定还款计划。<small>One person of the lender brought this record and another confirmed it. From the day after, the loan is booked and its schedule derived by the rules of this program.</small></li>
<li>借贷双方签订的合同仍然有效；借款人对任何一项数字有异议，可在线提出，由贷款人核对。<small>The contract between the parties stands as they signed it. The borrower may object to any figure online, and the lender looks into it.</small></li>
</ol>
<footer>接管 Taken over {{.Prepared}}<br>导入文件 File SHA-256 {{.O.FileHash}}<br>条款指纹 Terms SHA-256 {{.A.TermsHash}}</footer>
</body></html>
`))

// Handover writes the record of a loan that is taken over.
func Handover(c loanbook.Contract, zone *time.Location) ([]byte, error) {
	t, o := c.Agreement.Terms, c.Agreement.Opening
	words := map[string]any{
		"Ref": c.Ref, "A": c.Agreement, "O": o, "Amount": t.AmountFen.Text(), "Balance": o.BalanceFen.Text(), "Capital": o.BalanceFen.Capital(), "Words": o.BalanceFen.Words(), "Accrued": o.AccruedFen.Text(),
		"Rate": i18n.Percent(t.RatePPM), "Repayment": loanbook.RepaymentText(t.Repayment), "Rounding": loanbook.RoundingText(money.Rounding(t.Rounding)), "Prepared": c.Prepared.In(zone).Format("2006-01-02 15:04"), "Instalment": "", "Penalty": "",
	}
	if o.InstalmentFen > 0 {
		words["Instalment"] = o.InstalmentFen.Text()
	}
	if t.UpliftPPM > 0 {
		words["Penalty"] = i18n.Rate(t.PenaltyPPM())
	}
	var b bytes.Buffer
	err := handoverTemplate.Execute(&b, words)
	return b.Bytes(), err
}
