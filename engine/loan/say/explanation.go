package say

// Explanations as sentences.

import (
	"fmt"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// rules are the sentences. {…} is filled from the explanation.
var rules = map[loan.Rule][2]string{
	"exchange":     {"{date} 按{term}放款 {amount} 元（含溢价或折价）。", "Paid out on {date} by {term}: {amount}, premium or discount included."},
	"interest":     {"{date} 按{term}付息 {amount} 元：{spans}{carried}{scaling}。", "Interest due on {date} by {term}: {amount} = {spans}{carried}{scaling}."},
	"capitalise":   {"{date} 按{term}将利息 {interest} 元转入本金：{spans}{carried}；本金变为 {balance} 元。", "Interest of {interest} is added to the principal on {date} by {term}: {spans}{carried}; the balance becomes {balance}."},
	"instalment":   {"{date} 按{term}还本 {amount} 元：每期 {payment} 元减去当期利息 {interest} 元（{spans}{carried}），且不超过余额 {before} 元{scaling}。", "Principal due on {date} by {term}: {amount} = the instalment of {payment} less interest of {interest} ({spans}{carried}), at most the balance of {before}{scaling}."},
	"part":         {"{date} 按{term}还本 {amount} 元：约定的每期本金 {payment} 元，且不超过余额 {before} 元{scaling}。", "Principal due on {date} by {term}: {amount}, the agreed part of {payment}, at most the balance of {before}{scaling}."},
	"draw":         {"{date} 按{term}提款 {amount} 元，余额变为 {balance} 元。", "Drawn on {date} by {term}: {amount}; the balance becomes {balance}."},
	"fix":          {"{date} 按{term}确定每期 {payment} 元：使余额 {balance} 元及已计利息 {accrued} 元在 {dates} 个还款日（至 {until}）等额还清，年利率 {rate}。", "The instalment is fixed on {date} by {term}: {payment} repays the balance of {balance} and accrued interest of {accrued} in equal sums on {dates} dates until {until}, at {rate} a year."},
	"prepay":       {"{date} 提前归还本金 {amount} 元（{term}），余额变为 {balance} 元。", "Early repayment of {amount} on {date} ({term}); the balance becomes {balance}."},
	"penalty":      {"{date} 按{term}收取提前还款违约金 {amount} 元。", "Penalty of an early repayment on {date} by {term}: {amount}."},
	"fee":          {"{date} 按{term}收取费用 {amount} 元。", "Fee due on {date} by {term}: {amount}."},
	"reset":        {"{date} 按{term}重定利率为 {rate}：观测值 {observed} 乘以倍数、加上利差，并限于约定的上下限。", "The rate is reset on {date} by {term} to {rate}: observed {observed}, times the multiplier, plus the spread, within the agreed caps and floors."},
	"known_rate":   {"{date} 起执行已约定的利率 {rate}（{term}）。", "From {date} on the agreed rate of {rate} applies ({term})."},
	"scale":        {"{date} 按{term}调整指数系数，指数为 {observed}。", "Index factors are set on {date} by {term}; the index is {observed}."},
	"base":         {"{date} 按{term}重定计息基数为 {balance} 元。", "The interest base is set on {date} by {term} to {balance}."},
	"purchase":     {"{date} 受让债权（{term}），支付价款及已计利息 {amount} 元。", "Bought on {date} ({term}): price and accrued interest, {amount}."},
	"terminate":    {"{date} 合同终止（{term}），收付价款及已计利息 {amount} 元（{spans}{carried}）。", "Ended on {date} ({term}): price and accrued interest, {amount} ({spans}{carried})."},
	"mature":       {"{date} 到期（{term}），归还剩余本金 {amount} 元{scaling}。", "Matures on {date} ({term}): the balance of {amount} comes back{scaling}."},
	"enhance_ends": {"{date} 增信到期（{term}），不再承担责任。", "The cover ends on {date} ({term}); nothing is due."},
	"exercise":     {"{date} 触发（{term}），金额 {accrued} 元，余额 {balance} 元。", "Exercised on {date} ({term}): {accrued}; the balance is {balance}."},
	"settle":       {"{date} 结算（{term}）{amount} 元。", "Settled on {date} ({term}): {amount}."},
	"credit":       {"{date} 记录履约状态变化（{term}），不产生收付。", "A change of performance is recorded on {date} ({term}); nothing is paid."},
	"look":         {"{date} 查看状态：余额 {balance} 元，已计利息 {accrued} 元。", "State on {date}: balance {balance}, accrued interest {accrued}."},
}

func amount(x float64) string { return money.Round(x, money.HalfUp).Text() }

// percent is a rate in percent, without the last digits that arithmetic made.
func percent(x float64) string {
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(x*100, 'f', 10, 64), "0"), ".") + "%"
}

// Explanation is an explanation as a sentence, in "zh" or, for any other language, in
// English. Amounts are shown to the fen.
func Explanation(x loan.Explanation, language string) string {
	pick, term, carried, times := 1, x.Term, " + %s carried", ", times the index factor %g"
	if language == "zh" {
		pick, term, carried, times = 0, Term(x.Term, "zh"), " + 结转利息 %s", "，再乘指数系数 %g"
	}
	var spans []string
	for _, s := range x.Spans {
		spans = append(spans, fmt.Sprintf("%s × %s × %s", amount(s.Base), percent(s.Rate), s.Fraction))
	}
	if len(spans) == 0 {
		spans = []string{amount(0)}
	}
	if carried = fmt.Sprintf(carried, amount(x.Carried)); x.Carried == 0 {
		carried = ""
	}
	if times = fmt.Sprintf(times, x.Scaling); x.Scaling == 1 || x.Scaling == 0 {
		times = ""
	}
	return strings.NewReplacer(
		"{date}", x.Event.At.String(), "{term}", term, "{amount}", amount(x.Event.Payoff), "{balance}", amount(x.Event.Notional), "{before}", amount(x.Before),
		"{accrued}", amount(x.Event.Accrued), "{payment}", amount(x.Payment), "{interest}", amount(x.Interest), "{rate}", percent(x.Event.Rate), "{observed}", strconv.FormatFloat(x.Observed, 'g', 10, 64),
		"{spans}", strings.Join(spans, " + "), "{carried}", carried, "{scaling}", times, "{dates}", strconv.Itoa(x.Dates), "{until}", x.Until.String(),
	).Replace(rules[x.Rule][pick])
}
