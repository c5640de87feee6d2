package drawing_test

// Tranches, a revolving limit and fees, from the request to what it does, and what
// cannot be on the way.

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/loantest"
	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/drawing"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

type kit struct{ *loantest.Kit }

var must, sure, wants = loantest.Must, loantest.Sure, loantest.Wants

// tranches are the reference loan with half a million more, of which a million is
// paid out at first; a commitment fee of 0.6 % a year every month, 100 yuan for each
// drawing.
func tranches() kernel.LoanTerms {
	t := loantest.Million()
	t.AmountFen = 1_500_000_00
	t.Use = kernel.Use{Kind: kernel.Tranches, Months: 6, Most: 4, LeastFen: 50_000_00, FirstFen: 1_000_000_00, DrawFeeFen: 100_00, CommitPPM: 6_000, CommitMonths: 1}
	return t
}

// revolving is a limit of a million for six months of twelve, 600,000 at first.
func revolving() kernel.LoanTerms {
	t := loantest.Million()
	t.Repayment = kernel.InterestMonthly
	t.Use = kernel.Use{Kind: kernel.Revolving, Months: 6, FirstFen: 600_000_00, CommitPPM: 6_000, CommitMonths: 3}
	return t
}

func begun(t testing.TB, d *db.DB, terms kernel.LoanTerms) (*kit, string) {
	k := &kit{loantest.New(t, d, "2020-01-10")}
	return k, k.Funded(terms)
}

// until moves to a day and lets the program take every step on the way there.
func (k *kit) until(day string) {
	k.T.Helper()
	for range 3 {
		k.Day(day)
	}
}

func (k *kit) budget() (free, reserved money.Fen) {
	k.T.Helper()
	must(k.T, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		free, reserved, err = k.Servicing.Budget(ctx, tx, k.Bank)
		return err
	}))
	return free, reserved
}

func (k *kit) asks(contract string, amount money.Fen) drawing.Request {
	k.T.Helper()
	r, err := k.Drawing.Ask(k.Owning(), contract, drawing.Ask{DrawOn: k.Today(), AmountFen: amount, Purpose: "采购钢材 / steel"})
	must(k.T, err)
	return r
}

func (k *kit) records(r drawing.Request) {
	k.T.Helper()
	_, err := k.Drawing.Record(k.Lending(), r.ID, drawing.Record{ValueOn: k.Today(), Number: "OUT-" + r.ID})
	must(k.T, err)
}

// draws takes a drawing of today from the request to the payout.
func (k *kit) draws(contract string, amount money.Fen) {
	k.T.Helper()
	r := k.asks(contract, amount)
	k.records(r)
	_, err := k.Drawing.Agree(k.Approving(), r.ID)
	must(k.T, err)
}

func (k *kit) in(contract string, want flow.State) {
	k.T.Helper()
	if got := k.Contract(contract).State; got != want {
		k.T.Errorf("the loan is %s, not %s", got, want)
	}
}

// The engine's golden vector: a million at 5 % over 360 from 10 January, half a
// million more on 20 April, to the same end: nine instalments of 142,301.54, the
// last 142,301.56, and interest of 26,027.74. The commitment fee by hand: 500,000 ×
// 0.6 % × 31/360 = 258.33 on 10 February, with 100.00 for the first payout; of April
// to May ten days on 500,000 and nothing after: 83.33, with 100.00 again.
func TestASecondTranche(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := begun(t, d, tranches())
		free, reserved := k.budget()
		c := k.Contract(id)
		if c.State != servicing.Disbursing || c.DrawnFen != 1_000_000_00 || c.UndrawnFen != 500_000_00 || c.DrawUntil != "2020-07-10" || reserved != 500_000_00 {
			t.Errorf("after the first payout %+v, %s set aside", c, reserved.Text())
		}
		first := k.Loan(id).Installments[0]
		if first.CommitmentFeeFen != 258_33 || first.DrawingFeeFen != 100_00 {
			t.Errorf("first due date %+v", first)
		}
		k.PayUntil(id, "2020-04-10")
		k.Day("2020-04-20")
		r := k.asks(id, 500_000_00)
		if r.State != drawing.Asked {
			t.Errorf("asked %+v", r)
		}
		v, err := k.Drawing.View(k.Lending(), r.ID)
		must(t, err)
		if len(v.Clocks) != 1 || len(v.After) != 12 || v.After[3].TotalFen() != 142_301_54+183_33 {
			t.Errorf("before the payout %+v", v)
		}
		k.records(r)
		k.in(id, servicing.Disbursing) // a record does nothing
		_, err = k.Drawing.Agree(k.Approving(), r.ID)
		must(t, err)
		k.in(id, servicing.Performing)
		var interest money.Fen
		rows := k.Loan(id).Installments
		for i, row := range rows[3:] {
			want := money.Fen(142_301_54)
			if i == 8 {
				want = 142_301_56
			}
			if row.PrincipalFen+row.InterestFen != want {
				t.Errorf("no. %d: %s", row.No, (row.PrincipalFen + row.InterestFen).Text())
			}
			interest += row.InterestFen
		}
		if may := rows[3]; interest != 26_027_74 || len(rows) != 12 || may.CommitmentFeeFen != 83_33 || may.DrawingFeeFen != 100_00 || rows[4].FeesFen() != 0 {
			t.Errorf("interest %s, %d rows, %+v", interest.Text(), len(rows), rows[3])
		}
		came := money.Fen(0)
		for _, x := range k.Loan(id).Receipts {
			came += x.AmountFen
		}
		if now, kept := k.budget(); kept != 0 || now-free != came {
			t.Errorf("%s set aside, %s free, before %s, and %s came in", kept.Text(), now.Text(), free.Text(), came.Text())
		}
		k.PayUntil(id, "2021-01-10")
		k.in(id, servicing.Closed)
		k.Whole()
	})
}

