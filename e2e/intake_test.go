package e2e

// A loan that a lender kept in its own books comes in by file: the first file is
// refused with its report, the second is taken, a second person approves it, and
// the borrower finds the loan on a phone.

import (
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/sim"
)

// existing is a list with one loan. What is accrued is 14 days' interest:
// 300,000.00 × 5% × 14/360 = 583.33.
const existing = `统一社会信用代码,借款人,合同编号,放款日期,期限（月）,借款金额（元）,年利率（%）,还款方式,截至日期,本金余额（元）,应计利息（元）,数据来源
919901010000010114,澄川禾跃鞋业有限公司,NS-2020-016,2020-03-16,12,300000,5,按月付息到期还本,2020-06-30,300000,583.33,对账单
合计,,,,,,,,,300000,,
`

func TestIntake(t *testing.T) {
	h := open(t)
	desk := view{lang: "zh-CN", width: 1440}
	officer, approver := h.enter("officer", sim.Officer, desk), h.enter("approver", sim.Approver, desk)
	owner := h.enter("owner", "P027", view{lang: "en", width: 390})

	officer.open("/intake/loans")
	officer.look("intake-upload")
	officer.attach("loans.csv", strings.NewReplacer("2020-03-16", "2020-13-16", ",300000,,", ",280000,,").Replace(existing))
	officer.press(`main form[enctype] button`)
	officer.see("文件有问题，整批未收", "没有这一天", "核对年月日", "280,000.00")
	officer.count(`form[action$="/accept"]`, 0)
	officer.look("intake-faulty")

	officer.press(`main a[href="/intake/loans"]`)
	officer.attach("loans.csv", existing)
	officer.press(`main form[enctype] button`)
	batch := officer.path()
	officer.see("NS-2020-016", "583.33", "入账后的结果")
	officer.look("intake-checked")
	officer.press(`form[action$="/accept"] button`)
	officer.count(`form[action$="/approve"], main a[href^="/step-up"]`, 0)
	owner.open("/contracts")
	owner.count(`main a[href^="/contracts/"]`, 0)

	approver.open(batch)
	approver.look("intake-waiting")
	approver.confirm()
	approver.press(`form[action$="/approve"] button`)
	approver.see("已入账")
	approver.look("intake-booked")
	officer.open("/intake")
	officer.count(`main tbody tr`, 2)
	officer.look("intake")

	owner.open("/contracts")
	owner.press(`main a[href^="/contracts/"]`)
	owner.see("Taken over with", "NS-2020-016", "300,000")
	owner.inspect("contract-taken-over")
	owner.keep("contract-taken-over")
	owner.press(`main a[href$="/objections"]`)
	owner.see("300,000")
	owner.inspect("objections")
	owner.keep("objections")
}
