package intake

// What stands in which column, in both languages, and how words of a cell are
// read.

import (
	"strings"

	"golang.org/x/text/width"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/sheet"
)

// loanColumns are those of a list of existing loans.
var loanColumns = []sheet.Column{
	{Field: "credit_code", Names: []string{"统一社会信用代码", "Credit code", "信用代码", "USCC"},
		Help: i18n.Text{Zh: "借款企业的 18 位统一社会信用代码", En: "The borrower's 18-character credit code"}},
	{Field: "borrower", Names: []string{"借款人", "Borrower", "借款人名称", "客户名称", "企业名称"},
		Help: i18n.Text{Zh: "企业名称或简称，须与代码一致", En: "The enterprise's name, long or short; it must go with the code"}},
	{Field: "number", Names: []string{"合同编号", "Contract number", "合同号", "借据号", "contract no", "contract no."},
		Help: i18n.Text{Zh: "本行合同编号，每笔唯一", En: "Your own contract number, one for each loan"}},
	{Field: "product", Names: []string{"贷款品种", "Product"}, Optional: true,
		Help: i18n.Text{Zh: "贷款品种，可不填", En: "What the loan is called; may be empty"}},
	{Field: "paid_out", Kind: sheet.Day, Names: []string{"放款日期", "Paid out on", "放款日", "起息日"},
		Help: i18n.Text{Zh: "放款日期，如 2019-05-20；还款日按此日对应", En: "Day of the payout, such as 2019-05-20; due dates are counted from it"}},
	{Field: "term", Kind: sheet.Whole, Names: []string{"期限（月）", "Term (months)", "贷款期限"},
		Help: i18n.Text{Zh: "期限，整月数", En: "Term in whole months"}},
	{Field: "principal", Kind: sheet.Amount, Names: []string{"借款金额（元）", "Amount lent (CNY)", "合同金额", "贷款金额"},
		Help: i18n.Text{Zh: "原借款金额；单位写在栏目括号里：元或万元", En: "Amount lent; the unit stands in the header: CNY or 10,000 CNY"}},
	{Field: "rate", Kind: sheet.Rate, Names: []string{"年利率（%）", "Annual rate (%)", "利率"},
		Help: i18n.Text{Zh: "年利率，如 5.66", En: "Annual rate in percent, such as 5.66"}},
	{Field: "repayment", Names: []string{"还款方式", "Repayment"},
		Help: i18n.Text{Zh: "按月付息到期还本、等额本息、等额本金、到期一次还本付息之一", En: "interest monthly, equal instalments, equal principal or bullet"}},
	{Field: "day_count", Names: []string{"计息基础", "Day count"}, Optional: true,
		Help: i18n.Text{Zh: "A360、A365、AA 或 30E360；不填为 A360", En: "A360, A365, AA or 30E360; empty for A360"}},
	{Field: "uplift", Kind: sheet.Rate, Names: []string{"罚息加收（%）", "Penalty uplift (%)"}, Optional: true,
		Help: i18n.Text{Zh: "罚息在合同利率上加收的百分比，如 50；未约定不填", En: "What penalty interest adds to the rate, in percent of it, such as 50; empty for none"}},
	{Field: "as_of", Kind: sheet.Day, Names: []string{"截至日期", "As of", "余额日期", "截至日"},
		Help: i18n.Text{Zh: "余额截至哪一日日终", En: "The day at whose end the balance stood"}},
	{Field: "balance", Kind: sheet.Amount, Names: []string{"本金余额（元）", "Principal owed (CNY)", "贷款余额", "余额"},
		Help: i18n.Text{Zh: "该日日终尚欠本金", En: "Principal owed at the end of that day"}},
	{Field: "accrued", Kind: sheet.Amount, Names: []string{"应计利息（元）", "Accrued interest (CNY)"},
		Help: i18n.Text{Zh: "上一还款日至截至日的应计利息；拖欠利息不能接管", En: "Interest since the last due date; arrears cannot be taken over"}},
	{Field: "instalment", Kind: sheet.Amount, Names: []string{"约定每期金额（元）", "Agreed instalment (CNY)", "每期还款额"}, Optional: true,
		Help: i18n.Text{Zh: "等额本息填每期还款额，等额本金填每期应还本金，其余不填", En: "Equal instalments: the instalment; equal principal: the part of principal; otherwise empty"}},
	{Field: "source", Names: []string{"数据来源", "Source"},
		Help: i18n.Text{Zh: "数字取自何处，如“2020年2月3日对账单”", En: "Where the figures come from, such as \"statement of 3 February 2020\""}},
}