// What nobody drew lapses after the last day, and the lender can lend it again.
func TestWhatIsUndrawnLapses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := begun(t, d, tranches())
		k.PayUntil(id, "2020-07-10")
		r := k.asks(id, 100_000_00) // on the last day, and nobody records it
		before, reserved := k.budget()
		if reserved != 500_000_00 {
			t.Errorf("%s set aside", reserved.Text())
		}
		k.until("2020-07-13")
		after, left := k.budget()
		if left != 0 || after-before != 500_000_00 {
			t.Errorf("%s set aside, %s more free", left.Text(), (after - before).Text())
		}
		k.in(id, servicing.Performing)
		if v, err := k.Drawing.View(k.Owning(), r.ID); err != nil || v.Request.State != drawing.Lapsed {
			t.Errorf("%+v, %v", v.Request, err)
		}
		if n := k.told("drawing.notice.lapsed"); n == 0 {
			t.Error("nobody was told")
		}
		_, err := k.Drawing.Ask(k.Owning(), id, drawing.Ask{DrawOn: k.Today(), AmountFen: 50_000_00, Purpose: "x"})
		wants(t, err, "drawing.stop.over")
		for _, row := range k.Loan(id).Installments {
			if row.DueOn > "2020-07-10" && row.FeesFen() != 0 {
				t.Errorf("a fee after the last day: %+v", row)
			}
		}
		k.Whole()
	})
}

// told counts what people were told under a key.
func (k *kit) told(key string) (n int64) {
	k.T.Helper()
	must(k.T, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		n, err = db.One(ctx, tx, db.Value[int64], `SELECT COUNT(*) FROM notify_notice WHERE key = $1`, key)
		return err
	}))
	return n
}

// repays sends principal back early: it comes in, and the owner chooses.
func (k *kit) repays(contract string, amount money.Fen) {
	k.T.Helper()
	k.Pay(contract, amount)
	_, err := k.Servicing.Choose(k.Owning(), servicing.SurplusChoice{Contract: contract, Way: "keep_maturity", AmountFen: amount})
	must(k.T, err)
}

