package e2e

// Money that is drawn in tranches: the owner asks for the second one on a phone, an
// officer records the payout, somebody else agrees, and the schedule is another one.

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/sim"
)

// limited is a loan of E01 in tranches, of which the first is paid out today.
func limited(h *house) (owner, contract string) {
	data, err := sim.Fenghe()
	h.must(err)
	w, e, product := h.world, data.Enterprises[0], ""
	today := clock.DateOf(w.App.Now(), w.App.Calendar.Zone())
	for _, x := range []struct {
		who string
		do  func(ctx context.Context) error
	}{
		{sim.Officer, func(ctx context.Context) error {
			v, err := w.App.Catalogue.Introduce(ctx, catalogue.DraftProduct{Code: "TR01", NameZh: "设备分笔贷", NameEn: "Equipment in Tranches", Security: "credit", MaxFen: 2_000_000_00, Terms: []int{12}, RatePPM: 45_000, Repayment: kernel.EqualInstalment, DayCount: "A360", Rounding: "half_up",
				Use: kernel.Use{Kind: kernel.Tranches, Months: 6, Most: 3, LeastFen: 50_000_00, DrawFeeFen: 100_00, CommitPPM: 5_000, CommitMonths: 1}})
			product = v.Product.ID
			return err
		}},
		{sim.Approver, func(ctx context.Context) error {
			_, err := w.App.Catalogue.Approve(ctx, product, 1, catalogue.ApproveVersion{ValidFrom: today.String()})
			return err
		}},
		{e.Contact, func(ctx context.Context) error {
			return w.Apply(ctx, "line", sim.Need{Enterprise: e, AmountFen: 1_000_000_00, Term: 12, Until: today.AddDays(60).String(), Lenders: []string{sim.Lender}, Purpose: "resumption"})
		}},
		{sim.Liaison, func(ctx context.Context) error { return w.Verify(ctx, "line") }},
		{sim.Officer, func(ctx context.Context) error { return w.Assess(ctx, "line") }},
		{sim.Officer, func(ctx context.Context) error {
			return w.Draft(ctx, "line", origination.DraftOffer{Product: product, AmountFen: 1_000_000_00, FirstFen: 600_000_00, TermMonths: 12, RatePPM: 45_000, ValidTo: today.AddDays(14).String()})
		}},
		{sim.Approver, func(ctx context.Context) error { return w.Issue(ctx, "line") }},
	} {
		ctx, err := w.As(context.Background(), x.who, "")
		h.must(err)
		h.must(x.do(ctx))
	}
	desk := h.enter("owner compares", e.Contact, view{lang: "en", width: 1440})
	desk.open("/applications/" + w.ID("line") + "/offers")
	desk.see("in tranches", "Worked out as if the first payout were today and the rest were drawn on the last day")
	desk.inspect("offer-in-tranches")
	desk.keep("offer-in-tranches")
	for _, x := range []struct {
		who string
		do  func(ctx context.Context) error
	}{
		{e.Contact, func(ctx context.Context) error { return w.AcceptAndSign(ctx, "line") }},
		{sim.Approver, func(ctx context.Context) error { return w.Countersign(ctx, "line") }},
		{sim.Officer, func(ctx context.Context) error { return w.Disburse(ctx, "line", today.String(), "payout 1") }},
	} {
		ctx, err := w.As(context.Background(), x.who, "")
		h.must(err)
		h.must(x.do(ctx))
	}
	return e.Contact, w.ID("contract of line")
}

func TestASecondTranche(t *testing.T) {
	h := open(t)
	owner, contract := limited(h)
	desk, phone := view{lang: "zh-CN", width: 1440}, view{lang: "zh-CN", width: 390}
	o, f, a := h.enter("owner", owner, phone), h.enter("officer", sim.Officer, desk), h.enter("approver", sim.Approver, desk)
	o.open("/contracts/" + contract)
	o.see("提款期内", "未提款额")
	before := dueRows(o)
	o.keep("contract-drawing")
	o.open("/contracts/" + contract + "/drawings")
	o.see("还可申请", "400,000")
	o.inspect("drawings")
	o.keep("drawings")
	o.fill("amount", "450000")
	o.fill("purpose", "第二批设备款")
	o.press(`main form[method=post] button`)
	o.see("超过还可申请的")
	o.fill("amount", "400000")
	o.press(`main form[method=post] button`)
	o.see("待银行登记", "提款前后对比")
	own := o.path()
	o.inspect("drawing")
	o.keep("drawing-asked")
	f.open(own)
	f.fill("number", "OUT-2")
	f.press(`form[action$="/record"] button`)
	f.see("待核准", "由另一个人来定")
	f.keep("drawing-recorded")
	a.open("/")
	a.open(own)
	a.inspect("drawing-decide")
	a.keep("drawing-decide")
	a.press(`form[action$="/agree"] button`)
	a.see("已放款", "看新的还款计划")
	o.open("/contracts/" + contract)
	o.see("正常还款")
	after := dueRows(o)
	if len(after) != len(before) || len(after) != 12 || strings.Join(after, "\n") == strings.Join(before, "\n") {
		t.Errorf("due before the second tranche: %q, and with it: %q", before, after)
	}
	found := ask[string](o, `(async () => {
		const root = document.querySelector('[data-kg-recompute]');
		root.querySelector('button').click();
		while (root.querySelector('button').disabled) await new Promise(r => setTimeout(r, 20));
		return root.querySelector('output').className;
	})()`)
	if found != "kg-chip t-ok" {
		t.Errorf("the browser's own schedule: %q", found)
	}
	o.inspect("contract-drawn")
	o.keep("contract-drawn")
	f.open("/contracts/" + contract + "/fees")
	f.see("提款手续费", "承诺费")
	f.inspect("fees")
	f.keep("fees")
	english := h.enter("owner in English", owner, view{lang: "en", width: 390})
	english.open(own)
	english.see("Paid out")
	english.inspect("drawing-paid")
	english.keep("drawing-paid")
	english.open("/contracts/" + contract + "/drawings")
	english.see("Nothing can be drawn now")
	english.keep("drawings-over")
}
