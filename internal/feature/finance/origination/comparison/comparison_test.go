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

// By hand. A limit of 100,000 at 5 % over 365, of which 40,000 are paid out on
// 1 January 2021; a commitment fee of 1 % on the rest every month up to 1 July, 181
// days: 60,000 × 1 % × 181/365 = 297.53, month by month 31, 28, 31, 30, 31 and 30
// days 50.96 + 46.03 + 50.96 + 49.32 + 50.96 + 49.32 = 297.55. Two drawings of tranches
// cost 100 each; the rest is drawn on 1 July, so that a year's interest is 40,000 ×
// 5 % × 181/365 + 100,000 × 5 % × 184/365 = 991.78 + 2,520.55. By months: 40,000 gives
// 169.86 for 31 days, 153.42 for 28, 164.38 for 30; 100,000 gives 424.66 and 410.96.
// 169.86 × 3 + 153.42 + 164.38 × 2 + 424.66 × 4 + 410.96 × 2 = 3,512.32.
func TestALimitIsWorkedOutUnderItsAssumption(t *testing.T) {
	o := bullet(12, 50_000, 0)
	o.Terms.Repayment = kernel.InterestMonthly
	o.Terms.Use = kernel.Use{Kind: kernel.Tranches, Months: 6, FirstFen: 40_000_00, DrawFeeFen: 100_00, CommitPPM: 10_000, CommitMonths: 1}
	c := worked(t, o)[0]
	if c.LineFees != 497_55 || c.Schedule.TotalInterest() != 3_512_32 || c.Total != 4_009_87 {
		t.Errorf("tranches: fees %s, interest %s, in all %s", c.LineFees.Text(), c.Schedule.TotalInterest().Text(), c.Total.Text())
	}
	if last := c.Peak; last.Principal != 100_000_00 {
		t.Errorf("%+v", last)
	}
	// Of a revolving limit 40,000 stay out for the year: 2,000 of interest in months
	// 169.86 × 7 + 153.42 + 164.38 × 4 = 1,999.96; one drawing and the fee to 1 July.
	o.Terms.Use.Kind = kernel.Revolving
	c = worked(t, o)[0]
	if c.LineFees != 397_55 || c.Schedule.TotalInterest() != 1_999_96 || c.Peak.Principal != 40_000_00 {
		t.Errorf("revolving: fees %s, interest %s, peak %+v", c.LineFees.Text(), c.Schedule.TotalInterest().Text(), c.Peak)
	}
	// All of it at once and no fees cost what one sum does.
	o.Terms.Use = kernel.Use{Kind: kernel.Revolving, Months: 6, FirstFen: 100_000_00}
	one := bullet(12, 50_000, 0)
	one.Terms.Repayment = kernel.InterestMonthly
	if a, b := worked(t, o)[0], worked(t, one)[0]; a.Cost != b.Cost || a.Total != b.Total {
		t.Errorf("%d and %s, one sum %d and %s", a.Cost, a.Total.Text(), b.Cost, b.Total.Text())
	}
	// Fees make it dearer.
	dear := o
	dear.Terms.Use = kernel.Use{Kind: kernel.Revolving, Months: 6, FirstFen: 40_000_00, CommitPPM: 10_000, CommitMonths: 3}
	if a, b := worked(t, dear)[0], worked(t, one)[0]; a.Cost <= b.Cost {
		t.Errorf("%d with a fee on what is undrawn, %d without", a.Cost, b.Cost)
	}
}
