package loanbook

// The contract as one file: no scripts, nothing from elsewhere, prints as it
// shows. Made once from the frozen terms; its SHA-256 is what both sides sign.

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// PaperStyle is the style sheet of every file that is kept of a contract; its
// hash is part of PaperPolicy.
const PaperStyle = `body{font:15px/1.7 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:#17212E;max-width:46em;margin:2em auto;padding:0 1.5em}
h1{font-size:1.4em;text-align:center;margin:0 0 .2em}p.sub{text-align:center;color:#445163;margin:0 0 2em}
table{border-collapse:collapse;width:100%;margin:1em 0}th,td{border:1px solid #C9D1DA;padding:.45em .7em;text-align:left;vertical-align:top}th{width:11em;background:#F4F6F8;font-weight:600}
small{display:block;color:#445163}ol li{margin:.4em 0}td.typed{white-space:pre-line}footer{margin-top:2em;border-top:1px solid #C9D1DA;padding-top:.6em;color:#445163;font-size:.85em;overflow-wrap:anywhere}
@page{size:A4;margin:18mm}@media print{body{margin:0;max-width:none}}`

// PaperPolicy is the content security policy under which a contract is served.
func PaperPolicy() string {
	sum := sha256.Sum256([]byte(PaperStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; img-src data:; sandbox"
}

var paperTemplate = template.Must(template.New("contract").Parse(`<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.Ref}} 借款合同 Loan contract</title><style>` + PaperStyle + `</style></head>
<body>
<h1>借款合同</h1>
<p class="sub">Loan contract · {{.Ref}}</p>
<table>
<tr><th>借款人<small>Borrower</small></th><td>{{.A.BorrowerName.Zh}}<small>{{.A.BorrowerName.En}} · {{.A.BorrowerCode}}</small></td></tr>
<tr><th>贷款人<small>Lender</small></th><td>{{.A.LenderName.Zh}}<small>{{.A.LenderName.En}}</small></td></tr>
<tr><th>产品<small>Product</small></th><td>{{.A.ProductName.Zh}}<small>{{.A.ProductName.En}}</small></td></tr>
<tr><th>用途<small>Purpose</small></th><td>{{.A.Purpose.Zh}}<small>{{.A.Purpose.En}}</small></td></tr>
<tr><th>金额<small>Amount</small></th><td>{{.Amount}} 元 · {{.Capital}}<small>CNY {{.Amount}} · {{.Words}}</small></td></tr>
<tr><th>年利率<small>Annual rate</small></th><td>{{.Rate}}<small>计息基础 Day count {{.A.Terms.DayCount}}</small></td></tr>
<tr><th>期限<small>Term</small></th><td>{{.A.Terms.TermMonths}} 个月<small>{{.A.Terms.TermMonths}} months from the disbursement</small></td></tr>
<tr><th>还款方式<small>Repayment</small></th><td>{{.Repayment.Zh}}<small>{{.Repayment.En}}</small></td></tr>
<tr><th>担保<small>Security</small></th><td>{{.Security.Zh}}<small>{{.Security.En}}</small></td></tr>
<tr><th>宽限期<small>Days of grace</small></th><td>{{.A.Terms.GraceDays}} 天，宽限期内照常计息<small>{{.A.Terms.GraceDays}} days, in which interest runs on</small></td></tr>
<tr><th>罚息<small>Penalty interest</small></th><td>{{if .Penalty}}逾期本金{{if .A.Terms.UpliftOnInterest}}和逾期利息{{end}}自收取日起按合同利率加收 {{.Uplift}}（年利率 {{.Penalty}}）按日计收，宽限期内照计<small>The contract's rate and {{.Uplift}} of it ({{.Penalty}} a year), by the day from the collection day, days of grace included, on overdue principal{{if .A.Terms.UpliftOnInterest}} and overdue interest{{end}}</small>{{else}}未约定<small>None is agreed</small>{{end}}</td></tr>
<tr><th>还款入账顺序<small>Order of allocation</small></th><td>{{.Allocation.Zh}}；同类款项先到期的先还<small>{{.Allocation.En}}; within a kind the oldest due date first</small></td></tr>
{{if .A.Terms.Use.Kind}}<tr><th>用款方式<small>Use</small></th><td>{{.Use.Zh}}<small>{{.Use.En}}</small></td></tr>
<tr><th>额度费用<small>Fees of the limit</small></th><td>{{.UseFees.Zh}}<small>{{.UseFees.En}}</small></td></tr>
{{end}}<tr><th>费用<small>Fee</small></th><td>{{.Fee}} 元<small>CNY {{.Fee}}, at the disbursement</small></td></tr>
<tr><th>提前还款<small>Early repayment</small></th><td>按提前归还本金的 {{.Prepay}} 收取<small>{{.Prepay}} of the principal repaid early</small></td></tr>
{{with .A.Renews}}<tr><th>接续的借款<small>Renews</small></th><td>{{.Ref}}，{{.On}} 到期：本合同的金额于该日抵付到期本金，不另划付资金；利息 {{$.OldInterest}} 元{{if $.Short}}及本金差额 {{$.Short}} 元{{end}}由借款人当日付清<small>{{.Ref}}, due {{.On}}: the amount of this contract is set against the principal due on that day, and no money is paid out; the borrower pays the interest of CNY {{$.OldInterest}}{{if $.Short}} and CNY {{$.Short}} of principal{{end}} on that day</small></td></tr>
{{end}}<tr><th>放款条件<small>Conditions precedent</small></th>{{with .A.Conditions}}<td class="typed" translate="no">{{.}}</td>{{else}}<td>无<small>None</small></td>{{end}}</tr>
</table>
<ol>
<li>放款日确定还款计划：每月还款日为放款日的对应日，利息按未顺延的日期计算，遇非工作日顺延到下一工作日收取。<small>The day of the disbursement fixes the schedule: payments fall due on that day of each month; interest runs on unshifted dates, collection moves to the next working day.</small></li>
<li>每期金额取整到分（{{.Rounding.Zh}}）一次，利息按入账余额计算，末期结清余数。<small>The instalment is rounded to the fen once ({{.Rounding.En}}); interest is computed on the posted balance; the last instalment clears the rest.</small></li>
{{if .A.Conditions}}<li>上述放款条件全部满足后，贷款人方予放款；放款条件以贷款人填写的原文为准。<small>The lender pays out once the conditions precedent above are met; their wording is the lender's own.</small></li>
{{end}}{{if .A.Terms.Use.Kind}}<li>首笔之后的提款由借款人逐笔申请，贷款人一人登记、另一人核准后放款。每笔提款自放款日起计入余额，到期日不变，每期金额重新计算。除上述各项费用外，贷款人不就提款另收费用。<small>The borrower asks for each drawing after the first; one person of the lender records it and another agrees before it is paid out. From its day a drawing is part of the balance, the end stays, and the instalment is worked out anew. The lender charges no fee for drawings but those named above.</small></li>
{{end}}<li>资金只用于上述用途。<small>The money serves the purpose above and no other.</small></li>
<li>本文件是双方一致意思表示的记录，双方各以本人确认签署其指纹。双方可附上盖章扫描件或贷款人自己的合同编号。<small>This file is recorded mutual agreement: each party signs its fingerprint with a fresh confirmation. A stamped scan or the lender's own contract number may be attached.</small></li>
</ol>
<footer>备妥 Prepared {{.Prepared}}{{with .A.ApplicationRef}} · 申请 Application {{.}}{{end}}<br>条款指纹 Terms SHA-256 {{.A.TermsHash}}</footer>
</body></html>
`))

// Paper writes the contract file.
func Paper(c Contract, zone *time.Location) ([]byte, error) {
	t := c.Agreement.Terms
	penalty := ""
	if t.UpliftPPM > 0 {
		penalty = i18n.Rate(t.PenaltyPPM())
	}
	oldInterest, short := "", ""
	if r := c.Agreement.Renews; r != nil {
		oldInterest = r.InterestFen.Text()
		if r.PrincipalFen > t.AmountFen {
			short = (r.PrincipalFen - t.AmountFen).Text()
		}
	}
	var b bytes.Buffer
	err := paperTemplate.Execute(&b, map[string]any{
		"OldInterest": oldInterest, "Short": short, "Ref": c.Ref, "A": c.Agreement, "Amount": t.AmountFen.Text(), "Capital": t.AmountFen.Capital(), "Words": t.AmountFen.Words(),
		"Rate": i18n.Percent(t.RatePPM), "Prepay": i18n.Percent(t.PrepayPPM), "Fee": t.FeeFen.Text(),
		"Allocation": t.Allocation.Text(), "Use": t.Use.Text(), "UseFees": t.Use.FeesText(), "Penalty": penalty, "Uplift": i18n.Rate(t.UpliftPPM),
		"Repayment": RepaymentText(t.Repayment), "Security": securityText(t.Security), "Rounding": RoundingText(money.Rounding(t.Rounding)), "Prepared": c.Prepared.In(zone).Format("2006-01-02 15:04"),
	})
	return b.Bytes(), err
}

// RepaymentText words how a loan is repaid.
func RepaymentText(r kernel.Repayment) i18n.Text {
	return map[kernel.Repayment]i18n.Text{
		kernel.InterestMonthly: {Zh: "按月付息，到期还本", En: "interest monthly, principal at the end"},
		kernel.EqualInstalment: {Zh: "等额本息", En: "equal instalments"},
		kernel.EqualPrincipal:  {Zh: "等额本金", En: "equal principal"},
		kernel.Bullet:          {Zh: "到期一次还本付息", En: "everything at the end"},
	}[r]
}

// securityText words what stands behind the loan; a kind that is not known
// shows its own name rather than nothing.
func securityText(kind string) i18n.Text {
	t, ok := map[string]i18n.Text{
		"credit":      {Zh: "信用", En: "unsecured"},
		"guarantee":   {Zh: "保证", En: "guarantee"},
		"mortgage":    {Zh: "不动产抵押", En: "mortgage on real property"},
		"chattel":     {Zh: "动产抵押", En: "charge on movables"},
		"receivables": {Zh: "应收账款质押", En: "pledge of receivables"},
		"same_as_old": {Zh: "沿用原担保", En: "as for the loan that is renewed"},
	}[kind]
	if !ok {
		return i18n.Text{Zh: kind, En: kind}
	}
	return t
}

// RoundingText words how sums are rounded.
func RoundingText(r money.Rounding) i18n.Text {
	if r == money.HalfEven {
		return i18n.Text{Zh: "四舍六入五成双", En: "half to even"}
	}
	return i18n.Text{Zh: "四舍五入", En: "half up"}
}
