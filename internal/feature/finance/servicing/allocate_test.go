package servicing

// What a receipt goes to, in the order that the terms name.

import (
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// principalFirst is the order that lenders take for a debt in doubt (先本后息).
const principalFirst kernel.Allocation = "fees overdue_principal current_principal overdue_interest current_interest penalty_interest"

// Principal first, by hand: on 26 April 2020, ten days late, 16,281.02 pays all
// of the overdue principal, so that no more penalty interest runs. 835.28 of
// interest and 32.90 of penalty interest stay open, whenever they come.
func TestPrincipalFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		terms := punished()
		terms.Allocation = principalFirst
		c := k.funded(terms, "2020-03-16")
		k.day("2020-04-26")
		must(t, k.repay(c, "2020-04-26", 16_281_02, "A"))
		k.day("2020-05-10")
		if v := k.view(c); v.Contract.BalanceFen != 183_718_98 || v.Installments[0].OpenFen() != 868_18 || v.DaysPastDue != 24 {
			t.Errorf("%s is owed, %s open, %d days past due", v.Contract.BalanceFen.Text(), v.Installments[0].OpenFen().Text(), v.DaysPastDue)
		}
		must(t, k.repay(c, "2020-05-10", 868_18, "B"))
		if v := k.view(c); v.DaysPastDue != 0 || v.Receipts[1].PenaltyFen != 32_90 || v.Receipts[1].InterestFen != 835_28 || v.Contract.UnappliedFen != 0 {
			t.Errorf("receipts %+v", v.Receipts)
		}
		text, err := k.File(lending(), c.ID)
		must(t, err)
		if !strings.Contains(text, "费用 → 逾期本金 → 当期本金 → 逾期利息 → 当期利息 → 罚息") {
			t.Error("the contract does not name the order")
		}
		k.whole()
	})
}
