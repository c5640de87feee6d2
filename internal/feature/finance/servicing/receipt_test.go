package servicing

// Receipts: what they go to, what is refused, and how one is taken back.

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

func (k *kit) repay(c Contract, on string, amount money.Fen, number string) error {
	_, err := k.Repay(lending(), Repayment{Contract: c.ID, ReceivedOn: on, AmountFen: amount, Number: number})
	return err
}

func TestReceiptsThatCannotBe(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.funded(equal(), "2020-03-16")
	k.day("2020-04-16")
	for want, err := range map[string]error{
		"received_on: servicing.date.future":         k.repay(c, "2020-04-17", 100, "A"),
		"received_on: servicing.date.form":           k.repay(c, "16.4.", 100, "A"),
		"received_on: servicing.repay.before_payout": k.repay(c, "2020-03-15", 100, "A"),
		"amount: servicing.repay.amount":             k.repay(c, "2020-04-16", 0, "A"),
		"number: servicing.repay.number":             k.repay(c, "2020-04-16", 100, "  "),
		"number: servicing.repay.number_kept":        k.repay(c, "2020-04-16", 100, "KG-C-2020-0001/2"),
	} {
		wants(t, err, want)
	}
	must(t, k.repay(c, "2020-04-16", 100, "A"))
}

// 12 instalments make 205,395.65; a fen more is refused with the figure.
func TestAboveTheBalance(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.funded(equal(), "2020-03-16")
		f := wants(t, k.repay(c, "2020-03-16", 205_395_66, "A"), "amount: servicing.repay.above")
		if args := f.Fields[0].Args; args["open"] != money.Fen(205_395_65) || args["balance"] != money.Fen(200_000_00) {
			t.Errorf("it says %v", args)
		}
		must(t, k.repay(c, "2020-03-16", 205_395_65, "A"))
		f = wants(t, k.repay(c, "2020-03-16", 1, "B"), "amount: servicing.repay.above")
		if open := f.Fields[0].Args["open"]; open != money.Fen(0) {
			t.Errorf("%v would still be taken", open)
		}
		k.whole()
	})
}

// A surplus waits; the sweeper gives it to the next instalment on its due date,
// once however often it looks, and the last one closes the loan.
func TestSurplusWaitsForTheDueDate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.funded(equal(), "2020-03-16")
		k.day("2020-04-16")
		must(t, k.repay(c, "2020-04-16", 20_000_00, "A"))
		if c = k.contract(c.ID); c.UnappliedFen != 2_883_70 || k.held(kernel.AccountUnapplied, c.ID) != -2_883_70 || c.BalanceFen != 183_718_98 {
			t.Errorf("%s waits, %s is owed", c.UnappliedFen.Text(), c.BalanceFen.Text())
		}
		k.day("2020-05-15")
		must(t, k.Sweep(context.Background()))
		if n := len(k.view(c).Receipts); n != 1 {
			t.Errorf("%d receipts before the due date", n)
		}
		k.day("2020-05-16")
		for range 3 {
			must(t, k.Sweep(context.Background()))
		}
		v := k.view(c)
		// 742.53 of interest are due in May; the rest of 2,883.70 is principal.
		if len(v.Receipts) != 2 || v.Receipts[1].Kind != "applied" || v.Receipts[1].InterestFen != 742_53 || v.Receipts[1].PrincipalFen != 2_141_17 || v.Contract.UnappliedFen != 0 {
			t.Errorf("applied %+v", v.Receipts)
		}
		k.whole()
		must(t, k.repay(c, "2020-05-16", 188_279_35-2_883_70, "B")) // eleven instalments are left, less what waited
		k.day("2021-03-16")
		for range 12 {
			must(t, k.Sweep(context.Background()))
		}
		if v = k.view(c); v.Contract.State != Closed || v.Contract.BalanceFen != 0 || v.Contract.UnappliedFen != 0 {
			t.Errorf("ended as %+v", v.Contract)
		}
		k.whole()
	})
}

