package recompute

// What a page carries is enough to find the same account again, and not enough
// where a word of it is changed.

import (
	"encoding/json"
	"testing"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
)

func civil(t *testing.T, on string) loan.Time {
	t.Helper()
	if on == "" {
		return 0
	}
	d, err := loan.ParseTime(on)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// monday moves every due date on the 16th by two days, as a weekend would.
func monday(due loan.Time) loan.Time {
	if _, _, d := due.Date(); d == 16 {
		return due.AddDays(2)
	}
	return due
}

// restated is a loan that was late, deferred, repriced and repaid in part.
func restated(t *testing.T) subledger.Loan {
	order := []subledger.Debt{subledger.Fees, subledger.PenaltyInterest, subledger.OverdueInterest, subledger.OverduePrincipal, subledger.CurrentInterest, subledger.CurrentPrincipal}
	terms := subledger.Terms{Rate: 48_500, DayCount: "A360", Rounding: money.HalfUp, Repayment: instalment.EqualInstalment, Ends: civil(t, "2021-03-16"), Uplift: 500_000, UpliftOnInterest: true, Charge: 10_000, Order: order}
	later, cheaper := terms, terms
	later.Ends, cheaper.Ends = civil(t, "2021-06-16"), civil(t, "2021-06-16")
	cheaper.Rate = 38_500
	return subledger.Loan{
		Versions: []subledger.Version{
			{From: civil(t, "2020-03-16"), Terms: terms},
			{From: civil(t, "2020-06-20"), Terms: later, Pause: subledger.Pause{Since: civil(t, "2020-06-16"), Resumes: civil(t, "2020-09-16"), Interest: true, Spread: true}},
			{From: civil(t, "2020-10-01"), Terms: cheaper, KeepInstalment: true},
		},
		Facts: []subledger.Fact{
			{ID: "payout", Kind: subledger.Draw, On: civil(t, "2020-03-16"), Amount: 200_000_00},
			{ID: "R-1", Kind: subledger.Receipt, On: civil(t, "2020-04-26"), Amount: 18_000_00},
			{ID: "R-2", Kind: subledger.Receipt, On: civil(t, "2020-05-18"), Amount: 30_000_00},
			{ID: "C-1", Kind: subledger.KeepMaturity, On: civil(t, "2020-05-19"), Amount: 5_000_00},
		},
		Collect: monday,
	}
}

// read turns the page's own text into the engine's input, by another way than
// the program that browsers run.
func read(t *testing.T, text []byte) (l subledger.Loan, on loan.Time) {
	t.Helper()
	var a Account
	if err := json.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	for _, v := range a.Versions {
		x := subledger.Version{From: civil(t, v.FromOn), KeepInstalment: v.KeepInstalment, Terms: subledger.Terms{Rate: v.RatePPM, DayCount: loan.DayCount(v.DayCount), Rounding: money.Rounding(v.Rounding),
			Repayment: instalment.Repayment(v.Repayment), Ends: civil(t, v.EndsOn), Uplift: v.UpliftPPM, UpliftOnInterest: v.UpliftOnInterest, Charge: v.ChargePPM}}
		for _, k := range v.Order {
			x.Order = append(x.Order, subledger.Debt(k))
		}
		if n := v.Line; n != nil {
			x.Line = subledger.Line{Limit: n.LimitFen, Revolves: n.Revolves, Until: civil(t, n.UntilOn), Most: n.Most, Fee: n.FeeFen, Commit: n.CommitPPM, Every: n.Every}
		}
		if p := v.Pause; p != nil {
			x.Pause = subledger.Pause{Since: civil(t, p.SinceOn), Resumes: civil(t, p.ResumesOn), Interest: p.Interest, Spread: p.Spread}
		}
		l.Versions = append(l.Versions, x)
	}
	for _, f := range a.Facts {
		l.Facts = append(l.Facts, subledger.Fact{ID: f.ID, Kind: subledger.Kind(f.Kind), On: civil(t, f.On), Amount: f.AmountFen, Accrued: f.AccruedFen, Instalment: f.InstalmentFen, Due: civil(t, f.DueOn)})
	}
	moved := map[loan.Time]loan.Time{}
	for _, s := range a.Collected {
		moved[civil(t, s.DueOn)] = civil(t, s.CollectOn)
	}
	l.Collect = func(due loan.Time) loan.Time { return max(due, moved[due]) }
	return l, civil(t, a.On)
}

// line is a loan that was drawn in tranches, with a fee that was waived.
func line(t *testing.T) subledger.Loan {
	l := restated(t)
	l.Versions = l.Versions[:1]
	l.Versions[0].Line = subledger.Line{Limit: 500_000_00, Until: civil(t, "2020-11-16"), Most: 4, Fee: 100_00, Commit: 5_000, Every: 3}
	l.Facts = append(l.Facts, subledger.Fact{ID: "D-2", Kind: subledger.Draw, On: civil(t, "2020-06-20"), Amount: 150_000_00},
		subledger.Fact{ID: "W-1", Kind: subledger.Waive, On: civil(t, "2020-06-20"), Due: civil(t, "2020-07-16"), Amount: 60_00})
	return l
}

func TestThePageCarriesTheWholeAccount(t *testing.T) {
	for name, l := range map[string]subledger.Loan{"restated": restated(t), "line": line(t)} {
		t.Run(name, func(t *testing.T) { carries(t, l) })
	}
}

func carries(t *testing.T, l subledger.Loan) {
	for _, on := range []string{"2020-03-16", "2020-04-30", "2020-06-20", "2020-08-01", "2020-10-01", "2020-12-24", "2021-07-01"} {
		st, err := subledger.Fold(l, civil(t, on))
		if err != nil {
			t.Fatal(on, err)
		}
		a := AccountOf(&l, &st)
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		again, day := read(t, text)
		own, err := subledger.Fold(again, day)
		if err != nil || own.Fingerprint() != st.Fingerprint() {
			t.Errorf("%s: a reader finds another account, %v", on, err)
		}
		for name, forge := range map[string]func(*subledger.Loan){
			"rate":       func(l *subledger.Loan) { l.Versions[0].Rate++ },
			"receipt":    func(l *subledger.Loan) { l.Facts[0].Amount += 100 },
			"collection": func(l *subledger.Loan) { l.Collect = func(due loan.Time) loan.Time { return due } },
		} {
			forged, _ := read(t, text)
			forge(&forged)
			if other, err := subledger.Fold(forged, day); err == nil && other.Fingerprint() == st.Fingerprint() {
				t.Errorf("%s: another %s goes unseen", on, name)
			}
		}
	}
}
