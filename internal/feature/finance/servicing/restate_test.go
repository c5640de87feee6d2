package servicing

// Terms that change: the reference loan of the domain through the door, what a
// deferral covers, and the chain of hashes.

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// million is the reference loan: 1,000,000 yuan at 5 %, A360, twelve equal
// instalments.
func million() kernel.LoanTerms {
	t := equal()
	t.AmountFen, t.RatePPM = 1_000_000_00, 50_000
	return t
}

// restate puts new terms in force, as a feature would in its own transaction.
func (k *kit) restate(c Contract, at string, n kernel.NewTerms) (v kernel.TermsVersion, err error) {
	err = k.DB.Write(kernel.With(context.Background(), kernel.Program()), func(ctx context.Context, tx db.Tx) error {
		v, err = k.Restate(ctx, tx, c.ID, n, at, "停工 / stopped work")
		return err
	})
	return v, err
}

// From 16 March 2020 with two instalments paid, both deferred from 17 May to 16
// September and three months longer. The law of the domain's figures holds on
// other dates: what is equal stays equal, and nothing is lost.
func TestDeferralOfEverything(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.funded(million(), "2020-03-16")
		k.payNext(c)
		k.payNext(c)
		k.day("2020-05-17")
		before := k.view(c)
		longer := million()
		longer.TermMonths = 15
		v, err := k.restate(c, "2020-05-17", kernel.NewTerms{Terms: longer, Deferral: &kernel.Deferral{ResumesOn: "2020-09-16", Interest: true}})
		must(t, err)
		after := k.view(c)
		if after.Contract.State != ReliefActive || after.PausedUntil != "2020-09-16" || len(after.Versions) != 2 || after.Versions[1].Hash != v.Hash() || v.Previous != c.TermsHash {
			t.Errorf("restated to %+v, %+v", after.Contract.State, after.Versions)
		}
		rows := after.Installments
		if len(rows) != 12 || rows[2].DueOn != "2020-09-16" || rows[11].DueOn != "2021-06-16" || rows[11].BalanceFen != 0 || rows[2].TotalFen() != rows[3].TotalFen() || rows[1] != before.Installments[1] {
			t.Errorf("rows %+v", rows)
		}
		// 16 May to 16 September are 123 days on one balance, rounded once.
		if want, _ := money.MulDiv(rows[1].BalanceFen, 50_000*123, 360_000_000, money.HalfUp); rows[2].InterestFen != want || rows[2].Fraction != "123/360" {
			t.Errorf("interest of the pause %s, want %s", rows[2].InterestFen.Text(), want.Text())
		}
		k.day("2020-08-20")
		must(t, k.Sweep(context.Background()))
		k.in(c, ReliefActive)
		k.day("2020-09-16")
		must(t, k.Sweep(context.Background()))
		k.in(c, Performing)
		for range 10 {
			k.payNext(c)
		}
		k.in(c, Closed)
		k.whole()
	})
}

// A deferral that covers what is overdue takes it out of days past due, waives
// its penalty interest, and puts it on the dates after the pause.
func TestDeferralCoversWhatIsOverdue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		terms := million()
		terms.UpliftPPM = 500_000
		c := k.funded(terms, "2020-03-16")
		k.day("2020-04-16")
		must(t, k.repay(c, "2020-04-16", 5_000_00, "PART"))
		k.day("2020-06-01")
		for range 3 {
			must(t, k.Sweep(context.Background()))
		}
		k.in(c, Delinquent)
		late := k.view(c)
		if late.DaysPastDue != 46 || late.Late.PenaltyFen == 0 {
			t.Fatalf("%d days past due, %+v", late.DaysPastDue, late.Late)
		}
		longer := terms
		longer.TermMonths = 18
		_, err := k.restate(c, "2020-06-01", kernel.NewTerms{Terms: longer, Deferral: &kernel.Deferral{SinceOn: "2020-04-01", ResumesOn: "2020-09-16", Interest: true, Spread: true}})
		must(t, err)
		v := k.view(c)
		if v.Contract.State != ReliefActive || v.DaysPastDue != 0 || v.Late.PenaltyFen != 0 || v.Installments[0].OpenFen() != 0 || v.Installments[0].WaivedFen == 0 || v.Contract.BalanceFen != late.Contract.BalanceFen {
			t.Errorf("covered: %+v", v.Installments[0])
		}
		k.day("2020-09-10")
		if got := k.view(c); got.DaysPastDue != 0 || got.Late.PenaltyFen != 0 {
			t.Errorf("in the pause %+v", got.Late)
		}
		k.whole()
	})
}

func TestTermsThatCannotChange(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.funded(equal(), "2020-03-16")
	k.day("2020-05-01")
	other := equal()
	other.AmountFen++
	half := equal()
	half.Allocation = "fees"
	for want, x := range map[string]struct {
		at string
		n  kernel.NewTerms
	}{
		"at: servicing.date.form":              {"1 May", kernel.NewTerms{Terms: equal()}},
		"at: servicing.date.future":            {"2020-05-02", kernel.NewTerms{Terms: equal()}},
		"at: servicing.restate.earlier":        {"2020-03-16", kernel.NewTerms{Terms: equal()}},
		"amount_fen: servicing.restate.amount": {"2020-05-01", kernel.NewTerms{Terms: other}},
		"servicing.restate.impossible":         {"2020-05-01", kernel.NewTerms{Terms: half}},
	} {
		_, err := k.restate(c, x.at, x.n)
		wants(t, err, want)
	}
	_, err := k.restate(c, "2020-05-01", kernel.NewTerms{Terms: equal(), EndsOn: "2020-04-30"})
	wants(t, err, "servicing.restate.impossible")
	_, err = k.restate(k.prepared(equal()), "2020-05-01", kernel.NewTerms{Terms: equal()})
	wants(t, err, "flow.wrong_turn")
}