// A number is booked once: the second clerk is told who was first, and two at
// the same moment have one effect.
func TestReceiptBookedTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c, other := k.funded(equal(), "2020-03-16"), k.funded(equal(), "2020-03-16")
		k.day("2020-04-16")
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { errs[i] = k.repay(c, "2020-04-16", 17_116_30, "RCB-1") })
		}
		all.Wait()
		booked := 0
		for _, err := range errs {
			if err == nil {
				booked++
			} else if !fault.Is(err, fault.Conflict) {
				t.Errorf("the loser is told %v", err)
			}
		}
		if booked != 1 || k.contract(c.ID).BalanceFen != 183_718_98 || len(k.view(c).Receipts) != 1 {
			t.Errorf("%d of 8 were booked, %s is owed", booked, k.contract(c.ID).BalanceFen.Text())
		}
		f := wants(t, k.repay(other, "2020-04-16", 1_00, "RCB-1"), "number: servicing.receipt.twice")
		args := f.Fields[0].Args
		if by := fmt.Sprint(args["by"]); !strings.Contains(by, "officer") || args["on"] != "2020-04-16" || args["amount"] != money.Fen(17_116_30) {
			t.Errorf("it says %v", args)
		}
		k.whole()
	})
}

// The last receipt is taken back by the approver: ledger, rows and what waited
// stand as before, and the number can be booked again.
func TestReversal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.funded(equal(), "2020-03-16")
		k.day("2020-04-16")
		must(t, k.repay(c, "2020-04-16", 20_000_00, "A"))
		before, funds := k.view(c), k.held(kernel.AccountFunds, "")
		k.day("2020-05-15")
		must(t, k.repay(c, "2020-05-15", 5_000_00, "B"))
		back := func(who context.Context, number, reason string) error {
			_, err := k.Reverse(who, Reversal{Contract: c.ID, Number: number, Reason: reason})
			return err
		}
		wants(t, back(lending(), "B", "wrong amount"), "fault.denied")
		wants(t, back(owning(), "B", "wrong amount"), "fault.denied")
		wants(t, back(as("officer", bank, kernel.Bank, kernel.PostLoan, kernel.Approver), "B", "wrong amount"), "fault.denied")
		wants(t, back(approving(), "C", "wrong amount"), "servicing.reverse.gone")
		wants(t, back(approving(), "B", " "), "reason: servicing.reverse.reason.missing")
		must(t, back(approving(), "B", "wrong amount"))
		after := k.view(c)
		if after.Contract.BalanceFen != before.Contract.BalanceFen || after.Contract.UnappliedFen != before.Contract.UnappliedFen || k.held(kernel.AccountFunds, "") != funds {
			t.Errorf("%s is owed, %s waits", after.Contract.BalanceFen.Text(), after.Contract.UnappliedFen.Text())
		}
		for i, row := range after.Installments {
			if row != before.Installments[i] {
				t.Errorf("row %d is %+v, was %+v", row.No, row, before.Installments[i])
			}
		}
		if len(after.Receipts) != 1 || len(after.Reversals) != 1 || after.Reversals[0].ReversedBy != "approver" || after.Reversals[0].Reason != "wrong amount" {
			t.Errorf("reversals %+v", after.Reversals)
		}
		k.whole()
		k.day("2020-05-16")
		must(t, k.repay(c, "2020-05-16", 14_232_60, "B"))
		if got := k.contract(c.ID); got.BalanceFen != 167_345_21 || got.UnappliedFen != 0 {
			t.Errorf("booked again: %s is owed", got.BalanceFen.Text())
		}
		k.whole()
	})
}

// What the program applied from the reversed receipt comes again from what is
// left, in the same transaction.
func TestReversalTakesWhatWasAppliedAlong(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.funded(equal(), "2020-03-16")
	_, err := k.Reverse(approving(), Reversal{Contract: c.ID, Number: "A", Reason: "x"})
	wants(t, err, "servicing.reverse.gone")
	must(t, k.repay(c, "2020-03-16", 100_00, "A"))
	must(t, k.repay(c, "2020-03-16", 17_016_30, "B"))
	k.day("2020-04-16")
	must(t, k.Sweep(context.Background()))
	_, err = k.Reverse(approving(), Reversal{Contract: c.ID, Number: "B", Reason: "never came in"})
	must(t, err)
	if got := k.contract(c.ID); got.UnappliedFen != 0 || got.BalanceFen != 200_000_00 {
		t.Errorf("%s waits, %s is owed", got.UnappliedFen.Text(), got.BalanceFen.Text())
	}
	must(t, k.Sweep(context.Background()))
	if r := k.view(c).Receipts; len(r) != 2 || r[1].Kind != "applied" || r[1].InterestFen != 100_00 {
		t.Errorf("applied anew: %+v", r)
	}
	k.whole()
}
