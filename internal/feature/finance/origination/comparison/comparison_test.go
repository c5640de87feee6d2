package comparison

import (
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
)

var day = clock.Date{Year: 2021, Month: 1, Day: 1}

// bullet is 100,000 yuan for some months, all back at the end.
func bullet(months int, rate, guarantee money.PPM) Offer {
	t := kernel.LoanTerms{AmountFen: 100_000_00, RatePPM: rate, TermMonths: months, Repayment: kernel.Bullet, DayCount: "A365", Rounding: "half_up", Security: "credit"}
	if guarantee > 0 {
		t.Security, t.Guarantor, t.GuaranteeFeePPM = "guarantee", "guarantor", guarantee
	}
	return Offer{Terms: t}
}

func worked(t *testing.T, offers ...Offer) []Worked {
	t.Helper()
	all, err := Work(Need{AmountFen: 100_000_00}, offers, day)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// By hand. A year of 365 days at 5 %: 105,000 come back. With a guarantee of
// 0.8 % in advance 99,200 are in hand: 105,000 / 99,200 − 1 = 5.8468 %. Six months
// pay half the fee: 100,000 × 0.008 × 6/12 = 400. Two years pay it twice, the
// second time on the same principal, as nothing was repaid: 1,600.
func TestAGuaranteeIsInTheCost(t *testing.T) {
	for _, x := range []struct {
		offer       Offer
		cost        money.PPM
		fees, total money.Fen
	}{
		{bullet(12, 50_000, 0), 50_000, 0, 5_000_00},
		{bullet(12, 50_000, 8_000), 58_468, 800_00, 5_800_00},
		{bullet(6, 50_000, 8_000), 0, 400_00, 400_00 + 2_479_45}, // 181 days: 100,000 × 5 % × 181/365 = 2,479.45
		{bullet(24, 50_000, 8_000), 0, 1_600_00, 1_600_00 + 10_000_00},
	} {
		c := worked(t, x.offer)[0]
		if c.FeesFen() != x.fees || c.Total != x.total || x.cost > 0 && c.Cost != x.cost {
			t.Errorf("%d months, guarantee %d: fees %s, in all %s, %d a year; expected %s, %s, %d", x.offer.Terms.TermMonths, x.offer.Terms.GuaranteeFeePPM, c.FeesFen().Text(), c.Total.Text(), c.Cost, x.fees.Text(), x.total.Text(), x.cost)
		}
	}
}

// Half the principal is back after a year of equal parts, so the second year's
// fee is half the first: 800 and 400.
func TestTheFeeFollowsTheBalance(t *testing.T) {
	o := bullet(24, 50_000, 8_000)
	o.Terms.Repayment = kernel.EqualPrincipal
	c := worked(t, o)[0]
	if len(c.Fees) != 2 || c.Fees[0].Amount != -800_00 || c.Fees[1].Amount != -400_00 {
		t.Errorf("%+v", c.Fees)
	}
}

func TestWhatAnotherOutdoes(t *testing.T) {
	cheap, dear, small := bullet(12, 45_000, 0), bullet(12, 50_000, 0), bullet(12, 40_000, 0)
	small.Terms.AmountFen = 60_000_00
	all := worked(t, cheap, dear, small, cheap)
	for i, want := range []int{0, 2, 0, 0} { // small is cheapest and lends less; the two cheap ones are equal
		if got := len(Outdone(all[i], all)); got != want {
			t.Errorf("offer %d is outdone by %d, expected %d", i, got, want)
		}
	}
}

// What is paid in the ninth month stands there, after eight months of nothing.
func TestABulletStandsInItsMonth(t *testing.T) {
	d := stackOf(t.Context(), worked(t, bullet(9, 46_000, 0))[0].Schedule)
	if len(d.X) != 9 || d.X[8] != "9" || d.Principal[8] != 100_000_00 || d.Principal[0] != 0 {
		t.Errorf("%v %v", d.X, d.Principal)
	}
	o := bullet(3, 46_000, 0)
	o.Terms.Repayment = kernel.EqualPrincipal
	if d := stackOf(t.Context(), worked(t, o)[0].Schedule); len(d.X) != 3 || d.Principal[0] == 0 || d.X[2] != "3" {
		t.Errorf("%v %v", d.X, d.Principal)
	}
}

// Offers stand as they came, whatever they cost.
func TestNothingIsRanked(t *testing.T) {
	dear, cheap := bullet(12, 50_000, 0), bullet(12, 45_000, 0)
	dear.Ref, cheap.Ref = "dear", "cheap"
	all := worked(t, dear, cheap)
	if all[0].Ref != "dear" || all[1].Ref != "cheap" {
		t.Errorf("%s before %s", all[0].Ref, all[1].Ref)
	}
}

// By hand. A year of 365 days at 5 % brings 5,000 of interest. A scheme that pays
// 2 % for the first 181 days (1 January to 30 June) pays 5,000 × 2/5 × 181/365 =
// 991.78; with a limit of 500 no more; one that ended the day before, nothing. The
// all-in cost stays what it is.
func TestASubsidyStandsApart(t *testing.T) {
	for _, x := range []struct {
		until string
		most  money.Fen
		want  money.Fen
	}{
		{"2021-06-30", 0, 991_78}, {"2021-06-30", 500_00, 500_00}, {"2020-12-31", 0, 0}, {"2031-12-31", 0, 2_000_00}, {"2021-01-01", 0, 5_48}, // one day: 2,000 / 365
	} {
		o := bullet(12, 50_000, 0)
		plain := worked(t, o)[0]
		o.Subsidy = &kernel.Subsidy{RatePPM: 20_000, CapFen: x.most, UntilOn: x.until}
		c := worked(t, o)[0]
		if got := c.SubsidyFen(); got != x.want {
			t.Errorf("until %s, at most %s: %s, expected %s", x.until, x.most.Text(), got.Text(), x.want.Text())
		}
		if c.Cost != plain.Cost || c.Total != plain.Total {
			t.Errorf("the subsidy moved the cost from %d to %d", plain.Cost, c.Cost)
		}
	}
}