// By hand, over 360 at 5 % with a fee of 0.6 % every three months. 10 January to
// 20 February 600,000 are out and 400,000 undrawn, from then to 10 March 200,000 and
// 800,000, from then on 900,000 and 100,000. Interest due on 10 February: 600,000 ×
// 5 % × 31/360 = 2,583.33; on 10 March 600,000 × 10 days and 200,000 × 19 days:
// 833.33… + 527.77… = 1,361.11; on 10 April 900,000 × 31 days: 3,875.00. The fee of
// 10 April: 400,000 × 41 + 800,000 × 19 + 100,000 × 31 days, × 0.6 %/360 = 273.33… +
// 253.33… + 51.66… = 578.33.
func TestALimitRevolves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := begun(t, d, revolving())
		k.PayUntil(id, "2020-02-10")
		k.Day("2020-02-20")
		free, _ := k.budget()
		k.repays(id, 400_000_00)
		c := k.Contract(id)
		if now, reserved := k.budget(); c.BalanceFen != 200_000_00 || c.UndrawnFen != 800_000_00 || reserved != 800_000_00 || now != free {
			t.Errorf("%s owed, %s undrawn, %s set aside, free %s and %s", c.BalanceFen.Text(), c.UndrawnFen.Text(), reserved.Text(), free.Text(), now.Text())
		}
		k.PayUntil(id, "2020-03-10")
		k.draws(id, 700_000_00)
		k.in(id, servicing.Disbursing)
		rows := k.Loan(id).Installments
		for i, want := range []money.Fen{2_583_33, 1_361_11, 3_875_00} {
			if rows[i].InterestFen != want || rows[i].PrincipalFen != 0 {
				t.Errorf("%s: interest %s, by hand %s", rows[i].DueOn, rows[i].InterestFen.Text(), want.Text())
			}
		}
		if rows[2].CommitmentFeeFen != 578_33 || rows[1].CommitmentFeeFen != 0 {
			t.Errorf("commitment fee %s on %s", rows[2].CommitmentFeeFen.Text(), rows[2].DueOn)
		}
		if last := rows[len(rows)-1]; last.PrincipalFen != 900_000_00 || last.DueOn != "2021-01-10" {
			t.Errorf("at the end %+v", last)
		}
		if _, reserved := k.budget(); reserved != 100_000_00 {
			t.Errorf("%s set aside", reserved.Text())
		}
		// the receipt whose principal was drawn again cannot be taken back
		_, err := k.Servicing.Reverse(k.Approving(), servicing.Reversal{Contract: id, Number: "RC-3", Reason: "typed twice"})
		wants(t, err, "servicing.draw.above")
		k.PayUntil(id, "2020-07-10")
		k.until("2020-07-13")
		k.in(id, servicing.Performing)
		if _, reserved := k.budget(); reserved != 0 {
			t.Errorf("%s set aside after the last day", reserved.Text())
		}
		k.PayUntil(id, "2021-01-10")
		k.in(id, servicing.Closed)
		k.Whole()
	})
}

// A limit of which nothing is owed stays open and costs its fee; once it is over, the
// loan ends with the last fee.
func TestALimitThatIsPaidBackStaysOpen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := begun(t, d, revolving())
		k.PayUntil(id, "2020-02-10")
		k.repays(id, 600_000_00)
		k.in(id, servicing.Disbursing)
		if c := k.Contract(id); c.BalanceFen != 0 || c.UndrawnFen != 1_000_000_00 {
			t.Errorf("%+v", c)
		}
		k.PayUntil(id, "2020-07-09")
		k.in(id, servicing.Disbursing)
		k.PayUntil(id, "2020-07-10")
		k.until("2020-07-13")
		k.in(id, servicing.Closed)
		if _, reserved := k.budget(); reserved != 0 {
			t.Errorf("%s set aside", reserved.Text())
		}
		k.Whole()
	})
}

// Whoever is quicker draws: what is agreed at once never passes the contract.
func TestDrawingsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := begun(t, d, tranches())
		k.Day("2020-01-20")
		var wait sync.WaitGroup
		var mu sync.Mutex
		var made []drawing.Request
		for i := range 6 { // 6 × 150,000 are more than the half million that is left
			wait.Go(func() {
				r, err := k.Drawing.Ask(k.Owning(), id, drawing.Ask{DrawOn: k.Today(), AmountFen: 150_000_00 + money.Fen(i), Purpose: "at once"})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					made = append(made, r)
				} else if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if len(made) != 3 {
			t.Fatalf("%d requests of 150,000 within 500,000", len(made))
		}
		for _, r := range made {
			k.records(r)
			for range 2 { // two approvers press at once
				wait.Go(func() {
					if _, err := k.Drawing.Agree(k.Approving(), r.ID); err != nil && !fault.Is(err, fault.WrongTurn) && !fault.Is(err, fault.Conflict) {
						t.Error(err)
					}
				})
			}
		}
		wait.Wait()
		for _, r := range made { // one that met another at the same moment is tried again
			if _, err := k.Drawing.Agree(k.Approving(), r.ID); err != nil && !fault.Is(err, fault.WrongTurn) {
				t.Error(err)
			}
		}
		c, sum := k.Contract(id), money.Fen(1_000_000_00)
		for _, r := range made {
			sum += r.AmountFen
		}
		if c.DrawnFen != sum || c.DrawnFen+c.UndrawnFen > 1_500_000_00 {
			t.Errorf("%s drawn, %s asked for, %s undrawn", c.DrawnFen.Text(), sum.Text(), c.UndrawnFen.Text())
		}
		if _, reserved := k.budget(); reserved != c.UndrawnFen {
			t.Errorf("%s set aside, %s undrawn", reserved.Text(), c.UndrawnFen.Text())
		}
		k.Whole()
	})
}

