package e2e

// What every lender declined: the owner on a phone asks a guarantee company and the
// town, two people sign a letter of intent, the town recommends, and the lender that
// said no reads both before it offers. The declines are the market's, and are set.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/sim"
)

// referred is one application that its lenders declined.
type referred struct {
	*house
	application               string
	owner, liaison            *person
	guarantor, approver, town *person
	banker                    *person
	request                   string
}

func TestReferral(t *testing.T) {
	h := open(t)
	desk := view{lang: "zh-CN", width: 1440}
	r := &referred{house: h,
		owner: h.enter("owner", "P027", view{lang: "zh-CN", width: 390}), liaison: h.enter("liaison", sim.Liaison, desk),
		guarantor: h.enter("guarantor", "P022", desk), approver: h.enter("guarantee approver", "P087", view{lang: "en", width: 1440}),
		town: h.enter("town", "P011", view{lang: "zh-CN", width: 390}), banker: h.enter("officer", sim.Officer, view{lang: "en", width: 1440})}
	for _, part := range []func(){r.declined, r.refer, r.ask, r.letter, r.recommend, r.again, r.reads} {
		part()
	}
}

// by does what somebody does outside a browser.
func (r *referred) by(who string, do func(ctx context.Context) error) {
	r.t.Helper()
	ctx, err := r.world.As(context.Background(), who, "")
	r.must(err)
	r.must(do(ctx))
}

func (r *referred) declined() {
	data, err := sim.Fenghe()
	r.must(err)
	r.by("P027", func(ctx context.Context) error {
		return r.world.Apply(ctx, "referred", sim.Need{Enterprise: data.Enterprises[0], AmountFen: 300_000_00, Term: 12, Until: "2020-09-30", Lenders: []string{sim.Lender}, Purpose: "materials"})
	})
	r.by(sim.Liaison, func(ctx context.Context) error { return r.world.Verify(ctx, "referred") })
	r.by(sim.Officer, func(ctx context.Context) error { return r.world.Decline(ctx, "referred", "security_needed") })
	r.application = "/applications/" + r.world.ID("referred")
}

func (r *referred) refer() {
	r.liaison.open(r.application)
	r.liaison.press(`form[action$="/refer"] button`)
	r.liaison.see("已转介")
}

// ask uses both doors on a phone.
func (r *referred) ask() {
	o := r.owner
	o.open(r.application)
	o.see("请担保公司担保", "请镇里推荐", "再问其他银行")
	o.inspect("referral-case")
	o.press(`main a[href$="/guarantee"]`)
	o.inspect("referral-ask")
	o.fill("guarantor", r.world.ID("GUAR-1"))
	for _, class := range []string{"identity", "headcount", "documents"} {
		o.fill("classes", class)
	}
	o.press(`main form[method=post] button`)
	o.see("待受理", "撤回请求")
	o.open(r.application + "/recommendation")
	o.press(`main form[method=post] button`)
	o.see("待答复")
	o.keep("referral-doors")
}

// letter is the work of two people of the guarantor.
func (r *referred) letter() {
	g := r.guarantor
	g.open("/guarantees")
	g.press(`main a[href^="/guarantees/"]`)
	r.request = g.path()
	g.see("匿名企业")
	g.press(`form[action$="/request-file"] button`)
	g.open(r.request + "/file")
	g.see("本次查阅已记录")
	g.open(r.request + "/propose")
	for name, value := range map[string]string{"coverage": "80", "max": "250000", "fee": "1", "valid_to": "2020-09-15", "conditions": "负责人提供连带责任保证"} {
		g.fill(name, value)
	}
	g.keep("referral-letter")
	g.press(`main form[method=post] button`)
	g.see("等待另一位审批人")
	a := r.approver
	a.open(r.request)
	a.see("80.00%", "250,000.00")
	a.confirm()
	a.press(`form[action$="/state"] button`)
	a.see("Letter given")
	a.inspect("referral-stated")
}

func (r *referred) recommend() {
	p := r.town
	p.open("/recommendations")
	p.press(`main a[href^="/recommendations/"]`)
	p.see("复工率", "月租金")
	p.fill("answer", "复工早，用工稳定。")
	p.press(`form[action$="/recommend"] button`)
	p.see("已推荐")
	p.inspect("referral-recommended")
}

// again publishes the application to the lender that had declined.
func (r *referred) again() {
	o := r.owner
	o.open(r.application + "/referral")
	o.see("担保意向书", "复工早，用工稳定。")
	o.inspect("referral-answered")
	o.open(r.application + "/reshare")
	o.fill("lenders", r.world.ID(sim.Lender))
	o.press(`main form[method=post] button`)
	o.see("匿名发布")
}

// reads: the lender sees both and no name; the guarantor can no longer take the
// letter back.
func (r *referred) reads() {
	b := r.banker
	b.open("/cases?view=list&stage=invited")
	b.press(`main a[href^="/cases/"]`)
	b.see("Letters and recommendations", "80.00%", "Recommended by")
	b.miss("Qingyu")
	b.inspect("referral-invited-again")
	r.approver.open(r.request)
	r.approver.see("it stands until its last day")
	r.approver.count(`form[action$="/take-back"]`, 0)
}
