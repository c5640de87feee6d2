package reconciliation

// What stands in which column of a statement, in both languages, and the words for
// the kinds of lines.

import (
	"slices"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/sheet"
)

// Kinds of lines. The last two are no movements: they state a balance.
const (
	Disbursement = "disbursement"
	Repayment    = "repayment"
	Reversal     = "reversal"
	Refund       = "refund"
	Fee          = "fee"
	WriteOff     = "write_off"
	Opening      = "opening"
	Closing      = "closing"
)

// Kinds are those that move something, in the order of the totals.
var Kinds = []string{Disbursement, Repayment, Reversal, Refund, Fee, WriteOff}

// template is the empty statement.
var template = sheet.Template{Sheet: i18n.Text{Zh: "对账单", En: "Statement"}, Columns: []sheet.Column{
	{Field: "on", Kind: sheet.Day, Names: []string{"起息日", "Value date", "记账日期", "交易日期", "入账日期", "date"},
		Help: i18n.Text{Zh: "资金计算的日期，如 2020-02-03；须在对账期间内", En: "The day on which it counts, such as 2020-02-03; within the period"}},
	{Field: "number", Names: []string{"合同编号", "Contract number", "合同号", "借据号", "贷款账号", "contract no", "contract no.", "loan number"},
		Help: i18n.Text{Zh: "平台合同编号，或本行的合同号、借据号", En: "The contract's number here, or your own number of the loan"}},
	{Field: "kind", Names: []string{"业务类型", "Kind", "交易类型", "摘要"},
		Help: i18n.Text{Zh: "放款、还款、冲正、退款、收费、核销；只列余额的行写“期初余额”或“期末余额”", En: "disbursement, repayment, reversal, refund, fee or write-off; opening or closing for a line that states a balance alone"}},
	{Field: "amount", Kind: sheet.Amount, Optional: true, Names: []string{"发生额（元）", "Amount (CNY)", "交易金额", "金额"},
		Help: i18n.Text{Zh: "发生额，写正数；单位写在栏目括号里：元或万元。余额行不填", En: "What moved, above zero; the unit stands in the header: CNY or 10,000 CNY. Empty in a line that states a balance"}},
	{Field: "balance", Kind: sheet.Amount, Optional: true, Names: []string{"贷款余额（元）", "Balance (CNY)", "本金余额", "余额"},
		Help: i18n.Text{Zh: "这一笔之后的贷款本金余额；每笔贷款的最后一行必填，或另列一行“期末余额”", En: "Principal owed after the line; needed in the last line of each loan, or in a closing line of its own"}},
	{Field: "reference", Optional: true, Names: []string{"银行流水号", "Bank reference", "流水号", "凭证号", "reference"},
		Help: i18n.Text{Zh: "银行流水号；填写则先按流水号核对", En: "Your reference; where it is given, lines are matched by it first"}},
}}

// words are the names of the kinds, as Fold writes them.
var words = map[string][]string{
	Disbursement: {"放款", "发放", "贷款发放", "disbursement", "payout"},
	Repayment:    {"还款", "收回", "贷款收回", "归还", "repayment", "payment"},
	Reversal:     {"冲正", "冲销", "抹账", "红字冲销", "reversal"},
	Refund:       {"退款", "退还", "refund"},
	Fee:          {"收费", "手续费", "费用", "fee"},
	WriteOff:     {"核销", "贷款核销", "writeoff"},
	Opening:      {"期初余额", "期初", "上期余额", "opening", "openingbalance"},
	Closing:      {"期末余额", "期末", "本期余额", "closing", "closingbalance"},
}

// kindOf reads a word for a kind; "" for none.
func kindOf(text string) string {
	word := sheet.Fold(text)
	for kind, names := range words {
		if slices.Contains(names, word) {
			return kind
		}
	}
	return ""
}
