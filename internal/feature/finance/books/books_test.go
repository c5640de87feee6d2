package books

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

// The sums of May are worked out by hand from the story.
func TestTrialBalance(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.story()
		v, err := k.Trial(officer(), "2020-05")
		must(t, err)
		if len(v.Balances) != 1 || !v.Balances[0].balances() {
			t.Fatalf("%+v", v)
		}
		var got []string
		for _, r := range v.Balances[0].Rows {
			got = append(got, fmt.Sprintf("%s %d+%d-%d=%d", r.Kind, r.OpeningFen, r.RaisedFen, r.LoweredFen, r.ClosingFen))
		}
		want := "capital -1000+0-0=-1000, fee_income -3+0-0=-3, funds 563+0-300=263, interest_income -10+0-0=-10, loan_principal 460+300-8=752, penalty_income 0+0-2=-2, unapplied -10+10-0=0"
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("got  %s\nwant %s", s, want)
		}
		all, err := k.Trial(auditor(), "2020-05")
		must(t, err)
		if len(all.Balances) != 2 || all.Balances[1].Lender != other || all.Closable {
			t.Errorf("the auditor sees %+v", all)
		}
		for who, ctx := range map[string]context.Context{"borrower": owner(), "nobody": context.Background()} {
			if _, err := k.Trial(ctx, "2020-05"); !fault.Is(err, fault.Denied) && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Unsigned) {
				t.Errorf("%s reads the books: %v", who, err)
			}
		}
		_, err = k.Trial(officer(), "May")
		wants(t, err, "books.month.form")
	})
}

// By hand: 460 owed when May begins, 452 when it ends, 8 of principal and 2 of
// penalty interest out of what waited.
func TestStatementOfALoan(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.story()
		st, err := k.Statement(owner(), Ask{Contract: "loan-1", From: "2020-05-01", To: "2020-05-31"})
		must(t, err)
		if st.OpeningFen != 460 || st.ClosingFen != 452 || st.WaitsBefore != 10 || st.WaitsAfter != 0 || len(st.Lines) != 1 || st.Lines[0].PrincipalFen != 8 || st.Lines[0].PenaltyFen != 2 || st.Lines[0].InFen != 0 {
			t.Errorf("%+v", st)
		}
		all, err := k.Statement(officer(), Ask{From: "2020-03-01", To: "2020-06-30"})
		must(t, err)
		if x := all.Sum; all.OpeningFen != 0 || all.ClosingFen != 300 || x.OutFen != 800 || x.InFen != 60+7+3-500-300 || x.PrincipalFen != 500 || x.LostFen != 452 || x.OtherFen != 7 || x.FeeFen != 3 || len(all.Lines) != 6 {
			t.Errorf("%+v", all)
		}
		_, err = k.Statement(owner(), Ask{Contract: "loan-2"})
		wants(t, err, "fault.not_found")
		_, err = k.Statement(owner(), Ask{From: "2020-05-02", To: "2020-05-01"})
		wants(t, err, "to: books.date.order")
		_, err = k.Statement(owner(), Ask{From: "yesterday"})
		wants(t, err, "from: books.date.form")
		_, err = k.Statement(auditor(), Ask{})
		wants(t, err, "fault.denied")
	})
}

// What one period ends with, the next begins with, wherever a life is cut; and
// the last is the balance of the ledger.
func TestPeriodsJoin(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	rapid.Check(t, func(rt *rapid.T) {
		day := clock.Date{Year: 2020, Month: 1, Day: 1}
		for range rapid.IntRange(1, 4).Draw(rt, "transfers") {
			on := day.AddDays(rapid.IntRange(0, 150).Draw(rt, "on")).String()
			x := money.Fen(rapid.Int64Range(-500, 500).Filter(func(v int64) bool { return v != 0 }).Draw(rt, "fen"))
			k.post(bank, "repayment", "loan-1", on, part{"loan_principal", "loan-1", x}, part{"funds", "", -x})
		}
		cut := day.AddDays(rapid.IntRange(0, 150).Draw(rt, "cut"))
		one, err := k.Statement(owner(), Ask{Contract: "loan-1", From: "2020-01-01", To: cut.String()})
		must(t, err)
		two, err := k.Statement(owner(), Ask{Contract: "loan-1", From: cut.AddDays(1).String(), To: "2020-06-30"})
		must(t, err)
		held := k.held("loan_principal", "loan-1")
		if one.ClosingFen != two.OpeningFen || two.ClosingFen != held {
			rt.Fatalf("%d, then %d to %d, the ledger holds %d", one.ClosingFen, two.OpeningFen, two.ClosingFen, held)
		}
	})
}

