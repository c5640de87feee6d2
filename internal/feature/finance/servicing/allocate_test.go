package servicing

// What a receipt goes to, in the order that the terms name.

import (
	"fmt"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// principalFirst is the order that lenders take for a debt in doubt (先本后息).
const principalFirst kernel.Allocation = "fees overdue_principal current_principal overdue_interest current_interest penalty_interest"

// Two rows are overdue, with 3 of penalty interest on the first, one falls due
// on the day and one later; interest 10, principal 100 each. A fen more or less
// shows which comes next. Written by hand as penalty/interest/principal.
func TestOrderOfTheTerms(t *testing.T) {
	for _, x := range []struct {
		order kernel.Allocation
		pool  money.Fen
		want  string
	}{
		{"", 2, "2/0/0 0/0/0 0/0/0"},
		{"", 4, "3/1/0 0/0/0 0/0/0"},
		{"", 24, "3/10/1 0/10/0 0/0/0"},
		{"", 234, "3/10/100 0/10/100 0/10/1"},
		{principalFirst, 101, "0/0/100 0/0/1 0/0/0"},
		{principalFirst, 201, "0/0/100 0/0/100 0/0/1"},
		{principalFirst, 311, "0/10/100 0/1/100 0/0/100"},
		{principalFirst, 331, "1/10/100 0/10/100 0/10/100"},
		{principalFirst, 340, "3/10/100 0/10/100 0/10/100"},
	} {
		row := func(due string) Installment {
			return Installment{DueOn: due, CollectOn: due, PrincipalFen: 100, InterestFen: 10}
		}
		rows := []Installment{row("2020-01-31"), row("2020-02-29"), row("2020-03-31"), row("2020-04-30")}
		rows[0].Penalty.Fen = 3
		terms, r := equal(), Receipt{ReceivedOn: "2020-03-31"}
		terms.Allocation = x.order
		left, err := allocate(terms, rows, &r, x.pool)
		must(t, err)
		var got []string
		for _, i := range rows[:3] {
			got = append(got, fmt.Sprintf("%d/%d/%d", i.PaidFen, i.PaidInterestFen, i.PaidPrincipalFen))
		}
		if s := strings.Join(got, " "); s != x.want || left != max(0, x.pool-333) || rows[3].PaidOn != "" {
			t.Errorf("%q: %d goes to %s and leaves %d, want %s", x.order, x.pool, s, left, x.want)
		}
	}
	terms := equal()
	terms.Allocation = "fees"
	if _, err := allocate(terms, nil, &Receipt{}, 1); err == nil {
		t.Error("half an order allocates")
	}
}

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
