package servicing

// A loan that goes wrong, to the fen: default, write-off, and what came in after
// all.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// within does something in the transaction of a larger act.
func (k *kit) within(do func(ctx context.Context, tx db.Tx) error) error {
	return k.DB.Write(kernel.With(context.Background(), kernel.Program()), do)
}

// gone is LN08, nothing paid until it is delinquent.
func (k *kit) gone() Contract {
	k.t.Helper()
	c := k.funded(equal(), "2020-03-16")
	k.day("2020-05-20")
	for range 2 {
		must(k.t, k.Sweep(context.Background()))
	}
	k.in(c, Delinquent)
	return c
}

func (k *kit) defaulted(c Contract) error {
	return k.within(func(ctx context.Context, tx db.Tx) error { return k.Default(ctx, tx, c.ID, "no answer for weeks") })
}

func (k *kit) writtenOff(c Contract) error {
	return k.within(func(ctx context.Context, tx db.Tx) error { return k.WriteOff(ctx, tx, c.ID, "bankrupt") })
}

// 200,000.00 are given up on 20 May: with 835.28 and 742.53 of interest that fell
// due and four days on 167,345.21 (90.18) the claim is 201,667.99. What comes in
// is a recovery, and no more than the claim is taken.
func TestWriteOffAndRecovery(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.gone()
		wants(t, k.writtenOff(c), "flow.wrong_turn")
		must(t, k.defaulted(c))
		wants(t, k.defaulted(c), "flow.wrong_turn")
		k.in(c, Defaulted)
		k.whole()
		must(t, k.writtenOff(c))
		got := k.contract(c.ID)
		if got.State != WrittenOff || got.BalanceFen != 0 || got.WrittenFen != 200_000_00 || k.held(kernel.AccountLoss, c.ID) != 200_000_00 || k.held(kernel.AccountPrincipal, c.ID) != 0 {
			t.Errorf("written off %+v", got)
		}
		k.whole()
		k.day("2020-08-03")
		f := wants(t, k.repay(c, "2020-08-03", 201_668_00, "A"), "amount: servicing.repay.above")
		if open := f.Fields[0].Args["open"]; open != yuan(t, "201667.99") {
			t.Errorf("%v could still come", open)
		}
		must(t, k.repay(c, "2020-08-03", 1_500_00, "A"))
		if r := k.view(c).Receipts[0]; r.RecoveredFen != 1_500_00 || r.PrincipalFen != 0 || k.held(kernel.AccountRecovery, "") != -1_500_00 {
			t.Errorf("recovered %+v", r)
		}
		k.in(c, WrittenOff)
		k.whole()
	})
}

// What came in before the write-off and was forgotten makes the loss smaller.
func TestAForgottenReceiptMakesTheLossSmaller(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.gone()
	must(t, k.defaulted(c))
	must(t, k.writtenOff(c))
	k.day("2020-06-02")
	must(t, k.repay(c, "2020-05-10", 17_116_30, "A"))
	if got := k.contract(c.ID); got.WrittenFen != 183_718_98 || k.held(kernel.AccountLoss, c.ID) != 183_718_98 || got.State != WrittenOff {
		t.Errorf("%s written off", got.WrittenFen.Text())
	}
	k.whole()
}

// A default is no end: whoever pays all of it is done.
func TestADefaultThatIsPaid(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.gone()
	must(t, k.defaulted(c))
	must(t, k.repay(c, "2020-05-20", 1_000_00, "A"))
	k.in(c, Defaulted)
	_, err := k.Reverse(approving(), Reversal{Contract: c.ID, Number: "A", Reason: "bounced"})
	must(t, err)
	k.in(c, Defaulted)
	must(t, k.repay(c, "2020-05-20", 205_395_65, "ALL"))
	k.day("2021-03-16")
	for range 11 {
		must(t, k.Sweep(context.Background()))
	}
	k.in(c, Closed)
	k.whole()
}