// A fee is let go by two people; what is paid of it stays paid.
func TestTwoPeopleWaiveAFee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := begun(t, d, tranches())
		k.Day("2020-01-20")
		ctx := k.As("both", k.Bank, kernel.Bank, kernel.PostLoan, kernel.Approver)
		in := drawing.ProposeWaiver{DueOn: "2020-02-10", AmountFen: 258_33, Reason: "停工期间 / works stood still"}
		w, err := k.Drawing.Propose(ctx, id, in)
		must(t, err)
		_, err = k.Drawing.AgreeWaiver(ctx, w.ID)
		wants(t, err, "drawing.own")
		_, err = k.Drawing.Propose(k.Lending(), id, in)
		wants(t, err, "drawing.waiver.another")
		if row := k.Loan(id).Installments[0]; row.FeesFen() != 358_33 {
			t.Errorf("a proposal did something: %+v", row)
		}
		_, err = k.Drawing.AgreeWaiver(k.Approving(), w.ID)
		must(t, err)
		if row := k.Loan(id).Installments[0]; row.FeesFen() != 100_00 || row.WaivedFeesFen != 258_33 {
			t.Errorf("after the waiver %+v", row)
		}
		k.PayUntil(id, "2020-02-10")
		if r := k.Loan(id).Receipts[0]; r.FeeFen != 100_00 || r.DrawingFen != 100_00 || r.CommitFen != 0 {
			t.Errorf("the receipt went to %+v", r)
		}
		for name, x := range map[string]struct {
			in   drawing.ProposeWaiver
			want string
		}{
			"paid":       {drawing.ProposeWaiver{DueOn: "2020-02-10", AmountFen: 1, Reason: "x"}, "due_on: drawing.waiver.none"},
			"too much":   {drawing.ProposeWaiver{DueOn: "2020-03-10", AmountFen: 1_000_00, Reason: "x"}, "amount: drawing.waiver.amount"},
			"no reason":  {drawing.ProposeWaiver{DueOn: "2020-03-10", AmountFen: 1, Reason: " "}, "reason: drawing.reason.missing"},
			"no such":    {drawing.ProposeWaiver{DueOn: "2020-03-11", AmountFen: 1, Reason: "x"}, "due_on: drawing.waiver.none"},
			"of nothing": {drawing.ProposeWaiver{DueOn: "2020-03-10", Reason: "x"}, "amount: drawing.waiver.amount"},
		} {
			_, err := k.Drawing.Propose(k.Lending(), id, x.in)
			t.Run(name, func(t *testing.T) { wants(t, err, x.want) })
		}
		// one whose fees are paid meanwhile lapses
		late, err := k.Drawing.Propose(k.Lending(), id, drawing.ProposeWaiver{DueOn: "2020-03-10", AmountFen: 100, Reason: "x"})
		must(t, err)
		k.PayUntil(id, "2020-03-10")
		k.until("2020-03-11")
		if v, err := k.Drawing.Waiver(k.Lending(), late.ID); err != nil || v.Waiver.State != drawing.Lapsed {
			t.Errorf("%+v, %v", v.Waiver, err)
		}
		k.Whole()
	})
}