// receiptColumns are those of a list of repayments.
var receiptColumns = []sheet.Column{
	{Field: "number", Names: []string{"合同编号", "Contract number", "合同号", "借据号", "contract no", "contract no."},
		Help: i18n.Text{Zh: "平台合同编号或本行合同编号", En: "The contract's number here, or your own"}},
	{Field: "borrower", Names: []string{"借款人", "Borrower", "借款人名称", "客户名称", "企业名称"}, Optional: true,
		Help: i18n.Text{Zh: "借款人名称，填写则核对", En: "The borrower's name; checked where it is given"}},
	{Field: "received_on", Kind: sheet.Day, Names: []string{"到账日期", "Received on", "入账日期", "还款日期"},
		Help: i18n.Text{Zh: "到账日期", En: "Day on which the money came in"}},
	{Field: "amount", Kind: sheet.Amount, Names: []string{"金额（元）", "Amount (CNY)", "到账金额", "还款金额"},
		Help: i18n.Text{Zh: "到账金额；单位写在栏目括号里：元或万元", En: "Amount that came in; the unit stands in the header: CNY or 10,000 CNY"}},
	{Field: "receipt", Names: []string{"银行流水号", "Bank reference", "流水号", "凭证号", "reference"},
		Help: i18n.Text{Zh: "银行流水号，每笔唯一", En: "Reference of the bank, one for each receipt"}},
}

// format is a kind of batch: its template, and the field whose sum is stated.
type format struct {
	sheet.Template
	sum string
}

var formats = map[string]format{
	Loans_:   {sheet.Template{Columns: loanColumns, Sheet: i18n.Text{Zh: "存量贷款", En: "Existing loans"}, Totals: true}, "balance"},
	Receipts: {sheet.Template{Columns: receiptColumns, Sheet: i18n.Text{Zh: "还款清单", En: "Repayments"}, Totals: true}, "amount"},
}

// repayments are the words for how a loan is repaid.
var repayments = map[string]kernel.Repayment{
	"按月付息到期还本": kernel.InterestMonthly, "按月付息，到期还本": kernel.InterestMonthly, "先息后本": kernel.InterestMonthly, "interestmonthly": kernel.InterestMonthly, string(kernel.InterestMonthly): kernel.InterestMonthly,
	"等额本息": kernel.EqualInstalment, "equalinstalments": kernel.EqualInstalment, "equalinstalment": kernel.EqualInstalment, string(kernel.EqualInstalment): kernel.EqualInstalment,
	"等额本金": kernel.EqualPrincipal, "equalprincipal": kernel.EqualPrincipal, string(kernel.EqualPrincipal): kernel.EqualPrincipal,
	"到期一次还本付息": kernel.Bullet, "利随本清": kernel.Bullet, "everythingattheend": kernel.Bullet, string(kernel.Bullet): kernel.Bullet,
}

// dayCounts are the words for how days are counted; nothing stands for the
// first.
var dayCounts = map[string]string{
	"": "A360", "a360": "A360", "实际/360": "A360", "act/360": "A360", "a365": "A365", "实际/365": "A365", "act/365": "A365",
	"aa": "AA", "实际/实际": "AA", "act/act": "AA", "30e360": "30E360", "30/360": "30E360",
}

// plain makes a word comparable.
func plain(s string) string {
	s = strings.ToLower(width.Fold.String(s))
	return strings.NewReplacer(" ", "", "\u3000", "", ",", "", "，", "").Replace(s)
}
