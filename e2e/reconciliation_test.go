package e2e

// A bank holds its own statement of a month against the books: the first file is
// refused with its problems, the second differs in a few things, the officer
// explains them, somebody else confirms on a phone, and the period is agreed.

import (
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/sim"
)

// balances are the bank's loans as its list shows them, as lines of a statement
// that lists no movement of the month.
const balances = `[...document.querySelectorAll('main tbody tr')].filter(r => r.querySelector('th a')).map(r =>
	'2020-06-30,' + r.querySelector('th a').textContent.trim() + ',期末余额,,' + r.children[3].textContent.replaceAll(',', '').trim() + ',\n').join('')`

// explains opens the first difference that nobody explained and writes into it.
const explains = `(() => {
	const at = [...document.querySelectorAll('tr.why summary')].find(x => x.textContent.includes('说明这项差异'));
	if (!at) return false;
	at.parentElement.open = true;
	at.parentElement.querySelector('textarea').value = '核心系统七月补记，见补账凭证。';
	at.parentElement.querySelector('button').id = 'now';
	return true;
})()`

func TestReconciliation(t *testing.T) {
	h := open(t)
	officer := h.enter("officer", sim.Officer, view{lang: "zh-CN", width: 1440})
	approver := h.enter("approver", sim.Approver, view{lang: "en", width: 390})

	officer.open("/contracts")
	body := "起息日,合同编号,业务类型,发生额（元）,贷款余额（元）,银行流水号\n2020-06-20,HM-2016-77,还款,12000,88000,HM-1\n" + ask[string](officer, balances)
	officer.open("/reconciliations/new")
	officer.look("reconciliation-upload")
	officer.statement("2020-06-01", "2020-06-30", strings.Replace(body, "还款", "利息", 1))
	officer.see("文件有问题，没有核对", "业务类型不认识", "写：放款、还款")
	officer.look("reconciliation-faulty")

	officer.press(`main a[href="/reconciliations/new"]`)
	officer.statement("2020-06-01", "2020-06-30", body)
	page := officer.path()
	officer.see("平台无此贷款", "HM-2016-77", "12,000.00", "待说明", "重新核对")
	officer.count(`form[action$="/send"], form[action$="/agree"]`, 0)
	officer.look("reconciliation-open")
	for ask[bool](officer, explains) {
		officer.press(`#now`)
	}
	officer.see("差异都已说明", "核心系统七月补记")
	officer.look("reconciliation-explained")
	officer.press(`form[action$="/send"] button`)
	officer.see("待复核", "由没有参与这次对账的审批人复核")
	officer.count(`form[action$="/confirm"], main a[href^="/step-up"]`, 0)

	approver.open("/")
	approver.press(`main a[href="` + page + `"]`)
	approver.see("No such loan here", "核心系统七月补记")
	approver.inspect("reconciliation-confirm")
	approver.confirm()
	approver.press(`form[action$="/confirm"] button`)
	approver.see("Agreed")
	approver.open(page + "/sheet")
	approver.see("Reconciliation sheet", "HM-2016-77")
	approver.inspect("reconciliation-sheet")

	officer.open("/reconciliations")
	officer.see("核对一致", "2020-06-01")
	officer.look("reconciliations")
}

// statement brings a file for a period.
func (p *person) statement(from, to, body string) {
	p.t.Helper()
	p.fill("from_on", from)
	p.fill("to_on", to)
	p.attach("statement.csv", body)
	p.press(`main form[enctype] button`)
}