// What cannot be asked for, with what to do about it.
func TestWhatCannotBeAsked(t *testing.T) {
	k, id := begun(t, dbtest.SQLite(t), tranches())
	k.Day("2020-01-20")
	good := drawing.Ask{DrawOn: "2020-01-20", AmountFen: 100_000_00, Purpose: "steel"}
	for name, x := range map[string]struct {
		change func(*drawing.Ask)
		want   string
	}{
		"no day":             {func(a *drawing.Ask) { a.DrawOn = "soon" }, "draw_on: drawing.day.form"},
		"yesterday":          {func(a *drawing.Ask) { a.DrawOn = "2020-01-19" }, "draw_on: drawing.day.past"},
		"after the last day": {func(a *drawing.Ask) { a.DrawOn = "2020-07-11" }, "draw_on: drawing.day.late"},
		"nothing":            {func(a *drawing.Ask) { a.AmountFen = 0 }, "amount: drawing.amount.missing"},
		"beyond the undrawn": {func(a *drawing.Ask) { a.AmountFen = 500_000_01 }, "amount: drawing.amount.above"},
		"below the least":    {func(a *drawing.Ask) { a.AmountFen = 49_999_99 }, "amount: drawing.amount.below"},
		"no purpose":         {func(a *drawing.Ask) { a.Purpose = " " }, "purpose: drawing.purpose.missing"},
	} {
		in := good
		x.change(&in)
		_, err := k.Drawing.Ask(k.Owning(), id, in)
		t.Run(name, func(t *testing.T) { wants(t, err, x.want) })
	}
	_, err := k.Drawing.Ask(k.Clerking(), id, good)
	must(t, err)
	_, err = k.Drawing.Ask(k.Owning(), id, good)
	wants(t, err, "drawing.twice")
	_, err = k.Drawing.Ask(k.Owning(), id, drawing.Ask{DrawOn: "2020-01-21", AmountFen: 450_000_00, Purpose: "more"})
	wants(t, err, "amount: drawing.amount.above") // what waits holds its part
	one := k.Funded(loantest.Million())
	_, err = k.Drawing.Ask(k.Owning(), one, good)
	wants(t, err, "drawing.stop.one_sum")
	for _, who := range []context.Context{k.Lending(), k.As("owner", "another firm", kernel.Enterprise, kernel.Owner), k.As("x", k.Firm, kernel.Enterprise, kernel.OrgAdmin)} {
		if _, err := k.Drawing.Ask(who, id, good); !fault.Is(err, fault.Denied) && !fault.Is(err, fault.NotFound) {
			t.Errorf("asked by somebody else: %v", err)
		}
	}
	k.Whole()
}

// What cannot be recorded or agreed to.
func TestWhatCannotBePaidOut(t *testing.T) {
	k, id := begun(t, dbtest.SQLite(t), tranches())
	k.Day("2020-01-20")
	ahead, err := k.Drawing.Ask(k.Owning(), id, drawing.Ask{DrawOn: "2020-02-03", AmountFen: 100_000_00, Purpose: "steel"})
	must(t, err)
	_, err = k.Drawing.Record(k.Lending(), ahead.ID, drawing.Record{ValueOn: "2020-01-20", Number: "OUT"})
	if ahead.State != drawing.Scheduled || !fault.Is(err, fault.WrongTurn) {
		t.Errorf("%s, %v", ahead.State, err)
	}
	k.PayUntil(id, "2020-02-10")
	for name, x := range map[string]struct {
		in   drawing.Record
		want string
	}{
		"no day":             {drawing.Record{ValueOn: "x", Number: "OUT"}, "value_on: drawing.day.form"},
		"before the request": {drawing.Record{ValueOn: "2020-02-02", Number: "OUT"}, "value_on: drawing.value.early"},
		"tomorrow":           {drawing.Record{ValueOn: "2020-02-11", Number: "OUT"}, "value_on: drawing.value.future"},
		"no number":          {drawing.Record{ValueOn: "2020-02-10", Number: " "}, "number: drawing.number.missing"},
	} {
		_, err := k.Drawing.Record(k.Lending(), ahead.ID, x.in)
		t.Run(name, func(t *testing.T) { wants(t, err, x.want) })
	}
	both := k.As("both", k.Bank, kernel.Bank, kernel.PostLoan, kernel.Approver)
	_, err = k.Drawing.Record(both, ahead.ID, drawing.Record{ValueOn: "2020-02-10", Number: "OUT"})
	must(t, err)
	_, err = k.Drawing.Agree(both, ahead.ID)
	wants(t, err, "drawing.own")
	_, err = k.Drawing.Withdraw(k.Owning(), ahead.ID)
	if !fault.Is(err, fault.WrongTurn) {
		t.Errorf("taken back after it was recorded: %v", err)
	}
	_, err = k.Drawing.Refuse(k.Approving(), ahead.ID, "")
	wants(t, err, "reason: drawing.reason.missing")
	_, err = k.Drawing.Refuse(k.Approving(), ahead.ID, "材料不全 / papers are missing")
	must(t, err)
	r := k.asks(id, 100_000_00)
	_, err = k.Drawing.Withdraw(k.Owning(), r.ID)
	must(t, err)
	if c := k.Contract(id); c.DrawnFen != 1_000_000_00 {
		t.Errorf("%s drawn", c.DrawnFen.Text())
	}
	// in a month that the lender has closed
	r = k.asks(id, 100_000_00)
	k.Day("2020-03-02")
	_, err = k.Books.Close(sure(k.Approving(), "close"), books.CloseMonth{Month: "2020-02"})
	must(t, err)
	_, err = k.Drawing.Record(k.Lending(), r.ID, drawing.Record{ValueOn: "2020-02-28", Number: "OUT"})
	wants(t, err, "value_on: drawing.value.closed")
	k.Whole()
}

