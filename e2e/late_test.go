package e2e

// A late payer is cured: the payment is missed, both sides see it and why it is
// what it is, the money comes, and the statement about it verifies.

import (
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/sim"
)

func TestLatePayer(t *testing.T) {
	h := open(t)
	v := view{lang: "zh-CN", width: 1440}
	data, err := sim.Fenghe()
	h.must(err)
	at := slices.IndexFunc(data.Enterprises, func(e sim.Enterprise) bool { return e.ID == "E05" })
	owner, officer := h.enter("owner", data.Enterprises[at].Contact, v), h.enter("officer", sim.Officer, v)
	contract := "/contracts/" + h.world.ID("contract of AP04")
	owner.open("/payments")
	owner.see("还有", "转账附言", "0990 1000 0000 2020")

	officer.open(contract)
	officer.press(`form[action="/demo/clock"] button[value=month]`)
	owner.open("/payments")
	owner.see("逾期")
	owner.look("payments-late")
	owner.press(`main a[href*="?why="]`)
	owner.see("逾期", "1,000,000.00 × 4.35%")
	owner.look("contract-late")
	officer.open("/contracts?bucket=d1")
	officer.count(`main a[href="`+contract+`"]`, 1)
	officer.look("portfolio-late")

	officer.open(contract + "/repay")
	officer.fill("number", "RCB-LATE-1")
	officer.press(`main form[method=post] button`)
	officer.open(contract)
	officer.see("正常还款")
	officer.open("/contracts?bucket=d1")
	officer.count(`main a[href="`+contract+`"]`, 0)
	owner.open("/payments")
	owner.see("上次看过之后的变化", "还款到账", "还有")
	owner.press(`form[action$="/seen"] button`)
	owner.miss("上次看过之后的变化")
	verified(owner)
	owner.open("/calendar")
	owner.press(`form[action="/calendar"] button`)
	owner.see("订阅地址", ".ics")
	owner.look("calendar")
}

// verified issues a statement and scans its picture.
func verified(owner *person) {
	owner.t.Helper()
	owner.open("/statements?from=2020-02-01")
	owner.press(`form[action="/statements"][method=post] button`)
	owner.see("RCB-LATE-1")
	owner.look("statement-paper")
	address := ask[string](owner, `[...document.querySelectorAll('.mono')].map(x => x.textContent).find(x => x.includes('/verify/'))`)
	owner.open(address[strings.Index(address, "/verify/"):])
	owner.see("真实，与账目一致", "1,000,000.00")
	owner.look("verify-current")
	owner.open("/verify/abcdefghijklmnopqrstuvwxyz")
	owner.see("查无此单")
}
