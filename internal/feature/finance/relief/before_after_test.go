package relief_test

// Before and after of every action, against the second computation and against
// the figures of the domain and of the demo park.

import (
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// The reference loan of the domain: paid out on 2020-01-10, two instalments
// paid, relieved from 2020-03-11. Of its interest of 27,688.68 two have paid
// 4,305.56 and 3,700.18.
func TestReferenceLoan(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d, "2020-01-10")
		contract := k.Funded(million())
		k.PayUntil(contract, "2020-03-10")
		if got := k.Contract(contract).BalanceFen; got != 836_724_30 {
			t.Fatalf("%s is owed", got.Text())
		}
		k.Day("2020-03-11")
		c := k.asked(contract, relief.Ask{Until: "2020-07-10"})
		base := lent("2020-01-10", 1_000_000_00, 50_000, 12, "equal_instalment", "A360", false).pay("2020-03-10")
		for name, x := range map[string]struct {
			a          plan.Action
			instalment int64
			interest   int64
		}{
			"both":                  {plan.Action{Kind: plan.DeferAll, ResumesOn: "2020-07-10", EndsOn: "2021-04-10"}, 86_723_34, 30_509_13},
			"principal":             {plan.Action{Kind: plan.DeferPrincipal, ResumesOn: "2020-07-10", EndsOn: "2021-04-10"}, 0, 30_303_92},
			"spread":                {plan.Action{Kind: plan.Spread, ResumesOn: "2020-07-10", EndsOn: "2021-04-10"}, 0, 0},
			"cut":                   {plan.Action{Kind: plan.CutRate, RatePPM: 40_500}, 85_267_08, 15_946_48},
			"cut, instalment stays": {plan.Action{Kind: plan.CutRate, RatePPM: 20_000, Keep: plan.KeepInstalment}, 85_640_72, 0},
			"repriced":              {plan.Action{Kind: plan.Reprice, SpreadPPM: 5_000}, 0, 0},
			"extended":              {plan.Action{Kind: plan.Extend, EndsOn: "2021-07-10"}, 0, 0},
		} {
			x.a.FromOn = "2020-03-11"
			p, err := k.Relief.Preview(k.Lending(), c.ID, relief.Propose{Action: x.a})
			must(t, err)
			agrees(t, p.Comparison, "2020-03-11", base, base.after(x.a, 40_500))
			if got := int64(p.Comparison.After.InstalmentFen); x.instalment != 0 && got != x.instalment {
				t.Errorf("%s: instalment %d, expected %d", name, got, x.instalment)
			}
			if got := int64(p.Comparison.After.InterestFen); x.interest != 0 && got != x.interest {
				t.Errorf("%s: interest %d, expected %d", name, got, x.interest)
			}
			if p.Comparison.Before.InterestFen != 19_682_94 || p.Comparison.Before.InstalmentFen != 85_640_72 || p.Comparison.Before.EndsOn != "2021-01-10" {
				t.Errorf("%s: before %+v", name, p.Comparison.Before)
			}
		}
	})
}

// Deferred interest that is spread: fixed at the beginning of the first new
// period, in parts that differ by no more than a fen and sum to it; each date
// bears its own interest beside it.
func TestSpreadInterest(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t), "2020-01-10")
	contract := k.Funded(million())
	k.PayUntil(contract, "2020-03-11")
	c := k.asked(contract, relief.Ask{})
	p, err := k.Relief.Preview(k.Lending(), c.ID, relief.Propose{Action: plan.Action{Kind: plan.Spread, FromOn: "2020-03-11", ResumesOn: "2020-07-10", EndsOn: "2021-04-10"}})
	must(t, err)
	f := lent("2020-01-10", 1_000_000_00, 50_000, 12, "equal_instalment", "A360", false).pay("2020-03-10").after(p.Action, 0)
	// 836,724.30 × 5 % × 92/360 from 10 March to 10 June.
	const deferred = 10_691_48
	own, parts := f.asOpen(), int64(0)
	for i, l := range p.Comparison.Lines[len(p.Comparison.Lines)-len(own):] {
		part := int64(l.After.InterestFen) - f.round(f.sumOf(own[i].spans))
		if int64(l.After.PrincipalFen) != own[i].principal || part < deferred/10 || part > deferred/10+1 {
			t.Errorf("%s: %+v, %d of it spread; the second computation %+v", l.On, l.After, part, own[i])
		}
		parts += part
	}
	if parts != deferred {
		t.Errorf("%d is spread, %d was deferred", parts, deferred)
	}
}