// A loan that is late, deferred, in default or ended lends nothing more, and says
// what to do; default frees what was set aside.
func TestALoanThatRunsBadlyLendsNoMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := begun(t, d, tranches())
		ask := func() error {
			_, err := k.Drawing.Ask(k.Owning(), id, drawing.Ask{DrawOn: k.Today(), AmountFen: 100_000_00, Purpose: "x"})
			return err
		}
		r := k.asks(id, 100_000_00)
		k.records(r)
		k.until("2020-02-12")
		k.in(id, servicing.Delayed)
		wants(t, ask(), "drawing.stop.overdue")
		_, err := k.Drawing.Agree(k.Approving(), r.ID) // recorded while it ran well
		wants(t, err, "drawing.stop.overdue")
		next, _ := k.Loan(id).Next()
		k.Pay(id, next.OpenFen())
		k.in(id, servicing.Disbursing) // cured, and more may be drawn
		k.defers(id)
		wants(t, ask(), "drawing.stop.deferred")
		k.until("2020-05-12")
		k.until("2020-06-22")
		k.in(id, servicing.Delinquent)
		wants(t, ask(), "drawing.stop.overdue")
		p, err := k.Workout.Propose(k.Lending(), id, workout.Propose{Kind: workout.Default, Reason: "x"})
		must(t, err)
		seen, err := k.Workout.View(k.Approving(), p.ID)
		must(t, err)
		_, err = k.Workout.Agree(sure(k.Approving(), "agree:"+seen.Seal), p.ID, seen.Seal)
		must(t, err)
		wants(t, ask(), "drawing.stop.defaulted")
		if _, reserved := k.budget(); reserved != 0 {
			t.Errorf("%s set aside for a loan in default", reserved.Text())
		}
		k.until("2020-06-23")
		if v, err := k.Drawing.View(k.Owning(), r.ID); err != nil || v.Request.State != drawing.Lapsed {
			t.Errorf("%+v, %v", v.Request, err)
		}
		k.Whole()
	})
}

// defers puts a deferral in force from today to 10 May.
func (k *kit) defers(contract string) {
	k.T.Helper()
	v := k.Loan(contract)
	n := kernel.NewTerms{Terms: v.Terms, Deferral: &kernel.Deferral{ResumesOn: "2020-05-10", Interest: true}}
	n.Terms.TermMonths += 3
	must(k.T, k.DB.Write(kernel.With(context.Background(), kernel.Program()), func(ctx context.Context, tx db.Tx) error {
		_, err := k.Servicing.Restate(ctx, tx, contract, n, k.Today(), "停工 / works stand still")
		return err
	}))
	k.in(contract, servicing.ReliefActive)
}

// Before the contract is effective, and between that and the first payout.
func TestBeforeTheFirstPayout(t *testing.T) {
	for state, want := range map[flow.State]string{"prepared": "drawing.stop.unsigned", "signed_borrower": "drawing.stop.unsigned", "effective": "drawing.stop.first", "closed": "drawing.stop.ended", "written_off": "drawing.stop.written_off"} {
		k, id := begun(t, dbtest.SQLite(t), tranches())
		must(t, k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE servicing_contract SET state = $1 WHERE id = $2`, state, id)
			return err
		}))
		_, err := k.Drawing.Ask(k.Owning(), id, drawing.Ask{DrawOn: k.Today(), AmountFen: 100_000_00, Purpose: "x"})
		wants(t, err, want)
	}
}

// Every state of a contract says what stands in the way, but the one in which money
// is drawn and the one after it.
func TestEveryStateIsThoughtOf(t *testing.T) {
	for _, row := range servicing.ContractMachine.Rows {
		x := fmt.Sprint(row.State)
		if got := drawing.Stops(row.State); (got == "") != (x == "disbursing" || x == "performing") {
			t.Errorf("%s: %q", x, got)
		}
	}
}
