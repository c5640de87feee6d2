package intake

// What stands in which column, in both languages, and how words of a cell are
// read.

import (
	"strings"

	"golang.org/x/text/width"

	"kaigong.example/kaigong/internal/feature/finance/intake/sheet"
	"kaigong.example/kaigong/internal/kernel"
)

// loanColumns are those of a list of existing loans.
var loanColumns = []sheet.Column{
	{Field: "credit_code", Names: []string{"统一社会信用代码", "Credit code", "信用代码", "USCC"}},
	{Field: "borrower", Names: []string{"借款人", "Borrower", "借款人名称", "客户名称", "企业名称"}},
	{Field: "number", Names: []string{"合同编号", "Contract number", "合同号", "借据号", "contract no", "contract no."}},
	{Field: "product", Names: []string{"贷款品种", "Product"}, Optional: true},
	{Field: "paid_out", Kind: sheet.Day, Names: []string{"放款日期", "Paid out on", "放款日", "起息日"}},
	{Field: "term", Kind: sheet.Whole, Names: []string{"期限（月）", "Term (months)", "贷款期限"}},
	{Field: "principal", Kind: sheet.Amount, Names: []string{"借款金额（元）", "Amount lent (CNY)", "合同金额", "贷款金额"}},
	{Field: "rate", Kind: sheet.Rate, Names: []string{"年利率（%）", "Annual rate (%)", "利率"}},
	{Field: "repayment", Names: []string{"还款方式", "Repayment"}},
	{Field: "day_count", Names: []string{"计息基础", "Day count"}, Optional: true},
	{Field: "uplift", Kind: sheet.Rate, Names: []string{"罚息加收（%）", "Penalty uplift (%)"}, Optional: true},
	{Field: "as_of", Kind: sheet.Day, Names: []string{"截至日期", "As of", "余额日期", "截至日"}},
	{Field: "balance", Kind: sheet.Amount, Names: []string{"本金余额（元）", "Principal owed (CNY)", "贷款余额", "余额"}},
	{Field: "accrued", Kind: sheet.Amount, Names: []string{"应计利息（元）", "Accrued interest (CNY)"}},
	{Field: "instalment", Kind: sheet.Amount, Names: []string{"约定每期金额（元）", "Agreed instalment (CNY)", "每期还款额"}, Optional: true},
	{Field: "source", Names: []string{"数据来源", "Source"}},
}

// receiptColumns are those of a list of repayments.
var receiptColumns = []sheet.Column{
	{Field: "number", Names: []string{"合同编号", "Contract number", "合同号", "借据号", "contract no", "contract no."}},
	{Field: "borrower", Names: []string{"借款人", "Borrower", "借款人名称", "客户名称", "企业名称"}, Optional: true},
	{Field: "received_on", Kind: sheet.Day, Names: []string{"到账日期", "Received on", "入账日期", "还款日期"}},
	{Field: "amount", Kind: sheet.Amount, Names: []string{"金额（元）", "Amount (CNY)", "到账金额", "还款金额"}},
	{Field: "receipt", Names: []string{"银行流水号", "Bank reference", "流水号", "凭证号", "reference"}},
}

// format is a kind of batch: its columns, the sheet of the template, and the
// field whose sum is stated.
type format struct {
	columns []sheet.Column
	sheets  []string
	sum     string
}

var formats = map[string]format{
	Loans_:   {loanColumns, []string{"存量贷款", "Existing loans"}, "balance"},
	Receipts: {receiptColumns, []string{"还款清单", "Repayments"}, "amount"},
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