// Fenghe Park's LN91: 600,000 yuan at 5.87 %, interest monthly and principal at
// the end, deferred on 2020-03-10 for what falls due from 1 March to 30 June: the
// new terms count from the end of February. The interest of March was due the day
// before the deferral and unpaid; it is one period with what follows.
func TestDeferralOfThePark(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d, "2019-04-09")
		terms := million()
		terms.AmountFen, terms.RatePPM, terms.Repayment = 600_000_00, 58_700, "interest_monthly_principal_end"
		contract := k.Funded(terms)
		k.PayUntil(contract, "2020-02-10")
		k.Day("2020-03-10")
		c := k.asked(contract, relief.Ask{Until: "2020-06-30"})
		p := k.proposed(c, relief.Propose{Action: plan.Action{Kind: plan.DeferAll, FromOn: "2020-02-29", ResumesOn: "2020-06-30", EndsOn: "2020-06-30"}})
		f := lent("2019-04-09", 600_000_00, 58_700, 12, "interest_monthly_principal_end", "A360", false).pay("2020-02-10")
		agrees(t, p.Comparison, "2020-02-29", f, f.after(p.Action, 0))
		if p.Comparison.After.InterestFen != 13_892_33 {
			t.Errorf("interest %s", p.Comparison.After.InterestFen.Text())
		}
		if c = k.granted(c, p); c.State != relief.Effective {
			t.Errorf("the case is %s", c.State)
		}
		k.Day("2020-06-29")
		v := k.Loan(contract)
		last := v.Installments[len(v.Installments)-1]
		if v.DaysPastDue != 0 || v.Late.PenaltyFen != 0 || last.DueOn != "2020-06-30" || last.InterestFen != 13_892_33 || last.PrincipalFen != 600_000_00 || last.BalanceFen != 0 {
			t.Errorf("%d days past due, %+v", v.DaysPastDue, last)
		}
		k.Day("2020-06-30")
		if got := k.view(c).Case.State; got != relief.Completed {
			t.Errorf("on the last day the case is %s", got)
		}
		k.Pay(contract, 613_892_33)
		if got := k.Contract(contract).State; got != "closed" {
			t.Errorf("paid in full the contract is %s", got)
		}
		k.Whole()
	})
}

// The same deferral as one that covers what fell due on 9 March and is unpaid: a
// period whose interest is deferred goes on, and is rounded once. Two roundings,
// 2,837.17 and 11,055.17, would come to a fen more.
func TestDeferralThatCovers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d, "2019-04-09")
		terms := million()
		terms.AmountFen, terms.RatePPM, terms.Repayment = 600_000_00, 58_700, "interest_monthly_principal_end"
		contract := k.Funded(terms)
		k.PayUntil(contract, "2020-02-10")
		k.Day("2020-03-10")
		c := k.asked(contract, relief.Ask{Until: "2020-06-30"})
		p := k.proposed(c, relief.Propose{Action: plan.Action{Kind: plan.DeferAll, FromOn: "2020-03-10", SinceOn: "2020-03-01", ResumesOn: "2020-06-30", EndsOn: "2020-06-30"}})
		if got := p.Comparison.After.InterestFen; got != 13_892_33 {
			t.Errorf("%s of interest", got.Text())
		}
		k.granted(c, p)
		v := k.Loan(contract)
		if last := v.Installments[len(v.Installments)-1]; last.InterestFen != 13_892_33 || last.FromOn != "2020-02-09" || last.CarriedFen != 0 || v.DaysPastDue != 0 {
			t.Errorf("%+v", last)
		}
		k.Day("2020-06-30")
		k.Pay(contract, 613_892_33)
		if got := k.Contract(contract).State; got != "closed" {
			t.Errorf("paid in full the contract is %s", got)
		}
		k.Whole()
	})
}

