package servicing

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Many offers at one moment never set aside more than there is.
func TestReservationsNeverExceedTheFunds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				errs[i] = k.DB.Write(lending(), func(ctx context.Context, tx db.Tx) error {
					return k.Reserve(ctx, tx, bank, fmt.Sprintf("rush-%d", i), 6_000_000_00)
				})
			})
		}
		all.Wait()
		granted := money.Fen(0)
		for _, err := range errs {
			if err == nil {
				granted++
			} else if !fault.Is(err, fault.WrongTurn) && !fault.Is(err, fault.Conflict) {
				t.Errorf("refused as %v", err)
			}
		}
		free, reserved := k.budget()
		if granted > 3 || granted < 1 || reserved != granted*6_000_000_00 || free+reserved != 20_000_000_00 {
			t.Errorf("%d granted, %s free, %s reserved", granted, free.Text(), reserved.Text())
		}
		k.whole()
	})
}

func TestFunding(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	wants(t, k.Fund(approving(), 0, "x"), "amount: servicing.fund.amount")
	wants(t, k.Fund(approving(), 1, ""), "ref: servicing.fund.ref")
	wants(t, k.Fund(lending(), 1, "x"), "fault.denied")
	must(t, k.Fund(approving(), 500, "more"))
	if free, _ := k.budget(); free != 20_000_005_00 {
		t.Errorf("%s free", free.Text())
	}
	must(t, k.Fund(approving(), 500, "more"))
	if free, _ := k.budget(); free != 20_000_005_00 {
		t.Errorf("funded twice: %s free", free.Text())
	}
	wants(t, k.Fund(approving(), 600, "more"), "ledger.transfer.differs")
	k.whole()
}
