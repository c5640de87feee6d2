package relief_test

// What cannot be, and what comes at the same moment: loans that are over in each
// way, answers that meet, months that are closed.

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

// atOnce does some things at the same moment and answers which of them were done.
// What was not is no accident of the database, but a conflict or a wrong turn.
func atOnce(t *testing.T, all ...func() error) (done []int) {
	t.Helper()
	errs := make([]error, len(all))
	var wait sync.WaitGroup
	for i, do := range all {
		wait.Go(func() { errs[i] = do() })
	}
	wait.Wait()
	for i, err := range errs {
		switch f := fault.Of(err); {
		case err == nil:
			done = append(done, i)
		case f.Kind != fault.Conflict && f.Kind != fault.WrongTurn && f.Kind != fault.Denied:
			t.Errorf("no. %d: %v, %v", i, err, errors.Unwrap(err))
		}
	}
	return done
}

// Of answers that meet one counts, and the loan gets new terms once.
func TestAnswersAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, contract := march(t, d)
		c := k.asked(contract, relief.Ask{})
		p := k.proposed(c, pause("2020-03-11"))
		agree := func() error {
			_, err := k.Relief.Agree(sure(k.Owning(), "agree:"+p.Hash), c.ID, p.Hash)
			return err
		}
		counter := func() error { _, err := k.Relief.Counter(k.Owning(), c.ID, "longer"); return err }
		if done := atOnce(t, agree, counter, agree, counter); len(done) != 1 {
			t.Fatalf("%v counted", done)
		}
		if k.view(c).Case.State == relief.Requested { // countered
			k.Day("2020-03-12")
			p = k.proposed(c, pause("2020-03-12"))
			must(t, agree())
		}
		longer := pause(p.Action.FromOn)
		longer.EndsOn = "2021-05-10"
		other := k.As("another approver", k.Bank, kernel.Bank, kernel.Approver)
		approve := func() error {
			_, err := k.Relief.Approve(sure(k.Approving(), "approve:"+p.Hash), c.ID, p.Hash)
			return err
		}
		approve2 := func() error {
			_, err := k.Relief.Approve(sure(other, "approve:"+p.Hash), c.ID, p.Hash)
			return err
		}
		back := func() error { _, err := k.Relief.SendBack(other, c.ID, "too long"); return err }
		again := func() error { _, err := k.Relief.Propose(k.Lending(), c.ID, longer); return err }
		done := atOnce(t, approve, approve2, back, again)
		v, versions := k.view(c), len(k.Loan(contract).Versions)
		approved := slices.Contains(done, 0) || slices.Contains(done, 1)
		if slices.Contains(done, 0) && slices.Contains(done, 1) || approved && (len(done) != 1 || v.Case.State != relief.Effective || versions != 2) {
			t.Errorf("%v counted, the case is %s, the loan has %d versions of its terms", done, v.Case.State, versions)
		}
		if table, ok := v.OnTable(); !approved && (versions != 1 || ok && (table.AgreedBy != "" || table.Hash == p.Hash)) {
			t.Errorf("%v counted: %+v on the table, %d versions", done, table, versions)
		}
		k.Whole()
	})
}

// A revocation happens once.
func TestRevokedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, contract := march(t, d)
		c := k.asked(contract, relief.Ask{Jobs: 40})
		in := pause("2020-03-11")
		in.PromiseUntil = "2020-12-31"
		k.granted(c, k.proposed(c, in))
		_, err := k.Relief.GiveNotice(k.Lending(), c.ID, relief.Notice{Reason: "28 are left", CureBy: "2020-03-25"})
		must(t, err)
		k.Day("2020-03-26")
		r := k.view(c).Revocation
		revoke := func() error {
			_, err := k.Relief.Revoke(sure(k.Approving(), "revoke:"+r.Hash), c.ID, relief.Revoke{Hash: r.Hash, Reason: "not mended"})
			return err
		}
		if done := atOnce(t, revoke, revoke, revoke); len(done) != 1 || len(k.Loan(contract).Versions) != 3 {
			t.Errorf("%v counted, %d versions", done, len(k.Loan(contract).Versions))
		}
		k.Whole()
	})
}

// A relief counts from the day that was agreed, also where that month is closed:
// the receipt of a closed month that goes elsewhere now is posted in the open one,
// and what was closed stays as it was.
func TestReliefInAClosedMonth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d, "2020-01-10")
		contract := k.Funded(million())
		k.PayUntil(contract, "2020-04-10")
		_, err := k.Books.Close(k.Approving(), books.CloseMonth{Month: "2020-03"})
		must(t, err)
		march, err := k.Books.Trial(k.Lending(), "2020-03")
		must(t, err)
		c := k.asked(contract, relief.Ask{Kind: plan.CutRate})
		p := k.proposed(c, relief.Propose{Action: plan.Action{Kind: plan.CutRate, FromOn: "2020-02-20", RatePPM: 40_000}})
		if v := k.view(c); v.OpenFrom != "2020-04-01" || p.Action.FromOn >= v.OpenFrom {
			t.Errorf("the books are open from %q", v.OpenFrom)
		}
		if c = k.granted(c, p); c.State != relief.Effective {
			t.Errorf("the case is %s", c.State)
		}
		f := lent("2020-01-10", 1_000_000_00, 50_000, 12, "equal_instalment", "A360", false).pay("2020-02-10").after(p.Action, 0)
		v := k.Loan(contract)
		for i, x := range f.rows {
			if row := v.Installments[i]; row.DueOn != x.on || int64(row.PrincipalFen) != x.principal || int64(row.InterestFen) != x.interest {
				t.Errorf("%+v, the second computation %+v", row, x)
			}
		}
		again, err := k.Books.Trial(k.Lending(), "2020-03")
		must(t, err)
		if fmt.Sprint(march.Balances) != fmt.Sprint(again.Balances) {
			t.Errorf("March was closed: %+v, now %+v", march.Balances, again.Balances)
		}
		adjusted := 0
		for _, a := range v.Adjustments {
			if adjusted++; a.PostedOn != "2020-04-10" {
				t.Errorf("%+v", a)
			}
		}
		if adjusted == 0 {
			t.Error("no receipt went elsewhere")
		}
		k.Whole()
	})
}
