package subledger

import (
	"errors"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

// The engine and this package share one definition of a tranche: the posted rows
// of the engine's golden vector, to the fen.
func TestATrancheIsTheEngines(t *testing.T) {
	text, err := os.ReadFile("../testdata/tranche.golden")
	if err != nil {
		t.Fatal(err)
	}
	begin := loan.Civil(2020, 1, 10)
	v := Version{From: begin, Terms: Terms{Rate: 50_000, DayCount: "A360", Rounding: money.HalfUp, Repayment: instalment.EqualInstalment, Ends: begin.AddMonths(12), Order: usual,
		Line: Line{Limit: 1_500_000_00, Until: begin.AddMonths(6)}}}
	st, err := Fold(Loan{Versions: []Version{v}, Collect: monday, Facts: []Fact{
		{ID: "out", Kind: Draw, On: begin, Amount: 1_000_000_00}, {ID: "second", Kind: Draw, On: loan.Civil(2020, 4, 20), Amount: 500_000_00},
	}}, loan.Civil(2020, 4, 20))
	if err != nil {
		t.Fatal(err)
	}
	_, posted, _ := strings.Cut(string(text), "output, posted")
	want := map[string][2]money.Fen{}
	for _, line := range strings.Split(posted, "\n") {
		if f := strings.Fields(line); len(f) == 7 && strings.HasPrefix(f[0], "202") {
			p, err1 := money.Parse(f[1])
			i, err2 := money.Parse(f[2])
			if err1 != nil || err2 != nil {
				t.Fatal(line)
			}
			want[f[0]] = [2]money.Fen{p, i}
		}
	}
	if len(want) != 9 {
		t.Fatalf("%d rows in the golden file", len(want))
	}
	for _, r := range st.Rows[3:] {
		if got := [2]money.Fen{r.Principal, r.Interest}; got != want[r.Due.String()] {
			t.Errorf("%s: %s and %s, the engine posts %v", r.Due, r.Principal.Text(), r.Interest.Text(), want[r.Due.String()])
		}
	}
	if len(st.Rows) != 12 {
		t.Errorf("%d rows", len(st.Rows))
	}
}

// lineOf is a line of a million from 1 March 2021 on, at 4 % over 365 days with a
// commitment fee of 0.5 % every month and 100 yuan for each drawing.
func lineOf(revolves bool, first money.Fen) Loan {
	begin := loan.Civil(2021, 3, 1)
	v := Version{From: begin, Terms: Terms{Rate: 40_000, DayCount: "A365", Rounding: money.HalfUp, Repayment: instalment.InterestMonthly, Ends: begin.AddMonths(12), Order: usual,
		Line: Line{Limit: 1_000_000_00, Revolves: revolves, Until: begin.AddMonths(6), Fee: 100_00, Commit: 5_000, Every: 1}}}
	return Loan{Versions: []Version{v}, Collect: func(d loan.Time) loan.Time { return d }, Facts: []Fact{{ID: "out", Kind: Draw, On: begin, Amount: first}}}
}

// By hand. 600,000 are drawn on 1 March, 400,000 stay ready. On 11 March 100,000
// more are drawn. 1 April: interest 600,000 × 4 % × 10/365 + 700,000 × 4 % × 21/365 =
// 657.534… + 1,610.958… = 2,268.49; commitment fee 400,000 × 0.5 % × 10/365 +
// 300,000 × 0.5 % × 21/365 = 54.794… + 86.301… = 141.10; two drawings 200.00.
// 1 May: 30 days, 2,301.37 and 300,000 × 0.5 % × 30/365 = 123.29. The fee ends on
// 1 September, the last day of drawing.
func TestALineByHand(t *testing.T) {
	l := lineOf(false, 600_000_00)
	l.Facts = append(l.Facts, Fact{ID: "second", Kind: Draw, On: loan.Civil(2021, 3, 11), Amount: 100_000_00})
	st, err := Fold(l, loan.Civil(2021, 5, 1))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []Row{{Interest: 2_268_49, Drawing: 200_00, Commitment: 141_10}, {Interest: 2_301_37, Commitment: 123_29}} {
		if r := st.Rows[i]; r.Interest != want.Interest || r.Drawing != want.Drawing || r.Commitment != want.Commitment {
			t.Errorf("%s: interest %s, drawing %s, commitment %s", r.Due, r.Interest.Text(), r.Drawing.Text(), r.Commitment.Text())
		}
	}
	for _, r := range st.Rows {
		if due := r.Due > loan.Civil(2021, 9, 1); due && r.Commitment != 0 || !due && r.Commitment == 0 {
			t.Errorf("%s: a commitment fee of %s", r.Due, r.Commitment.Text())
		}
	}
	if st.Undrawn != 300_000_00 || st.Until != loan.Civil(2021, 9, 1) || st.DaysPastDue() != 30 {
		t.Errorf("%s until %s, %d days past due", st.Undrawn.Text(), st.Until, st.DaysPastDue())
	}
}

// Fees come first. By hand: on 1 April 200.00 + 141.10 of fees, then interest.
func TestFeesArePaidFirst(t *testing.T) {
	l := lineOf(false, 600_000_00)
	l.Facts = append(l.Facts, Fact{ID: "second", Kind: Draw, On: loan.Civil(2021, 3, 11), Amount: 100_000_00},
		Fact{ID: "a", Kind: Receipt, On: loan.Civil(2021, 4, 1), Amount: 150_00}, Fact{ID: "b", Kind: Receipt, On: loan.Civil(2021, 4, 2), Amount: 200_00},
		Fact{ID: "w", Kind: Waive, On: loan.Civil(2021, 4, 3), Due: loan.Civil(2021, 5, 1), Amount: 100_00})
	st, err := Fold(l, loan.Civil(2021, 4, 3))
	if err != nil {
		t.Fatal(err)
	}
	a, b := st.Bookings[0], st.Bookings[1]
	if a.Fee != 150_00 || a.Drawing != 150_00 || b.Fee != 191_10 || b.Drawing != 50_00 || b.Commitment != 141_10 || b.Interest != 8_90 {
		t.Errorf("%+v\n%+v", a, b)
	}
	if r := st.Rows[1]; r.WaivedFees != 100_00 || r.OpenFees() != 23_29 || r.Total() != r.Interest+23_29 {
		t.Errorf("%+v", r)
	}
}

// What comes back of a line that revolves may be drawn again, on the same day too.
// By hand: 900,000 out on 1 March, 500,000 back on 11 March and 600,000 out again
// leave 1,000,000 and nothing undrawn. 1 April: 900,000 × 4 % × 10/365 + 1,000,000 ×
// 4 % × 21/365 = 986.301… + 2,301.369… = 3,287.67; 100,000 × 0.5 % × 10/365 = 13.70.
func TestALineRevolves(t *testing.T) {
	l := lineOf(true, 900_000_00)
	back, again := loan.Civil(2021, 3, 11), Fact{ID: "again", Kind: Draw, On: loan.Civil(2021, 3, 11), Amount: 600_000_00}
	l.Facts = append(l.Facts, again, Fact{ID: "r", Kind: Receipt, On: back, Amount: 500_000_00}, Fact{ID: "k", Kind: KeepMaturity, On: back, Amount: 500_000_00})
	st, err := Fold(l, back)
	if err != nil {
		t.Fatal(err)
	}
	if r := st.Rows[0]; st.Balance != 1_000_000_00 || st.Undrawn != 0 || st.Until == 0 || r.Interest != 3_287_67 || r.Commitment != 13_70 || r.Drawing != 200_00 {
		t.Errorf("%s owed, %s undrawn, first row %+v", st.Balance.Text(), st.Undrawn.Text(), r)
	}
	if last := st.Rows[len(st.Rows)-1]; last.Principal != 1_000_000_00 || last.Due != loan.Civil(2022, 3, 1) {
		t.Errorf("at the end %+v", last)
	}
	for name, drop := range map[string]int{"the receipt": 2, "the choice": 3} { // without it the money is not there to be drawn
		less := l
		less.Facts = append(append([]Fact{}, l.Facts[:drop]...), l.Facts[drop+1:]...)
		var wrong *FactError
		if _, err := Fold(less, back); !errors.As(err, &wrong) || wrong.Reason != AboveLimit || wrong.Short != 500_000_00 {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

// A line that is paid back stays open, and costs its fee alone.
func TestALineThatIsPaidBackStaysOpen(t *testing.T) {
	l := lineOf(true, 300_000_00)
	on := loan.Civil(2021, 4, 1)
	l.Facts = append(l.Facts, Fact{ID: "r", Kind: Receipt, On: on, Amount: 302_000_00}, Fact{ID: "k", Kind: KeepMaturity, On: on, Amount: 300_000_00})
	st, err := Fold(l, on)
	if err != nil || st.Balance != 0 || st.PaidUp() {
		t.Fatalf("%s owed, ended %t, %v", st.Balance.Text(), st.PaidUp(), err)
	}
	for _, r := range st.Rows[1:] {
		if r.Interest != 0 || r.Principal != 0 || r.Commitment == 0 {
			t.Errorf("%+v", r)
		}
	}
	if n := len(st.Rows); n != 6 || st.Rows[5].Due != loan.Civil(2021, 9, 1) {
		t.Errorf("%d rows", n)
	}
	lapsed := l
	lapsed.Facts = append(lapsed.Facts, Fact{ID: "x", Kind: Lapse, On: on})
	if st, err := Fold(lapsed, on); err != nil || st.Until != 0 || st.Undrawn != 0 || len(st.Rows) != 1 || !st.PaidUp() {
		t.Errorf("after a lapse %d rows, %s undrawn, %v", len(st.Rows), st.Undrawn.Text(), err)
	}
}

func TestWhatALineRefuses(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*Loan)
		want   Reason
	}{
		"above the limit":        {func(l *Loan) { l.Facts[1].Amount = 400_000_01 }, AboveLimit},
		"after the last day":     {func(l *Loan) { l.Facts[1].On = loan.Civil(2021, 9, 2) }, LineEnded},
		"more often than agreed": {func(l *Loan) { l.Versions[0].Line.Most = 1 }, LineEnded},
		"after a lapse":          {func(l *Loan) { l.Facts = append(l.Facts, Fact{Kind: Lapse, On: loan.Civil(2021, 3, 10)}) }, LineEnded},
		"after the end": {func(l *Loan) {
			l.Facts = append(l.Facts, Fact{Kind: Settlement, On: loan.Civil(2021, 3, 10), Amount: 700_000_00})
		}, AlreadyEnded},
	} {
		l := lineOf(false, 600_000_00)
		l.Facts = append(l.Facts, Fact{ID: "second", Kind: Draw, On: loan.Civil(2021, 3, 11), Amount: 100_000_00})
		x.change(&l)
		var wrong *FactError
		if _, err := Fold(l, loan.Civil(2021, 10, 1)); !errors.As(err, &wrong) || wrong.Reason != x.want || wrong.Fact.ID != "second" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(*Terms){
		"no limit":                   func(t *Terms) { t.Line.Limit = 0 },
		"drawing after the end":      func(t *Terms) { t.Line.Until = t.Ends.AddDays(1) },
		"a fee without dates":        func(t *Terms) { t.Line.Every = 0 },
		"a fee above everything":     func(t *Terms) { t.Line.Commit = 1_000_001 },
		"a fee of a bullet":          func(t *Terms) { t.Repayment = instalment.Bullet },
		"revolving by instalments":   func(t *Terms) { t.Line.Revolves, t.Repayment = true, instalment.EqualInstalment },
		"a fee below zero":           func(t *Terms) { t.Line.Fee = -1 },
		"fewer drawings than nought": func(t *Terms) { t.Line.Most = -1 },
	} {
		l := lineOf(false, 600_000_00)
		change(&l.Versions[0].Terms)
		var wrong *loan.TermError
		if _, err := Fold(l, loan.Civil(2021, 10, 1)); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// anyLine is a random life of a line: drawings within what is left, receipts,
// principal that comes back early.
func anyLine(t *rapid.T) Loan {
	l := drawnLoan(t)
	v := &l.Versions[0]
	v.Ends = v.From.AddMonths(rapid.IntRange(3, 14).Draw(t, "length"))
	v.Line = Line{Limit: l.Facts[0].Amount * 2, Until: v.From.AddMonths(rapid.IntRange(1, 3).Draw(t, "until")), Fee: money.Fen(rapid.Int64Range(0, 500_00).Draw(t, "fee")),
		Commit: money.PPM(rapid.Int64Range(0, 20_000).Draw(t, "commit")), Every: rapid.SampledFrom([]int{1, 3}).Draw(t, "every")}
	if v.Repayment == instalment.Bullet {
		v.Line.Commit = 0
	}
	v.Line.Revolves = v.Repayment == instalment.InterestMonthly && rapid.Bool().Draw(t, "revolves")
	span := v.Ends.Days(v.From)
	for i := range rapid.IntRange(0, 10).Draw(t, "facts") {
		kind := rapid.SampledFrom([]Kind{Receipt, Receipt, Draw, Draw, KeepMaturity, KeepInstal}).Draw(t, "kind")
		f := Fact{ID: fmt.Sprint(i), Kind: kind, On: v.From.AddDays(rapid.IntRange(1, span).Draw(t, "day")), Amount: 1 + money.Fen(rapid.Int64Range(0, int64(l.Facts[0].Amount)).Draw(t, "sum"))}
		with := l
		with.Facts = append(append([]Fact{}, l.Facts...), f)
		if _, err := Fold(with, v.Ends.AddDays(100)); err == nil {
			l = with
		}
	}
	return l
}

// The commitment fee of each date, day by day with exact fractions, from nothing
// but what was drawn and what came back early.
func TestTheCommitmentFeeASecondTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyLine(t)
		v := l.Versions[0]
		st, err := Fold(l, v.Ends.AddDays(100))
		if err != nil {
			t.Fatal(err)
		}
		undrawn := func(on loan.Time) money.Fen { // in the night after a day
			left := v.Line.Limit
			for _, f := range l.Facts {
				if f.Kind == Draw && f.On <= on {
					left -= f.Amount
				}
			}
			for _, b := range st.Bookings {
				if v.Line.Revolves && b.On <= on && (b.Kind == KeepInstal || b.Kind == KeepMaturity) {
					left += b.Principal
				}
			}
			return left
		}
		sum, fell, rows := new(big.Rat), v.From, map[loan.Time]money.Fen{}
		for _, r := range st.Rows {
			rows[r.Due] = r.Commitment
		}
		for on := v.From; on < v.Ends; on = on.AddDays(1) {
			if on < v.Line.Until {
				sum.Add(sum, new(big.Rat).Mul(of(undrawn(on), v.Line.Commit), day(v.DayCount, on)))
			}
			next := on.AddDays(1)
			months := 1
			for v.From.AddMonths(months) < next {
				months++
			}
			if v.From.AddMonths(months) != next && next != v.Ends || next < v.Line.Until && next < fell.AddMonths(v.Line.Every) && next != v.Ends {
				continue
			}
			if got, want := rows[next], half(sum, v.Rounding); got != want {
				t.Fatalf("%s: a commitment fee of %s, by hand %s", next, got.Text(), want.Text())
			}
			sum, fell = new(big.Rat), next
		}
	})
}

// What every life of a line obeys.
func TestLawsOfALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyLine(t)
		v := l.Versions[0]
		for on := v.From; on < v.Ends.AddDays(60); on = on.AddDays(17) {
			st, err := Fold(l, on)
			if err != nil {
				t.Fatal(err)
			}
			var drawn, principal, fees, paid, drawing, drawings, early, scheduled money.Fen
			for _, f := range l.Facts {
				if f.Kind == Draw && f.On <= on {
					drawn, drawings = drawn+f.Amount, drawings+v.Line.Fee
				}
			}
			for _, b := range st.Bookings {
				if b.Amount != b.Principal+b.Interest+b.Penalty+b.Fee+b.Unapplied || b.Fee < b.Drawing+b.Commitment {
					t.Fatalf("%+v does not add up", b)
				}
				principal += b.Principal
				if b.Kind == KeepInstal || b.Kind == KeepMaturity {
					early += b.Principal
				} else if b.Kind == Receipt || b.Kind == Applied {
					fees += b.Fee
				}
			}
			for _, r := range st.Rows {
				paid, drawing, scheduled = paid+r.PaidFees, drawing+r.Drawing, scheduled+r.Principal
				if r.OpenFees() < 0 || r.Commitment < 0 || r.Commitment > 0 && v.Line.Commit == 0 {
					t.Fatalf("%+v", r)
				}
			}
			used := st.Drawn
			if v.Line.Revolves {
				used = st.Balance
			}
			switch {
			case st.Drawn != drawn || principal+st.Balance != drawn || used > v.Line.Limit:
				t.Fatalf("%s: %s drawn, %s repaid, %s owed, limit %s", on, st.Drawn.Text(), principal.Text(), st.Balance.Text(), v.Line.Limit.Text())
			case st.Until != 0 && st.Undrawn != v.Line.Limit-used, st.Until == 0 && st.Undrawn != 0:
				t.Fatalf("%s: %s undrawn until %s", on, st.Undrawn.Text(), st.Until)
			case fees != paid:
				t.Fatalf("rows had %s of fees paid, receipts %s", paid.Text(), fees.Text())
			case scheduled+early != drawn:
				t.Fatalf("%s scheduled and %s early of %s", scheduled.Text(), early.Text(), drawn.Text())
			case drawing != drawings:
				t.Fatalf("%s of drawing fees for %s", drawing.Text(), drawings.Text())
			}
		}
	})
}
