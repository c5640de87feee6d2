package subledger

// Loans that are taken over from other books.

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

// takenOver is a loan from where another one stands after its first rows were
// paid on their due dates: no fact before that day goes in.
func takenOver(l Loan, rows []Row, paid int) Loan {
	last, v := rows[paid-1], l.Versions[0]
	o := Fact{ID: "over", Kind: Opening, On: last.Due, Amount: last.Balance}
	switch v.Repayment {
	case instalment.EqualInstalment:
		o.Instalment = rows[0].Total()
	case instalment.EqualPrincipal:
		o.Instalment = rows[0].Principal
	}
	return Loan{Versions: []Version{v}, Facts: []Fact{o}, Collect: l.Collect}
}

// TestTakenOverGoesOnAlike: a loan that is taken over on a due date has the rows
// that the other books had from there, to the fen.
func TestTakenOverGoesOnAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawnLoan(t)
		whole, err := Fold(l, l.Versions[0].From)
		if err != nil {
			t.Fatal(err)
		}
		if len(whole.Rows) < 2 {
			return // nothing is left to take over on a due date
		}
		paid := rapid.IntRange(1, len(whole.Rows)-1).Draw(t, "paid")
		st, err := Fold(takenOver(l, whole.Rows, paid), whole.Rows[paid-1].Due)
		if err != nil {
			t.Fatal(err)
		}
		rest := whole.Rows[paid:]
		if len(st.Rows) != len(rest) || st.Balance != whole.Rows[paid-1].Balance {
			t.Fatalf("%d rows and %d owed, the other books have %d rows and %d", len(st.Rows), st.Balance, len(rest), whole.Rows[paid-1].Balance)
		}
		for i, r := range st.Rows {
			w := rest[i]
			if r.Due != w.Due || r.Principal != w.Principal || r.Interest != w.Interest || r.Balance != w.Balance || r.Collect != w.Collect {
				t.Fatalf("row %d is %+v, the other books have %+v", i, r, w)
			}
		}
	})
}

// TestLoansOfThePark: what stood in a lender's statement on 3 February 2020, and
// the figures that a second computation of the park's data found.
func TestLoansOfThePark(t *testing.T) {
	monthly := Terms{Rate: 58_700, DayCount: "A360", Rounding: money.HalfUp, Repayment: instalment.InterestMonthly, Ends: on(t, "2020-04-09"), Order: usual}
	l := Loan{Versions: []Version{{From: on(t, "2019-04-09"), Terms: monthly}}, Facts: []Fact{{ID: "over", Kind: Opening, On: on(t, "2020-02-03"), Amount: 600_000_00, Accrued: 2_445_83}}, Collect: monday}
	rows := folds(t, l, "2020-02-03").Rows
	// 31 days at 5.87 %: 3,032.83, as if there had been no other books.
	if len(rows) != 3 || rows[0].Due != on(t, "2020-02-09") || rows[0].Interest != 3_032_83 || rows[0].Carried != 2_445_83 || rows[2].Principal != 600_000_00 {
		t.Errorf("%+v", rows)
	}

	equal := Terms{Rate: 61_000, DayCount: "A360", Rounding: money.HalfUp, Repayment: instalment.EqualInstalment, Ends: on(t, "2021-05-20"), Order: usual}
	begin := Version{From: on(t, "2019-05-20"), Terms: equal}
	cut := begin
	cut.From, cut.Rate = on(t, "2020-04-20"), 53_000
	l = Loan{Versions: []Version{begin, cut}, Facts: []Fact{{ID: "over", Kind: Opening, On: on(t, "2020-02-03"), Amount: 272_175_43, Accrued: 645_66, Instalment: 17_766_01}}, Collect: monday}
	var interest money.Fen
	for _, due := range []string{"2020-02-20", "2020-03-20", "2020-04-20", "2020-05-20", "2020-06-20"} {
		for _, r := range folds(t, l, due).Rows {
			if r.Due == on(t, due) {
				l.Facts = append(l.Facts, Fact{ID: due, Kind: Receipt, On: r.Due, Amount: r.Total()})
				interest += r.Interest
				if want := map[bool]money.Fen{true: 17_766_01, false: 17_683_19}[due <= "2020-04-20"]; r.Total() != want {
					t.Errorf("%s: %s falls due, want %s", due, r.Total().Text(), want.Text())
				}
			}
		}
		if st := folds(t, l, due); due == "2020-04-20" && st.Balance != 222_821_39 {
			t.Errorf("%s is owed when the rate falls", st.Balance.Text())
		}
	}
	if st := folds(t, l, "2020-06-30"); st.Balance != 189_379_86 || interest != 5_868_84 {
		t.Errorf("%s is owed, %s of interest was paid", st.Balance.Text(), interest.Text())
	}
}

// TestOpeningsThatCannotBe: each is refused with its reason.
func TestOpeningsThatCannotBe(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*Loan)
		want   Reason
	}{
		"twice":                {func(l *Loan) { l.Facts = append(l.Facts, l.Facts[0]) }, OpenedTwice},
		"after the end":        {func(l *Loan) { l.Facts[0].On = on(t, "2021-01-10") }, AlreadyEnded},
		"interest below zero":  {func(l *Loan) { l.Facts[0].Accrued = -1 }, NotPositive},
		"nothing":              {func(l *Loan) { l.Facts[0].Amount = 0 }, NotPositive},
		"before the payout":    {func(l *Loan) { l.Facts[0].On = on(t, "2020-01-09") }, TooEarly},
		"a receipt on its day": {func(l *Loan) { l.Facts = append(l.Facts, Fact{ID: "r", Kind: Receipt, On: l.Facts[0].On, Amount: 1}) }, TooEarly},
	} {
		l := reference(t)
		l.Facts[0] = Fact{ID: "over", Kind: Opening, On: on(t, "2020-03-10"), Amount: 836_724_30, Instalment: 85_640_72}
		x.change(&l)
		_, err := Fold(l, on(t, "2020-12-31"))
		var fact *FactError
		if !errors.As(err, &fact) || fact.Reason != x.want {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
	}
	l := reference(t)
	l.Facts[0] = Fact{ID: "over", Kind: Opening, On: on(t, "2020-03-10"), Amount: 836_724_30, Instalment: 85_640_72}
	v := l.Versions[0]
	v.From = on(t, "2020-03-10")
	l.Versions = append(l.Versions, v)
	if _, err := Fold(l, on(t, "2020-12-31")); err == nil {
		t.Error("new terms that count from the day of the opening are taken")
	}
}
