package servicing

// Penalty interest: by hand, and a second time day by day with exact fractions.

import (
	"context"
	"math/big"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// punished is LN08 with penalty interest of 4.85 % × 1.5 = 7.275 % a year.
func punished() kernel.LoanTerms {
	t := equal()
	t.UpliftPPM = 500_000
	return t
}

// The instalment of 16 April 2020 is 835.28 of interest and 16,281.02 of
// principal. By hand:
//
//	16 to 26 April   16,281.02 × 7.275 % × 10 / 360 = 32.90122…    -> 32.90
//	10,000.00 pays   32.90, 835.28 of interest, 9,131.82 of principal
//	26 April to 6 May  7,149.20 × 7.275 % × 10 / 360 = 14.44734…
//	together         47.34857… -> 47.35, of which 32.90 is paid: 14.45
func TestPenaltyByHand(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.funded(punished(), "2020-03-16")
		k.day("2020-04-26")
		must(t, k.Sweep(context.Background()))
		// A day costs 16,281.02 × 7.275 % / 360 = 3.290… while all of it is open.
		if v := k.view(c); v.Late != (Lateness{SinceOn: "2020-04-16", OverdueFen: 17_116_30, PenaltyFen: 32_90, PerDayFen: 3_29}) {
			t.Errorf("late: %+v", v.Late)
		}
		must(t, k.repay(c, "2020-04-26", 10_000_00, "A"))
		k.day("2020-05-06")
		must(t, k.repay(c, "2020-05-06", 7_149_20+14_45, "B"))
		r := k.view(c).Receipts
		if len(r) != 2 || r[0].PenaltyFen != 32_90 || r[0].InterestFen != 835_28 || r[0].PrincipalFen != 9_131_82 || r[1].PenaltyFen != 14_45 || r[1].PrincipalFen != 7_149_20 {
			t.Errorf("receipts %+v", r)
		}
		if got := k.contract(c.ID); got.BalanceFen != 183_718_98 || got.UnappliedFen != 0 || k.held(kernel.AccountPenalty, "") != -47_35 {
			t.Errorf("%s is owed, %s earned", got.BalanceFen.Text(), k.held(kernel.AccountPenalty, "").Text())
		}
		k.whole()
		_, err := k.Reverse(approving(), Reversal{Contract: c.ID, Number: "B", Reason: "another loan's"})
		must(t, err)
		if v := k.view(c); v.Late.PenaltyFen != 14_45 || k.held(kernel.AccountPenalty, "") != -32_90 {
			t.Errorf("after the reversal %+v", v.Late)
		}
		k.whole()
	})
}

// With interest as well: 17,116.30 × 7.275 % × 10 / 360 = 34.58918… -> 34.59.
func TestPenaltyOnInterest(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	terms := punished()
	terms.UpliftOnInterest = true
	c := k.funded(terms, "2020-03-16")
	k.day("2020-04-26")
	f := wants(t, k.repay(c, "2020-04-26", 205_395_65+34_60, "A"), "amount: servicing.repay.above")
	if open := f.Fields[0].Args["open"]; open != money.Fen(205_395_65+34_59) {
		t.Errorf("%v is open", open)
	}
	must(t, k.repay(c, "2020-04-26", 34_59, "A"))
	if r := k.view(c).Receipts[0]; r.PenaltyFen != 34_59 || r.InterestFen != 0 {
		t.Errorf("receipt %+v", r)
	}
	k.whole()
}

// 18 April 2020 is a Saturday: until Monday the 20th nothing runs, and the 21st
// owes one day: 16,254.08 × 7.275 % / 360. Grace delays the state alone.
func TestPenaltyFromTheCollectionDay(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	terms := punished()
	terms.GraceDays = 5
	c := k.funded(terms, "2020-03-18")
	for on, want := range map[string]money.Fen{"2020-04-20": 0, "2020-04-21": 1, "2020-04-24": 4} {
		rows := k.foreseen(c, on)
		exact := rounded(share(rows[0].PrincipalFen, int64(want)*72_750, 360_000_000), money.HalfUp)
		if rows[0].Penalty.Fen != exact || (want > 0) != (exact > 0) {
			t.Errorf("on %s it is %s, want %s", on, rows[0].Penalty.Fen.Text(), exact.Text())
		}
	}
	k.day("2020-04-21")
	must(t, k.Sweep(context.Background()))
	k.in(c, InGrace)
	if k.view(c).Late.PenaltyFen == 0 {
		t.Error("nothing accrues within the days of grace")
	}
}

// Money that was there in time is not late because nobody looked: what waits is
// given to an instalment at its due date, by the sweeper or by the next receipt.
func TestWaitingMoneyIsInTime(t *testing.T) {
	for _, swept := range []bool{true, false} {
		k := newKit(t, dbtest.SQLite(t))
		c := k.funded(punished(), "2020-03-16")
		k.day("2020-04-16")
		must(t, k.repay(c, "2020-04-16", 3*17_116_30, "A"))
		k.day("2020-06-29")
		if swept {
			must(t, k.Sweep(context.Background()))
		}
		must(t, k.repay(c, "2020-06-29", 1_00, "B"))
		v := k.view(c)
		if len(v.Receipts) != 4 || v.Receipts[1].ReceivedOn != "2020-05-16" || v.Receipts[2].ReceivedOn != "2020-06-16" || v.Late.PenaltyFen != 0 || v.Contract.UnappliedFen != 1_00 {
			t.Errorf("swept %v: %+v", swept, v.Receipts)
		}
		k.whole()
	}
}

// The terms say it, the contract file says it, and the page says how much, since
// when and why.
func TestPenaltyIsAgreedAndShown(t *testing.T) {
	plain, agreed, both := equal(), punished(), punished()
	both.UpliftOnInterest = true
	if plain.Hash() == agreed.Hash() || agreed.Hash() == both.Hash() {
		t.Error("the hash does not cover penalty interest")
	}
	if agreed.PenaltyPPM() != 72_750 || plain.PenaltyPPM() != 0 {
		t.Errorf("a year costs %d", agreed.PenaltyPPM())
	}
	d := newDoors(t, dbtest.SQLite(t))
	c := d.funded(both, "2020-03-16")
	text, err := d.File(lending(), c.ID)
	must(t, err)
	for _, part := range []string{"逾期本金和逾期利息", "加收 50.00%", "年利率 7.275%"} {
		if !strings.Contains(text, part) {
			t.Errorf("the contract lacks %q", part)
		}
	}
	d.day("2020-04-26")
	page := d.get(owning(), "/contracts/"+c.ID+"?why=1").Body.String()
	for _, part := range []string{"34.59", "Penalty interest has run since 16 Apr 2020 at 7.275% a year: ¥34.59 up to today, and about ¥3.46 more with each day. It is the contract&#39;s rate and 50.00% of it, on overdue principal and interest.", "171,163.00 × 4.85% × 150.00% / 360"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}

// share is f × mul / div, exactly.
func share(f money.Fen, mul, div int64) *big.Rat {
	return new(big.Rat).Mul(big.NewRat(int64(f), 1), big.NewRat(mul, div))
}

// rounded is the nearest fen; a half goes up, or to the even one.
func rounded(x *big.Rat, r money.Rounding) money.Fen {
	q, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	switch rest.Lsh(rest, 1).Cmp(x.Denom()) {
	case 1:
		q.Add(q, big.NewInt(1))
	case 0:
		if r == money.HalfUp || q.Bit(0) == 1 {
			q.Add(q, big.NewInt(1))
		}
	}
	return money.Fen(q.Int64())
}
