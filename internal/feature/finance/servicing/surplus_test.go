package servicing

// Money that waits: the borrower's choices against figures from elsewhere.

import (
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// ahead is LN08 with 20,000.00 more than the first instalment paid.
func (k *kit) ahead(terms kernel.LoanTerms) Contract {
	k.t.Helper()
	c := k.funded(terms, "2020-03-16")
	k.day("2020-04-16")
	must(k.t, k.repay(c, "2020-04-16", 37_116_30, "A"))
	return c
}

func (k *kit) choose(c Contract, way string, amount money.Fen) error {
	_, err := k.Choose(owning(), SurplusChoice{Contract: c.ID, Way: way, AmountFen: amount})
	return err
}

// 163,718.98 are left on 16 April. Eleven instalments of 15,252.99 (the last
// 15,253.00) with 4,063.92 of interest keep the end; at 17,116.30 the loan ends on
// 16 February with 13,328.36 and 3,656.08 of interest. Worked out with exact
// fractions outside of this program.
func TestEarlyRepaymentOfAPart(t *testing.T) {
	for way, want := range map[string]struct {
		next, last, interest money.Fen
		rows                 int
		ends                 string
	}{
		"keep_maturity":   {15_252_99, 15_253_00, 4_063_92, 12, "2021-03-16"},
		"keep_instalment": {17_116_30, 13_328_36, 3_656_08, 11, "2021-02-16"},
	} {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			k := newKit(t, d)
			c := k.ahead(equal())
			all, err := k.Outlooks(owning(), c.ID)
			must(t, err)
			for _, x := range all {
				if x.Way == way && (x.NextFen != want.next || x.EndsOn != want.ends || x.InterestFen != want.interest || x.AmountFen != 20_000_00 || x.ChargeFen != 0) {
					t.Errorf("foreseen %+v", x)
				}
			}
			must(t, k.choose(c, way, 20_000_00))
			v := k.view(c)
			last := v.Installments[len(v.Installments)-1]
			var interest money.Fen
			for _, i := range v.Installments[1:] {
				interest += i.InterestFen
			}
			if v.Contract.BalanceFen != 163_718_98 || v.Contract.UnappliedFen != 0 || len(v.Installments) != want.rows || v.Installments[1].TotalFen() != want.next || last.TotalFen() != want.last || last.DueOn != want.ends || interest != want.interest {
				t.Errorf("%s: %s owed, %d rows, then %s, at last %s, interest %s", way, v.Contract.BalanceFen.Text(), len(v.Installments), v.Installments[1].TotalFen().Text(), last.TotalFen().Text(), interest.Text())
			}
			if r := v.Receipts[1]; r.Kind != "early" || r.PrincipalFen != 20_000_00 || r.UnappliedFen != -20_000_00 || r.BookedBy != "owner" {
				t.Errorf("booked %+v", r)
			}
			k.whole()
		})
	}
}

// With 1 % of charge, 20,000.00 pay 19,801.98 of principal and 198.02.
func TestTheChargeComesOnTop(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.ahead(charged())
	wants(t, k.choose(c, "keep_maturity", 19_801_99), "amount: servicing.surplus.above")
	must(t, k.choose(c, "keep_maturity", 19_801_98))
	if r := k.view(c).Receipts[1]; r.PrincipalFen != 19_801_98 || r.FeeFen != 198_02 || k.contract(c.ID).UnappliedFen != 0 {
		t.Errorf("booked %+v", r)
	}
	k.whole()
}

// A receipt that is taken back takes along what was chosen of it; one that is
// found again brings it back.
func TestAChoiceFollowsItsMoney(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.ahead(equal())
		must(t, k.choose(c, "keep_instalment", 20_000_00))
		_, err := k.Reverse(approving(), Reversal{Contract: c.ID, Number: "A", Reason: "bounced"})
		must(t, err)
		if v := k.view(c); v.Contract.BalanceFen != 200_000_00 || len(v.Receipts) != 0 || len(v.Installments) != 12 || len(v.Reversals) != 2 {
			t.Errorf("%s owed, %+v", v.Contract.BalanceFen.Text(), v.Receipts)
		}
		k.whole()
		must(t, k.repay(c, "2020-04-16", 37_116_30, "A"))
		if v := k.view(c); v.Contract.BalanceFen != 163_718_98 || len(v.Installments) != 11 {
			t.Errorf("%s owed, %d rows", v.Contract.BalanceFen.Text(), len(v.Installments))
		}
		k.whole()
	})
}

// What is asked back pays nothing, and is paid back once.
func TestRefund(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.ahead(equal())
		pay := func(on, number string) error {
			_, err := k.PayBack(lending(), Refund{Contract: c.ID, PaidOn: on, Number: number})
			return err
		}
		wants(t, pay("2020-04-16", "BACK"), "servicing.refund.none")
		must(t, k.choose(c, "refund", 15_000_00))
		wants(t, k.choose(c, "refund", 5_000_01), "amount: servicing.surplus.above")
		k.day("2020-05-16")
		must(t, k.Sweep(t.Context()))
		if v := k.view(c); v.HeldFen != 15_000_00 || v.Receipts[1].Kind != "applied" || v.Receipts[1].UnappliedFen != -5_000_00 {
			t.Errorf("%s held, %+v", v.HeldFen.Text(), v.Receipts)
		}
		wants(t, pay("2020-04-15", "BACK"), "paid_on: servicing.refund.early")
		wants(t, pay("2020-05-17", "BACK"), "paid_on: servicing.date.future")
		wants(t, pay("2020-05-16", "A"), "number: servicing.receipt.twice")
		free, _ := k.budget()
		must(t, pay("2020-05-16", "BACK"))
		if now, _ := k.budget(); free-now != 15_000_00 || k.contract(c.ID).UnappliedFen != 0 {
			t.Errorf("the lender's funds fell by %s", (free - now).Text())
		}
		_, err := k.Reverse(approving(), Reversal{Contract: c.ID, Number: "A", Reason: "bounced"})
		if f := wants(t, err, "servicing.reverse.refunded"); f.Args["short"] != money.Fen(15_000_00) {
			t.Errorf("it says %v", f.Args)
		}
		k.whole()
	})
}

func TestChoicesThatCannotBe(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.funded(equal(), "2020-03-16")
	wants(t, k.choose(c, "next", 0), "servicing.surplus.none")
	must(t, k.repay(c, "2020-03-16", 100_00, "A"))
	wants(t, k.choose(c, "gift", 1), "way: servicing.surplus.way")
	wants(t, k.choose(c, "refund", 0), "amount: servicing.surplus.amount")
	must(t, k.choose(c, "next", 0))
	_, err := k.Choose(clerking(), SurplusChoice{Contract: c.ID, Way: "next"})
	wants(t, err, "fault.denied")
	_, err = k.Choose(lending(), SurplusChoice{Contract: c.ID, Way: "next"})
	wants(t, err, "fault.denied")
	k.whole()
}
