package e2e

// What changes a loan that runs: a deferral that both agree to, and a renewal
// without repaying the principal, from the request to the day on which the new
// contract settles the old one. One signs on a phone in English, the others at a
// desk in Chinese.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/renewal"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/sim"
)

// change is a loan that runs, with its people.
type change struct {
	*house
	phone, desk, officer, approver *person
	contract, own                  string // paths
}

// running is a loan that runs, and its people.
func running(t *testing.T, enterprise, application string) (c *change, owner string) {
	h := open(t)
	data, err := sim.Fenghe()
	h.must(err)
	owner = data.Enterprises[slices.IndexFunc(data.Enterprises, func(e sim.Enterprise) bool { return e.ID == enterprise })].Contact
	desk, phone := view{lang: "zh-CN", width: 1440}, view{lang: "en", width: 390}
	return &change{house: h, phone: h.enter("owner", owner, phone), desk: h.enter("owner", owner, desk),
		officer: h.enter("officer", sim.Officer, desk), approver: h.enter("approver", sim.Approver, desk),
		contract: "/contracts/" + h.world.ID("contract of "+application)}, owner
}

func TestDeferral(t *testing.T) {
	c, _ := running(t, "E14", "AP08")
	c.deferral()
}

func TestRenewal(t *testing.T) {
	c, owner := running(t, "E05", "AP04")
	c.renewal()
	c.dueDay(owner)
}

// sign confirms on a page of a case and presses its button.
func (c *change) sign(p *person, verb string) {
	p.open(c.own)
	p.confirm()
	p.press(`form[action$="/` + verb + `"] button`)
}

func (c *change) deferral() {
	o, f := c.phone, c.officer
	o.open("/eligible")
	o.see("Not eligible", "nothing falls due unpaid between 25 Jan 2020", "the last instalment does not fall due unpaid between 1 Jun 2020")
	o.inspect("eligible")
	o.keep("eligible")
	o.open(c.contract)
	before := dueRows(o)
	o.open(c.contract + "/relief")
	o.inspect("relief-ask")
	o.keep("relief-ask")
	for name, value := range map[string]string{"kind": "defer_all", "reason": "Orders are put off", "until": "2020-10-16"} {
		o.fill(name, value)
	}
	o.press(`main form[method=post] button`)
	c.own = o.path()
	f.open(c.own + "/propose")
	for name, value := range map[string]string{"from_on": "2020-06-30", "resumes_on": "2020-10-16", "ends_on": "2021-06-16"} {
		f.fill(name, value)
	}
	f.press(`main form button`)
	f.see("方案 1", "还款计划")
	f.look("workbench")
	f.press(`main form[method=post] button`)
	o.open(c.own)
	o.see("Interest still to pay", "As it is", "With relief")
	o.inspect("relief-proposal")
	f.open(c.own)
	f.look("relief-case")
	c.desk.open(c.own)
	c.desk.look("relief-proposal")
	c.sign(o, "agree")
	c.sign(c.approver, "approve")
	c.approver.see("生效中")
	o.open(c.contract)
	o.see("Deferral")
	due := func(rows []string, day string) bool {
		return slices.ContainsFunc(rows, func(x string) bool { return strings.Contains(x, day) })
	}
	if after := dueRows(o); !due(before, "2020-07-16") || due(after, "2020-07-16") || !due(after, "2021-06-16") || len(after) != 12 {
		c.t.Errorf("due before the deferral: %q, and with it: %q", before, after)
	}
	o.inspect("contract-deferred")
	o.keep("contract-deferred")
}

// dueRows is the schedule as it is shown, a line for each instalment.
func dueRows(p *person) []string {
	return ask[[]string](p, `[...document.querySelectorAll('table.sched tbody tr:has(a[href*="?why="])')].map(x => x.innerText)`)
}

func (c *change) renewal() {
	o, f := c.desk, c.officer
	o.open(c.contract + "/renewal")
	o.fill("reason", "订单稳定，按月回款")
	o.press(`main form[method=post] button`)
	c.own = o.path()
	f.open(c.own + "/review")
	f.look("renewal-review")
	for _, item := range renewal.Items {
		f.fill("holds_"+item, "yes")
		f.fill("note_"+item, "查阅近一年流水")
	}
	f.press(`main form[method=post] button`)
	f.open(c.own + "/propose")
	f.fill("product", c.world.ID("BP04"))
	f.fill("rate", "4.1")
	f.press(`main form button`)
	f.look("renewal-workbench")
	f.press(`main form[method=post] button`)
	c.phone.open(c.own)
	o.open(c.own)
	o.look("renewal-proposal")
	c.phone.see("Confirm to sign", "no money is paid out", "4.10%")
	c.sign(c.phone, "agree")
	c.sign(c.approver, "approve")
	c.approver.see("双方已签")
}

// dueDay pays what falls due until the old loan ends, its interest on that day, and
// looks at both contracts.
func (c *change) dueDay(owner string) {
	day := clock.Date{Year: 2020, Month: time.July, Day: 9}
	var steps []sim.Step
	for n := range 9 {
		at := day.AddMonths(n).At(10, 0, c.world.App.Calendar.Zone())
		steps = append(steps, sim.Step{At: at, Who: sim.Officer, What: "books the interest", Do: func(ctx context.Context) error { return c.interest(ctx, n) }})
	}
	c.must(c.world.Play(context.Background(), steps))
	o := c.enter("owner", owner, view{lang: "en", width: 390})
	o.open(c.contract)
	o.see("Renewed", "Renewed by")
	o.inspect("contract-renewed")
	o.keep("contract-renewed")
	o.open(c.own)
	o.see("Renewed on")
	o.press(`main a[href^="/contracts/"]:not([href="` + c.contract + `"])`)
	o.see("Renews", "1,000,000.00")
	o.inspect("contract-renewing")
	o.keep("contract-renewing")
}

func (c *change) interest(ctx context.Context, n int) error {
	v, err := c.world.App.Servicing.View(ctx, strings.TrimPrefix(c.contract, "/contracts/"))
	if err != nil {
		return err
	}
	next, _ := v.Next()
	_, err = c.world.App.Servicing.Repay(ctx, servicing.Repayment{Contract: v.Contract.ID, ReceivedOn: next.DueOn, AmountFen: next.InterestFen - next.PaidInterestFen, Number: fmt.Sprint("interest ", n)})
	return err
}