// Terms that say the same leave every figure as it was; a version that is edited
// afterwards is found.
func TestTheChainOfTerms(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.funded(punished(), "2020-03-16")
	k.day("2020-05-01")
	before := k.view(c)
	_, err := k.restate(c, "2020-05-01", kernel.NewTerms{Terms: punished()})
	must(t, err)
	after := k.view(c)
	for i, row := range after.Installments {
		row.TermsVersion = before.Installments[i].TermsVersion
		if row != before.Installments[i] {
			t.Errorf("row %d is %+v, was %+v", row.No, row, before.Installments[i])
		}
	}
	k.whole()
	must(t, k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE servicing_terms SET body = replace(body, '48500', '47500') WHERE no = 2`)
		return err
	}))
	if err := k.DB.Read(context.Background(), k.Check); err == nil || !strings.Contains(err.Error(), "terms hash") {
		t.Errorf("the check says %v", err)
	}
}

// A receipt that was forgotten counts from the day on which it came in: penalty
// interest that a later one paid goes to what is owed instead, in the ledger too.
func TestABackdatedReceiptMovesLaterOnes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.funded(punished(), "2020-03-16")
		k.day("2020-04-26")
		must(t, k.repay(c, "2020-04-26", 10_000_00, "B")) // 32.90 of it is penalty interest
		must(t, k.repay(c, "2020-04-16", 7_116_30, "A"))
		// The forgotten money paid 835.28 of interest and 6,281.02 of principal in
		// time: ten days on 10,000.00 are 20.21 (10,000 × 7.275 % × 10 / 360).
		v := k.view(c)
		if len(v.Receipts) != 2 || v.Receipts[0].InterestFen != 835_28 || v.Receipts[0].PrincipalFen != 6_281_02 || v.Receipts[1].PenaltyFen != 20_21 || v.Receipts[1].PrincipalFen != 9_979_79 {
			t.Errorf("receipts %+v", v.Receipts)
		}
		if len(v.Adjustments) != 1 || v.Adjustments[0].Cause != "A" || v.Adjustments[0].PenaltyFen != -12_69 || v.Adjustments[0].InterestFen != -835_28 {
			t.Errorf("adjustments %+v", v.Adjustments)
		}
		if got := k.held(kernel.AccountPenalty, ""); got != -20_21 || v.DaysPastDue != 10 {
			t.Errorf("%s earned, %d days past due", got.Text(), v.DaysPastDue)
		}
		k.whole()
		_, err := k.Reverse(approving(), Reversal{Contract: c.ID, Number: "A", Reason: "another firm's"})
		must(t, err)
		if v := k.view(c); v.Receipts[0].PenaltyFen != 32_90 || v.Receipts[0].PrincipalFen != 9_131_82 || len(v.Adjustments) != 2 {
			t.Errorf("after the reversal %+v", v.Receipts)
		}
		k.whole()
		_, err = k.Reverse(approving(), Reversal{Contract: c.ID, Number: "B", Reason: "bounced"})
		must(t, err)
		if free, _ := k.budget(); free != 20_000_000_00-200_000_00 || k.contract(c.ID).BalanceFen != 200_000_00 {
			t.Errorf("%s is free", free.Text())
		}
		k.whole()
	})
}

// A closed month stays as it is: what counts in it and is booked later counts on
// its own day for the loan, and is posted today; so is what it moves.
func TestAClosedMonth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		late := k.effective(equal())
		c := k.funded(punished(), "2020-03-16")
		k.day("2020-04-26")
		must(t, k.repay(c, "2020-04-26", 10_000_00, "B"))
		k.day("2020-05-06")
		k.town.open = "2020-05-01"
		before := k.at30April(c)
		must(t, k.repay(c, "2020-04-16", 7_116_30, "A"))
		v := k.view(c)
		if v.Receipts[0].ReceivedOn != "2020-04-16" || v.Receipts[0].PostedOn != "2020-05-06" || v.Receipts[1].PenaltyFen != 20_21 || v.Adjustments[0].PostedOn != "2020-05-06" {
			t.Errorf("%+v, %+v", v.Receipts, v.Adjustments)
		}
		if got := k.at30April(c); got != before {
			t.Errorf("April closed with %s, now it ends with %s", before.Text(), got.Text())
		}
		_, err := k.Reverse(approving(), Reversal{Contract: c.ID, Number: "B", Reason: "bounced"})
		must(t, err)
		if got := k.at30April(c); got != before {
			t.Errorf("April closed with %s, now it ends with %s", before.Text(), got.Text())
		}
		k.whole()
		_, err = k.Disburse(lending(), Disbursement{Contract: late.ID, ValueOn: "2020-04-30", Ref: "OUT"})
		wants(t, err, "servicing.disburse.closed")
	})
}

// at30April is the principal of a contract in the ledger at the end of April.
func (k *kit) at30April(c Contract) (sum money.Fen) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		a, err := k.Book.Account(ctx, tx, bank, kernel.AccountPrincipal, c.ID)
		if err == nil {
			sum, err = k.Book.BalanceAt(ctx, tx, a.ID, "2020-04-30")
		}
		return err
	}))
	return sum
}