// Fenghe Park's LN92: 400,000 yuan at 6.1 % in 24 equal instalments from
// 2019-05-20; the rate falls to 5.3 % from 2020-04-20. The proposal is agreed
// upon before its day and takes effect on it.
func TestRateCutOfThePark(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d, "2019-05-20")
		terms := million()
		terms.AmountFen, terms.RatePPM, terms.TermMonths = 400_000_00, 61_000, 24
		contract := k.Funded(terms)
		k.PayUntil(contract, "2020-04-13")
		c := k.asked(contract, relief.Ask{Kind: plan.CutRate})
		p := k.proposed(c, relief.Propose{Action: plan.Action{Kind: plan.CutRate, FromOn: "2020-04-20", RatePPM: 53_000, Keep: plan.KeepMaturity}})
		if c = k.granted(c, p); c.State != relief.Approved {
			t.Fatalf("before its day the case is %s", c.State)
		}
		k.PayUntil(contract, "2020-04-20")
		must(t, k.Settle(t.Context()))
		v := k.Loan(contract)
		if len(v.Versions) != 2 || v.Versions[1].FromOn != "2020-04-20" || v.Contract.BalanceFen != 222_821_39 {
			t.Fatalf("%d versions, %s is owed", len(v.Versions), v.Contract.BalanceFen.Text())
		}
		f := lent("2019-05-20", 400_000_00, 61_000, 24, "equal_instalment", "A360", false).pay("2020-04-20").after(p.Action, 0)
		for i, x := range f.asOpen() {
			row := v.Installments[11+i]
			if row.DueOn != x.on || int64(row.PrincipalFen) != x.principal || int64(row.InterestFen) != x.interest {
				t.Errorf("%+v, the second computation %+v", row, x)
			}
		}
		if was, is := v.Installments[10].TotalFen(), v.Installments[11].TotalFen(); was != 17_766_01 || is != 17_683_19 {
			t.Errorf("instalments %s and %s", was.Text(), is.Text())
		}
		k.PayUntil(contract, "2020-06-30")
		if got := k.Contract(contract).BalanceFen; got != 189_379_86 {
			t.Errorf("%s is owed", got.Text())
		}
		if got := k.view(c).Case.State; got != relief.Completed {
			t.Errorf("the case is %s", got)
		}
		k.Whole()
	})
}

// A loan whose deferral is over can be relieved again: the rate falls, and the
// dates of the deferral stay.
func TestRateCutAfterADeferral(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d, "2020-01-10")
		terms := million()
		terms.Repayment, terms.DayCount, terms.Rounding = "equal_principal", "AA", "half_even"
		contract := k.Funded(terms)
		k.PayUntil(contract, "2020-03-11")
		f := lent("2020-01-10", 1_000_000_00, 50_000, 12, "equal_principal", "AA", true).pay("2020-03-10")
		c := k.asked(contract, relief.Ask{Until: "2020-06-25"})
		p := k.proposed(c, relief.Propose{Action: plan.Action{Kind: plan.DeferAll, FromOn: "2020-03-11", ResumesOn: "2020-06-25", EndsOn: "2021-03-25"}})
		later := f.after(p.Action, 0)
		agrees(t, p.Comparison, "2020-03-11", f, later)
		k.granted(c, p)
		k.PayUntil(contract, "2020-07-26")
		later.pay("2020-07-26")
		c = k.asked(contract, relief.Ask{Kind: plan.CutRate})
		p = k.proposed(c, relief.Propose{Action: plan.Action{Kind: plan.CutRate, FromOn: "2020-07-26", RatePPM: 41_300}})
		agrees(t, p.Comparison, "2020-07-26", later, later.after(p.Action, 0))
		if c = k.granted(c, p); c.State != relief.Effective {
			t.Errorf("the case is %s", c.State)
		}
		k.PayUntil(contract, "2021-03-25")
		if got := k.Contract(contract); got.State != "closed" || got.BalanceFen != 0 {
			t.Errorf("%s, %s is owed", got.State, got.BalanceFen.Text())
		}
		k.Whole()
	})
}
