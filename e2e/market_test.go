package e2e

// The alliance as a market: one need, two lenders with two people each, offers
// that lie sealed until both have answered, and an owner who takes both on a
// phone. What comes before the invitation is the core journey's, and is set.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/sim"
)

// bank is a lender with its two people.
type bank struct {
	officer, approver *person
	product, months   string
	amount, rate      string
}

// market is one need between two lenders.
type market struct {
	*house
	application          string
	desk, phone, liaison *person
	town                 *person
	banks                [2]bank
}

func TestMarket(t *testing.T) {
	h := open(t)
	v := view{lang: "zh-CN", width: 1440}
	m := &market{house: h,
		desk: h.enter("owner", "P027", v), phone: h.enter("owner", "P027", view{lang: "en", width: 390}),
		liaison: h.enter("liaison", sim.Liaison, v), town: h.enter("town", "P011", v)}
	m.banks[0] = bank{h.enter("officer", sim.Officer, v), h.enter("approver", sim.Approver, v), "BP01", "12", "500000", "4.35"}
	m.banks[1] = bank{h.enter("other officer", "P019", v), h.enter("other approver", "P020", v), "BP06", "9", "300000", "4.60"}
	for _, part := range []func(){m.need, m.publish, m.firstAnswer, m.nobodyLearns, m.secondAnswer, m.compare, m.take} {
		part()
	}
}

// by does what somebody does outside a browser.
func (m *market) by(who string, do func(ctx context.Context) error) {
	m.t.Helper()
	ctx, err := m.world.As(context.Background(), who, "")
	m.must(err)
	m.must(do(ctx))
}

func (m *market) need() {
	m.by("P020", func(ctx context.Context) error { return m.world.App.Servicing.Fund(ctx, 20_000_000_00, "budget 2020") })
	data, err := sim.Fenghe()
	m.must(err)
	m.by("P027", func(ctx context.Context) error {
		return m.world.Apply(ctx, "market", sim.Need{Enterprise: data.Enterprises[0], AmountFen: 800_000_00, Term: 12, Until: "2020-09-30", Lenders: []string{sim.Lender, "BANK-DY"}, Purpose: "materials"})
	})
	m.application = "/applications/" + m.world.ID("market")
}

func (m *market) publish() {
	m.liaison.open(m.application)
	m.liaison.press(`form[action$="/verify"] button`)
	m.liaison.press(`form[action$="/publish"] button`)
	m.desk.open(m.application)
	m.desk.look("case-published")
}

// answer takes a lender's case to an issued offer.
func (m *market) answer(b bank) {
	b.officer.open("/cases")
	b.officer.press(`main a[href^="/cases/"]`)
	own := b.officer.path()
	b.officer.press(`form[action$="/request-file"] button`)
	b.officer.press(`form[action$="/assess"] button`)
	b.officer.open(own + "/offer")
	for name, value := range map[string]string{"product": m.world.ID(b.product), "amount": b.amount, "term_months": b.months, "rate": b.rate, "conditions": "还款账户开在本行"} {
		b.officer.fill(name, value)
	}
	b.officer.press(`main form[method=post] button`)
	b.approver.open(own)
	b.approver.see(b.rate)
	b.approver.confirm()
	b.approver.press(`form[action$="/issue"] button`)
}

func (m *market) firstAnswer() {
	m.answer(m.banks[0])
	a := m.banks[0].approver
	a.see("已密封", "500,000.00")
	a.miss("4.35%", "还款账户")
	a.look("case-sealed")
}

// nobodyLearns: the enterprise sees how much time is left, the other lender what
// it would see anyway.
func (m *market) nobodyLearns() {
	m.desk.open(m.application)
	m.desk.miss("已报价", "500,000", "4.35")
	m.desk.look("case-waiting")
	m.desk.open(m.application + "/offers")
	m.desk.miss("500,000", "4.35")
	m.banks[1].officer.open("/cases")
	m.banks[1].officer.miss("农商", "500,000")
	m.liaison.open(m.application)
	m.liaison.miss("已报价", "500,000")
	m.town.open("/overview")
	m.town.miss("500,000.00", "4.35")
}

func (m *market) secondAnswer() { m.answer(m.banks[1]) }

// compare looks at both offers, which opened together.
func (m *market) compare() {
	m.desk.open(m.application + "/offers")
	m.desk.see("4.35%", "4.60%", "有没有样样更好的", "几份一起接受")
	m.desk.look("offers-two")
}

// take accepts both on a phone: two contracts follow.
func (m *market) take() {
	o := m.phone
	o.open(m.application + "/offers")
	o.see("All-in", "Take several together")
	for _, x := range ask[[]string](o, `[...document.querySelectorAll('input[name=offer]')].map(x => x.value)`) {
		o.fill("offer", x)
	}
	o.press(`form[action$="/accept"] button`)
	o.see("together", "¥800,000")
	o.inspect("accept-two")
	o.keep("accept-two")
	o.confirm()
	o.press(`form[action$="/accept"] button`)
	o.see("Open the 2 contracts")
	o.open("/contracts")
	o.count(`main a[href^="/contracts/"]`, 2)
	m.desk.open(m.application)
	m.desk.look("case-two-contracts")
}