func (k *kit) held(kind, ref string) (sum money.Fen) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		a, err := k.Book.Account(ctx, tx, bank, kind, ref)
		if err != nil {
			return err
		}
		sum, err = k.Book.Balance(ctx, tx, a.ID)
		return err
	}))
	return sum
}

// What a lender sets aside for an offer is its own business: the auditor's books
// are the same before and after, and still balance when the money is paid out.
func TestTheAuditorSeesNoReservation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.story()
		before, err := k.Trial(auditor(), "2020-06")
		must(t, err)
		own, err := k.Trial(officer(), "2020-06")
		must(t, err)
		k.post(bank, "reservation", "offer-1", "2020-06-21", part{"reserved", "", 99}, part{"funds", "", -99})
		after, err := k.Trial(auditor(), "2020-06")
		must(t, err)
		if fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("before %v\nafter  %v", before, after)
		}
		if now, err := k.Trial(officer(), "2020-06"); err != nil || fmt.Sprint(now) == fmt.Sprint(own) {
			t.Errorf("the lender does not see its own reservation: %v %v", now, err)
		}
		k.post(bank, "disbursement", "loan-3", "2020-06-22", part{"loan_principal", "loan-3", 99}, part{"reserved", "", -99})
		paid, err := k.Trial(auditor(), "2020-06")
		must(t, err)
		var lendable string
		for _, r := range paid.Balances[0].Rows {
			if r.Kind == lendableKind {
				lendable = fmt.Sprintf("%d+%d-%d=%d", r.OpeningFen, r.RaisedFen, r.LoweredFen, r.ClosingFen)
			}
		}
		if lendable != "263+7-99=171" || !paid.Balances[0].balances() {
			t.Errorf("paid out: %s, %+v", lendable, paid.Balances[0])
		}
	})
}

func TestMonthsCloseInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.story()
		closing := func(ctx context.Context, month string) error {
			_, err := k.Close(ctx, CloseMonth{Month: month})
			return err
		}
		wants(t, closing(officer(), "2020-04"), "fault.denied")
		wants(t, closing(owner(), "2020-04"), "fault.denied")
		wants(t, closing(approver(), "2020-13"), "month: books.month.form")
		wants(t, closing(approver(), "2020-06"), "month: books.month.runs") // the 30th is still to end
		must(t, closing(approver(), "2020-04"))
		wants(t, closing(approver(), "2020-04"), "month: books.month.closed")
		wants(t, closing(approver(), "2020-03"), "month: books.month.closed")
		must(t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			for lender, want := range map[string]string{bank: "2020-05-01", other: ""} {
				if open, err := k.OpenFrom(ctx, tx, lender); err != nil || open != want {
					t.Errorf("%s is open from %q, want %q (%v)", lender, open, want, err)
				}
			}
			return nil
		}))
		for month, want := range map[string]bool{"2020-04": false, "2020-05": true, "2020-06": false} {
			if v, err := k.Trial(approver(), month); err != nil || v.Closable != want {
				t.Errorf("%s can be closed: %v, want %v (%v)", month, v.Closable, want, err)
			}
		}
		if v, err := k.Trial(officer(), "2020-05"); err != nil || v.Closable {
			t.Errorf("an officer can close: %v %v", v.Closable, err)
		}
		must(t, closing(approver(), "2020-05"))
		k.agrees(true)
		k.post(bank, "repayment", "loan-1", "2020-06-30", part{"funds", "", 1}, part{"interest_income", "", -1})
		k.agrees(true)
		k.post(bank, "repayment", "loan-1", "2020-05-31", part{"funds", "", 1}, part{"interest_income", "", -1})
		k.agrees(false)
	})
}

// agrees compares the log with the months that were closed.
func (k *kit) agrees(want bool) {
	k.t.Helper()
	_, err := k.log.Sequence(context.Background())
	must(k.t, err)
	r, err := k.log.Verify(context.Background(), k.Sources()...)
	must(k.t, err)
	if (len(r.Differences) == 0) != want {
		k.t.Errorf("log and books agree: %v, want %v: %v", len(r.Differences) == 0, want, r.Differences)
	}
}
